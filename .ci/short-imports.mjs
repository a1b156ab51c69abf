// Shortens what a WebAssembly file and its script call each other's functions: wasm-bindgen's names carry hashes, which
// no compression makes shorter, and both files carry each of them.

const IMPORTS = 2;
const HEADER = 8;

/** The file with its imports numbered in their order, and the script that hands them to it, which may be minified. */
export function shortImports(wasm, script) {
  const names = new Map();
  const short = name => names.get(name) ?? names.set(name, `i${names.size}`).get(name);
  const parts = [wasm.subarray(0, HEADER)];
  for (let at = HEADER; at < wasm.length; ) {
    const [size, start] = number(wasm, at + 1);
    const section = wasm.subarray(start, start + size);
    if (wasm[at] === IMPORTS) {
      const body = renamed(section, short);
      parts.push(Buffer.from([IMPORTS]), written(body.length), body);
    } else {
      parts.push(wasm.subarray(at, start + size));
    }
    at = start + size;
  }
  return [Buffer.concat(parts), script.replace(/\b__wbg_\w+|\b__wbindgen_\w+/g, word => names.get(word) ?? word)];
}

/** An imports section whose functions are called what `short` says. */
function renamed(section, short) {
  let [count, at] = number(section, 0);
  const parts = [written(count)];
  while (count-- > 0) {
    const [moduleSize, module] = number(section, at);
    const [nameSize, name] = number(section, module + moduleSize);
    const kind = name + nameSize;
    if (section[kind] !== 0) throw new Error("an import that is not a function: wasm-bindgen has changed");
    const [, end] = number(section, kind + 1);
    const call = Buffer.from(short(section.toString("latin1", name, kind)));
    parts.push(section.subarray(at, module + moduleSize), written(call.length), call, section.subarray(kind, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** The number in LEB128 at `at`, and where it ends. */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

/** `value` in LEB128. */
function written(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}
