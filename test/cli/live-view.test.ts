import { beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../src/cli/command.ts";
import { POLL_PERIOD_MS } from "../../src/cli/live-view.ts";
import { FakeTerminal, withoutSequences } from "./fake-terminal.ts";
import { FakeWorld, reportOf } from "./fake-world.ts";

const TERMINAL = { columns: 72, rows: 20 };
const HIDE = "\x1b[?25l";
const SHOW = "\x1b[?25h";

let fake: FakeWorld;
let ended: Promise<number>;

/** Starts a run on a terminal, and lets the first poll be answered. */
async function live(options: { args?: string[]; env?: object } = {}): Promise<void> {
  fake = new FakeWorld({ terminal: { ...TERMINAL }, env: { NO_COLOR: "1" }, ...options });
  ended = runCommand(fake.world);
  await fake.settle();
}

/** What a person sees after everything written so far. */
function seen(): string {
  const terminal = new FakeTerminal(TERMINAL.columns);
  terminal.write(fake.stdout.text);
  return `\n${terminal.text()}\n`;
}

describe("the live view", () => {
  beforeEach(() => live());

  test("draws the table under the lines, and again in place five times a second", async () => {
    await fake.advance(POLL_PERIOD_MS);
    expect(seen()).toMatchInlineSnapshot(`
      "
         0.000  cluster graft of 3 started on nats://127.0.0.1:4222
         0.000  n1 started
         0.000  n2 started
         0.000  n3 started

      graft  3 nodes  term 1  no leader  200 ms  nats://127.0.0.1:4222

      NODE ROLE          TERM LEADER BEATS CONTACT COMMIT APPLIED LOG SNAP
      n1   follower         1 n1        10   12 ms      0       0   0    0
      n2   follower         1 n1        10   12 ms      0       0   0    0
      n3   follower         1 n1        10   12 ms      0       0   0    0
      "
    `);
    fake.cluster.node("n2").report = async () => reportOf("n2", { role: "leader", term: 7, heartbeats: 50 });
    await fake.advance(2 * POLL_PERIOD_MS);
    expect(seen()).toMatchInlineSnapshot(`
      "
         0.000  cluster graft of 3 started on nats://127.0.0.1:4222
         0.000  n1 started
         0.000  n2 started
         0.000  n3 started

      graft  3 nodes  term 7  leader n2  600 ms  nats://127.0.0.1:4222

      NODE ROLE          TERM LEADER BEATS CONTACT COMMIT APPLIED LOG SNAP
      n1   follower         1 n1        10   12 ms      0       0   0    0
      n2   leader           7 n1        50   12 ms      0       0   0    0
      n3   follower         1 n1        10   12 ms      0       0   0    0
      "
    `);
  });

  test("prints each change above the table, which shows it at once", async () => {
    await fake.advance(POLL_PERIOD_MS);
    fake.tell({ type: "stateChange", node: "n1", from: "candidate", to: "leader", term: 2, cause: "electionWon" });
    fake.tell({ type: "leaderChange", node: "n1", term: 2 });
    expect(seen()).toMatchInlineSnapshot(`
      "
         0.000  cluster graft of 3 started on nats://127.0.0.1:4222
         0.000  n1 started
         0.000  n2 started
         0.000  n3 started
         0.200  n1 candidate → leader, term 2 (won the election)
         0.200  n1 leads term 2

      graft  3 nodes  term 2  leader n1  200 ms  nats://127.0.0.1:4222

      NODE ROLE          TERM LEADER BEATS CONTACT COMMIT APPLIED LOG SNAP
      n1   leader           2 n1        10   12 ms      0       0   0    0
      n2   follower         1 n1        10   12 ms      0       0   0    0
      n3   follower         1 n1        10   12 ms      0       0   0    0
      "
    `);
  });

  test("marks a node that does not answer in time, and takes its late answer", async () => {
    let answer = () => {};
    fake.cluster.node("n3").report = () =>
      new Promise((resolve) => {
        answer = () => resolve(reportOf("n3", { heartbeats: 77 }));
      });
    await fake.advance(3 * POLL_PERIOD_MS);
    expect(seen()).toMatch(/n3 +no answer/);
    answer();
    await fake.settle();
    await fake.advance(POLL_PERIOD_MS);
    expect(seen()).toMatch(/n3 +follower +1 +n1 +77 /);
  });

  test("asks a hung node only once", async () => {
    let asked = 0;
    fake.cluster.node("n3").report = () => {
      asked += 1;
      return new Promise(() => {});
    };
    await fake.advance(10 * POLL_PERIOD_MS);
    expect(asked).toBe(1);
  });

  test("shows a node that is down, also where nobody told, and that it is back", async () => {
    fake.cluster.node("n2").running = false;
    await fake.advance(POLL_PERIOD_MS);
    expect(seen()).toMatch(/n2 +down/);
    fake.cluster.node("n2").running = true;
    fake.tell({ type: "nodeStarted", node: "n2" });
    expect(seen()).toMatch(/n2 +starting/);
    await fake.advance(2 * POLL_PERIOD_MS);
    expect(seen()).toMatch(/n2 +follower/);
  });

  test("a report that is refused does not end the run", async () => {
    fake.cluster.node("n2").report = () => Promise.reject(new Error("gone"));
    await fake.advance(2 * POLL_PERIOD_MS);
    expect(seen()).toMatch(/n2 +no answer/);
  });

  test("lets logs scroll by above the table", () => {
    fake.startOptions?.onLog?.('{"msg":"hello"}');
    expect(fake.stderr.text).toBe('{"msg":"hello"}\n');
    expect(fake.stdout.text.endsWith("\x1b[J")).toBe(true);
  });

  test("leaves the table alone where the logs go elsewhere", () => {
    fake.stdout.take();
    fake.stderr.isTTY = false;
    fake.startOptions?.onLog?.('{"msg":"hello"}');
    expect(fake.stdout.text).toBe("");
  });

  test("writes nothing while nothing changes but the clock's fraction", async () => {
    await fake.advance(POLL_PERIOD_MS * 400);
    fake.stdout.take();
    await fake.advance(POLL_PERIOD_MS);
    expect(fake.stdout.text).toBe("");
  });

  test("takes its lines back and shows the cursor when it ends", async () => {
    await fake.advance(1500);
    expect(fake.stdout.text.split(HIDE)).toHaveLength(2);
    fake.signal("SIGINT");
    expect(await ended).toBe(0);
    expect(seen()).toMatchInlineSnapshot(`
      "
         0.000  cluster graft of 3 started on nats://127.0.0.1:4222
         0.000  n1 started
         0.000  n2 started
         0.000  n3 started
         1.500  stopping; Ctrl-C again stops at once
         1.500  cluster stopped after 1.5 s; leader changes: 0, last term: 0
      "
    `);
    expect(fake.stdout.text.lastIndexOf(SHOW)).toBeGreaterThan(fake.stdout.text.lastIndexOf(HIDE));
    expect(fake.timersArmed).toBe(0);
  });

  test("shows the cursor also where the process ends on its own", () => {
    fake.exits.emit("exit");
    expect(fake.stdout.text.lastIndexOf(SHOW)).toBeGreaterThan(fake.stdout.text.lastIndexOf(HIDE));
  });

  test("gives the terminal back while suspended, and draws again afterwards", () => {
    fake.stdout.take();
    fake.signal("SIGTSTP");
    expect(fake.stdout.take()).toMatch(/\p{Cc}\[J\p{Cc}\[\?25h$/u);
    expect(fake.suspended).toBe(1);
    fake.signal("SIGCONT");
    expect(fake.stdout.text).toContain(HIDE);
    expect(fake.stdout.text).toContain("NODE");
  });

  test("fits itself to a terminal that changes its size", () => {
    const block = seen().trimEnd().split("\n").slice(-7);
    const broken = block.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / 20)), 0);
    fake.stdout.take();
    fake.stdout.resize(20, 20);
    expect(fake.stdout.text.startsWith(`\r\x1b[${broken}A`)).toBe(true);
    for (const line of fake.stdout.text.split("\n")) {
      expect(withoutSequences(line).length).toBeLessThan(20);
    }
  });
});

describe("colours", () => {
  test("are used on a terminal", async () => {
    await live({ env: {} });
    expect(fake.stdout.text).toContain("\x1b[2m");
  });

  test("are not used with NO_COLOR", async () => {
    await live({ env: { NO_COLOR: "1" } });
    expect(fake.stdout.text).not.toMatch(/\p{Cc}\[\d+m/u);
  });

  test("are used with an empty NO_COLOR", async () => {
    await live({ env: { NO_COLOR: "" } });
    expect(fake.stdout.text).toMatch(/\p{Cc}\[\d+m/u);
  });

  test("and the table are left out on a terminal that can do neither", async () => {
    await live({ env: { TERM: "dumb" } });
    await fake.advance(1000);
    expect(fake.stdout.text).not.toContain("\x1b");
    expect(fake.stdout.text).toContain("n1 started");
  });

  test("and the table are left out with --json, also on a terminal", async () => {
    await live({ args: ["--json"], env: {} });
    await fake.advance(1000);
    expect(fake.stdout.text).not.toContain("\x1b");
  });
});
