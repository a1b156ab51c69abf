//! What versions, extensions, groups and signature algorithms are called (IANA TLS parameters).

names! {
    /// RFC 8446 4.2 and its registry; what drafts and browsers use beside it.
    pub EXTENSIONS:
        0 "server_name", 1 "max_fragment_length", 2 "client_certificate_url", 3 "trusted_ca_keys", 4 "truncated_hmac",
        5 "status_request", 6 "user_mapping", 7 "client_authz", 8 "server_authz", 9 "cert_type", 10 "supported_groups",
        11 "ec_point_formats", 12 "srp", 13 "signature_algorithms", 14 "use_srtp", 15 "heartbeat",
        16 "application_layer_protocol_negotiation", 17 "status_request_v2", 18 "signed_certificate_timestamp",
        19 "client_certificate_type", 20 "server_certificate_type", 21 "padding", 22 "encrypt_then_mac",
        23 "extended_master_secret", 24 "token_binding", 25 "cached_info", 26 "tls_lts", 27 "compress_certificate",
        28 "record_size_limit", 29 "pwd_protect", 30 "pwd_clear", 31 "password_salt", 32 "ticket_pinning",
        33 "tls_cert_with_extern_psk", 34 "delegated_credentials", 35 "session_ticket", 40 "Reserved (key_share)",
        41 "pre_shared_key", 42 "early_data", 43 "supported_versions", 44 "cookie", 45 "psk_key_exchange_modes",
        46 "Reserved (ticket_early_data_info)", 47 "certificate_authorities", 48 "oid_filters",
        49 "post_handshake_auth", 50 "signature_algorithms_cert", 51 "key_share", 52 "transparency_info",
        53 "connection_id (deprecated)", 54 "connection_id", 55 "external_id_hash", 56 "external_session_id",
        57 "quic_transport_parameters", 58 "ticket_request", 59 "dnssec_chain", 2570 "Reserved (GREASE)",
        6682 "Reserved (GREASE)", 10794 "Reserved (GREASE)", 13172 "next_protocol_negotiation",
        14906 "Reserved (GREASE)", 17513 "application_settings", 17613 "application_settings",
        19018 "Reserved (GREASE)", 23130 "Reserved (GREASE)", 27242 "Reserved (GREASE)", 30031 "channel_id_old",
        30032 "channel_id", 31354 "Reserved (GREASE)", 35466 "Reserved (GREASE)", 39578 "Reserved (GREASE)",
        43690 "Reserved (GREASE)", 47802 "Reserved (GREASE)", 51914 "Reserved (GREASE)", 56026 "Reserved (GREASE)",
        60138 "Reserved (GREASE)", 64250 "Reserved (GREASE)", 64768 "ech_outer_extensions",
        65037 "encrypted_client_hello", 65281 "renegotiation_info", 65445 "quic_transport_parameters (drafts version)",
        65486 "encrypted_server_name";
}

names! {
    /// RFC 8446 4.2.7 and its registry.
    pub GROUPS:
        0x0001 "sect163k1", 0x0002 "sect163r1", 0x0003 "sect163r2", 0x0004 "sect193r1", 0x0005 "sect193r2",
        0x0006 "sect233k1", 0x0007 "sect233r1", 0x0008 "sect239k1", 0x0009 "sect283k1", 0x000a "sect283r1",
        0x000b "sect409k1", 0x000c "sect409r1", 0x000d "sect571k1", 0x000e "sect571r1", 0x000f "secp160k1",
        0x0010 "secp160r1", 0x0011 "secp160r2", 0x0012 "secp192k1", 0x0013 "secp192r1", 0x0014 "secp224k1",
        0x0015 "secp224r1", 0x0016 "secp256k1", 0x0017 "secp256r1", 0x0018 "secp384r1", 0x0019 "secp521r1",
        0x001a "brainpoolP256r1", 0x001b "brainpoolP384r1", 0x001c "brainpoolP512r1", 0x001d "x25519", 0x001e "x448",
        0x001f "brainpoolP256r1tls13", 0x0020 "brainpoolP384r1tls13", 0x0021 "brainpoolP512r1tls13", 0x0029 "curveSM2",
        0x0100 "ffdhe2048", 0x0101 "ffdhe3072", 0x0102 "ffdhe4096", 0x0103 "ffdhe6144", 0x0104 "ffdhe8192",
        0x0200 "MLKEM512", 0x0201 "MLKEM768", 0x0202 "MLKEM1024", 0x0a0a "Reserved (GREASE)",
        0x11eb "SecP256r1MLKEM768", 0x11ec "X25519MLKEM768", 0x11ed "SecP384r1MLKEM1024", 0x1a1a "Reserved (GREASE)",
        0x2a2a "Reserved (GREASE)", 0x3a3a "Reserved (GREASE)", 0x4a4a "Reserved (GREASE)", 0x5a5a "Reserved (GREASE)",
        0x6399 "X25519Kyber768Draft00", 0x6a6a "Reserved (GREASE)", 0x7a7a "Reserved (GREASE)",
        0x8a8a "Reserved (GREASE)", 0x9a9a "Reserved (GREASE)", 0xaaaa "Reserved (GREASE)", 0xbaba "Reserved (GREASE)",
        0xcaca "Reserved (GREASE)", 0xdada "Reserved (GREASE)", 0xeaea "Reserved (GREASE)", 0xfafa "Reserved (GREASE)",
        0xff01 "arbitrary_explicit_prime_curves", 0xff02 "arbitrary_explicit_char2_curves";
}

names! {
    /// RFC 8446 4.2.3 and its registry.
    pub SIGNATURE_ALGORITHMS:
        0x0201 "rsa_pkcs1_sha1", 0x0203 "ecdsa_sha1", 0x0401 "rsa_pkcs1_sha256", 0x0403 "ecdsa_secp256r1_sha256",
        0x0501 "rsa_pkcs1_sha384", 0x0503 "ecdsa_secp384r1_sha384", 0x0601 "rsa_pkcs1_sha512",
        0x0603 "ecdsa_secp521r1_sha512", 0x0708 "sm2sig_sm3", 0x0804 "rsa_pss_rsae_sha256",
        0x0805 "rsa_pss_rsae_sha384", 0x0806 "rsa_pss_rsae_sha512", 0x0807 "ed25519", 0x0808 "ed448",
        0x0809 "rsa_pss_pss_sha256", 0x080a "rsa_pss_pss_sha384", 0x080b "rsa_pss_pss_sha512",
        0x081a "ecdsa_brainpoolP256r1tls13_sha256", 0x081b "ecdsa_brainpoolP384r1tls13_sha384",
        0x081c "ecdsa_brainpoolP512r1tls13_sha512", 0x0904 "mldsa44", 0x0905 "mldsa65", 0x0906 "mldsa87";
}

names! {
    /// As Wireshark words them.
    pub VERSIONS:
        0x0002 "SSL 2.0", 0x0101 "GMTLS", 0x0300 "SSL 3.0", 0x0301 "TLS 1.0", 0x0302 "TLS 1.1", 0x0303 "TLS 1.2",
        0x0304 "TLS 1.3", 0x0a0a "Reserved (GREASE)", 0x1a1a "Reserved (GREASE)", 0x2a2a "Reserved (GREASE)",
        0x3a3a "Reserved (GREASE)", 0x4a4a "Reserved (GREASE)", 0x5a5a "Reserved (GREASE)", 0x6a6a "Reserved (GREASE)",
        0x7a7a "Reserved (GREASE)", 0x7f0e "TLS 1.3 (draft 14)", 0x7f0f "TLS 1.3 (draft 15)",
        0x7f10 "TLS 1.3 (draft 16)", 0x7f11 "TLS 1.3 (draft 17)", 0x7f12 "TLS 1.3 (draft 18)",
        0x7f13 "TLS 1.3 (draft 19)", 0x7f14 "TLS 1.3 (draft 20)", 0x7f15 "TLS 1.3 (draft 21)",
        0x7f16 "TLS 1.3 (draft 22)", 0x7f17 "TLS 1.3 (draft 23)", 0x7f18 "TLS 1.3 (draft 24)",
        0x7f19 "TLS 1.3 (draft 25)", 0x7f1a "TLS 1.3 (draft 26)", 0x7f1b "TLS 1.3 (draft 27)",
        0x7f1c "TLS 1.3 (draft 28)", 0x8a8a "Reserved (GREASE)", 0x9a9a "Reserved (GREASE)",
        0xaaaa "Reserved (GREASE)", 0xbaba "Reserved (GREASE)", 0xcaca "Reserved (GREASE)", 0xdada "Reserved (GREASE)",
        0xeaea "Reserved (GREASE)", 0xfafa "Reserved (GREASE)", 0xfb17 "TLS 1.3 (Facebook draft 23)",
        0xfb1a "TLS 1.3 (Facebook draft 26)";
}

names! {
    /// The first half of a signature algorithm as TLS 1.2 has it: RFC 5246 7.4.1.4.1.
    pub HASHES: 0 "None", 1 "MD5", 2 "SHA1", 3 "SHA224", 4 "SHA256", 5 "SHA384", 6 "SHA512", 7 "SM3";

    /// The other half.
    pub SIGNATURES: 0 "Anonymous", 1 "RSA", 2 "DSA", 3 "ECDSA", 4 "SM2";

    /// RFC 8422 5.1.2.
    pub POINT_FORMATS: 0 "uncompressed", 1 "ansiX962_compressed_prime", 2 "ansiX962_compressed_char2";

    /// RFC 3749, RFC 3943.
    pub COMPRESSION_METHODS: 0 "null", 1 "DEFLATE", 64 "LZS";
}

names! {
    /// RFC 8879 7.3.
    pub CERTIFICATE_COMPRESSIONS: 1 "zlib", 2 "brotli", 3 "zstd";
}
