// Times pass one compiled to wasm, as benches/pass_one.rs does natively.
//   node wasm.mjs MODULE.cjs FILE.pcap
import { openSync, readSync } from "node:fs";
import { createRequire } from "node:module";

const [module, path] = process.argv.slice(2);
const { Capture } = createRequire(import.meta.url)(module);

const bytes = new Uint8Array(16 << 20);
const length = readSync(openSync(path), bytes, 0, bytes.length, 0);
const capture = new Capture(bytes.subarray(0, length));
const packets = capture.walk();

function nanoseconds(work) {
  let least = Infinity;
  for (let round = 0; round < 100; round++) {
    const start = process.hrtime.bigint();
    work();
    least = Math.min(least, Number(process.hrtime.bigint() - start));
  }
  return least / packets;
}

const figures = { packets, walk: nanoseconds(() => capture.walk()), pass_one: nanoseconds(() => capture.pass_one()) };
console.log(JSON.stringify(figures));
