/** 中文：领导者为何更替。 Law: as messages-zh.ts. */
import type { MessageKey } from "./messages.ts";
import type { WHY_EN } from "./messages-why-en.ts";

export const WHY_ZH: Readonly<Record<keyof typeof WHY_EN & MessageKey, string>> = {
  "why.leads": "{leader} 领导任期 {term}：{cause}",
  "why.refined": "{leader} 领导任期 {term} 的原因已进一步查明：{cause}",
  "why.cause.firstElection": "首次选举",
  "why.cause.crash": "{node} 崩溃",
  "why.cause.disconnected": "{node} 与 NATS 断开",
  "why.cause.brokerDown": "NATS 本身中断",
  "why.cause.partition": "{node} 与多数节点隔绝{time}：它在运行，也连着 NATS，但消息送不出去或收不进来",
  "why.cause.eventLoopBlocked": "{node} 的事件循环被阻塞{time}",
  "why.cause.paused": "{node} 被暂停{time}（定时器迟到，其间没有运行）",
  "why.cause.diskStalled": "{node} 的磁盘没有响应{time}",
  "why.cause.diskFailed": "{node} 的磁盘发生故障",
  "why.cause.diskFull": "{node} 的磁盘已满",
  "why.cause.transferByRequest": "{node} 应要求交出领导权",
  "why.cause.priority": "{node} 把领导权交给优先级更高的节点",
  "why.cause.shutdown": "{node} 正常关闭",
  "why.cause.removed": "{node} 已移出集群",
  "why.cause.gone": "{node} 的连接已断，是崩溃还是断网尚不清楚",
  "why.cause.unknown": "原因不明",
  "why.for": "，持续 {time}",
  "why.silence": "{node} 已有 {time} 没有收到它的消息",
  "why.hint.connectionEnded": "NATS 通知该连接已结束",
  "why.hint.noResponders": "NATS 表示那里无人接听",
  "why.notFinal": "之后可能还会查明更多",
  "why.join": "{first}；另外，{second}",
  "line.nodeHung": "{node} 没有反应，已有 {time} 未应答",
  "line.nodeAnswers": "{node} 恢复应答，此前无应答 {time}",
  "line.nodeGivenUp": "不再重启 {node}：{error}",
  "table.hung": "无反应",
};
