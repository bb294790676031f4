// What docs/benchmarks.md shows, made by the commands that it names.
//   node .ci/bench-docs.mjs RESULTS             fills tables and pictures from RESULTS
//   node .ci/bench-docs.mjs --measure RESULTS   runs the commands first; the machine should have nothing else to do
//   ... --only FOLDER,FOLDER                    measures only these
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Folder of the results, and the command that fills it. About 25 minutes in all. */
const RUNS = {
  crash: "failover --case crash --trials 200",
  kill: "failover --case kill --trials 100",
  noresponders: "failover --case crash-503 --trials 100",
  idle: "failover --case crash-503-idle --trials 100",
  timeout12: "failover --case timeout-12 --trials 1000",
  fall: "failover --case crash,kill,crash-503,crash-503-idle,timeout-500,timeout-150,timeout-50,timeout-12 --trials 40",
  other: "failover --case pause,cut-out,cut-in,nats-lost,nats-restart --trials 8",
  server: "failover --case crash --trials 100 --broker nats-server",
  transfer: "transfer --trials 200",
  election: "election --trials 50",
  heartbeat: "heartbeat --trials 30",
  figure16: "figure16 --trials 30",
};

/** Which result is drawn, by the picture's name. */
const PICTURES = {
  "bench-failover.svg": "fall/failover",
  "bench-transfer.svg": "transfer/transfer",
  "bench-election.svg": "election/election",
  "bench-heartbeat.svg": "heartbeat/heartbeat",
  "bench-figure16.svg": "figure16/figure16",
};

/** What was to be reached: result, end of the case's name, figure and bound; "max" is the worst of all. */
const CRASH = "crash/failover";
const LEADER = "to a new leader";
const GOALS = [
  [
    "crash of the leader's worker, default timeouts: new leader",
    "领导者的工作线程崩溃，默认超时：新领导者",
    CRASH,
    LEADER,
    { p50: 4, p99: 20 },
  ],
  [
    "to the first acknowledged write of a client that was writing",
    "到一直在写的客户端第一次得到确认",
    CRASH,
    "acknowledged write",
    { p50: 7 },
  ],
  [
    "to its lease (leaseMs and its margin, 306 ms, + 10 ms)",
    "到取得租约（leaseMs 加余量 306 毫秒，再加 10 毫秒）",
    CRASH,
    "to its lease",
    { p50: 316 },
  ],
  [
    "kill -9 of the leader's process: new leader",
    "kill -9 领导者进程：新领导者",
    "kill/failover",
    LEADER,
    { p50: 8, p99: 30 },
  ],
  [
    "timeouts of 12-24 ms alone: new leader",
    "只靠 12-24 毫秒的超时：新领导者",
    "timeout12/failover",
    LEADER,
    { mean: 25, max: 100 },
  ],
  [
    "the same: terms without a leader, % of trials",
    "同上：无人当选的任期，占试验的 %",
    "timeout12/failover",
    "without a leader",
    { rate: 5 },
  ],
  [
    "plain nats-server, 503 alone, default timeouts, while a client writes: new leader",
    "普通 nats-server，只有 503，默认超时，客户端在写：新领导者",
    "noresponders/failover",
    `503 alone, 3 nodes: ${LEADER}`,
    { p50: 150, p99: 300 },
  ],
  ["the same while nobody writes", "同上，无人写入", "idle/failover", LEADER, { p50: 150, p99: 300 }],
  [
    "planned hand-over: what it adds to a client's wait",
    "计划内移交：给客户端的等待增加多少",
    "transfer/transfer",
    "less the usual",
    { p50: 2 },
  ],
  [
    "cold start of three nodes, process start to leader",
    "三个节点冷启动，从进程启动到领导者",
    "election/election",
    "leader, 3 nodes",
    { p50: 350 },
  ],
  [
    "idle cluster of three, a minute after its start, % of a core",
    "三个节点的空闲集群，启动一分钟之后，占一个核心的 %",
    "heartbeat/heartbeat",
    "a minute later, by the second, 3 nodes, embedded",
    { mean: 3 },
    "% of a core",
  ],
];

const WORDS = {
  "benchmarks.md": {
    head: "| case | n | p50 | p90 | p99 | max | mean |",
    under: ({ date, loadBefore, load }) => `${date}, load ${loadBefore} before, ${load} after.`,
    goals: "| measure | to reach | measured | |",
    below: "below",
    reached: "reached",
    missed: "**not reached**",
    index: 0,
  },
  "benchmarks.zh.md": {
    head: "| 用例 | n | p50 | p90 | p99 | 最大 | 均值 |",
    under: ({ date, loadBefore, load }) => `${date}，负载开始 ${loadBefore}，结束 ${load}。`,
    goals: "| 指标 | 目标 | 实测 | |",
    below: "低于",
    reached: "达到",
    missed: "**未达到**",
    index: 1,
  },
};

const short = (value) => (value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3))));

function resultOf(folder, key) {
  const file = join(folder, `${key}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

function row(one) {
  if ("rate" in one) return `| ${one.name}: ${short(one.rate)} ${one.unit} | | | | | | |`;
  const figures = [one.p50, one.p90, one.p99, one.max, one.mean].map(short);
  return `| ${one.name}, ${one.unit} | ${one.n} | ${figures.join(" | ")} |`;
}

function table(result, { head, under }) {
  const circumstances = under({
    date: `${result.date.slice(0, 16).replace("T", " ")} UTC`,
    loadBefore: result.loadBefore.toFixed(2),
    load: result.load.toFixed(2),
  });
  return [head, "|---|---|---|---|---|---|---|", ...result.cases.map(row), "", circumstances].join("\n");
}

const listOf = (names, figures) =>
  names.map((name) => `${name === "rate" ? "" : `${name} `}${short(figures[name])}`).join(", ");

function goal(folder, words, [english, chinese, key, ending, bounds, unit]) {
  const cases = resultOf(folder, key)?.cases ?? [];
  const one = cases.find(({ name, unit: of }) => name.endsWith(ending) && (unit === undefined || of === unit));
  const names = Object.keys(bounds);
  if (one === undefined) {
    process.stderr.write(`${key} has no case that ends with ${ending}\n`);
    return `| ${[english, chinese][words.index]} | ${words.below} ${listOf(names, bounds)} | – | |`;
  }
  const isReached = names.every((name) => one[name] <= bounds[name]);
  const wanted = `${words.below} ${listOf(names, bounds)}`;
  return `| ${[english, chinese][words.index]} | ${wanted} | ${listOf(names, one)} | ${isReached ? words.reached : words.missed} |`;
}

const goals = (folder, words) =>
  [words.goals, "|---|---|---|---|", ...GOALS.map((one) => goal(folder, words, one))].join("\n");

function fill(folder) {
  for (const [name, words] of Object.entries(WORDS)) {
    const file = join(root, "docs", name);
    const text = readFileSync(file, "utf8").replace(
      /<!-- (table (\S+)|goals) -->[\s\S]*?<!-- end -->/g,
      (whole, mark, key) => {
        if (key === undefined) return `<!-- goals -->\n${goals(folder, words)}\n<!-- end -->`;
        const result = resultOf(folder, key);
        if (result === null) process.stderr.write(`no ${key}: its table is left as it is\n`);
        return result === null ? whole : `<!-- ${mark} -->\n${table(result, words)}\n<!-- end -->`;
      },
    );
    writeFileSync(file, text);
  }
  for (const [name, key] of Object.entries(PICTURES))
    if (existsSync(join(folder, `${key}.svg`))) copyFileSync(join(folder, `${key}.svg`), join(root, "docs", name));
}

function measure(folder, only) {
  for (const [name, command] of Object.entries(RUNS)) {
    if (only !== null && !only.includes(name)) continue;
    process.stderr.write(`${name}: npm run bench -- ${command}\n`);
    const program = [join(root, "dist/bench.js"), ...command.split(" "), "--out", join(folder, name)];
    const { status } = spawnSync(process.execPath, program, { stdio: "inherit" });
    if (status !== 0) throw new Error(`${name} ended with ${status}`);
  }
}

const args = process.argv.slice(2);
const at = args.indexOf("--only");
const only = at < 0 ? null : (args.splice(at, 2)[1] ?? "").split(",");
const isMeasuring = args[0] === "--measure";
const folder = args.at(-1);
if (folder === undefined || folder.startsWith("--")) throw new Error("where are the results?");
if (isMeasuring) measure(folder, only);
fill(folder);
