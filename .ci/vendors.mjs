// Makes src/data/vendors.tsv and src/data/vendors_rest.tsv from the IEEE's listing in the npm package oui-data:
//   npm pack oui-data@2.1.9 && tar xzf oui-data-2.1.9.tgz && node .ci/vendors.mjs package/index.json
import { readFileSync, writeFileSync } from "node:fs";

const SOURCE = "IEEE Registration Authority, by npm oui-data 2.1.9 (BSD-2-Clause), 2026-08";
// Vendors with so many prefixes are in the page's file too, and those whose cards everybody meets in virtual machines and
// classrooms: 61 of 100 prefixes in 72 kB.
const MANY = 2;
const EVERYWHERE = new Set(["PCSSyste", "RealtekU", "VMware", "Vmware", "Raspberr", "Xensourc", "Netgear", "D-Link", "Ubiquiti", "Mikrotik"]);
const LEGAL = new Set(
  ("ab ag as asa bv co company companies corp corporation gmbh inc incorporated kg kk limited llc llp lp ltd ltda nv oao ooo " +
    "oy oyj plc pte pty pvt sa sarl sdn bhd spa srl sro sl the of zrt kft gbr ltee lda mbh aps systems").split(" "),
);

/** The first eight characters of what is left without legal forms and blanks: `IntelCor`. */
function shortened(name) {
  let text = name.replace(/[\u200b-\u200f]/g, "").replace(/\bA\/S\b/gi, " ").replace(/\.(inc|co|ltd|corp)\b/gi, " $1");
  if (text.toUpperCase() === text) {
    text = text.replace(/\p{L}+/gu, word => word[0] + word.slice(1).toLowerCase());
  }
  const words = text.replace(/[.'`’]/g, "").replace(/\s&\s/g, " ").split(/[^\p{L}\p{N}_&+-]+/u).filter(Boolean);
  const kept = words.filter(word => !LEGAL.has(word.toLowerCase()));
  return [...(kept.length ? kept : words).join("")].slice(0, 8).join("");
}

const byVendor = new Map();
for (const [prefix, text] of Object.entries(JSON.parse(readFileSync(process.argv[2], "utf8")))) {
  const vendor = text.split("\n")[0].trim();
  // What the authority divides further names nobody; all zeros is what software says that knows no address.
  if (vendor === "IEEE Registration Authority" || prefix === "000000") continue;
  if (!byVendor.has(vendor)) byVendor.set(vendor, []);
  byVendor.get(vendor).push(prefix);
}

const byName = new Map();
for (const [vendor, prefixes] of byVendor) {
  const name = shortened(vendor);
  if (!byName.has(name)) byName.set(name, [[], [], []]);
  for (const prefix of prefixes) byName.get(name)[{ 6: 0, 7: 1, 9: 2 }[prefix.length]].push(parseInt(prefix, 16));
}
const inPage = ([name, [large]]) => large.length >= MANY || EVERYWHERE.has(name);
const often = [...byName].filter(inPage);
const rest = [...byName].filter(one => !inPage(one));

function write(file, names, what) {
  const steps = numbers => {
    numbers.sort((a, b) => a - b);
    return numbers.map((number, place) => (number - (place ? numbers[place - 1] : 0)).toString(36)).join(" ");
  };
  const lines = [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, prefixes]) => [name, ...prefixes.map(steps)]);
  const text = lines.map(line => line.join("\t").trimEnd() + "\n").join("");
  const head = `# ${what}: short name, then its prefixes of 24, 28 and 36 bits, each as its distance to the one before in base 36. ${SOURCE}\n`;
  writeFileSync(new URL(`../src/data/${file}`, import.meta.url), head + text);
}

write("vendors.tsv", often, "Vendors of many network cards");
write("vendors_rest.tsv", rest, "Other vendors");
