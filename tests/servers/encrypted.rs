//! Connections of OpenSSL, straight and through a proxy: what both ends agreed upon is what is read.

use std::{
    io::{BufRead, BufReader, Read, Write, copy},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
    thread,
};

use crate::recording::{Recorder, Recording, Server, certificate, program};

const NAME: &str = "wirelight.test";

/// An HTTPS server with a certificate for [`NAME`]: it, and its port.
fn server(folder: &Path) -> Option<(Server, u16)> {
    let [certificate, key] = certificate(folder, NAME)?;
    let mut command = program("openssl")?;
    command.args(["s_server", "-www", "-accept", "127.0.0.1:0", "-alpn", "http/1.1", "-cert"]);
    let (server, line) = Server::start(command.arg(certificate).arg("-key").arg(key), "ACCEPT").unwrap();
    let port = line.trim().rsplit(':').next().unwrap().parse().expect(&line);
    Some((server, port))
}

/// Asks for a page; what the client says of the connection.
fn ask(options: &[&str]) -> Option<String> {
    let mut client = program("openssl")?
        .args(["s_client", "-ign_eof", "-servername", NAME, "-alpn", "h2,http/1.1"])
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    client.stdin.take().unwrap().write_all(b"GET / HTTP/1.0\r\n\r\n").unwrap();
    let said = client.wait_with_output().unwrap();
    Some(String::from_utf8_lossy(&said.stdout).into_owned())
}

/// What stands behind a word in what the client said.
fn behind<'t>(said: &'t str, word: &str) -> &'t str {
    let line = said.lines().find_map(|line| line.trim().strip_prefix(word)).unwrap_or_else(|| panic!("{word}: {said}"));
    line.trim_start_matches([' ', ':'])
}

/// The number of a cipher suite by OpenSSL's name of it, as fields print it.
fn suite_number(name: &str) -> String {
    let all = Command::new("openssl").args(["ciphers", "-V", "ALL:COMPLEMENTOFALL"]).output().unwrap().stdout;
    let all = String::from_utf8(all).unwrap();
    let line = all.lines().find(|line| line.split_whitespace().nth(2) == Some(name)).expect(name);
    line.split_whitespace().next().unwrap().replace(",0x", "").to_lowercase()
}

/// The values of fields in the first packet whose handshake has a message of this kind.
fn handshake(recording: &Recording, kind: &str, keys: &[&str]) -> Vec<String> {
    let keys: Vec<&str> = ["tls.handshake.type"].iter().chain(keys).copied().collect();
    let packets = recording.fields(&keys);
    let mut found = packets.into_iter().find(|packet| packet[0].split(',').any(|other| other == kind)).expect(kind);
    found.remove(0);
    found
}

const CLIENT_HELLO: &str = "1";
const SERVER_HELLO: &str = "2";

#[test]
fn what_was_agreed_upon_is_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let Some((_server, port)) = server(folder.path()) else { return };
    let address = format!("127.0.0.1:{port}");
    for (version, option, suites) in [
        ("TLSv1.2", "-tls1_2", ["-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"]),
        ("TLSv1.2", "-tls1_2", ["-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"]),
        ("TLSv1.3", "-tls1_3", ["-ciphersuites", "TLS_AES_256_GCM_SHA384"]),
        ("TLSv1.3", "-tls1_3", ["-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"]),
    ] {
        let Some(recorder) = Recorder::of(port) else { return };
        let Some(said) = ask(&["-connect", &address, option, suites[0], suites[1]]) else { return };
        let recording = recorder.finish();
        let agreed = behind(&said, "New, ");
        assert_eq!(agreed, format!("{version}, Cipher is {}", suites[1]), "{said}");
        let rows = recording.rows();
        assert!(rows.iter().all(|row| row.starts_with(&format!("{version} "))), "{rows:#?}");
        assert_eq!(rows[0], format!("{version} Client Hello"));
        assert!(rows[1].starts_with(&format!("{version} Server Hello, ")), "{rows:#?}");
        let (sni, alpn) = ("tls.handshake.extensions_server_name", "tls.handshake.extensions_alpn_str");
        assert_eq!(handshake(&recording, CLIENT_HELLO, &[sni, alpn]), [NAME, "h2,http/1.1"]);
        let suite = handshake(&recording, SERVER_HELLO, &["tls.handshake.ciphersuite"]);
        assert_eq!(suite, [suite_number(suites[1])]);
        assert_eq!(behind(&said, "ALPN protocol"), "http/1.1");
        if version == "TLSv1.2" {
            let told = ["tls.handshake.version", alpn, "x509ce.dNSName"];
            assert_eq!(handshake(&recording, SERVER_HELLO, &told), ["0x0303", "http/1.1", NAME]);
        } else {
            let told = ["tls.handshake.extensions.supported_version"];
            assert_eq!(handshake(&recording, SERVER_HELLO, &told), ["0x0304"]);
        }
    }
}

/// A proxy that opens one tunnel; its port.
fn proxy() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        let mut head = BufReader::new(client.try_clone().unwrap());
        let mut first = String::new();
        head.read_line(&mut first).unwrap();
        let mut line = String::new();
        while head.read_line(&mut line).unwrap() > 2 {
            line.clear();
        }
        let target = first.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next()).expect(&first);
        let server = TcpStream::connect(target).unwrap();
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
        let (from, to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
        let back = thread::spawn(move || pass(from, &to));
        pass(head, &server);
        back.join().unwrap();
    });
    port
}

fn pass(mut from: impl Read, mut to: &TcpStream) {
    let _ = copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}

#[test]
fn a_140_a_proxy_that_really_connects() {
    let folder = tempfile::tempdir().unwrap();
    let Some((_server, port)) = server(folder.path()) else { return };
    let through = proxy();
    let Some(recorder) = Recorder::of(through) else { return };
    let target = format!("127.0.0.1:{port}");
    let said = ask(&["-proxy", &format!("127.0.0.1:{through}"), "-connect", &target, "-tls1_3"]).unwrap();
    let recording = recorder.finish();
    let (version, suite) = behind(&said, "New, ").split_once(", Cipher is ").expect(&said);
    assert_eq!(version, "TLSv1.3");

    let rows = recording.rows();
    assert!(rows[0].starts_with(&format!("HTTP CONNECT {target} HTTP/1.")), "{rows:#?}");
    assert_eq!(rows[1], "HTTP HTTP/1.1 200 Connection established ");
    assert_eq!(rows[2], "TLSv1.3 Client Hello");
    assert!(rows[3].starts_with("TLSv1.3 Server Hello, "), "{rows:#?}");
    assert!(rows[3..].iter().all(|row| row.starts_with("TLSv1.3 ")), "{rows:#?}");
    let streams = recording.fields(&["tcp.stream", "frame.protocols"]);
    let tunnelled = streams.iter().filter(|packet| packet[1].contains(":tls")).count();
    assert!(tunnelled >= 4, "{streams:?}");
    assert!(streams.iter().all(|packet| ["0", ""].contains(&packet[0].as_str())), "{streams:?}");
    assert_eq!(handshake(&recording, CLIENT_HELLO, &["tls.handshake.extensions_server_name"]), [NAME]);
    assert_eq!(handshake(&recording, SERVER_HELLO, &["tls.handshake.ciphersuite"]), [suite_number(suite)]);
}
