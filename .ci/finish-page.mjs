// What Trunk leaves to us, run by it when all files of the page lie in its staging folder.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { shortImports } from "./short-imports.mjs";

process.chdir(process.env.TRUNK_STAGING_DIR);
let page = readFileSync("index.html", "utf8");

const digest = (algorithm, encoding, ...texts) =>
  texts.reduce((hash, text) => hash.update(text), createHash(algorithm)).digest(encoding);

// One style sheet instead of one for each component: it packs better, and one request is faster than many.
const sheets = [...page.matchAll(/<link\b[^>]*\brel="?stylesheet\b[^>]*>\s*/g)].map(([link]) => link);
const names = sheets.map(link => link.match(/\bhref="?([^"\s>]+)/)[1]);
const style = names.map(name => readFileSync(name, "utf8")).join("\n");
const name = `style-${digest("sha256", "hex", style).slice(0, 16)}.css`;
names.forEach(name => rmSync(name));
writeFileSync(name, style);
const integrity = `sha384-${digest("sha384", "base64", style)}`;
page = page.replace(sheets[0], `<link rel="stylesheet" href="./${name}" integrity="${integrity}">\n`);
sheets.forEach(link => (page = page.replace(link, "")));

// Scripts travel without what is for readers, and call what they share with WebAssembly by short names.
const scripts = readdirSync(".").filter(name => name.endsWith(".js"));
const bare = script => script.replace(/^\s*\/\*\*[\s\S]*?\*\/\n|^\s*\/\/.*\n/gm, "").replace(/^\s+/gm, "");
scripts.forEach(name => writeFileSync(name, bare(readFileSync(name, "utf8"))));
for (const name of scripts.map(name => name.replace(/\.js$/, "_bg.wasm")).filter(name => existsSync(name))) {
  const glue = name.replace("_bg.wasm", ".js");
  const [wasm, script] = shortImports(readFileSync(name), readFileSync(glue, "utf8"));
  writeFileSync(name, wasm);
  writeFileSync(glue, script);
}

// These files carry no hash in their names: it goes into their addresses, so that no browser uses an old one.
const files = ["worker.js", "worker_bg.wasm", "worker_boot.js", "fields_zh.tsv", "ports.tsv", "vendors.tsv"];
files.push(...readdirSync("samples").map(sample => `samples/${sample}`));
const version = digest("sha256", "hex", ...files.map(file => readFileSync(file))).slice(0, 16);
writeFileSync("index.html", page.replaceAll("PAGE_HASH", version));
