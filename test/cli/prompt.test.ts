import { beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../src/cli/command.ts";
import { POLL_PERIOD_MS } from "../../src/cli/live-view.ts";
import { footOf } from "../../src/cli/prompt-line.ts";
import { spansText, spansWidth } from "../../src/cli/span.ts";
import { GraftError } from "../../src/errors.ts";
import { FakeTerminal } from "./fake-terminal.ts";
import { FakeWorld, reportOf } from "./fake-world.ts";

const TERMINAL = { columns: 100, rows: 30 };
const [CTRL_A, CTRL_C, CTRL_D, CTRL_E, CTRL_K, CTRL_U, CTRL_Z] = [
  "\x01",
  "\x03",
  "\x04",
  "\x05",
  "\x0b",
  "\x15",
  "\x1a",
];
const [TAB, UP, DOWN, ENTER] = ["\t", "\x1b[A", "\x1b[B", "\r"];

let fake: FakeWorld;
let ended: Promise<number>;

async function live(
  options: { args?: string[]; keyboard?: boolean; terminal?: typeof TERMINAL | null } = {},
): Promise<void> {
  fake = new FakeWorld({ terminal: { ...TERMINAL }, keyboard: true, env: { NO_COLOR: "1" }, ...options });
  ended = runCommand(fake.world);
  await settled();
}

/** A key goes through streams before it is drawn. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await fake.settle();
}

/** Key by key, as a person does. */
async function type(...keys: string[]): Promise<void> {
  for (const key of keys.flatMap((word) => (word.startsWith("\x1b") ? [word] : [...word]))) {
    fake.stdin.write(key);
    await settled();
  }
}

function terminal(): FakeTerminal {
  const screen = new FakeTerminal(TERMINAL.columns);
  screen.write(fake.stdout.text);
  return screen;
}

const lines = (): string[] => terminal().text().split("\n");
/** What is being typed. */
const foot = (): string => lines().at(-1) ?? "";
/** What has scrolled away above the table. */
const above = (): string =>
  terminal()
    .text()
    .replace(/\n\ngraft {2}3 nodes[\s\S]*$/u, "");

describe("the prompt", () => {
  beforeEach(() => live());

  test("stands under the table, with the cursor in it, and says how to begin", async () => {
    await fake.advance(POLL_PERIOD_MS);
    expect(lines().slice(-3)).toEqual([
      expect.stringMatching(/^n3 /),
      "type help to see what can be done to this cluster",
      ">",
    ]);
    expect(terminal().cursorVisible).toBe(true);
    expect(terminal().cursor).toMatchObject({ column: 2 });
    expect(fake.stdin.raw).toBe(true);
  });

  test("what is being typed stays while the table is drawn anew and lines scroll by above", async () => {
    await type("crash le");
    fake.cluster.node("n2").report = async () => reportOf("n2", { role: "leader", term: 7 });
    await fake.advance(3 * POLL_PERIOD_MS);
    fake.tell({ type: "leaderChange", node: "n2", term: 7 });
    fake.startOptions?.onLog?.('{"msg":"hello"}');
    expect(foot()).toBe("> crash le");
    expect(terminal().cursor.column).toBe(10);
    expect(terminal().cursorVisible).toBe(true);
    expect(above()).toMatch(/n2 leads term 7$/);
  });

  test("a key alone does not draw the table anew", async () => {
    await type("sta");
    fake.stdout.take();
    await type("t");
    expect(fake.stdout.text).not.toContain("NODE");
    expect(fake.stdout.text).toContain("> stat");
  });

  test("is edited as anywhere: Ctrl-A, Ctrl-E, Ctrl-K, Ctrl-U, and the arrows bring back what was typed", async () => {
    await type("heal", CTRL_A, "x", CTRL_E, "y");
    expect(foot()).toBe("> xhealy");
    await type(CTRL_U);
    expect(foot()).toBe(">");
    await type("why all", "\x1b[D", "\x1b[D", "\x1b[D", CTRL_K);
    expect(foot()).toBe("> why");
    await type(ENTER, "status", ENTER, UP);
    expect(foot()).toBe("> status");
    await type(UP);
    expect(foot()).toBe("> why");
    await type(DOWN, DOWN);
    expect(foot()).toBe(">");
  });

  test("Tab completes a word, and shows what there is where there is more than one", async () => {
    await type("par", TAB);
    expect(foot()).toBe("> partition");
    expect(terminal().cursor.column).toBe(12);
    await type("le", TAB, "|", TAB);
    expect(foot()).toBe("> partition leader |");
    await type(" fol", TAB);
    expect(foot()).toBe("> partition leader | follower");
    expect(lines().at(-2)).toBe("followers  follower");
    await type("s");
    expect(lines().at(-2)).toBe("");
  });

  test("a mistake is marked where it stands, and what is possible is said", async () => {
    await fake.advance(1_500);
    await type("pause n9 3s", ENTER);
    expect(above().split("\n").slice(-4)).toEqual([
      "   1.500  > pause n9 3s",
      `${" ".repeat(18)}^`,
      expect.stringMatching(/^ {10}expected a node \(n1 n2 n3 leader follower\).*, but found "n9"/),
      "          For example: pause n2 3s",
    ]);
    expect(foot()).toBe(">");
  });

  test("Ctrl-C empties the line; on an empty one it ends the cluster in good order", async () => {
    await type("crash all", CTRL_C);
    expect(foot()).toBe(">");
    expect(fake.cluster.calls).toEqual([]);
    await type(CTRL_C);
    expect(await ended).toBe(0);
    expect(fake.cluster.calls).toEqual(["close"]);
    expect(terminal().text()).toMatch(/stopping; Ctrl-C again stops at once\n.*cluster stopped after [^\n]*$/);
    expect(fake.stdin.raw).toBe(false);
    expect(terminal().cursorVisible).toBe(true);
    expect(fake.timersArmed).toBe(0);
  });

  test.each([
    ["quit", ["quit", ENTER]],
    ["exit", ["exit", ENTER]],
    ["Ctrl-D", [CTRL_D]],
  ])("%s ends it as well", async (_, keys) => {
    await type(...keys);
    expect(await ended).toBe(0);
    expect(fake.cluster.calls).toEqual(["close"]);
  });

  test("Ctrl-D on a line that is not empty ends nothing", async () => {
    await type("heal", CTRL_D);
    expect(foot()).toBe("> heal");
    expect(fake.cluster.calls).toEqual([]);
  });

  test("while it ends, a Ctrl-C of the terminal stops it at once", async () => {
    fake.cluster.close = () => new Promise(() => {});
    await type("quit", ENTER);
    await fake.advance(500);
    fake.signal("SIGINT");
    expect(await ended).toBe(130);
    expect(fake.cluster.calls).toEqual(["kill"]);
  });

  test("Ctrl-Z gives the terminal back, and it is taken again afterwards", async () => {
    await type("crash", CTRL_Z);
    expect(fake.suspended).toBe(1);
    expect(fake.stdin.raw).toBe(false);
    fake.signal("SIGCONT");
    await settled();
    expect(fake.stdin.raw).toBe(true);
    expect(foot()).toBe("> crash");
  });

  test("a terminal that changes its size keeps the line", async () => {
    await type("partition leader | followers");
    fake.stdout.take();
    fake.stdout.resize(60, 12);
    const screen = new FakeTerminal(60);
    screen.write("\n".repeat(40) + fake.stdout.text);
    expect(screen.text()).toMatch(/\n> partition leader \| followers$/);
    expect(screen.cursor.column).toBe(30);
  });
});

describe("what comes of a command", () => {
  beforeEach(() => live());

  test("is told under its echo; the fault that it began is not told twice, and stands under the table", async () => {
    fake.cluster.inject = async (fault, options) => {
      fake.cluster.calls.push(JSON.stringify([fault, options]));
      const active = { id: 1, fault, beganAtMs: 0, endsAtMs: 3_000 };
      fake.tell({ type: "faultBegan", statement: "pause n1 for 3000ms", active });
    };
    await fake.advance(2_000);
    await type("pause leader 3s", ENTER);
    expect(fake.cluster.calls).toEqual(['[{"type":"pause","nodes":["n1"],"forMs":3000},{"force":false}]']);
    expect(above().split("\n").slice(-2)).toEqual([
      "   2.000  > pause leader 3s",
      "          n1 stands still for 3.0 s",
    ]);
    expect(terminal().text()).toContain("\nfaults  pause n1 for 3000ms (3.0 s left)\n");
    await fake.advance(1_000);
    expect(terminal().text()).toContain("(2.0 s left)");
    fake.tell({ type: "faultEnded", statement: "pause n1 for 3000ms", active: { ...ACTIVE, id: 1 } });
    expect(terminal().text()).not.toContain("\nfaults ");
  });

  test("help takes the width of the terminal", async () => {
    await type("help", ENTER);
    expect(above()).toMatch(/\nmore: isolate n1 5s · .{60,94}\n/);
  });

  test("a fault that nobody typed is told as ever", async () => {
    fake.tell({ type: "faultBegan", statement: "crash n2", active: ACTIVE });
    expect(above()).toMatch(/fault: crash n2$/);
  });

  test.each([
    ["an operating error", new GraftError("CHANGE_UNDER_WAY", "no"), "another change of members"],
    ["a failure that nobody foresaw", new TypeError("boom"), "unexpected failure: boom"],
  ])("%s is an answer, and ends nothing", async (_, error, said) => {
    fake.cluster.add = () => Promise.reject(error);
    await type("add", ENTER);
    expect(above()).toContain(said);
    await type("heal", ENTER);
    expect(above()).toContain("no fault is active");
    expect(fake.cluster.calls).toEqual([]);
  });

  test("what throws at once is an answer as well", async () => {
    fake.cluster.inject = () => {
      throw new RangeError("boom");
    };
    await type("crash n1", ENTER);
    expect(above()).toContain("unexpected failure: boom");
    fake.tell({ type: "faultBegan", statement: "crash n2", active: ACTIVE });
    expect(above()).toMatch(/fault: crash n2$/);
  });

  test("where nobody leads, the leader cannot be named", async () => {
    fake.cluster.leader = null;
    await type("crash leader", ENTER);
    expect(above()).toContain("there is no leader now; the nodes are n1, n2, n3.");
  });

  test("an answer that is long in coming says that it waits, and later to what it belongs", async () => {
    let done = (): void => {};
    fake.cluster.remove = () =>
      new Promise((resolve) => {
        done = resolve;
      });
    await type("remove n2", ENTER);
    await fake.advance(2_500);
    expect(above()).toContain("remove n2: not done yet; other commands may be typed meanwhile");
    await type("heal", ENTER);
    done();
    await settled();
    expect(above()).toMatch(/remove n2: n2 is no member any more[^\n]*$/);
  });

  test("a hung node does not keep status waiting", async () => {
    fake.cluster.node("n3").report = () => new Promise(() => {});
    await type("status", ENTER);
    await fake.advance(1_000);
    expect(above()).toContain("not answering: n3");
  });

  test("the cluster goes on without a node, for as long as somebody can start them again", async () => {
    for (const node of ["n1", "n2", "n3"]) fake.tell({ type: "nodeStopped", node, error: null });
    await type("heal", ENTER);
    expect(above()).toContain("no fault is active");
    await type("quit", ENTER);
    expect(await ended).toBe(0);
  });
});

test("who broke a node on purpose and then quits has not failed", async () => {
  await live();
  const error = { code: "STORAGE_FAILED", message: "", values: { reason: "EIO" } } as const;
  fake.tell({ type: "nodeStopped", node: "n2", error });
  await type("quit", ENTER);
  expect(await ended).toBe(0);
});

const ACTIVE = { id: 2, fault: { type: "crash", nodes: ["n2"] }, beganAtMs: 0, endsAtMs: null } as const;

describe("there is no prompt", () => {
  test.each<[string, Parameters<typeof live>[0]]>([
    ["where nobody can type", { keyboard: false }],
    ["where nobody can see", { terminal: null }],
    ["with --no-prompt", { args: ["--no-prompt"] }],
    ["with --json", { args: ["--json"] }],
    ["with --chaos", { args: ["--chaos", "gentle"] }],
  ])("%s", async (_, options) => {
    await live(options);
    expect(fake.stdin.raw).toBe(false);
    expect(fake.stdin.listenerCount("keypress")).toBe(0);
    expect(fake.stdout.text).not.toContain("> ");
  });
});

describe("the line that is typed, as it is drawn", () => {
  const drawn = (text: string, caret = text.length, columns = 20) => footOf({ text, caret }, columns);

  test("a Chinese character takes two columns", () => {
    expect(drawn("put 键 值").caret).toBe(2 + 9);
    expect(drawn("put 键 值", 5).caret).toBe(2 + 6);
  });

  test("longer than the terminal is wide, it is cut so that the caret is in sight", () => {
    const long = "partition n1 n2 n3 | n4 n5 键";
    for (let caret = 0; caret <= long.length; caret += 1) {
      const foot = drawn(long, caret);
      expect(spansWidth(foot.line)).toBeLessThan(20);
      expect(foot.caret).toBeLessThan(20);
      expect(spansText(foot.line, false)).toContain(long.slice(Math.max(0, caret - 3), caret));
    }
  });

  test("what was pasted cannot move the cursor", () => {
    expect(spansText(drawn("a\x1b[2J", 5, 40).line, false)).toBe("> a\\x1b[2J");
  });
});
