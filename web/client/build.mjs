// Bundles the scripts of the explorer into web/static/bundle, where the package takes them from.

import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const result = await build({
  entryPoints: [here("src/picture.ts"), here("src/search.ts")],
  outdir: here("../static/bundle"),
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  legalComments: "eof",
  metafile: true,
  logLevel: "warning",
});

for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) {
  process.stdout.write(`${file.split("/").at(-1)} ${bytes} bytes\n`);
}
