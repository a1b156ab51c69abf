//! DNS and its kin, DHCP, NTP, HTTP.

use super::Raw;
use crate::support::{
    build::{ETHERNET, File, hex, join, name, udp4, udp4_back, udp6},
    drawing,
};

/// ff02::fb, ff02::1:3, ff02::1:2 and ff02::101.
const MDNS: [u8; 16] = [0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xfb];
const LLMNR: [u8; 16] = [0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 3];
const DHCP_AGENTS: [u8; 16] = [0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2];

pub fn all() -> Vec<Raw> {
    vec![
        ("dns/query_and_answers", query_and_answers()),
        ("dns/record_types", record_types()),
        (
            "dns/over_tcp",
            drawing::capture(
                "C: SYN | S: SYN ACK | C: ACK | C: hex 0011 0001 0100 0001 0000 0000 0000 00 0001 0001",
                53,
            ),
        ),
        ("dns/odd", odd_dns()),
        ("mdns/query_and_answer", mdns()),
        ("llmnr/query_and_answer", llmnr()),
        ("dhcp/address_given", dhcp()),
        ("dhcp/options", dhcp_options()),
        ("dhcp/odd", odd_dhcp()),
        ("dhcpv6/address_given", dhcpv6()),
        ("dhcpv6/odd", odd_dhcpv6()),
        ("ntp/client_and_server", ntp()),
        ("ntp/control_and_private", ntp_control()),
        ("http/request_and_response", http()),
        (
            "http/notification",
            drawing::capture(
                "C: SYN | S: SYN ACK | C: ACK | C: 'NOTIFY * HTTP/1.1\\r\\nHost: 239.255.255.250:1900\\r\\n\\r\\n'",
                1900,
            ),
        ),
        ("tls/records", tls()),
        ("http/odd", odd_http()),
        ("http/stray", stray_http()),
        (
            "tcp/unread_messages",
            drawing::capture(
                "C: SYN | S: SYN ACK | C: ACK | C: hex 00000006 aabb | C: hex ccddeeff | S: hex 00000001 aa 00000001 bb 00",
                88,
            ),
        ),
        ("http/headers", http_headers()),
        ("http/chunked_and_packed", http_chunked()),
    ]
}

/// A handshake of which one message lies in two segments and another in two records, then data and an alert.
fn tls() -> Vec<u8> {
    drawing::capture(
        "C: SYN | S: SYN ACK | C: ACK \
         | C: hex 16 0301 000a 01 000006 0303 | C: hex aabbccdd \
         | S: hex 16 0303 000a 02 000006 0303 aabbccdd 16 0303 0008 0b 000008 11223344 16 0303 0008 55667788 0e 000000 \
         | S: hex 15 0303 0002 015a | C: hex 16 0303 0006 10 000002 aabb 14 0303 0001 01 16 0303 0004 deadbeef \
         | S: hex 14 0303 0001 01 16 0303 0004 deadbeef | C: hex 17 0303 0003 0102 | C: hex 03 | S: hex 15 0303 0002 0100 \
         | again C: hex 03 | S: hex 18 0303 0003 010203 15 0302 0002 02",
        443,
    )
}

/// A DNS header with these flags and counts.
fn dns_head(flags: u16, counts: [u16; 4]) -> Vec<u8> {
    let words = [0x2b1a, flags, counts[0], counts[1], counts[2], counts[3]];
    words.iter().flat_map(|word: &u16| word.to_be_bytes()).collect()
}

/// A question for `what`, type and class in hex.
fn question(what: &str, kind: &str) -> Vec<u8> {
    join(&[&name(what), &hex(kind)])
}

/// A record of the question's name (by a jump to it): type, class IN, an hour, data.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let len = (data.len() as u16).to_be_bytes();
    join(&[&hex("c00c"), &kind.to_be_bytes(), &hex("0001 00000e10"), &len, data])
}

fn query_and_answers() -> Vec<u8> {
    let asked = question("www.example.com", "0001 0001");
    let query = join(&[&dns_head(0x0100, [1, 0, 0, 0]), &asked]);
    let answers = [record(5, &hex("03 777777 c010")), hex("c02d 0001 0001 0000003c 0004 c6336450")];
    let answer =
        join(&[&dns_head(0x8180, [1, 2, 0, 1]), &asked, &answers.concat(), &hex("00 0029 04d0 0000 8000 0000")]);
    let six = question("www.example.com", "001c 0001");
    let query6 = join(&[&dns_head(0x0110, [1, 0, 0, 0]), &six]);
    let authority = record(
        6,
        &join(&[
            &name("ns1.example.com"),
            &name("admin.example.com"),
            &hex("78a5ee01 00001c20 00000e10 00127500 00000e10"),
        ]),
    );
    let nobody = join(&[&dns_head(0x8583, [1, 0, 1, 0]), &six, &authority]);
    let packets = [
        udp4(40_001, 53, &query),
        udp4_back(53, 40_001, &answer),
        udp4(40_002, 53, &query6),
        udp4_back(53, 40_002, &nobody),
        udp4_back(53, 40_002, &nobody),
    ];
    File::of(ETHERNET, packets.clone()).cut(packets[1].clone(), 90).bytes()
}

fn record_types() -> Vec<u8> {
    let asked = question("example.com", "00ff 0001");
    let answer = |records: &[Vec<u8>]| {
        let head = dns_head(0x8400, [1, records.len() as u16, 0, 0]);
        udp4_back(53, 40_003, &join(&[&head, &asked, &records.concat()]))
    };
    let target = name("mail.example.com");
    let plain = [
        record(1, &hex("c6336450")),
        record(2, &name("ns1.example.com")),
        record(12, &target),
        record(13, &hex("03 786970 05 6c696e7578")),
        record(15, &join(&[&hex("000a"), &target])),
        record(16, &hex("06 763d73706631 04 2d616c6c")),
        record(17, &join(&[&name("admin.example.com"), &[0]])),
        record(18, &join(&[&hex("0001"), &target])),
        record(28, &hex("20010db8000000000000000000000050")),
        record(29, &hex("00 12 16 13 89 17 2d d0 70 be 15 f0 00 98 8d 20")),
        record(33, &join(&[&hex("0001 0002 01bb"), &target])),
        record(35, &join(&[&hex("0064 000a 01 75 07 4532552b736970 00"), &target])),
    ];
    let signed = [
        record(43, &hex("ec45 05 01 2bb183af5f22588179a53b0a98631fad1a292118")),
        record(44, &hex("01 01 d3f2a7b9c0d1e2f3a4b5c6d7e8f90102030405 06")),
        record(
            46,
            &join(&[
                &hex("0001 08 02 00000e10 6a000000 69f00000 1234"),
                &name("example.com"),
                &hex("0102030405060708"),
            ]),
        ),
        record(47, &join(&[&target, &hex("00 06 4000 0000 0003")])),
        record(48, &hex("0101 03 08 0301000101020304")),
        record(50, &hex("01 00 000a 02 aabb 04 01020304 0006 4000 0000 0002")),
        record(51, &hex("01 00 000a 02 aabb")),
        record(52, &hex("03 01 01 0102030405060708")),
        record(64, &join(&[&hex("0001"), &[0], &hex("0001 0003 02 6832 0003 0002 01bb 0004 0004 c6336450")])),
        record(257, &hex("00 05 6973737565 63612e6578616d706c652e6e6574")),
        record(256, &hex("0001 0001 68747470733a2f2f6578616d706c652e636f6d")),
        record(65_280, &hex("0102")),
    ];
    let edns = hex(
        "00 0029 04d0 0000 8000 0020 0008 0007 0001 18 00 c63364 000a 0008 0102030405060708 000f 0005 0012 6e6f 21",
    );
    let with_edns = udp4(40_003, 53, &join(&[&dns_head(0x0120, [1, 0, 0, 1]), &asked, &edns]));
    File::of(ETHERNET, [with_edns, answer(&plain), answer(&signed)]).bytes()
}

fn odd_dns() -> Vec<u8> {
    let asked = question("example.com", "0001 0001");
    let message = |bytes: &[u8]| udp4(40_004, 53, bytes);
    let packets = [
        message(&join(&[&dns_head(0x0100, [1, 0, 0, 0]), &hex("c00c 0001 0001")])),
        message(&join(&[&dns_head(0x0100, [1, 0, 0, 0]), &hex("05 6162")])),
        message(&join(&[&dns_head(0x0100, [0xffff, 0, 0, 0]), &asked])),
        message(&join(&[&dns_head(0x8180, [1, 1, 0, 0]), &asked, &hex("c00c 0001 0001 00000e10 0040 c633")])),
        message(&join(&[&dns_head(0x8180, [1, 1, 0, 0]), &asked, &record(1, &hex("c63364"))])),
        message(&join(&[&dns_head(0x2800, [1, 0, 1, 0]), &question("example.com", "0006 0001"), &record(1, &[])])),
        message(&join(&[&dns_head(0x0100, [1, 0, 0, 0]), &asked, b"and more"])),
        message(b"no DNS at all"),
        udp4(40_004, 5399, &join(&[&dns_head(0x0100, [1, 0, 0, 0]), &asked])),
    ];
    File::of(ETHERNET, packets).bytes()
}

fn mdns() -> Vec<u8> {
    let asked = question("_http._tcp.local", "000c 8001");
    let query = join(&[&hex("0000"), &dns_head(0, [1, 0, 0, 0])[2..], &asked]);
    let data = hex("07 7072696e746572 c00c");
    let answers =
        join(&[&record(12, &data), &hex("c02c 0021 8001 00000078 000f 0000 0000 0050 07 7072696e746572 c01c")]);
    let answer = join(&[&hex("0000"), &dns_head(0x8400, [0, 2, 0, 0])[2..], &name("_http._tcp.local"), &answers[2..]]);
    File::of(ETHERNET, [udp6(MDNS, (5353, 5353), &query), udp6(MDNS, (5353, 5353), &answer)]).bytes()
}

fn llmnr() -> Vec<u8> {
    let asked = question("printer", "0001 0001");
    let query = join(&[&dns_head(0, [1, 0, 0, 0]), &asked]);
    let answer = join(&[&dns_head(0x8000, [1, 1, 0, 0]), &asked, &record(1, &hex("c0000207"))]);
    File::of(ETHERNET, [udp6(LLMNR, (50_000, 5355), &query), udp4_back(5355, 50_000, &answer)]).bytes()
}

/// A DHCP message: operation, then the client's, offered, server's and relay's addresses, then options.
fn dhcp_message(operation: u8, offered: &str, options: &str) -> Vec<u8> {
    let head =
        join(&[&[operation], &hex("01 06 00 3903f326 0000 8000 00000000"), &hex(offered), &hex("00000000 00000000")]);
    join(&[&head, &hex("020000000001"), &[0; 10], &[0; 192], &hex("63825363"), &hex(options)])
}

fn dhcp() -> Vec<u8> {
    let discover =
        dhcp_message(1, "00000000", "350101 3d07 01020000000001 3204 c0000264 3704 01032a06 0c06 636c69656e74 ff");
    let offer = dhcp_message(
        2,
        "c0000264",
        "350102 0104 ffffff00 0304 c0000201 0608 c0000235 c0000236 3304 00000e10 3604 c0000201 0f0b 6578616d706c652e636f6d ff",
    );
    let request = dhcp_message(1, "00000000", "350103 3604 c0000201 3204 c0000264 3c08 4d53465420352e30 ff");
    let ack =
        dhcp_message(2, "c0000264", "350105 3304 00000e10 3a04 00000708 3b04 00000c4e 3604 c0000201 0104 ffffff00 ff");
    let release = dhcp_message(1, "00000000", "350107 3604 c0000201 ff");
    let packets = [
        udp4(68, 67, &discover),
        udp4_back(67, 68, &offer),
        udp4(68, 67, &request),
        udp4_back(67, 68, &ack),
        udp4(68, 67, &release),
    ];
    File::of(ETHERNET, packets).bytes()
}

fn dhcp_options() -> Vec<u8> {
    let many = dhcp_message(
        2,
        "c0000264",
        "350108 0204 00000e10 0404 c0000201 0708 c0000202 c0000203 1a02 05dc 1c04 c00002ff 1701 40 2a04 c0000204 2b03 010161 \
         4204 74667470 4308 626f6f742e696d67 5103 000000 520a 0104 65746830 0202 6c31 7908 18c00002 c0000201 7708 07 6578616d706c65 \
         5d02 0000 5e03 010201 6111 00 000102030405060708090a0b0c0d0e0f fa01 00 ff",
    );
    File::of(ETHERNET, [udp4_back(67, 68, &many)]).bytes()
}

fn odd_dhcp() -> Vec<u8> {
    let lying = dhcp_message(1, "00000000", "350101 3dff 0102");
    let wrong_length = dhcp_message(1, "00000000", "3502 0101 3303 000001 ff");
    let no_end = dhcp_message(1, "00000000", "350101");
    let mut no_cookie = dhcp_message(2, "c0000264", "");
    no_cookie[236] = 0;
    let overloaded = dhcp_message(1, "00000000", "350101 340103 ff");
    let whole = udp4(68, 67, &dhcp_message(1, "00000000", "350101 3d07 01020000000001 ff"));
    let packets = [&lying, &wrong_length, &no_end, &no_cookie, &overloaded].map(|message| udp4(68, 67, message));
    File::of(ETHERNET, packets).cut(whole.clone(), 100).cut(whole, 286).bytes()
}

fn dhcpv6() -> Vec<u8> {
    let client = "0001 000e 0001 0001 2e000000 020000000001";
    let server = "0002 000a 0003 0001 020000000002";
    let address = "0005 0018 20010db8000000000000000000000100 00000e10 00001c20";
    let message = |text: String| udp6(DHCP_AGENTS, (546, 547), &hex(&text));
    let packets = [
        message(format!("01 a1b2c3 {client} 0006 0004 0017 0018 0008 0002 0000 0003 000c 00000001 00000000 00000000")),
        message(format!("02 a1b2c3 {client} {server} 0003 0028 00000001 00000708 00000b40 {address} 0017 0010 20010db8000000000000000000000053")),
        message(format!("03 a1b2c3 {client} {server} 0003 0028 00000001 00000708 00000b40 {address}")),
        message(format!("07 a1b2c3 {client} {server} 000d 0004 0000 6f6b 0018 000d 07 6578616d706c65 03 636f6d 00")),
        message("0c 00 20010db8000000000000000000000001 fe800000000000000000000000000001 0012 0004 65746830 0009 0004 0b a1b2c4".to_owned()),
    ];
    File::of(ETHERNET, packets).bytes()
}

fn odd_dhcpv6() -> Vec<u8> {
    let message = |text: &str| udp6(DHCP_AGENTS, (546, 547), &hex(text));
    let whole = message("01 a1b2c3 0001 000a 0003 0001 020000000001");
    let packets = [
        message("01 a1b2c3 0001 00ff 0003"),
        message("0c 00 20010db8"),
        message("ff a1b2c3"),
        message("01 a1b2c3 0003 000c 00000001 00000000 00000000 0003 0002 0000"),
    ];
    File::of(ETHERNET, packets).cut(whole, 70).bytes()
}

fn ntp() -> Vec<u8> {
    let zeros = "0000000000000000";
    let client = format!("23 00 06 ec 00000000 00000000 00000000 {zeros}{zeros}{zeros} ed0e5200 40000000");
    let server = "24 01 06 ec 00000010 00000020 47505300 ed0e51f0 00000000 ed0e5200 40000000 ed0e5200 80000000 ed0e5200 80010000";
    let kiss = format!("e4 00 06 ec 00000000 00000000 52415445 {zeros}{zeros}{zeros} {zeros}");
    let signed = format!("{server} 00000001 000102030405060708090a0b0c0d0e0f");
    let packets = [
        udp4(40_005, 123, &hex(&client)),
        udp4_back(123, 40_005, &hex(server)),
        udp4_back(123, 40_005, &hex(&kiss)),
        udp4_back(123, 40_005, &hex(&signed)),
    ];
    let whole = packets[0].clone();
    File::of(ETHERNET, packets).cut(whole, 60).bytes()
}

fn ntp_control() -> Vec<u8> {
    let packets = [
        udp4(40_006, 123, &hex("16 01 0001 0000 0000 0000 0000")),
        udp4_back(123, 40_006, &hex("16 81 0001 0618 0000 0000 0004 1234 961a")),
        udp4_back(123, 40_006, &hex("16 82 0001 0618 0001 0000 000b 76657273696f6e3d22342200")),
        udp4(40_006, 123, &hex("17 00 03 2a 0000 0000")),
        udp4(40_006, 123, &hex("17")),
    ];
    File::of(ETHERNET, packets).bytes()
}

fn http() -> Vec<u8> {
    drawing::capture(
        "C: SYN | S: SYN ACK | C: ACK \
         | C: 'GET /index.html?q=1 HTTP/1.1\\r\\nHost: example.com\\r\\nUser-Agent: test\\r\\nAccept: */*\\r\\nCookie: a=b\\r\\n\\r\\n' \
         | S: 'HTTP/1.1 200 OK\\r\\nServer: test\\r\\nContent-Type: text/plain\\r\\nContent-Length: 5\\r\\n\\r\\nhello' \
         | C: 'POST /form HTTP/1.1\\r\\nHost: example.com\\r\\nContent-Type: application/x-www-form-urlencoded\\r\\nContent-Length: 3\\r\\n\\r\\na=1' \
         | S: 'HTTP/1.1 404 Not Found\\r\\nContent-Length: 0\\r\\n\\r\\n' | C: FIN ACK | S: FIN ACK",
        80,
    )
}

fn http_headers() -> Vec<u8> {
    let request = [
        "GET /chat HTTP/1.1",
        "Host: example.com",
        "Authorization: Basic dXNlcjpzZWNyZXQ=",
        "X-Forwarded-For: 192.0.2.7",
        "Proxy-Authorization: Basic cHJveHk6c2VjcmV0",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: chat",
        "Sec-WebSocket-Extensions: permessage-deflate",
        "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
        "Referer: http://example.com/",
        "Accept-Language: en",
        "Accept-Encoding: gzip",
        "If-None-Match: \"1\"",
    ];
    let response = [
        "HTTP/1.1 401 Unauthorized",
        "Date: Thu, 01 Jan 2026 00:00:00 GMT",
        "Last-Modified: Wed, 31 Dec 2025 00:00:00 GMT",
        "WWW-Authenticate: Basic realm=\"here\"",
        "Proxy-Authenticate: Basic realm=\"there\"",
        "Set-Cookie: a=b; Path=/",
        "Location: /elsewhere",
        "Cache-Control: no-store",
        "Content-Length: 0",
    ];
    let [request, response] = [request.join("\\r\\n"), response.join("\\r\\n")];
    drawing::capture(
        &format!("C: SYN | S: SYN ACK | C: ACK | C: '{request}\\r\\n\\r\\n' | S: '{response}\\r\\n\\r\\n'"),
        80,
    )
}

fn http_chunked() -> Vec<u8> {
    let chunked = "S: 'HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n1;with=more\\r\\n!\\r\\n0\\r\\nX-Sum: 6\\r\\n\\r\\n'";
    let packed = "S: 'HTTP/1.1 200 OK\\r\\nContent-Encoding: gzip\\r\\nContent-Length: 6\\r\\n\\r\\npacked'";
    let get = "C: 'GET / HTTP/1.1\\r\\n\\r\\n'";
    drawing::capture(&format!("C: SYN | S: SYN ACK | C: ACK | {get} | {chunked} | {get} | {packed}"), 80)
}

/// Bytes without a head, before it is known that HTTP is spoken and behind: lines, the rest of a head, a line in two segments, bytes
/// that do not print, a header and no end.
fn stray_http() -> Vec<u8> {
    let pieces = "S: 'nt-Type: text/plain\\r\\nServer: s\\r\\n\\r\\nthe body' | S: 'half a ' | S: 'line\\nand more' | S: 'X: y\\r\\nhalf' \
                  | S: hex ff00 0a";
    let known = "C: 'GET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n' | S: 'HTTP/1.1 204 No Content\\r\\n\\r\\n'";
    drawing::capture(
        &format!("C: SYN | S: SYN ACK | C: ACK | {pieces} | {known} | {pieces} | S: '\\r\\n0\\r\\n\\r\\n'"),
        80,
    )
}

fn odd_http() -> Vec<u8> {
    drawing::capture(
        "C: SYN | S: SYN ACK | C: ACK \
         | C: 'GET /a HTTP/1.0\\r\\n\\r\\nGET /b HTTP/1.1\\r\\nHost : x\\r\\nFolded: one\\r\\n two\\r\\nNo colon\\r\\n\\r\\n' \
         | S: 'HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\n\\r\\nhalf ' | S: 'of it' | S: 'HTTP/1.1 abc\\r\\n\\r\\n' | C: 'not HTTP at all'",
        80,
    )
}
