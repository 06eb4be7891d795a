import BroadcastMesh
import FoundationEssentials
import MeshClient

/// A connection to a browser, in the Chrome DevTools Protocol: calls with answers, and events in between.
actor DevTools {
    /// Something that happened in a page.
    struct Event: Sendable {
        var method: String
        var session: String?
        var parameters: JSONValue
    }

    /// What the browser did not want to do, or did not do in time.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// How long a call may take, in seconds; a browser on a busy machine takes its time to start a page.
    private static let patience = 90

    private let socket: WebSocketClient
    private var reader: Task<Void, Never>?
    private var callCount = 0
    private var waiting: [Int: CheckedContinuation<JSONValue, any Error>] = [:]

    /// Everything that happened so far, in all pages.
    private(set) var events: [Event] = []

    private struct Call: Encodable {
        var id: Int
        var method: String
        var params: JSONValue
        var sessionId: String?
    }

    private struct Message: Decodable {
        var id: Int?
        var method: String?
        var params: JSONValue?
        var sessionId: String?
        var result: JSONValue?
        var error: JSONValue?
    }

    /// Connects to the browser that offers this address.
    init(at url: String) async throws {
        socket = try await WebSocketClient.connect(to: url, timeout: 240)
        reader = Task { [weak self, socket] in
            do {
                for try await message in socket.messages {
                    guard let self, case .text(let text) = message else { return }
                    await self.handle(text)
                }
            } catch {
                // The calls that wait are told below.
            }
            await self?.handleEnd()
        }
    }

    deinit {
        reader?.cancel()
    }

    /// Calls a method of the browser, or of one page when its session is given.
    @discardableResult
    func call(_ method: String, _ parameters: JSONValue = [:], session: String? = nil) async throws -> JSONValue {
        callCount += 1
        let id = callCount
        let call = try JSONEncoder().encode(Call(id: id, method: method, params: parameters, sessionId: session))
        let timer = Task {
            try await ContinuousClock().sleep(for: .seconds(Self.patience))
            fail(id, Failure(description: "\(method) took more than \(Self.patience) s"))
        }
        defer { timer.cancel() }
        return try await withCheckedThrowingContinuation { continuation in
            waiting[id] = continuation
            Task {
                do { try await socket.send(text: String(decoding: call, as: UTF8.self)) } catch { fail(id, error) }
            }
        }
    }

    private func fail(_ id: Int, _ error: any Error) {
        waiting.removeValue(forKey: id)?.resume(throwing: error)
    }

    private func handle(_ text: String) {
        guard let message = try? JSONDecoder().decode(Message.self, from: Data(text.utf8)) else { return }
        if let id = message.id {
            if let error = message.error {
                fail(id, Failure(description: error["message"].text ?? "no reason"))
            } else {
                waiting.removeValue(forKey: id)?.resume(returning: message.result ?? .null)
            }
        } else if let method = message.method {
            events.append(Event(method: method, session: message.sessionId, parameters: message.params ?? .null))
        }
    }

    private func handleEnd() {
        for id in Array(waiting.keys) { fail(id, Failure(description: "the browser has closed the connection")) }
    }
}
