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
    holds("tls/socks.pcap", "TLSv1.3 Server Hello, Change Cipher Spec, Application Data, Application Data");
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
