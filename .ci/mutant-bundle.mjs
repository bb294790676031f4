// A mutant as one file that runs: the sources, with its replacements made as they are read.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const root = fileURLToPath(new URL("..", import.meta.url));

const misfit = (name, file, find) => `mutant ${name}: ${file} does not say ${JSON.stringify(find)}`;

/** @throws Error where the text of a replacement is not in its file */
export function checkFits(mutants) {
  for (const { name, edits } of mutants)
    for (const { file, find } of edits)
      if (!readFileSync(join(root, file), "utf8").includes(find)) throw new Error(misfit(name, file, find));
}

/** Makes the replacements as the sources are read. `missing` is left with those that fitted nowhere. */
export function mutating({ edits }) {
  const missing = new Set(edits);
  const mutate = (path, text) =>
    edits.reduce((changed, one) => {
      if (!path.endsWith(one.file) || !changed.includes(one.find)) return changed;
      missing.delete(one);
      return changed.replace(one.find, () => one.put);
    }, text);
  const plugin = {
    name: "mutate",
    setup: (options) =>
      options.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => ({
        contents: mutate(path, readFileSync(path, "utf8")),
        loader: "ts",
      })),
  };
  return { plugin, missing };
}

/** @throws Error where a replacement was not made */
export function refuseMissing(name, missing) {
  for (const { file, find } of missing) throw new Error(misfit(name, file, find));
}

/** `contents`: what runs. Gives the path of the bundle, in `folder`. */
export async function bundleMutant({ name, edits }, contents, folder) {
  const { plugin, missing } = mutating({ edits });
  const outfile = join(folder, `${name}.mjs`);
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.15",
    external: ["piscina"],
    define: { __GRAFT_VERSION__: '"mutant"' },
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    plugins: [plugin],
    logLevel: "warning",
  });
  refuseMissing(name, missing);
  return outfile;
}
