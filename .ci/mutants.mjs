// Known bugs, put into a copy of the code that exists only while it is hunted: does the simulator find them, and how soon?
//   npm run simulate -- --mutants [--only NAME,NAME] [--seeds N] [--seed S] [--json]
//   npm run simulate -- --mutants --check     whether each still fits the code, and no more
//   npm run simulate -- --mutants --model --only NAME [--depth D]     by the exhaustive search, with the shortest path to the bug
// A mutant is a few replacements of text, made as the bundle is built; nothing in src/ knows of them. One whose text is not
// found any more is an error: it must follow the code.
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { build } from "esbuild";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

const HELD = "    if (writes || !isDurable(turn.state, restsOn)) release.push(message);";
const releasedEarly = (type) => HELD.replace("if (", `if (message.body.type !== "${type}" && (`).replace("))", ")))");
const edit = (file, find, put) => ({ file, find, put });
const mutant = (name, what, ...edits) => ({ name, what, edits });

const MUTANTS = [
  mutant(
    "vote-cleared",
    "who hears of a leader forgets its vote (graft)",
    edit(
      "src/core/follower.ts",
      "  if (leader !== null) state.heardLeaderAtMs = turn.nowMs;",
      "  if (leader !== null) state.heardLeaderAtMs = turn.nowMs;\n" +
        "  if (leader !== null && state.votedFor !== null) { state.votedFor = null; turn.hardStateChanged = true; }",
    ),
    edit("src/core/invariants.ts", '  must(kept, "oneVotePerTerm", state);\n', "  void kept;\n"),
    edit("src/core/vote.ts", "  return knownLeader(state) === null;", "  return knownLeader !== null;"),
  ),
  mutant(
    "vote-before-sync",
    "a vote leaves before it is durable",
    edit("src/core/turn.ts", HELD, releasedEarly("voteResponse")),
  ),
  mutant(
    "ack-before-sync",
    "entries are acknowledged before they are durable",
    edit("src/core/turn.ts", HELD, releasedEarly("appendAck")),
  ),
  mutant(
    "vote-forgotten",
    "a restart keeps the term and forgets the vote",
    edit("src/core/state.ts", "votedFor: options.hardState.votedFor,", "votedFor: null,"),
  ),
  mutant(
    "own-vote-early",
    "a candidate counts its own vote before it is durable",
    edit(
      "src/core/candidate.ts",
      "    granted: new Set(),\n    refused: new Set(),\n    early",
      "    granted: new Set([state.self.id]),\n    refused: new Set(),\n    early",
    ),
    edit(
      "src/core/invariants.ts",
      '  must(!role.granted.has(self.id) || state.durableWriteId >= writeOfOwnVote, "ownVoteIsDurable", state);',
      "  void writeOfOwnVote;",
    ),
  ),
  mutant(
    "own-entry-early",
    "a leader counts its own copy before it is durable",
    edit(
      "src/core/replication.ts",
      "sameMember(voter, state.self) ? log.durableIndex",
      "sameMember(voter, state.self) ? lastPosition(log).index",
    ),
  ),
  mutant(
    "old-term-commit",
    "entries of older terms are counted for commit (Figure 8)",
    edit(
      "src/core/replication.ts",
      "reached <= state.commitIndex || termAt(log, reached) !== state.term",
      "reached <= state.commitIndex",
    ),
  ),
  mutant(
    "two-changes",
    "a change of members begins before the last is done",
    edit("src/core/membership.ts", '  if (!isSettled(state)) return "changeUnderWay";\n', ""),
  ),
  mutant(
    "read-without-round",
    "a read is confirmed without asking a majority",
    edit(
      "src/core/read-index.ts",
      "read.round !== null && read.round <= confirmed;",
      "read.index !== null && confirmed >= 0;",
    ),
  ),
  mutant(
    "read-by-older-round",
    "a read is confirmed by a round that was sent before it came",
    edit("src/core/read-index.ts", "read.round ??= leader.round;", "read.round ??= leader.round - 1;"),
  ),
  mutant(
    "read-before-no-op",
    "a new leader reads before it has committed in its term",
    edit("src/core/read-index.ts", "  if (state.commitIndex < leader.firstIndex) return;\n", ""),
  ),
  mutant(
    "verified-kept",
    "verifiedIndex outlives its term",
    edit("src/core/follower.ts", "    state.verifiedIndex = 0;\n", ""),
    edit("src/core/candidate.ts", "  state.verifiedIndex = 0;\n", ""),
  ),
  mutant(
    "commit-unverified",
    "a follower believes a commitIndex beyond what was verified",
    edit(
      "src/core/append.ts",
      "Math.min(leaderCommit, state.verifiedIndex)",
      "Math.min(leaderCommit, lastPosition(state.log).index)",
    ),
  ),
  mutant(
    "shorter-log-wins",
    "a log that is one entry short gets the vote",
    edit("src/core/log.ts", "return candidate.index >= own.index;", "return candidate.index >= own.index - 1;"),
  ),
  mutant(
    "longer-log-wins",
    "a longer log of an older term gets the vote",
    edit("src/core/log.ts", "  if (candidate.term !== own.term) return candidate.term > own.term;\n", ""),
  ),
  mutant(
    "any-incarnation",
    "what a lost disk promised is expected of its successor",
    edit(
      "src/core/step.ts",
      "  if (member !== undefined && sameMember(member, from)) return true;",
      "  if (member !== undefined) return true;",
    ),
    edit(
      "src/core/state.ts",
      "progress !== undefined && sameMember(progress.member, member) ? progress : undefined",
      "progress",
    ),
    edit(
      "src/core/quorum.ts",
      "side.some((voter) => sameMember(voter, member))",
      "side.some((voter) => voter.id === member.id)",
    ),
    edit("src/core/vote.ts", "known === undefined || sameMember(known, state.self)", "true"),
  ),
  mutant(
    "session-not-restored",
    "a snapshot's sessions are dropped",
    edit("src/driver/sessions.ts", "    this.#sessions = sessions;", "    this.#sessions = new Map(); void sessions;"),
  ),
  mutant(
    "no-sessions",
    "a retry is executed again",
    edit("src/driver/sessions.ts", "      sequence === session.sequence\n", "      sequence === -1\n"),
  ),
  mutant(
    "stale-disk-answer",
    "an answer of the disk counts for entries written over since",
    edit(
      "src/core/log.ts",
      "last.index > log.durableIndex && termAt(log, last.index) === last.term",
      "last.index > log.durableIndex && last.index <= lastPosition(log).index",
    ),
    edit("src/core/log.ts", "  dropFromWrites(log, index);\n", ""),
  ),
  mutant(
    "snapshot-wrong-term",
    "a snapshot says the leader's term for that of its last entry",
    edit("src/core/snapshot.ts", "? null : { index, term };", "? null : { index, term: state.term };"),
  ),
  mutant(
    "no-prev-check",
    "entries are taken whatever stands before them",
    edit(
      "src/core/append.ts",
      "if (!matches(state, request.prev))",
      "if (request.prev.index > lastPosition(state.log).index)",
    ),
  ),
  mutant(
    "no-truncation",
    "a conflicting end of the log stays",
    edit("src/core/append.ts", "truncateFrom(state.log, first.index);", "return;"),
  ),
  mutant(
    "restart-lost",
    "the log is not told that a snapshot took its place",
    edit("src/core/snapshot.ts", "    turn.restartFrom = last;\n", ""),
  ),
  mutant(
    "small-majority",
    "half of the voters are a majority",
    edit("src/core/quorum.ts", "Math.floor(voters / 2) + 1", "Math.ceil(voters / 2)"),
  ),
  mutant(
    "false-refusal",
    "what may yet commit is said not to be executed",
    edit(
      "src/driver/request-desk.ts",
      'failure("UNCERTAIN", "the lead was lost before the outcome was known: it may yet commit", true,',
      'failure("NOT_LEADER", "the lead was lost", false,',
    ),
  ),
  mutant(
    "answer-by-index",
    "another leader's entry at the same index is taken for one's own",
    edit("src/driver/request-desk.ts", "accepted.term === term ? response : OVERRULED", "response"),
  ),
  mutant(
    "read-too-early",
    "a read is served an entry before its index is applied",
    edit(
      "src/driver/request-desk.ts",
      "if (read.index <= this.#appliedIndex) read.serve();",
      "if (read.index <= this.#appliedIndex + 1) read.serve();",
    ),
  ),
  mutant(
    "snapshot-goes-back",
    "an older snapshot takes the place of a newer one",
    edit(
      "src/driver/snapshot-keeper.ts",
      "      if (latest !== null && latest.last.index > piece.last.index) return;\n",
      "",
    ),
  ),
  mutant(
    "lease-despite-early-vote",
    "a leader elected with an early vote takes a lease at once",
    edit("src/core/lease.ts", "return withEarlyVote ? nowMs", "return withEarlyVote && leaseMs < 0 ? nowMs"),
  ),
  mutant(
    "restart-forgets-acks",
    "a restarted voter believes that it has acknowledged nobody",
    edit("src/core/lease.ts", "state.lastAckAtMs = nowMs;", "state.lastAckAtMs = Number.NEGATIVE_INFINITY;"),
  ),
  mutant(
    "lease-from-arrival",
    "a lease runs from when its acknowledgement arrives",
    edit(
      "src/core/lease.ts",
      "const untilMs = sentAtMs + leaseMs - marginMs;",
      "const untilMs = state.lastAckAtMs + leaseMs - marginMs;",
    ),
  ),
  mutant(
    "lease-without-margin",
    "a lease runs to its very end, whatever the clocks",
    edit("src/core/types.ts", "=> 2 * DRIFT_MAX * leaseMs;", "=> 0 * DRIFT_MAX * leaseMs;"),
  ),
  mutant(
    "sleep-unnoticed",
    "what was sent before the machine slept renews the lease",
    edit("src/core/lease.ts", "  state.role.rounds.length = 0;\n  state.role.lease = null;", ""),
  ),
  mutant(
    "no-fsync",
    "the disk is never asked to sync",
    edit("src/simulator/disk.ts", "        await file.sync();\n", ""),
  ),
];

/** What runs in the bundle: seeds until one fails; says so in a line of JSON. */
const HUNT = `
import { simulate } from "./src/simulator/run.ts";
const [from, count] = process.argv.slice(2).map(Number);
const say = (found) => process.stdout.write(JSON.stringify(found) + "\\n", () => process.exit(0));
let seed = from;
let simulatedMs = 0;
const broke = (error) => say({ caught: true, checker: "exception", what: String(error), seeds: seed - from + 1, simulatedMs });
process.on("uncaughtException", broke);
process.on("unhandledRejection", broke);
for (; seed < from + count; seed++) {
  const { violations, simulatedMs: passedMs } = await simulate({ seed, nodes: null });
  simulatedMs += passedMs;
  const [first] = violations;
  if (first === undefined) continue;
  say({ caught: true, checker: first.checker, what: first.what.split("\\n")[0], seeds: seed - from + 1, simulatedMs });
  break;
}
if (seed === from + count) say({ caught: false, checker: null, what: "", seeds: count, simulatedMs });
`;

/** What runs in the bundle instead, with --model: the exhaustive search, as its command does it. */
const MODEL = `
import { runModelCommand } from "./src/simulator/model-command.ts";
const { stdout, stderr } = process;
const nowMs = () => performance.now();
process.exitCode = runModelCommand({ args: process.argv.slice(2), stdout, stderr, language: "en", nowMs });
`;

const misfit = (name, file, find) => `mutant ${name}: ${file} does not say ${JSON.stringify(find)}`;

async function bundle({ name, edits }, folder, script = HUNT) {
  const missing = new Set(edits);
  const mutate = (path, text) =>
    edits.reduce((changed, one) => {
      if (!path.endsWith(one.file) || !changed.includes(one.find)) return changed;
      missing.delete(one);
      return changed.replace(one.find, () => one.put);
    }, text);
  const outfile = join(folder, `${name}.mjs`);
  await build({
    stdin: { contents: script, resolveDir: root, loader: "ts" },
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
    plugins: [
      {
        name: "mutate",
        setup: (options) =>
          options.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => ({
            contents: mutate(path, readFileSync(path, "utf8")),
            loader: "ts",
          })),
      },
    ],
    logLevel: "warning",
  });
  for (const { file, find } of missing) throw new Error(misfit(name, file, find));
  return outfile;
}

const { values } = parseArgs({
  options: {
    mutants: { type: "boolean" },
    only: { type: "string" },
    seeds: { type: "string", default: "5000" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
    model: { type: "boolean", default: false },
    depth: { type: "string", default: "13" },
    lang: { type: "string", default: "en" },
  },
});
if (values.check) {
  for (const { name, edits } of MUTANTS)
    for (const { file, find } of edits)
      if (!readFileSync(join(root, file), "utf8").includes(find)) throw new Error(misfit(name, file, find));
  process.stdout.write(`${MUTANTS.length} mutants fit\n`);
  process.exit();
}
const wanted = values.only?.split(",") ?? MUTANTS.map(({ name }) => name);
const folder = mkdtempSync(join(tmpdir(), "graft-mutants-"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
const mutants = [];

/** Each in turn; the exit code of `process` says whether all were found. */
async function searchModel() {
  const { depth, lang, json } = values;
  const args = ["--model", "--depth", depth, "--lang", lang, ...(json ? ["--json"] : [])];
  let isFound = true;
  for (const one of MUTANTS.filter(({ name }) => wanted.includes(name))) {
    if (!json) process.stdout.write(`${one.name}: ${one.what}\n`);
    const file = await bundle(one, folder, MODEL);
    const { status } = spawnSync(process.execPath, [file, ...args], { stdio: "inherit" });
    isFound &&= status === 1;
  }
  return isFound ? 0 : 1;
}

if (values.model) {
  process.exitCode = await searchModel().finally(() => rmSync(folder, { recursive: true }));
  process.exit();
}
try {
  const waiting = MUTANTS.filter(({ name }) => wanted.includes(name));
  const hunt = async () => {
    const one = waiting.shift();
    if (one === undefined) return;
    const file = await bundle(one, folder);
    const { stdout } = await execute(process.execPath, [file, values.seed, values.seeds]);
    const found = JSON.parse(stdout);
    mutants.push({ name: one.name, caught: found.caught, checker: found.checker, seeds: found.seeds });
    const how = found.caught ? `${found.checker}, ${found.seeds} seeds` : `survives ${found.seeds} seeds`;
    const time = `${(found.simulatedMs / 1000).toFixed(0)} s simulated`;
    if (!values.json) process.stdout.write(`${one.name}: ${one.what}\n  ${how}, ${time}\n  ${found.what}\n`);
    await hunt();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, hunt));
} finally {
  rmSync(folder, { recursive: true });
}
if (values.json) process.stdout.write(`${JSON.stringify({ mutants })}\n`);
process.exitCode = mutants.every(({ caught }) => caught) ? 0 : 1;
