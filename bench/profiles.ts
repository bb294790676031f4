/** Profiles of all threads of a process, as `node --cpu-prof` leaves them in a folder: where the time went, by function. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** In us. */
  readonly timeDeltas: readonly number[];
}

/** The `count` functions that took the most time themselves, over all threads, a line of text each; idling is none. */
export function topOfProfiles(folder: string, count: number): string[] {
  const selfUs = new Map<string, number>();
  let busyUs = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".cpuprofile"))) {
    const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, name), "utf8")) as Profile;
    const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
    for (const [place, id] of samples.entries()) {
      const name = names.get(id) ?? "";
      const tookUs = timeDeltas[place] ?? 0;
      if (name === "(idle)") continue;
      selfUs.set(name, (selfUs.get(name) ?? 0) + tookUs);
      busyUs += tookUs;
    }
  }
  const share = (us: number): string => `${((100 * us) / busyUs).toFixed(1).padStart(5)} %`;
  return [...selfUs]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, us]) => `${share(us)}  ${(us / 1000).toFixed(0).padStart(7)} ms  ${name}`);
}

function nameOf({ functionName, url, lineNumber }: Profile["nodes"][number]["callFrame"]): string {
  const name = functionName || "(anonymous)";
  return url === "" ? name : `${name} ${url.split("/").slice(-2).join("/")}:${lineNumber + 1}`;
}
