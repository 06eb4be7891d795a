/// What browsers ask for, and programs say, that is not quite right.
extension Mischief {
    /// Pages, and posts through a proxy.
    static let pageExchanges = [
        Exchange("GET /broadcast-channel.js", 200), Exchange("GET /broadcast-channel.d.ts", 200),
        Exchange("GET /", "If-None-Match: *\r\n", "", 304), Exchange("GET /chat", "If-None-Match: \"x\"\r\n", "", 200),
        Exchange("HEAD /broadcast-channel.js", "If-None-Match: \"x\", *\r\n", "", 304),
        Exchange("GET /status", "Origin: http://mesh\r\n", "", 200),
        Exchange("GET /status", "Origin: null\r\n", "", 200),
        Exchange("GET /metrics", 200), Exchange("GET /metrics", 200),
        Exchange(
            "OPTIONS /channels/cellar",
            "Origin: http://mesh\r\nAccess-Control-Request-Method: POST\r\n",
            "",
            204
        ),
        Exchange("POST /channels/cellar", "Origin: null\r\n", "x", 403),
        Exchange("POST /channels/cellar", "Origin: http://mesh\r\nOrigin: http://mesh\r\n", "x", 403),
        Exchange("POST /channels/cellar", "Content-Type: text/plain\r\nIdempotency-Key: k\r\n", "x", 202),
        Exchange("POST /channels/cellar", "Idempotency-Key: \"k\"\r\nIdempotency-Key: l\r\n", "x", 400),
        Exchange("POST /channels/cellar", "X-Forwarded-For: 203.0.113.9, [2001:db8::1]:443\r\n", "x", 202),
        Exchange("POST /channels/cellar", "X-Forwarded-For: unknown\r\n", "x", 202),
        Exchange("POST /channels/cellar", "Content-Type: application/x-www-form-urlencoded\r\n", "x", 202),
        Exchange("POST /channels/cellar", "Content-Type: Application/JSON ; a=b\r\n", "{}", 202),
        Exchange("GET /channels/\(String(repeating: "x", count: 300))", 400),
        Exchange("OPTIONS /channels/\(String(repeating: "x", count: 300))", 400),
    ]

    /// Files that are there in some meshes, and those that are in none.
    static let filePaths = [
        "/style.css", "/deep/page.html", "/deep", "/deep/", "/index.html", "/none", "/../key", "/%2e%2e/key",
    ]

    /// What nobody enters with.
    static let wrongQueries = [
        "/start_web_socket", "/start_web_socket?username=",
        "/start_web_socket?username=\(String(repeating: "x", count: 65))",
        "/start_web_socket?username=a%07b", "/start_web_socket?username=a&session=short",
        "/start_web_socket?username=a&history=-1", "/start_web_socket?username=a&history=",
        "/channels/cellar?history=many",
    ]

    /// Events of a chat that are none, and questions that have no answer.
    static let chatEvents = [
        "{", "[]", #"{"event":"send-message"}"#, #"{"event":"dance"}"#, #"{"event":7}"#,
        #"{"event":"send-message","message":"x","key":""}"#, #"{"event":"send-message","message":"x","key":1}"#,
        #"{"event":"history"}"#, #"{"event":"history","before":"n0@1/2","count":0}"#,
        #"{"event":"history","before":"n0@1/2","count":10}"#, #"{"event":"history","before":"nothing","count":1.5}"#,
        #"{"event":"history","before":"nothing","count":5}"#,
    ]

    /// Events of the channel protocol that are none.
    static let wrongEvents = [
        "{", "[]", "{}", #"{"event":"post"}"#, #"{"event":"dance","data":1}"#, #"{"event":1,"data":1}"#,
        #"{"event":"post","data":1,"key":""}"#, #"{"event":"post","data":1,"key":[]}"#,
        #"{"event":"post","more":{"data":2},"data":1,"data":}"#,
    ]

    /// The same as bytes: without an end of the line, with data in it, and with a line that is no text.
    static let wrongLines: [[UInt8]] = [
        Array(#"{"event":"post"}"#.utf8), Array("{\"event\":\"post\",\"data\":1}\nx".utf8),
        [0xFF, 0xFE, 0x0A, 0x01], Array("nothing\n".utf8), [],
    ]
}
