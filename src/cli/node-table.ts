/**
 * The live table, as lines of spans. Law: pure; the same rows and the same size give the same lines, none wider or more than
 * the terminal has room for, so that drawing them never scrolls.
 */
import type { RoleName } from "../core/effect.ts";
import type { NodeReport } from "../driver/report.ts";
import { formatBytes, formatSpan } from "./format.ts";
import type { Say } from "./messages.ts";
import { clipSpans, type Span, type Style, span } from "./span.ts";
import { padEndTo, padStartTo, textWidth } from "./text-width.ts";

/** `noAnswer`: its last report did not come in time; what it said before is still shown, dimmed. */
export type NodeStatus = "starting" | "answering" | "noAnswer" | "hung" | "down";

export interface NodeRow {
  readonly id: string;
  readonly status: NodeStatus;
  /** null: none yet since the node's start. */
  readonly report: Pick<
    NodeReport,
    | "role"
    | "term"
    | "leader"
    | "connected"
    | "heartbeats"
    | "lastContactMs"
    | "commitIndex"
    | "appliedIndex"
    | "logBytes"
    | "snapshotIndex"
  > | null;
}

export interface TableContent {
  readonly name: string;
  readonly nats: string;
  readonly rows: readonly NodeRow[];
  readonly runningMs: number;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

const ROLE_STYLES: Readonly<Record<RoleName, Style>> = {
  leader: "green",
  candidate: "yellow",
  preCandidate: "yellow",
  follower: "plain",
  stopped: "red",
};

const NONE = "-";

/** An empty line, the cluster, an empty line, the headings, the nodes. The last line of the screen is left to the cursor. */
export function tableLines(say: Say, content: TableContent, size: TerminalSize): Span[][] {
  const room = Math.max(1, size.rows - 1);
  const lines = [
    [],
    clusterLine(say, content),
    [],
    ...nodeLines(say, content.rows, { columns: size.columns, rows: room - 3 }),
  ];
  return (room < 5 ? [clusterLine(say, content)] : lines).map((line) => clipSpans(line, size.columns - 1));
}

function clusterLine(say: Say, { name, nats, rows, runningMs }: TableContent): Span[] {
  const term = Math.max(0, ...rows.map(({ report }) => report?.term ?? 0));
  const leader = currentLeader(rows, term);
  const parts = [say("table.nodes", { size: rows.length }), say("table.term", { term })];
  return [
    span(name, "bold"),
    span(`  ${parts.join("  ")}  `),
    leader === null ? span(say("table.noLeader"), "yellow") : span(say("table.leads", { node: leader }), "green"),
    span(`  ${formatSpan(runningMs)}  ${nats}`, "dim"),
  ];
}

/** The leader of the latest term that any node has told of: an isolated one of an earlier term leads nobody. */
function currentLeader(rows: readonly NodeRow[], term: number): string | null {
  const leads = ({ status, report }: NodeRow) =>
    status === "answering" && report?.role === "leader" && report.term === term;
  return rows.find(leads)?.id ?? null;
}

interface Cell {
  readonly text: string;
  readonly style: Style;
  readonly align: "start" | "end";
}

const cell = (text: string, style: Style = "plain"): Cell => ({ text, style, align: "start" });
const numberCell = (text: string, style: Style = "plain"): Cell => ({ text, style, align: "end" });

function nodeLines(say: Say, rows: readonly NodeRow[], room: TerminalSize): Span[][] {
  const shown = rows.length + 1 <= room.rows ? rows : rows.slice(0, Math.max(0, room.rows - 2));
  const cells = [headings(say), ...shown.map((row) => nodeCells(say, row))];
  const lines = aligned(cells, [0, roleColumns(say)], room.columns);
  const hidden = rows.length - shown.length;
  return hidden === 0 ? lines : [...lines, [span(say("table.more", { count: hidden }), "dim")]];
}

const headings = (say: Say): Cell[] => [
  cell(say("table.node"), "dim"),
  cell(say("table.role"), "dim"),
  numberCell(say("table.currentTerm"), "dim"),
  cell(say("table.leader"), "dim"),
  numberCell(say("table.heartbeats"), "dim"),
  numberCell(say("table.lastContact"), "dim"),
  numberCell(say("table.commit"), "dim"),
  numberCell(say("table.applied"), "dim"),
  numberCell(say("table.log"), "dim"),
  numberCell(say("table.snapshot"), "dim"),
];

function nodeCells(say: Say, { id, status, report }: NodeRow): Cell[] {
  const style = status === "answering" ? "plain" : "dim";
  const known = status === "down" ? null : report;
  const number = (value: number | undefined, format: (value: number) => string = String): Cell =>
    numberCell(value === undefined ? NONE : format(value), style);
  return [
    cell(id, known?.role === "leader" && status === "answering" ? "bold" : "plain"),
    roleCell(say, status, report),
    number(known?.term),
    cell(known?.leader ?? NONE, style),
    number(known?.heartbeats),
    contactCell(say, known, style),
    number(known?.commitIndex),
    number(known?.appliedIndex),
    number(known?.logBytes, formatBytes),
    number(known?.snapshotIndex),
  ];
}

function roleCell(say: Say, status: NodeStatus, report: NodeRow["report"]): Cell {
  if (status === "down") return cell(say("table.down"), "red");
  if (status === "noAnswer") return cell(say("table.noAnswer"), "red");
  if (status === "hung") return cell(say("table.hung"), "red");
  if (report === null) return cell(say("table.starting"), "dim");
  return cell(say(`role.${report.role}`), ROLE_STYLES[report.role]);
}

function contactCell(say: Say, report: NodeRow["report"], style: Style): Cell {
  if (report?.connected === false) return numberCell(say("table.noNats"), "red");
  const contactMs = report?.lastContactMs ?? null;
  return numberCell(contactMs === null ? NONE : formatSpan(contactMs), style);
}

/** Wide enough for every role, so that the columns stand still while roles change. */
const roleColumns = (say: Say): number =>
  Math.max(
    ...(["follower", "preCandidate", "candidate", "leader"] as const).map((role) => textWidth(say(`role.${role}`))),
  );

/** Two columns between cells where the terminal has room for that, one where it has not. */
function aligned(rows: readonly (readonly Cell[])[], columnsMin: readonly number[], columnsMax: number): Span[][] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(columnsMin[column] ?? 0, ...rows.map((row) => textWidth(row[column]?.text ?? ""))),
  );
  const apart = widths.reduce((sum, width) => sum + width, 2 * (count - 1)) < columnsMax ? "  " : " ";
  const gap = (column: number): Span[] => (column === 0 ? [] : [span(apart)]);
  return rows.map((row) => row.flatMap((part, column) => [...gap(column), padded(part, widths[column] ?? 0)]));
}

const padded = ({ text, style, align }: Cell, columns: number): Span =>
  span(align === "start" ? padEndTo(text, columns) : padStartTo(text, columns), style);
