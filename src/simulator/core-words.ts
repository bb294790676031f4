/**
 * What the core is told and what it answers, as lines that a person reads. Law: a line is the same sentence in each language, and
 * Raft's own words (the names of messages and roles) stay as the paper has them. Commands are told by their number and size.
 */
import type { Answer, Effect, Standing } from "../core/effect.ts";
import type { Entry } from "../core/entry.ts";
import type { Event } from "../core/event.ts";
import type { Body, Message } from "../core/message.ts";
import type { Configuration, HardState, LogPosition, Member, NodeId } from "../core/types.ts";

export type Language = "en" | "zh";

export const LANGUAGES: readonly Language[] = ["en", "zh"];

const EN = {
  wakes: "{node} wakes: a deadline has come",
  hears: "{node} hears {from}: {what}",
  connected: "{node} is connected",
  disconnected: "{node} is disconnected",
  persisted: "{node} learns that write #{write} is on disk",
  peerGone: "{node} is told that nobody listens where {peer} would",
  connectionEnded: "{node} is told that connection {connection} has ended",
  suspended: "{node} has slept",
  persistFailed: "{node}'s disk fails",
  stop: "{node} is stopped",
  propose: "{node} is asked to append {count} command(s)",
  readIndex: "{node} is asked for {count} read(s)",
  changeMembers: "{node} is asked to {change} the member {member}",
  applied: "{node} has applied all up to {index}",
  snapshotSaved: "{node} has saved a snapshot up to {position}",
  snapshotChunkSaved: "{node} has {bytes} bytes of the snapshot up to {position}",
  snapshotReceived: "{node} has received the snapshot up to {position}",
  transferLeadership: "{node} is asked to hand over to {heir}",
  anybody: "anybody",
  all: "all",
  looksFor: "asks whether {peer} is there",
  sends: "sends to {to}: {what}",
  writes: "writes #{write}: {what}",
  holds: "; holds back until then, to {to}: {what}",
  nothing: "nothing",
  voted: "term {term}, vote for {vote}",
  nobody: "nobody",
  beginsAfter: "the log begins after {position}",
  answers: "answers request {request}: {what}",
  applies: "applies {what}",
  sendsPiece: "sends {to} the snapshot up to {position}, from byte {bytes}",
  savesPiece: "keeps bytes {from} to {upTo} of the snapshot up to {position}",
  restores: "takes up the snapshot up to {position}",
  forgets: "forgets its log up to {position}",
  lease: "holds the lease from {from} to {upTo} ms",
  noLease: "holds no lease any more",
  becomes: "{from} -> {to} ({cause})",
  of: "{role} of {leader} in term {term}",
  in: "{role} in term {term}",
  sleeps: "will wake at {at} ms",
  sleepsFor: "will not wake",
} as const;

type Key = keyof typeof EN;

const ZH: Readonly<Record<Key, string>> = {
  wakes: "{node} 醒来：期限已到",
  hears: "{node} 收到 {from} 的消息：{what}",
  connected: "{node} 连上了 NATS",
  disconnected: "{node} 与 NATS 断开",
  persisted: "{node} 得知写入 #{write} 已落盘",
  peerGone: "{node} 得知 {peer} 处无人应答",
  connectionEnded: "{node} 得知连接 {connection} 已断开",
  suspended: "{node} 所在的机器休眠过",
  persistFailed: "{node} 的磁盘出错",
  stop: "{node} 停止",
  propose: "{node} 被要求追加 {count} 条命令",
  readIndex: "{node} 收到 {count} 个读请求",
  changeMembers: "{node} 被要求变更成员：{change} {member}",
  applied: "{node} 已应用到第 {index} 条",
  snapshotSaved: "{node} 已保存到 {position} 为止的快照",
  snapshotChunkSaved: "{node} 已收下 {position} 快照的 {bytes} 字节",
  snapshotReceived: "{node} 已收全到 {position} 为止的快照",
  transferLeadership: "{node} 被要求把领导权交给{heir}",
  anybody: "任一节点",
  all: "全体",
  looksFor: "询问 {peer} 是否还在",
  sends: "发给 {to}：{what}",
  writes: "写入 #{write}：{what}",
  holds: "；落盘后才发给 {to}：{what}",
  nothing: "无内容",
  voted: "任期 {term}，投给 {vote}",
  nobody: "无",
  beginsAfter: "日志从 {position} 之后重新开始",
  answers: "答复请求 {request}：{what}",
  applies: "应用 {what}",
  sendsPiece: "向 {to} 发送 {position} 快照，从第 {bytes} 字节起",
  savesPiece: "收下 {position} 快照的第 {from} 到 {upTo} 字节",
  restores: "换用到 {position} 为止的快照",
  forgets: "丢弃 {position} 及以前的日志",
  lease: "持有租约，从 {from} 到 {upTo} 毫秒",
  noLease: "不再持有租约",
  becomes: "{from} -> {to}（{cause}）",
  of: "{leader} 的 {role}，任期 {term}",
  in: "{role}，任期 {term}",
  sleeps: "将于 {at} 毫秒时醒来",
  sleepsFor: "不再醒来",
};

type Values = Readonly<Record<string, string | number>>;

const position = ({ index, term }: LogPosition): string => `${index}:t${term}`;
const ids = (members: readonly Member[]): string => members.map(({ id }) => id).join(",");
const ms = (at: number): string => at.toFixed(3);

/** Lines of one node in one language. */
export class CoreWords {
  readonly #node: NodeId;
  readonly #language: Language;

  constructor(node: NodeId, language: Language) {
    this.#node = node;
    this.#language = language;
  }

  event(event: Event): string {
    switch (event.type) {
      case "receive":
        return this.#say("hears", { from: event.message.from.id, what: messageText(event.message) });
      case "wake":
        return this.#say("wakes", {});
      case "persisted":
        return this.#say("persisted", { write: event.writeId });
      case "propose":
        return this.#say("propose", { count: event.proposals.length });
      case "readIndex":
        return this.#say("readIndex", { count: event.requestIds.length });
      case "applied":
        return this.#say("applied", { index: event.index });
      case "changeMembers": {
        const { change } = event;
        const member = change.type === "add" ? change.member.id : change.id;
        return this.#say("changeMembers", { change: change.type, member });
      }
      case "snapshotSaved":
      case "snapshotReceived":
        return this.#say(event.type, { position: position(event.snapshot.last) });
      case "snapshotChunkSaved":
        return this.#say("snapshotChunkSaved", { position: position(event.last), bytes: event.offset });
      case "peerGone":
        return this.#say("peerGone", { peer: event.id });
      case "connectionEnded":
        return this.#say("connectionEnded", { connection: event.connection });
      case "transferLeadership":
        return this.#say("transferLeadership", { heir: event.to ?? this.#say("anybody", {}) });
      default:
        return this.#say(event.type, {});
    }
  }

  effect(effect: Effect): string {
    switch (effect.type) {
      case "send":
        return this.#say("sends", { to: this.#to(effect.message), what: messageText(effect.message) });
      case "persist":
        return this.#persist(effect);
      case "answer":
        return this.#say("answers", { request: effect.requestId, what: answerText(effect.answer) });
      case "apply":
        return this.#say("applies", { what: entriesText(effect.entries) });
      case "sendSnapshot":
        return this.#say("sendsPiece", { to: effect.to, position: position(effect.last), bytes: effect.offset });
      case "saveSnapshotChunk": {
        const { last, offset, data } = effect.chunk;
        return this.#say("savesPiece", { position: position(last), from: offset, upTo: offset + data.length });
      }
      case "restoreSnapshot":
        return this.#say("restores", { position: position(effect.snapshot.last) });
      case "compactLog":
        return this.#say("forgets", { position: position(effect.base) });
      case "setLease": {
        const { lease } = effect;
        if (lease === null) return this.#say("noLease", {});
        return this.#say("lease", { from: ms(lease.fromMs), upTo: ms(lease.untilMs) });
      }
      case "announce": {
        const { from, to, cause } = effect;
        return this.#say("becomes", { from: this.#standing(from), to: this.#standing(to), cause });
      }
      case "probePeer":
        return this.#say("looksFor", { peer: effect.to });
      case "wakeAt":
        return Number.isFinite(effect.atMs) ? this.#say("sleeps", { at: ms(effect.atMs) }) : this.#say("sleepsFor", {});
    }
  }

  hardState({ term, votedFor }: HardState): string {
    return this.#say("voted", { term, vote: votedFor?.id ?? this.#say("nobody", {}) });
  }

  #standing({ role, term, leader }: Standing): string {
    return role === "follower" && leader !== null
      ? this.#say("of", { role, leader, term })
      : this.#say("in", { role, term });
  }

  #persist({ writeId, hardState, entries, restartFrom, release }: Extract<Effect, { type: "persist" }>): string {
    const parts = hardState === null ? [] : [this.hardState(hardState)];
    if (restartFrom !== null) parts.push(this.#say("beginsAfter", { position: position(restartFrom) }));
    if (entries.length > 0) parts.push(entriesText(entries));
    const what = parts.length === 0 ? this.#say("nothing", {}) : parts.join("; ");
    const held = release.map((message) => this.#say("holds", { to: this.#to(message), what: messageText(message) }));
    return this.#say("writes", { write: writeId, what }) + held.join("");
  }

  #to({ to }: Message): string {
    return to ?? this.#say("all", {});
  }

  #say(key: Key, values: Values): string {
    const all: Values = { node: this.#node, ...values };
    const template = (this.#language === "zh" ? ZH : EN)[key];
    return template.replace(/\{([A-Za-z]+)\}/g, (_, name: string) => String(all[name] ?? ""));
  }
}

/** In the protocol's own words, which have no language. */
export const messageText = ({ term, body }: Message): string => `t${term} ${bodyText(body)}`;

function bodyText(body: Body): string {
  switch (body.type) {
    case "preVoteRequest":
      return `${body.type} t${body.nextTerm}, last ${position(body.last)}`;
    case "preVoteResponse":
      return `${body.type} t${body.nextTerm}, granted=${body.granted}`;
    case "voteRequest":
      return `${body.type} last ${position(body.last)}, transfer=${body.transfer}`;
    case "voteResponse":
      return `${body.type} granted=${body.granted}, early=${body.early}`;
    case "heartbeat":
      return `${body.type} round=${body.round}, commit=${body.commitIndex}`;
    case "heartbeatAck":
      return `${body.type} round=${body.round}, verified=${body.verifiedIndex}, match=${body.matchIndex}`;
    case "appendEntries":
      return `${body.type} prev ${position(body.prev)}, ${entriesText(body.entries)}, commit=${body.commitIndex}`;
    case "appendAck":
      return `${body.type} match=${body.matchIndex}`;
    case "appendRefusal":
      return `${body.type} prev=${body.prevIndex}, hint ${position(body.hint)}`;
    case "installSnapshot":
      return `${body.type} ${position(body.last)}, bytes ${body.offset}+${body.data.length}/${body.totalBytes}`;
    case "snapshotAck":
      return `${body.type} last=${body.lastIndex}, offset=${body.offset}, installed=${body.installed}`;
    case "readIndexRequest":
      return `${body.type} ${body.requestId}`;
    case "readIndexResponse":
      return `${body.type} ${body.requestId}, index=${body.index}`;
    case "timeoutNow":
      return body.type;
  }
}

function entryText(entry: Entry): string {
  if (entry.type === "command") return `${position(entry)} command(${entry.command.length})`;
  if (entry.type === "noOp") return `${position(entry)} noOp`;
  return `${position(entry)} [${configurationText(entry.configuration)}]`;
}

const configurationText = ({ voters, outgoing, learners }: Configuration): string =>
  `${ids(voters)}${outgoing.length > 0 ? ` / ${ids(outgoing)}` : ""}${learners.length > 0 ? ` + ${ids(learners)}` : ""}`;

/** Long rows by their ends. */
function entriesText(entries: readonly Entry[]): string {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return "[]";
  if (entries.length <= 4) return entries.map(entryText).join("; ");
  return `${entryText(first)} … ${entryText(last)}`;
}

function answerText(answer: Answer): string {
  switch (answer.type) {
    case "accepted":
      return `accepted ${position(answer)}`;
    case "readAt":
      return `readAt ${answer.index}`;
    case "refused":
      return `refused ${answer.refusal}`;
    default:
      return answer.type;
  }
}
