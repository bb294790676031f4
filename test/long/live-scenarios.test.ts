/**
 * One file runs unchanged in all places: the stories of common statements are played on worker threads, with the embedded
 * broker and with a real nats-server, and at least 25 of them pass in both; that they pass in the simulator is tested there.
 */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseScenario } from "../../src/scenario/language/parse.ts";

const folder = fileURLToPath(new URL("../scenarios", import.meta.url));
const command = fileURLToPath(new URL("../../dist/cluster.js", import.meta.url));
const PLACES = ["embedded", "nats-server"] as const;
const PASSING_MIN = 25;
/** Minutes are nothing to the simulator. */
const TOO_LONG = ["20-leader-flap.scenario"];
const AT_ONCE = 5;

interface Played {
  readonly file: string;
  readonly place: string;
  readonly code: number;
  readonly seconds: number;
  readonly told: string;
}

const files = readdirSync(folder)
  .filter((name) => name.endsWith(".scenario") && !TOO_LONG.includes(name))
  .filter((name) => parseScenario(readFileSync(`${folder}/${name}`, "utf8")).simulatorOnly === null);

function played(file: string, place: string): Promise<Played> {
  const beganMs = performance.now();
  const args = [command, "--scenario", `${folder}/${file}`, "--broker", place, "--lang", "en"];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: 120_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? -1);
      resolve({ file, place, code, seconds: (performance.now() - beganMs) / 1_000, told: stdout + stderr });
    });
  });
}

async function playAll(place: string): Promise<Played[]> {
  const waiting = [...files];
  const results: Played[] = [];
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
      results.push(await played(file, place));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results.sort((a, b) => (a.file < b.file ? -1 : 1));
}

test.each(PLACES)(
  "the stories of common statements pass on worker threads, with %s",
  {
    timeout: 1_200_000,
  },
  async (place) => {
    const results = await playAll(place);
    for (const { file, code, seconds } of results)
      process.stdout.write(`${code === 0 ? "passed" : "FAILED"} ${seconds.toFixed(1).padStart(5)} s  ${file}\n`);
    expect(results.filter(({ code }) => code !== 0).map(({ file, told }) => `${file}\n${told}`)).toEqual([]);
    expect(results.length).toBeGreaterThanOrEqual(PASSING_MIN);
  },
);
