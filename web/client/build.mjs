// Bundles the scripts of the explorer into web/static/bundle, where the package takes them from,
// with the licences of what they contain.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const result = await build({
  absWorkingDir: here("."),
  entryPoints: ["src/picture.ts", "src/search.ts"],
  outdir: "../static/bundle",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) {
  process.stdout.write(`${file.split("/").at(-1)} ${bytes} bytes\n`);
}

const packages = new Set(
  Object.keys(result.metafile.inputs).flatMap(
    (file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  ),
);
writeFileSync(here("../static/bundle/licences.txt"), [...packages].sort().map(licence).join("\n"));

function licence(name) {
  const folder = here(`node_modules/${name}/`);
  const { version, license } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} ${version} (${license}) brings no licence text`);
  return `${name} ${version}\n\n${readFileSync(folder + file, "utf8").trim()}\n`;
}
