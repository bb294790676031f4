// Builds dist/: one file per command line, worker and public door, and the declarations.
//   node .ci/build.mjs                 all of it
//   node .ci/build.mjs --bundles       without the declarations (quick)
//   node .ci/build.mjs --proto         generates src/wire/generated from proto/
//   node .ci/build.mjs --check-proto   fails where that code is not what proto/ gives
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleOptions } from "./bundles.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const generated = join(root, "src/wire/generated");
process.chdir(root);

const run = (tool, args) => execFileSync(join(root, "node_modules/.bin", tool), args, { stdio: "inherit" });

/** The arguments of pbjs, the last of which names the file that it writes. */
function generate(folder) {
  const pbjsArguments = JSON.parse(readFileSync("src/wire/generate-arguments.json", "utf8"));
  const output = pbjsArguments.pop();
  run("pbjs", [...pbjsArguments, join(folder, basename(output))]);
}

function checkProto() {
  const folder = mkdtempSync(join(root, "node_modules/.proto-"));
  try {
    generate(folder);
    for (const name of readdirSync(folder)) {
      if (readFileSync(join(folder, name), "utf8") === readFileSync(join(generated, name), "utf8")) continue;
      process.stderr.write(`src/wire/generated/${name} is not what proto/ gives: run npm run proto\n`);
      process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Written aside and renamed, so that a process which starts meanwhile finds the old build or the new one. */
async function bundle() {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const aside = "dist/.next";
  const { metafile } = await build({ ...bundleOptions(version), outdir: aside });
  mkdirSync("dist/workers", { recursive: true });
  mkdirSync("dist/examples", { recursive: true });
  for (const file of Object.keys(metafile.outputs)) renameSync(file, file.replace(`${aside}/`, "dist/"));
  rmSync(aside, { recursive: true, force: true });
}

const declarations = () =>
  run("tsc", ["-p", "tsconfig.json", "--declaration", "--emitDeclarationOnly", "--outDir", "dist/types", "--noCheck"]);

const [task] = process.argv.slice(2);
if (task === "--proto") generate(generated);
else if (task === "--check-proto") checkProto();
else {
  await bundle();
  if (task !== "--bundles") declarations();
}
