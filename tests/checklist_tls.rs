//! What people who look for encrypted traffic expect of its rows.
//!
//! A test is named after the id of its line in the project's acceptance checklist.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use support::printed;

/// The Protocol and Info columns of the packets that are not plain TCP.
fn rows(name: &str, options: &str) -> Vec<String> {
    let all = printed(name, &format!("-T fields -e _ws.col.Protocol -e _ws.col.Info {options}"));
    all.lines().filter(|row| !row.starts_with("TCP\t")).map(|row| row.replace('\t', " ")).collect()
}

#[test]
fn a_141_the_version_is_the_agreed_one_as_soon_as_it_is_known() {
    assert_eq!(rows("tls/tls12.pcap", "-c 4"), ["TLSv1 Client Hello"]);
    assert_eq!(rows("tls/tls12.pcap", "")[..2], ["TLSv1.2 Client Hello", "TLSv1.2 Server Hello"]);
    assert_eq!(rows("tls/socks.pcap", "-c 8"), ["TLSv1 Client Hello"]);
    assert_eq!(rows("tls/socks.pcap", "")[0], "TLSv1.3 Client Hello");
    assert_eq!(rows("tls/tls10_rsa.pcap", "")[0], "TLSv1 Client Hello");
}

#[test]
fn a_142_the_records_of_a_segment_stand_in_one_row() {
    let holds = |name: &str, row: &str| {
        let rows = rows(name, "");
        assert!(rows.iter().any(|other| other == row), "no `{row}` in {rows:#?}");
    };
    let flight = "Server Hello, Certificate, Certificate Status, Server Key Exchange, Server Hello Done";
    holds("tls/stapled.pcap", &format!("TLSv1.2 {flight}"));
    holds("tls/tls12.pcap", "TLSv1.2 Client Key Exchange, Change Cipher Spec, Encrypted Handshake Message");
    holds("tls/tls13_retry.pcap", "TLSv1.3 Hello Retry Request, Change Cipher Spec");
    holds("tls/socks.pcap", "TLSv1.3 Server Hello, Change Cipher Spec, Application Data");
    holds("tls/socks.pcap", "TLSv1.3 Change Cipher Spec, Application Data");
    holds("tls/socks.pcap", "TLSv1.3 Application Data");
}

#[test]
fn encryption_may_begin_in_the_middle_of_a_connection() {
    let rows = rows("tls/starttls_smtp.pcap", "");
    assert_eq!(rows[0], "TLSv1.3 Client Hello");
    let name = printed("tls/starttls_smtp.pcap", "-T fields -e tls.handshake.extensions_server_name");
    assert_eq!(name.split_whitespace().collect::<String>(), "mail.example.com");
}

#[test]
fn a_140_what_a_proxy_passes_on_is_read_on() {
    let rows = rows("tls/connect.pcap", "");
    assert_eq!(rows[..2], ["HTTP CONNECT www.example.com:443 HTTP/1.1 ", "HTTP HTTP/1.1 200 Connection established "]);
    assert_eq!(rows[2], "TLSv1.3 Client Hello");
    assert!(rows[2..].iter().all(|row| row.starts_with("TLSv1.3 ")), "{rows:#?}");
}

#[test]
fn a_certificate_says_whose_it_is() {
    let keys = "-e x509sat.uTF8String -e x509ce.dNSName -e x509af.utcTime -e pkcs1.publicExponent";
    let all = printed("tls/tls12.pcap", &format!("-T fields {keys}"));
    let certificate = all.lines().find(|line| line.contains("example.com")).unwrap();
    let values: Vec<&str> = certificate.split('\t').collect();
    assert!(values[0].contains("上海,Shanghai,Example, Inc.,Research,www.example.com"), "{certificate}");
    assert_eq!(values[1], "www.example.com,*.example.com");
    assert_eq!(values[2].matches("(UTC)").count(), 4, "two certificates, from when and until when each");
    assert_eq!(values[3], "65537,65537");
}
