import { describe, expect, test } from "vitest";
import { sayIn } from "../../src/cli/messages.ts";
import { type NodeRow, tableLines } from "../../src/cli/node-table.ts";
import { spansText, spansWidth } from "../../src/cli/span.ts";
import { reportOf } from "./fake-world.ts";

const ROWS: readonly NodeRow[] = [
  { id: "n1", status: "answering", report: reportOf("n1", { term: 4, leader: "n2", heartbeats: 120 }) },
  {
    id: "n2",
    status: "answering",
    report: reportOf("n2", { role: "leader", term: 4, leader: "n2", heartbeats: 1234, lastContactMs: 3 }),
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
  test("shows each node's role, term, leader, heartbeats and last contact", () =>
    expect(`\n${drawn("en", { columns: 80, rows: 24 })}\n`).toMatchInlineSnapshot(`
      "

      graft  6 nodes  term 4  leader n2  12.3 s  nats://127.0.0.1:4222

      NODE  ROLE           TERM  LEADER  HEARTBEATS  LAST CONTACT
      n1    follower          4  n2             120         12 ms
      n2    leader            4  n2            1234          3 ms
      n3    no answer         3  n1              99         2.1 s
      n4    down              -  -                -             -
      n5    pre-candidate     4  -               10       no NATS
      n6    starting          -  -                -             -
      "
    `));

  test("keeps its columns with Chinese characters, which are two columns wide", () =>
    expect(`\n${drawn("zh", { columns: 80, rows: 24 })}\n`).toMatchInlineSnapshot(`
      "

      graft  6 个节点  任期 4  领导者 n2  12.3 s  nats://127.0.0.1:4222

      节点  角色      任期  领导者  心跳   最近联系
      n1    跟随者       4  n2       120      12 ms
      n2    领导者       4  n2      1234       3 ms
      n3    无应答       3  n1        99      2.1 s
      n4    已停止       -  -          -          -
      n5    预候选人     4  -         10  NATS 断开
      n6    启动中       -  -          -          -
      "
    `));

  test("is cut to a narrow terminal", () =>
    expect(`\n${drawn("zh", { columns: 24, rows: 24 })}\n`).toMatchInlineSnapshot(`
      "

      graft  6 个节点  任期 …

      节点  角色      任期  …
      n1    跟随者       4  …
      n2    领导者       4  …
      n3    无应答       3  …
      n4    已停止       -  …
      n5    预候选人     4  …
      n6    启动中       -  …
      "
    `));

  test("says how many nodes a low terminal leaves out", () =>
    expect(`\n${drawn("en", { columns: 80, rows: 8 })}\n`).toMatchInlineSnapshot(`
      "

      graft  6 nodes  term 4  leader n2  12.3 s  nats://127.0.0.1:4222

      NODE  ROLE           TERM  LEADER  HEARTBEATS  LAST CONTACT
      n1    follower          4  n2             120         12 ms
      n2    leader            4  n2            1234          3 ms
      ... and 4 more
      "
    `));

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
