/** Where the built workers lie: beside the bundle that runs, or under dist/ when the sources run (in tests). */
export function workerFile(name: "raft-node" | "broker"): URL {
  const fromSources = import.meta.url.endsWith(".ts");
  return new URL(fromSources ? `../../dist/workers/${name}.js` : `./workers/${name}.js`, import.meta.url);
}
