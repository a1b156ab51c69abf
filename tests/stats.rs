//! The tables of `wirelight stats`, and whether tshark prints the same ones.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::process::Command;

use support::{capture, done, wirelight};

/// What `stats` prints of a capture.
fn stats(name: &str, words: &[&str]) -> String {
    let done = done(wirelight().arg("stats").arg(capture(name)).args(words));
    assert_eq!((done.code, done.err.as_str()), (0, ""), "stats {name} {words:?}");
    done.out
}

/// The tables' lines without their heads.
fn lines(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.contains("<->")).map(str::trim_end).collect()
}

#[test]
fn conversations_of_tcp_are_counted_each_way() {
    let text = stats("seeds/seed003.pcap", &["conv,tcp"]);
    assert_eq!(
        lines(&text)[..2],
        [
            "10.2.200.11:63826          <-> 10.2.200.140:8080                7 931 bytes       7 877 bytes      14 1808 bytes     0.000000000        30.2169",
            "10.2.200.11:61205          <-> 10.2.200.140:8080                4 427 bytes       4 704 bytes       8 1131 bytes  15088.774945000       151.0902",
        ]
    );
}

#[test]
fn ports_that_are_used_again_are_another_conversation() {
    assert_eq!(lines(&stats("tcp/reused_ports.pcap", &["conv,tcp"])).len(), 2);
    assert_eq!(lines(&stats("tcp/reused_ports.pcap", &["conv,ip"])).len(), 1);
}

#[test]
fn json_holds_the_same_numbers() {
    let text = stats("tcp/reused_ports.pcap", &["conv,tcp", "-T", "json"]);
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(all[0]["a"]["port"], 43_210);
    assert_eq!(all[0]["a_to_b"]["packets"].as_u64().unwrap() + all[0]["b_to_a"]["packets"].as_u64().unwrap(), 3);
    assert_eq!(all[1]["start"].as_f64().unwrap(), 0.0);
    assert_eq!(all[1]["duration"].as_f64().unwrap(), 0.01);
    let ends: serde_json::Value =
        serde_json::from_str(&stats("tcp/reused_ports.pcap", &["endpoints,ip", "-T", "json"])).unwrap();
    assert_eq!((ends[0]["end"]["address"].as_str(), ends.as_array().unwrap().len()), (Some("192.0.2.1"), 2));
}

#[test]
fn times_that_no_clock_has_do_no_harm() {
    let (packet, last) = ([0; 60], 4_294_967_295_999_999_999);
    let file = support::nanosecond_pcap(1, &[(last, &packet, 60), (0, &packet, 60)]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("times.pcap");
    std::fs::write(&path, file).unwrap();
    let done = done(wirelight().arg("stats").arg(&path).args(["conv,eth", "-T", "json"]));
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert!(done.out.contains("\"start\":-4294967295.999999999,\"duration\":4294967295.999999999"), "{}", done.out);
}

#[test]
fn a_table_that_is_not_there_is_named() {
    let answer = wirelight().args(["stats", "any.pcap", "conv,sctp"]).output().unwrap();
    assert_eq!(answer.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&answer.stderr).contains("there is no table of that name: conv,sctp"));
}

#[test]
fn layers_are_counted_below_what_carries_them() {
    let layers: serde_json::Value =
        serde_json::from_str(&stats("dns/over_tcp.pcap", &["io,phs", "-T", "json"])).unwrap();
    let tcp = &layers[0]["inner"][0]["inner"][0];
    assert_eq!(
        (tcp["protocol"].as_str(), tcp["packets"].as_u64(), tcp["bytes"].as_u64()),
        (Some("tcp"), Some(4), Some(235))
    );
    let dns = serde_json::json!([{ "protocol": "dns", "packets": 1, "bytes": 73, "inner": [] }]);
    assert_eq!(tcp["inner"], dns);
}

#[test]
fn tshark_counts_the_same_layers() {
    let names = ["seeds/seed001", "dns/over_tcp", "dhcp/address_given", "igmp/versions", "arp/messages"];
    let captures = names.map(|name| format!("{name}.pcap"));
    for name in &captures {
        let Some(expected) = tshark(name, &["io,phs".to_owned()]) else { return };
        assert_eq!(stats(name, &["io,phs"]), expected, "{name}");
    }
}

/// Only the release of tshark whose words and tables are promised counts.
fn tshark(name: &str, tables: &[String]) -> Option<String> {
    let version = Command::new("tshark").arg("--version").output().ok()?;
    if !String::from_utf8_lossy(&version.stdout).contains("4.0.17") {
        return None;
    }
    let wanted = tables.iter().flat_map(|table| ["-z", table]);
    let answer = Command::new("tshark").args(["-q", "-n", "-2", "-r"]).arg(capture(name)).args(wanted).output();
    Some(String::from_utf8(answer.ok()?.stdout).unwrap())
}

#[test]
fn tshark_prints_the_same_tables() {
    let kinds = ["eth", "ip", "ipv6", "tcp", "udp"];
    let tables: Vec<String> =
        ["conv", "endpoints"].iter().flat_map(|what| kinds.map(|kind| format!("{what},{kind}"))).collect();
    // it prints the table that was asked for last first
    let reversed: Vec<&str> = tables.iter().rev().map(String::as_str).collect();
    let captures = ["seeds/seed000.pcap", "seeds/seed001.pcap", "seeds/seed002.pcap", "seeds/seed003.pcap"];
    let built = ["tcp/losses.pcap", "tcp/reused_ports.pcap", "udp/datagrams.pcap", "dns/over_tcp.pcap"];
    for name in captures.into_iter().chain(built) {
        let Some(expected) = tshark(name, &tables) else { return };
        assert_eq!(stats(name, &reversed), expected, "{name}");
    }
}
