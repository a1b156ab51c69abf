#!/usr/bin/env python3
"""Measures what Wirelight promises, on this machine, and prints a table: figure, measured, promised.

  measure.py COMMAND [--packets N]

Real traffic is recorded first (traffic.sh, as root) and kept below target/figures. With WIRELIGHT_KIT naming the
conformance kit, the agreement with tshark is measured too. Standard library only.
"""

import argparse
import glob
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
WORK = os.path.join(TARGET, "figures")

TABLE = []

# Protocols whose rows are promised together, by the first one's name, and how many of a hundred are as tshark's.
PAYLOADS = (
    (("HTTP", "HTTP/JSON", "HTTP/XML"), 97.0), (("SSDP",), 97.0), (("WebSocket",), 97.0), (("TCP",), 99.0),
    (("TLS", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "SSL", "SSLv2", "SSLv3"), 95.0),
)


def figure(name, measured, promised, kept):
    """Adds a row, and shows it at once: some rows take a while."""
    TABLE.append((name, measured, promised, kept))
    print("%-62s %14s %14s  %s" % (name, measured, promised, {True: "ok", False: "MISSED", None: ""}[kept]), flush=True)


def at_most(name, value, limit, unit="%.2f"):
    figure(name, unit % value, "≤ " + unit % limit, value <= limit)


def at_least(name, value, limit):
    figure(name, "%.2f %%" % value, "≥ %.1f %%" % limit, value >= limit)


def run(words, **more):
    return subprocess.run(words, check=True, cwd=ROOT, **more)


def cpu_seconds(words, rounds=3):
    """The least processor time that a command took."""
    least = float("inf")
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return least


def recorded(packets):
    """A capture of so many packets of real traffic, made once."""
    path = os.path.join(WORK, "web-%d.pcap" % packets)
    if not os.path.exists(path):
        os.makedirs(WORK, exist_ok=True)
        print("recording %d packets …" % packets, file=sys.stderr)
        run([os.path.join(HERE, "traffic.sh"), str(packets), path + ".part"])
        os.rename(path + ".part", path)
    return path


def pass_one(path):
    print("building the benchmark, natively and for wasm …", file=sys.stderr)
    out = run(["cargo", "bench", "-q", "--bench", "pass_one", "--", path], stdout=subprocess.PIPE).stdout
    native = json.loads(out.splitlines()[-1])
    for place, limit, words in (("cached", 9.0, "16 MiB, in the processor's cache"), ("whole", 2.3, "the whole file")):
        one = native[place]
        figure("walking from record header to record header, " + words, "%.1f ns" % one["walk"], "", None)
        figure("reading records, packets dropped, " + words, "%.1f ns" % one["read"], "", None)
        figure("pass one a packet, " + words, "%.1f ns" % one["pass_one"], "", None)
        at_most("pass one ÷ walking, " + words, one["pass_one"] / one["walk"], limit)
    at_most("index, bytes a packet", native["whole"]["memory"], 64.0, "%.1f")
    wasm = json.loads(run(["node", os.path.join(HERE, "wasm.mjs"), wasm_module(), path], stdout=subprocess.PIPE).stdout)
    figure("pass one a packet in wasm, 16 MiB", "%.1f ns" % wasm["pass_one"], "", None)
    at_most("pass one, wasm ÷ native", wasm["pass_one"] / native["cached"]["pass_one"], 2.2)


def wasm_module():
    """The benchmark as a module for node, built and optimised as the page's worker is."""
    build = run(["cargo", "build", "--profile", "worker", "--bench", "pass_one", "--target",
                 "wasm32-unknown-unknown", "--message-format", "json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    artifacts = [json.loads(line) for line in build.splitlines()]
    wasm = next(one["filenames"][0] for one in artifacts
                if one["reason"] == "compiler-artifact" and one["target"]["name"] == "pass_one")
    out = os.path.join(WORK, "wasm")
    run(["wasm-bindgen", "--target", "nodejs", "--no-typescript", "--out-dir", out, "--out-name", "pass_one", wasm])
    inside = os.path.join(out, "pass_one_bg.wasm")
    # What rustc's target has and browsers know; of "all features" node does not know the latest.
    known = ("bulk-memory", "mutable-globals", "multivalue", "nontrapping-float-to-int", "reference-types", "sign-ext")
    run(["wasm-opt", "-O3", "--one-caller-inline-max-function-size=100", *("--enable-" + feature for feature in known),
         inside, "-o", inside])
    shutil.copy(os.path.join(out, "pass_one.js"), os.path.join(out, "pass_one.cjs"))
    return os.path.join(out, "pass_one.cjs")


def rivals(command, path):
    ours = cpu_seconds([command, "read", path, "-T", "tsv"])
    tcpdump = cpu_seconds(["tcpdump", "-n", "-r", path])
    tshark = cpu_seconds(["tshark", "-n", "-2", "-r", path], rounds=1)
    figure("read -T tsv, processor time", "%.2f s" % ours, "", None)
    figure("tcpdump -n -r", "%.2f s" % tcpdump, "", None)
    figure("tshark -n -2 -r", "%.2f s" % tshark, "", None)
    at_most("read -T tsv ÷ tcpdump -n", ours / tcpdump, 1.0)
    at_most("read -T tsv ÷ tshark -n -2", ours / tshark, 0.1, "%.3f")
    asked = ["-Y", 'http.request.method == "GET"', "-T", "fields", "-e", "frame.number"]
    ours = cpu_seconds([command, "read", path] + asked)
    tshark = cpu_seconds(["tshark", "-n", "-2", "-r", path] + asked, rounds=1)
    figure("read -Y 'http.request.method == \"GET\"'", "%.2f s" % ours, "", None)
    at_most("the same ÷ tshark -n -2 -Y", ours / tshark, 0.05, "%.3f")


def download():
    """What a first visit fetches, as Chromium does it, and everything the page may ever fetch from its server."""
    first = told("opening::a_first_visit_fetches_what_it_needs", "first_visit")["first_visit"]
    at_most("first download, brotli, kB", sum(map(packed, first)) / 1000, 1000.0, "%.0f")
    files = glob.glob("**", root_dir=os.path.join(ROOT, "dist"), recursive=True)
    files = [name for name in files if os.path.isfile(os.path.join(ROOT, "dist", name)) and name != "licenses.txt"]
    figure("the whole page, brotli, kB", "%.0f" % (sum(map(packed, files)) / 1000), "", None)


def packed(name):
    """Bytes of a file of the page, packed by brotli."""
    return len(run(["brotli", "-q", "11", "-c", os.path.join("dist", name)], stdout=subprocess.PIPE).stdout)


def large(path):
    """Three times the recorded capture in one file, opened in Chromium."""
    big = os.path.join(WORK, "large.pcap")
    with open(path, "rb") as part, open(big, "wb") as whole:
        shutil.copyfileobj(part, whole, 1 << 20)
        for _ in range(2):
            part.seek(24)   # behind the file's header
            shutil.copyfileobj(part, whole, 1 << 20)
    print("opening %.1f GB in Chromium …" % (os.path.getsize(big) / 1e9), file=sys.stderr)
    found = told("large::a_large_capture_opens_at_once", "packets", WIRELIGHT_LARGE=big)
    os.remove(big)
    figure("opened in Chromium, whole", "%.1f s" % (found["whole_ms"] / 1000), "", None)
    at_most("first rows after the drop, ms", found["first_rows_ms"], 500.0, "%.0f")
    at_most("the worker's WebAssembly memory beyond 32 MB, bytes a packet",
            max(0, found["wasm_memory"] - 32e6) / found["packets"], 64.0, "%.1f")
    held = found["keys"]["held"]
    at_most("from ↓ until its row is painted, 95 of 100, ms", held["paint_p95"], 16.0, "%.1f")
    at_most("between frames while ↓ is held, 95 of 100, ms", held["frame_p95"], 17.5, "%.1f")
    figure("the longest of these, ms", "%.1f" % held["frame_longest"], "", None)
    figure("from ↓ until the packet's layers are there, 95 of 100, ms", "%.1f" % found["keys"]["layers_p95"], "", None)
    found = told("large::a_million_rows_are_sorted_by_info", "packets", WIRELIGHT_MILLION=path)
    at_most("sorting %d rows by Info in Chromium, s" % found["packets"], found["sorting"]["sort_ms"] / 1000, 3.0)
    filtered = told("large::a_million_packets_are_filtered", "columns", WIRELIGHT_MILLION=path)
    at_most("a filter that columns answer, in Chromium, warm, ms", filtered["columns"]["warm_ms"], 30.0, "%.1f")
    at_most("from a key in the filter box until it is painted, 95 of 100, ms", filtered["typing"]["key_p95"], 16.0, "%.1f")
    figure("the longest time without a frame meanwhile, ms", "%d" % found["sorting"]["longest_frame_ms"], "", None)


def told(story, key, **environment):
    """What a story in the browser measured: the line of JSON that has the key."""
    out = run(["cargo", "test", "-q", "--test", "browser", "--", story], stdout=subprocess.PIPE,
              env={**os.environ, **environment}).stdout.decode()
    return json.loads(next(line[line.index("{"):] for line in out.splitlines() if '"%s"' % key in line))


def agreement(command, kit):
    with tempfile.TemporaryDirectory() as folder:
        asked = (("open", "rows"), ("open", "fields"), ("tcp", "rows"), ("tcp", "fields"), ("tcp", "follow"),
                 ("payloads", "rows"), ("payloads", "fields"), ("payloads", "objects"), ("payloads", "filters"))
        for layers, what in asked:
            out = os.path.join(folder, what + ".json")
            run([os.path.join(kit, "conform"), what, "--bin", os.path.realpath(command), "--json", out,
                 "--layers", os.path.join(kit, "layers", layers)] + (["--full"] if what == "filters" else []), stdout=subprocess.DEVNULL)
            with open(out, encoding="utf-8") as file:
                summary = json.load(file)["summary"][what]
            if what == "follow":
                at_least("streams followed as tshark has them", 100 * summary["score"], 99.0)
                continue
            if what == "filters":
                at_least("filters that are true of the same packets", 100 * summary["score"], 99.5)
                continue
            if what == "objects":
                at_least("objects as tshark exports them", 100 * summary["score"], 99.0)
                continue
            if what == "fields":
                for group, keys in groups(summary["fields"], layers).items():
                    values = sum(summary["fields"][key]["values"] for key in keys)
                    same = sum(summary["fields"][key]["values"] * summary["fields"][key]["identical"] for key in keys)
                    at_least("fields %s" % group, 100 * same / values, 97.0 if layers == "payloads" else 98.0)
                continue
            if layers == "payloads":
                for names, least in PAYLOADS:
                    rows = [one for name, one in summary["protocols"].items() if name in names]
                    packets = sum(one["packets"] for one in rows)
                    if packets:
                        info = sum(one["packets"] * one["info"] for one in rows) / packets
                        at_least("Info of %s, with payloads" % names[0], 100 * info, least)
                continue
            if layers == "tcp":
                for name in ("TCP", "IPv4", "IPv6"):
                    at_least(name + ", Info", 100 * summary["protocols"][name]["info"], 97.0)
                continue
            for column, share in summary["columns"].items():
                if column in ("Time", "Length", "Source", "Destination"):
                    at_least("column %s as tshark has it" % column, 100 * share, 99.5)
            for name in ("ARP", "ICMP", "ICMPv6", "IGMP", "UDP", "DNS", "MDNS", "LLMNR", "DHCP", "DHCPv6", "NTP"):
                one = summary["protocols"].get(name)
                if one:
                    at_least(name + ", Protocol", 100 * one["protocol"], 99.0)
                    at_least(name + ", Info", 100 * one["info"], 97.0)


def groups(fields, layers):
    """The fields that are promised, by what they begin with: those of reassembly and TCP's analysis among all TCP."""
    joined = ("tcp.analysis", "tcp.reassembled", "ip.reassembled", "ipv6.reassembled")
    found = {}
    for key in sorted(fields):
        group = key.split(".")[0]
        if layers == "payloads":
            if group in ("http", "websocket", "tls") and fields[key]["values"]:
                found.setdefault(group + ".*", []).append(key)
            continue
        promised = group in ("frame", "eth", "vlan", "arp", "ip", "ipv6", "icmp", "icmpv6", "igmp", "udp", "dns", "dhcp", "tcp")
        if not promised or not fields[key]["values"] or key.startswith(joined) != (layers == "tcp"):
            continue
        name = ".".join(key.split(".")[:2]) if layers == "tcp" else group + ".*"
        found.setdefault(name.removesuffix("_in"), []).append(key)
    return found


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("command", help="the release build of wirelight")
    words.add_argument("--packets", type=int, default=1_000_000, help="size of the recorded capture")
    words = words.parse_args()
    os.environ["PATH"] += os.pathsep + "/usr/sbin"
    download()
    kit = os.environ.get("WIRELIGHT_KIT")
    if kit:
        agreement(words.command, kit)
    else:
        print("agreement with tshark: not measured, WIRELIGHT_KIT does not name the conformance kit", file=sys.stderr)
    path = recorded(words.packets)
    rivals(words.command, path)
    pass_one(path)
    large(path)
    missed = sum(1 for row in TABLE if row[3] is False)
    print("%d promises, %d missed" % (sum(1 for row in TABLE if row[3] is not None), missed))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
