// Says what the schema of HAR 1.2 has against the archive on standard input, a line each; nothing is well.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { isIPv4, isIPv6 } from "node:net";

const require = createRequire(import.meta.url);
const Ajv = require("ajv");
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addFormat("ipv4", isIPv4);
ajv.addFormat("ipv6", isIPv6);
ajv.addFormat("uri", (text) => URL.canParse(text) && /^[!-~]*$/.test(text));
ajv.addFormat("date-time", (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/.test(text) && !isNaN(Date.parse(text)));
ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json"));
ajv.addSchema(Object.values(require("har-schema")));
const archive = JSON.parse(readFileSync(0, "utf8"));
if (!ajv.validate("har.json#", archive)) {
  for (const error of ajv.errors) console.log(`${error.instancePath} ${error.message}`);
}
