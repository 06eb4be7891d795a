import MeshClient
import Reactor

/// A node that is asked over HTTP: whatever goes wrong is said of it.
struct AskedNode: Sendable {
    /// Where it is.
    let address: NodeAddress

    private let client: HTTPClient

    /// Names one; nothing is asked yet.
    ///
    /// - Parameters:
    ///   - address: Where it is.
    ///   - trust: Whose word is taken for its certificate.
    /// - Throws: ``CommandError/failure(_:)`` when the thread cannot be started that asks.
    init(at address: NodeAddress, trusting trust: ServerTrust) throws(CommandError) {
        self.address = address
        do throws(SystemError) { client = try HTTPClient(trusting: trust) } catch { throw .failure("\(error)") }
    }

    /// Asks for a resource.
    ///
    /// - Parameter url: Its URL, as ``address`` has it.
    /// - Returns: The answer, whatever its status.
    /// - Throws: ``CommandError/failure(_:)`` when there is none.
    func get(_ url: String) async throws(CommandError) -> HTTPClient.Answer {
        do throws(ClientError) {
            return try await client.get(url)
        } catch {
            throw .failure(TerminalText.line(error.told(ofServerAt: url)))
        }
    }

    /// Hands a body to a resource, as ``get(_:)``.
    func post(_ body: [UInt8], as contentType: String, to url: String) async throws(CommandError) -> HTTPClient.Answer {
        do throws(ClientError) {
            return try await client.post(url, body: body, contentType: contentType)
        } catch {
            throw .failure(TerminalText.line(error.told(ofServerAt: url)))
        }
    }

    /// What it says of itself.
    ///
    /// - Throws: ``CommandError/failure(_:)`` when it says nothing, or what no node would say.
    func status() async throws(CommandError) -> (answer: HTTPClient.Answer, status: NodeStatus) {
        let answer = try await get(address.status)
        if answer.status == 400 {
            // What a port says that speaks HTTPS, perhaps.
            throw .failure("\(address.status) answered 400: \(TerminalText.line(String(answer.text.prefix(200))))")
        }
        guard answer.status == 200, let status = NodeStatus(decoding: answer.body) else {
            throw .failure("\(address.status) answered \(answer.status), and no status of a node: is that a node?")
        }
        return (answer, status)
    }
}
