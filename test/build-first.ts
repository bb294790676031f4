/** The workers that tests start are the built ones: build them from the sources under test. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export default function buildFirst(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL("../.ci/build.mjs", import.meta.url)), "--bundles"], {
    stdio: ["ignore", "inherit", "inherit"],
  });
}
