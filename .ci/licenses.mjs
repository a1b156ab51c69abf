// Prints the licence notices of every package that is compiled into the page or the command, each text once.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

const cargo = (...words) => execFileSync("cargo", words, { encoding: "utf8", maxBuffer: 1 << 28 });
const host = execFileSync("rustc", ["-vV"], { encoding: "utf8" }).match(/^host: (.*)$/m)[1];

const packages = new Map();
for (const target of ["wasm32-unknown-unknown", host]) {
  const graph = JSON.parse(cargo("metadata", "--format-version", "1", "--locked", "--filter-platform", target));
  const all = new Map(graph.packages.map(one => [one.id, one]));
  const needs = new Map(graph.resolve.nodes.map(node => [node.id, node.deps]));
  const todo = [graph.resolve.root];
  const seen = new Set(todo);
  while (todo.length) {
    for (const { pkg, dep_kinds } of needs.get(todo.pop())) {
      // Build and development dependencies run on our machine only, and so do procedural macros.
      const shipped = dep_kinds.some(kind => kind.kind === null);
      const macro = all.get(pkg).targets.some(target => target.kind.includes("proc-macro"));
      if (!shipped || macro || seen.has(pkg)) continue;
      seen.add(pkg);
      todo.push(pkg);
    }
  }
  seen.delete(graph.resolve.root);
  for (const id of seen) packages.set(id, all.get(id));
}

// Each different text once, above it the packages it came with.
const texts = new Map();
const bare = [];
for (const one of packages.values()) {
  const folder = dirname(one.manifest_path);
  const files = readdirSync(folder).filter(name => /^(licen[cs]e|copying|notice|unlicense|copyright)/i.test(name));
  if (one.license_file && !files.includes(one.license_file)) files.push(one.license_file);
  const name = `${one.name} ${one.version} (${one.license ?? "see below"})`;
  let found = false;
  for (const file of files.sort()) {
    const path = join(folder, file);
    if (!existsSync(path)) continue;
    let text;
    try { text = readFileSync(path, "utf8").replaceAll("\r\n", "\n").trim(); } catch { continue; } // a folder of that name
    const key = text.replace(/\s+/g, " ");
    if (!texts.has(key)) texts.set(key, { text, names: new Set() });
    texts.get(key).names.add(name);
    found = true;
  }
  if (!found) bare.push(`${name}${one.authors.length ? `, by ${one.authors.join(", ")}` : ""}`);
}

const rule = "=".repeat(100);
console.log("Wirelight is licensed under MIT OR Apache-2.0. It is compiled together with the packages below, and with the");
console.log("Rust standard library (MIT OR Apache-2.0, Copyright the Rust Project Developers, https://www.rust-lang.org).");
if (bare.length) {
  console.log(`\n${rule}\nPackages that carry no licence text of their own, licensed as named:\n`);
  for (const name of bare.sort()) console.log(`  ${name}`);
}
for (const { text, names } of [...texts.values()].sort((a, b) => b.names.size - a.names.size)) {
  console.log(`\n${rule}`);
  for (const name of [...names].sort()) console.log(`  ${name}`);
  console.log(`\n${text}`);
}
