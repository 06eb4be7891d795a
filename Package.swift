// swift-tools-version: 6.3
import PackageDescription

/// Settings every Swift target in the package shares.
let houseSettings: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
]

let package = Package(
    name: "mesh",
    products: [
        .executable(name: "mesh", targets: ["Mesh"]),
        .executable(name: "mesh-fuzz", targets: ["MeshFuzz"]),
        .executable(name: "mesh-benchmark", targets: ["MeshBenchmark"]),
        .library(name: "BroadcastMesh", targets: ["BroadcastMesh"]),
        .library(name: "MeshClient", targets: ["MeshClient"]),
    ],
    targets: [
        // MARK: Protocol cores: bytes, events and time in, bytes and directives out.
        .target(name: "Bytes", swiftSettings: houseSettings),
        .target(name: "JSON", dependencies: ["Bytes"], swiftSettings: houseSettings),
        .target(name: "ChannelProtocol", dependencies: ["JSON"], swiftSettings: houseSettings),
        .target(name: "HTTP", dependencies: ["Bytes"], swiftSettings: houseSettings),
        .target(name: "WebSocket", dependencies: ["Bytes", "HTTP"], swiftSettings: houseSettings),
        .target(name: "Gossip", dependencies: ["Bytes"], swiftSettings: houseSettings),

        // MARK: The shell: the only code that talks to the kernel.
        .systemLibrary(name: "CLinux"),
        .target(name: "Reactor", dependencies: ["CLinux"], swiftSettings: houseSettings),

        // MARK: The system's OpenSSL, loaded when a setting asks for it.
        .target(name: "SystemTLS", dependencies: ["Bytes"], swiftSettings: houseSettings),

        // MARK: Who speaks to a node.
        .target(
            name: "MeshClient",
            dependencies: ["Bytes", "ChannelProtocol", "HTTP", "JSON", "Reactor", "SystemTLS", "WebSocket"],
            swiftSettings: houseSettings
        ),

        // MARK: The node, and the mesh in virtual time.
        .target(
            name: "ChatPage",
            dependencies: ["Bytes"],
            resources: [
                "page.html", "page.css", "words.js", "document.js", "shape.js", "addresses.js", "position.js",
                "session.js", "mesh.js", "wire.js", "log.js", "map.js", "main.js", "demo.html", "demo.css",
                "demo-words.js", "referee.js", "demo.js", "Channel/structured-clone.js", "Channel/sender-name.js",
                "Channel/sender-order.js",
                "Channel/unsettled-posts.js", "Channel/channel-session.js", "Channel/broadcast-channel.js",
                "Channel/broadcast-channel.d.ts",
            ].map { .embedInCode($0) },
            swiftSettings: houseSettings
        ),
        .target(
            name: "BroadcastMesh",
            dependencies: [
                "Bytes", "ChannelProtocol", "ChatPage", "Gossip", "HTTP", "JSON", "Reactor", "SystemTLS", "WebSocket",
            ],
            swiftSettings: houseSettings
        ),
        .target(
            name: "MeshSimulator",
            dependencies: [
                "BroadcastMesh", "Bytes", "ChannelProtocol", "Gossip", "HTTP", "JSON", "Reactor", "SystemTLS",
                "WebSocket",
            ],
            swiftSettings: houseSettings
        ),
        .executableTarget(
            name: "Mesh",
            dependencies: [
                "BroadcastMesh", "Bytes", "ChannelProtocol", "Gossip", "HTTP", "JSON", "MeshClient", "MeshSimulator",
                "Reactor", "WebSocket",
            ],
            swiftSettings: houseSettings
        ),
        .executableTarget(
            name: "MeshFuzz",
            dependencies: [
                "BroadcastMesh", "Bytes", "ChannelProtocol", "Gossip", "HTTP", "JSON", "MeshSimulator", "Reactor",
                "SystemTLS", "WebSocket",
            ],
            swiftSettings: houseSettings
        ),
        .executableTarget(
            name: "MeshBenchmark",
            dependencies: ["BroadcastMesh", "ChannelProtocol", "Gossip", "HTTP", "MeshClient", "Reactor"],
            swiftSettings: houseSettings
        ),

        // MARK: Tests.
        .testTarget(name: "BytesTests", dependencies: ["Bytes"], swiftSettings: houseSettings),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "Reactor"], swiftSettings: houseSettings),
        .testTarget(
            name: "ChannelProtocolTests",
            dependencies: ["ChannelProtocol"],
            swiftSettings: houseSettings
        ),
        .testTarget(name: "ChatPageTests", dependencies: ["Bytes", "ChatPage"], swiftSettings: houseSettings),
        .testTarget(name: "HTTPTests", dependencies: ["Bytes", "HTTP"], swiftSettings: houseSettings),
        .testTarget(
            name: "WebSocketTests",
            dependencies: ["Bytes", "HTTP", "WebSocket"],
            swiftSettings: houseSettings
        ),
        .testTarget(name: "GossipTests", dependencies: ["Bytes", "Gossip"], swiftSettings: houseSettings),
        .testTarget(name: "ReactorTests", dependencies: ["Reactor"], swiftSettings: houseSettings),
        .testTarget(name: "SystemTLSTests", dependencies: ["SystemTLS"], swiftSettings: houseSettings),
        .testTarget(
            name: "BroadcastMeshTests",
            dependencies: [
                "BroadcastMesh", "Bytes", "ChannelProtocol", "Gossip", "HTTP", "JSON", "MeshClient", "MeshSimulator",
                "Reactor", "SystemTLS", "WebSocket",
            ],
            exclude: ["Storage/ReleaseBefore"],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "MeshClientTests",
            dependencies: ["HTTP", "MeshClient", "Reactor", "WebSocket"],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "MeshSimulatorTests",
            dependencies: ["Gossip", "MeshSimulator", "Reactor"],
            exclude: ["Scenarios"],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "MeshTests",
            dependencies: [
                "BroadcastMesh", "Bytes", "ChatPage", "JSON", "Mesh", "MeshClient", "MeshSimulator", "Reactor",
                "WebSocket",
            ],
            exclude: [
                "Browser/access.js", "Browser/channel-session.tests.js", "Browser/fuzz.tests.js",
                "Browser/log.tests.js", "Browser/map.tests.js", "Browser/mesh.tests.js",
                "Browser/referee.tests.js", "Browser/session.tests.js",
                "Browser/structured-clone.tests.js", "Browser/tests.js",
                "Channels/channel.tests.js", "Channels/count.js",
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(name: "ArchitectureTests", exclude: ["PublicSymbols"], swiftSettings: houseSettings),
    ],
    swiftLanguageModes: [.v6]
)
