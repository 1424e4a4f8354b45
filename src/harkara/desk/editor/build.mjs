/* Builds the editor of rich text: `make editor`. The head of what it writes says from what. */

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = process.argv[2] ?? `${here}../static/desk/writing/editor.js`;
const { devDependencies } = JSON.parse(readFileSync(`${here}package.json`, "utf8"));
const hash = createHash("sha256");
const avro = ["../../bangla/avro/avro.mjs", "../../bangla/avro/rules.json"];
for (const name of ["package.json", ...avro, ...readdirSync(`${here}src`).sort().map((file) => `src/${file}`)]) {
  hash.update(`${name}\n`).update(readFileSync(here + name));
}
const versions = Object.entries(devDependencies).map(([name, version]) => `${name} ${version}`);
const head = `/* Built from desk/editor by build.mjs ("make editor"), with ${versions.join(", ")}.
   ProseMirror is MIT-licensed, see NOTICE. Sources: sha256 ${hash.digest("hex")} */`;

await build({
  absWorkingDir: here,
  entryPoints: ["src/main.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  banner: { js: head },
  outfile: out,
});
