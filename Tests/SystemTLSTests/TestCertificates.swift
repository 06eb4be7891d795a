/// Certificates for tests, made with `openssl` and valid for a hundred years.
enum TestCertificates {
    /// Who vouches for the others.
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBkjCCATmgAwIBAgIUQlF9oxqt4qhU6nVMX0s6rfDHnqgwCgYIKoZIzj0EAwIw
        HjEcMBoGA1UEAwwTbWVzaCB0ZXN0IGF1dGhvcml0eTAgFw0yNjExMjcwNzE2MDFa
        GA8yMTI2MTEwMzA3MTYwMVowHjEcMBoGA1UEAwwTbWVzaCB0ZXN0IGF1dGhvcml0
        eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIBgNTAH6zwm5zbLi0WIh6sjL/Ji
        t01PiHIVJpYtLAIbJ+tGWw12cd4gsqjc5iRzFR3GXBm71sRZOqcOK8wjdcCjUzBR
        MB0GA1UdDgQWBBRrRQn9+Ow98s0XfnydfhQtxV+36TAfBgNVHSMEGDAWgBRrRQn9
        +Ow98s0XfnydfhQtxV+36TAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cA
        MEQCIB5BTzX4KrPHeH0Jdy7NQKVt+Qf3gDv9DEbDdXxZ4whwAiBP6e9AjoEXRkUB
        Dj9ZXxRw6PIrNCRqbqkRI1ZMnVq23w==
        -----END CERTIFICATE-----
        """

    /// A certificate of `localhost`, `127.0.0.1` and `::1`, and who vouches for it.
    static let chain = """
        -----BEGIN CERTIFICATE-----
        MIIBsjCCAVegAwIBAgIUI2oB1DXAbfEoz0Pc30RiDuJIkBswCgYIKoZIzj0EAwIw
        HjEcMBoGA1UEAwwTbWVzaCB0ZXN0IGF1dGhvcml0eTAgFw0yNjExMjcwNzE2MDFa
        GA8yMTI2MTEwMzA3MTYwMVowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAE52/XQdScPLLxxH2+jbCUmhf4WUGjMsZLrG/zEkAk
        TlAjUH7aq7pUinKuuwHENxlz0yPA+fnEEXSURZ2yrXNCEaN7MHkwLAYDVR0RBCUw
        I4IJbG9jYWxob3N0hwR/AAABhxAAAAAAAAAAAAAAAAAAAAABMAkGA1UdEwQCMAAw
        HQYDVR0OBBYEFF8kqwNea3f1VQvPApitsSDQs/haMB8GA1UdIwQYMBaAFGtFCf34
        7D3yzRd+fJ1+FC3FX7fpMAoGCCqGSM49BAMCA0kAMEYCIQDp2t6CW37j2n2QQenx
        DObmDY1qBo21zbhCEai6wcu3TgIhAPLGLd6VF5qgVEraRR+ndDT7s4uWfkWFBFrW
        VdtpBbRw
        -----END CERTIFICATE-----
        \(authority)
        """

    /// Its key.
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgfgD/HGtEUiQ7iXnq
        cvMbmvDyTfa/H9ZtdcjbHjWsmBOhRANCAATnb9dB1Jw8svHEfb6NsJSaF/hZQaMy
        xkusb/MSQCROUCNQftqrulSKcq67AcQ3GXPTI8D5+cQRdJRFnbKtc0IR
        -----END PRIVATE KEY-----
        """

    /// Another key.
    static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBXLpkcfOsgIQa+ID
        nChyMvipO/oXSjfYj9oDcSF5Sf+hRANCAAQz/IhTRt7TeDd4Dvun2n+hbUBbgPMb
        YnQARD/HbvhTjb02cfgFS6ZgHIqcMm5CMNSBXfztvRNXKClWRmSxtLxU
        -----END PRIVATE KEY-----
        """

    /// Its key with a password.
    static let lockedKey = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAigORFEp48eswICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEPH52DGXYKzHl7C83MNjPXcEgZA3
        FqOd/s36MhRjkqduogbOdys7NVTOrVTTanuTLz/0096AswwXhisNYXI0+6izILij
        1Xppd4Z50CS+ri8CB7IzADYJu5mjTE8Nz/MRxW6YfdJz03TTr85zEX4IGU+1hNMr
        uk2L7IY7lWbDJa8B+2szvIv3nkBsI/vDz93vUr8QFHXvQGFXtzjozrZuS91ZKeg=
        -----END ENCRYPTED PRIVATE KEY-----
        """

    /// A certificate of the same key that ended in 2020.
    static let oldCertificate = """
        -----BEGIN CERTIFICATE-----
        MIIBGTCBwAIBATAKBggqhkjOPQQDAjAeMRwwGgYDVQQDDBNtZXNoIHRlc3QgYXV0
        aG9yaXR5MB4XDTIwMDEwMTAwMDAwMFoXDTIwMDIwMTAwMDAwMFowFDESMBAGA1UE
        AwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE52/XQdScPLLx
        xH2+jbCUmhf4WUGjMsZLrG/zEkAkTlAjUH7aq7pUinKuuwHENxlz0yPA+fnEEXSU
        RZ2yrXNCETAKBggqhkjOPQQDAgNIADBFAiB24tZprNUhYXJkJxdS35QJHyJFTAi5
        eOSaNlSIr8GGrwIhAIzN9v/1KyVpSFCuOPXk7btY7f85Xe5/J75AOOGXDyZq
        -----END CERTIFICATE-----
        """
}
