// What is bundled, and how: for the build, and for builds with a known bug in them.

/** `version`: of the program. */
export const bundleOptions = (version) => ({
  entryPoints: {
    index: "src/index.ts",
    cluster: "src/cluster.ts",
    node: "src/node.ts",
    kv: "src/kv.ts",
    simulate: "src/simulate.ts",
    bench: "bench/main.ts",
    "examples/graft-example": "examples/graft-example.ts",
    "workers/raft-node": "workers/raft-node.ts",
    "workers/broker": "workers/broker.ts",
    "workers/simulation": "workers/simulation.ts",
  },
  // piscina starts a worker file of its own, which it looks for beside itself; the others draw what benchmarks have measured,
  // and are not there where the package is installed for use.
  external: ["piscina", "echarts", "@resvg/resvg-js", "dejavu-fonts-ttf"],
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.15",
  sourcemap: "linked",
  metafile: true,
  define: { __GRAFT_VERSION__: JSON.stringify(version) },
  // Some dependencies are CommonJS and ask for Node's own modules by require.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
