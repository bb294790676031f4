/** 情景脚本的提示，中文。 Law: the same keys and placeholders as in English. */
import type { SCENARIO_EN } from "./messages-scenario-en.ts";

export const SCENARIO_ZH: Readonly<Record<keyof typeof SCENARIO_EN, string>> = {
  "scenario.parse": "{file}:{line}:{column}：此处应为 {expected}，实际却是 {found}。",
  "scenario.parseEnd": "{file}:{line}:{column}：此处应为 {expected}，但这一行到此为止。",
  "scenario.suggest": "是不是想写“{suggestion}”？",
  "scenario.or": " 或 ",
  "scenario.expected.statement":
    "一条语句，例如 crash leader、wait leader within 5s、expect term = 2（全部语句见 docs/scenarios.zh.md）",
  "scenario.expected.condition": "一个条件，例如 leader = n1、n2 applied、no vote from n2 in term 3",
  "scenario.expected.node": "一个节点：n1 到 n99、leader、follower，或用 let 起过的名字",
  "scenario.expected.time": "一段时间，例如 200ms、2s、5m",
  "scenario.expected.number": "一个整数",
  "scenario.expected.percent": "0% 到 100% 之间的百分比",
  "scenario.expected.drift": "时钟偏差，例如 +1%、-0.5%",
  "scenario.expected.messageKind": "一种消息：any、{kinds}",
  "scenario.expected.key": "一个键",
  "scenario.expected.value": "一个值",
  "scenario.expected.name": "一个尚未使用的名字",
  "scenario.expected.termName": "用 let ... be term 起过的名字",
  "scenario.expected.code": "一个错误码，例如 OVERLOADED",
  "scenario.expected.end": "行尾",
  "scenario.expected.clusterFirst": "cluster of 加节点数，而且要写在最前面",
  "scenario.expected.noSecondCluster": "一条语句；集群前面已经描述过了",
  "scenario.expected.timeouts": "选举超时的范围，最短值须小于最长值，例如 500ms..1s",
  "scenario.expected.heartbeat": "不超过最短选举超时三分之一的心跳间隔",
  "scenario.expected.lease": "短于最短选举超时的租约",
  "scenario.expected.size": "1 到 9 之间的节点数",

  "scenario.passed": "{file}：通过；{statements} 条语句，虚拟时间 {seconds} 秒",
  "scenario.passedLive": "{file}：通过；{statements} 条语句，用时 {seconds} 秒",
  "scenario.unfit": "{file}:{line}：这一行只有模拟器做得到（npm run simulate -- --scenario {file}）：{text}",
  "scenario.failed": "{file}:{line}：第 {seconds} 秒失败：{text}",
  "scenario.failed.notTrue": "这一条此刻不成立。",
  "scenario.failed.notInTime": "等了 {seconds} 秒，这一条仍不成立。",
  "scenario.failed.noAnswer": "预期：{seconds} 秒内成功。实际：没有答复。",
  "scenario.failed.answer": "预期：成功。实际：{answer}。",
  "scenario.failed.noFailure": "预期：失败。实际：{answer}。",
  "scenario.failed.otherFailure": "预期：以 {code} 失败。实际：{answer}。",
  "scenario.failed.value": "预期：{key} 的值为 {expected}。实际：{value}。",
  "scenario.failed.found": "“{checker}”检查器发现：{what}",
  "scenario.failed.nobody": "此刻没有 {node}。",
  "scenario.failed.refused": "做不到：{reason}。",
  "scenario.failed.onlySimulated": "只有模拟器能做这件事。",
  "scenario.answer.done": "成功",
  "scenario.answer.refused": "{code}，肯定没有执行",
  "scenario.answer.unknown": "{code}，可能已经执行",
  "scenario.nothing": "空",
  "scenario.there": "实际情况：",
  "scenario.node": "{node}：{role}，任期 {term}，已提交 {commit}，已应用 {applied}{lease}",
  "scenario.nodeDown": "{node}：已停止",
  "scenario.nodeStopped": "{node}：因 {code} 停止",
  "scenario.lease": "，持有租约",
  "scenario.replay": "查看全过程：{command}",

  "scenario.usage.unknownOption": "{option} 不能与 --scenario 一起使用。",
  "scenario.usage.missingFile": "--scenario 后面缺少文件名。",
  "scenario.usage.badSeed": "--seed 不能是“{value}”，应为整数。",
  "scenario.usage.missingTrace": "--trace 需要一个文件名，并且只能运行一个脚本。",
  "scenario.unreadable": "无法读取 {file}：{reason}。",
  "scenario.unwritable": "无法写入 {file}：{reason}。",
  "scenario.help":
    "npm run simulate -- --scenario 文件 [--scenario 文件 ...] [--seed S] [--trace 文件] [--json] [--lang en|zh]\n\n" +
    "在虚拟时间里演一段集群的故事；脚本语言见 docs/scenarios.zh.md。\n\n" +
    "  --scenario 文件  要发生什么、预期什么；可以写多次\n" +
    "  --seed S         决定消息和磁盘各用多少时间（1）\n" +
    "  --trace 文件     记下发生的一切\n" +
    "  --json           每个脚本一行 JSON，最后一行是汇总\n" +
    "  --lang en|zh     界面语言（默认取自 LC_ALL、LC_MESSAGES 或 LANG）\n\n" +
    "退出码：0 全部符合预期，1 有一个不符，2 文件或选项看不懂。",
  "scenario.helpLive":
    "node dist/cluster.js --scenario 文件 [--scenario 文件 ...] [--broker embedded|nats-server | --nats 地址[,地址]] [--seed S] [--json] [--lang en|zh]\n\n" +
    "在真实集群上演故事：一个接一个，每个都用新集群；脚本语言见 docs/scenarios.zh.md。\n\n" +
    "  --scenario 文件  要发生什么、预期什么；可以写多次\n" +
    "  --broker 哪一种  embedded（内嵌）或 nats-server（PATH 上的那个）（embedded）\n" +
    "  --nats 地址      用现成的服务器；--user、--creds 等选项与启动集群时相同\n" +
    "  --seed S         决定随机提问的客户端做些什么（1）\n" +
    "  --json           每个脚本一行 JSON，最后一行是汇总\n" +
    "  --lang en|zh     界面语言（默认取自 LC_ALL、LC_MESSAGES 或 LANG）\n\n" +
    "退出码：0 全部符合预期，1 有一个不符，或集群启动不了，2 文件或选项看不懂，或只有模拟器能演。",
};
