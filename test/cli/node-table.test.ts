import { describe, expect, test } from "vitest";
import { sayIn } from "../../src/cli/messages.ts";
import { type NodeRow, tableLines } from "../../src/cli/node-table.ts";
import { spansText, spansWidth } from "../../src/cli/span.ts";
import { reportOf } from "./fake-world.ts";

const LOG = { commitIndex: 1_204_518, appliedIndex: 1_204_517, logBytes: 35_651_584, snapshotIndex: 1_200_000 };

const ROWS: readonly NodeRow[] = [
  { id: "n1", status: "answering", report: reportOf("n1", { term: 4, leader: "n2", heartbeats: 120, ...LOG }) },
  {
    id: "n2",
    status: "answering",
    report: reportOf("n2", { role: "leader", term: 4, leader: "n2", heartbeats: 1234, lastContactMs: 3, ...LOG }),
  },
  { id: "n3", status: "noAnswer", report: reportOf("n3", { term: 3, heartbeats: 99, lastContactMs: 2100 }) },
  { id: "n4", status: "down", report: null },
  {
    id: "n5",
    status: "answering",
    report: reportOf("n5", { role: "preCandidate", term: 4, leader: null, connected: false }),
  },
  { id: "n6", status: "starting", report: null },
];

const content = { name: "graft", nats: "nats://127.0.0.1:4222", rows: ROWS, runningMs: 12_345 };

const drawn = (language: "en" | "zh", size: { columns: number; rows: number }, rows = ROWS): string =>
  tableLines(sayIn(language), { ...content, rows }, size)
    .map((line) => spansText(line, false).trimEnd())
    .join("\n");

describe("the table", () => {
  test("shows each node's role, term, leader, heartbeats, last contact, and how far its log is", () =>
    expect(`\n${drawn("en", { columns: 80, rows: 24 })}\n`).toMatchInlineSnapshot(`
      "

      graft  6 nodes  term 4  leader n2  12.3 s  nats://127.0.0.1:4222

      NODE ROLE          TERM LEADER BEATS CONTACT  COMMIT APPLIED   LOG    SNAP
      n1   follower         4 n2       120   12 ms 1204518 1204517 34.0M 1200000
      n2   leader           4 n2      1234    3 ms 1204518 1204517 34.0M 1200000
      n3   no answer        3 n1        99   2.1 s       0       0     0       0
      n4   down             - -          -       -       -       -     -       -
      n5   pre-candidate    4 -         10 no NATS       0       0     0       0
      n6   starting         - -          -       -       -       -     -       -
      "
    `));

  test("keeps its columns with Chinese characters, which are two columns wide", () =>
    expect(`\n${drawn("zh", { columns: 80, rows: 24 })}\n`).toMatchInlineSnapshot(`
      "

      graft  6 个节点  任期 4  领导者 n2  12.3 s  nats://127.0.0.1:4222

      节点  角色      任期  领导者  心跳       联系   已提交   已应用   日志     快照
      n1    跟随者       4  n2       120      12 ms  1204518  1204517  34.0M  1200000
      n2    领导者       4  n2      1234       3 ms  1204518  1204517  34.0M  1200000
      n3    无应答       3  n1        99      2.1 s        0        0      0        0
      n4    已停止       -  -          -          -        -        -      -        -
      n5    预候选人     4  -         10  NATS 断开        0        0      0        0
      n6    启动中       -  -          -          -        -        -      -        -
      "
    `));

  test("is cut to a narrow terminal", () =>
    expect(`\n${drawn("zh", { columns: 24, rows: 24 })}\n`).toMatchInlineSnapshot(`
      "

      graft  6 个节点  任期 …

      节点 角色     任期 领…
      n1   跟随者      4 n2 …
      n2   领导者      4 n2 …
      n3   无应答      3 n1 …
      n4   已停止      - -  …
      n5   预候选人    4 -  …
      n6   启动中      - -  …
      "
    `));

  test("says how many nodes a low terminal leaves out", () =>
    expect(`\n${drawn("en", { columns: 80, rows: 8 })}\n`).toMatchInlineSnapshot(`
      "

      graft  6 nodes  term 4  leader n2  12.3 s  nats://127.0.0.1:4222

      NODE ROLE          TERM LEADER BEATS CONTACT  COMMIT APPLIED   LOG    SNAP
      n1   follower         4 n2       120   12 ms 1204518 1204517 34.0M 1200000
      n2   leader           4 n2      1234    3 ms 1204518 1204517 34.0M 1200000
      ... and 4 more
      "
    `));

  test("sets the columns further apart where there is room", () =>
    expect(drawn("en", { columns: 100, rows: 24 }).split("\n")[3]).toBe(
      "NODE  ROLE           TERM  LEADER  BEATS  CONTACT   COMMIT  APPLIED    LOG     SNAP",
    ));

  test("is not cut in 80 columns, with indexes of millions and a log of any size", () => {
    for (const logBytes of [0, 999, 1023, 262_144, 35_651_584, 999 * 2 ** 30]) {
      const report = reportOf("n2", {
        role: "leader",
        term: 4321,
        leader: "n12",
        heartbeats: 98_765,
        ...LOG,
        logBytes,
      });
      for (const language of ["en", "zh"] as const) {
        const rows: readonly NodeRow[] = [{ id: "n12", status: "answering", report }];
        expect(drawn(language, { columns: 80, rows: 24 }, rows)).not.toContain("…");
      }
    }
  });

  test("is one line where there is no room for more", () =>
    expect(drawn("en", { columns: 30, rows: 4 })).toBe("graft  6 nodes  term 4  lead…"));

  test("never takes more than the terminal has, one line left for the cursor", () => {
    for (const language of ["en", "zh"] as const) {
      for (let rows = 1; rows < 14; rows += 1) {
        for (let columns = 1; columns < 90; columns += 1) {
          const lines = tableLines(sayIn(language), content, { columns, rows });
          expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 1));
          for (const line of lines) expect(spansWidth(line)).toBeLessThan(columns);
        }
      }
    }
  });

  test("names as leader the one of the latest term, and none that is outdated or does not answer", () => {
    const leads = (id: string, term: number, status: NodeRow["status"] = "answering"): NodeRow => ({
      id,
      status,
      report: reportOf(id, { role: "leader", term }),
    });
    const follows = (id: string, term: number): NodeRow => ({
      id,
      status: "answering",
      report: reportOf(id, { term }),
    });
    const size = { columns: 80, rows: 24 };
    expect(drawn("en", size, [leads("n1", 3), leads("n2", 5), leads("n3", 4)])).toContain("term 5  leader n2");
    expect(drawn("en", size, [leads("n1", 3), follows("n2", 4)])).toContain("term 4  no leader");
    expect(drawn("en", size, [leads("n1", 3, "noAnswer"), leads("n2", 2, "down")])).toContain("no leader");
  });
});
