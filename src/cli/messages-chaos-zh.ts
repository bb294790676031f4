/** 关于混沌测试与哨兵的中文消息。 */
export const CHAOS_ZH = {
  "usage.needsChaos": "{option} 要与 --chaos 同用：请一并给出 --chaos gentle、rough 或 brutal。",
  "usage.missingOption": "缺少 {option}，它没有默认值。",
  "allowed.chaos": "gentle、rough 或 brutal",
  "allowed.seed": "0 到 999999999 的整数",
  "allowed.history": "要写入的文件",
  "help.chaos": "客户端读写、检查器旁观的同时随机制造故障；最后全部恢复并给出结论",
  "help.seed": "--chaos 的种子，决定制造哪些故障：种子相同，计划相同（默认随机，并会显示）",
  "help.history": "把 --chaos 的客户端所问所得写入文件，每行一个 JSON 对象",
  "help.sentinel": "不启动任何节点：只在 --nats 上旁听一个集群，指出违反 Raft 规则之处",

  "chaos.begins": "混沌测试 {level}，种子 {seed}：客户端开始写入，故障随即开始",
  "chaos.calm": "故障已全部恢复；等待每个节点应用全部日志，并读回已确认的写入",
  "chaos.violation": "违规，{checker}：{what}",
  "chaos.ok": "结论：没有违规",
  "chaos.violated": "结论：{count} 处违规",
  "chaos.summary":
    "{level}，种子 {seed}，{duration}：{operations} 次操作（其中 {unknown} 次结果不明），{faults} 次故障，{leaderChanges} 次领导者变更；最长 {outage} 没有写入得到确认",
  "chaos.again": "重现同样的故障：--chaos {level} --seed {seed}",

  "sentinel.intro":
    "在 NATS 上旁听一个集群而不参与其中，指出违反 Raft 规则之处：同一任期有两个领导者、重复投票、任期或提交位置倒退、已提交的日志不一致。",
  "sentinel.usage": "用法：{program} --sentinel --nats URL [选项]",
  "sentinel.exit": "直到 Ctrl-C，或到 --duration 为止。退出码：0 没有违规，1 有违规，2 用法错误。",
  "sentinel.protocol": "集群所用的协议；graft：Go 库的协议，只有选举",
  "sentinel.listens": "正在 {nats} 上旁听 {name}",
  "sentinel.breach": "违规，{law}：{what}",
  "sentinel.nothing": "什么也没有听到：这个名字的集群在运行吗？",
  "sentinel.summary":
    "{breaches} 处违规；共听到 {frames} 条消息，{leaders} 个领导者，最高任期 {term}，已提交到第 {index} 条日志，比对节点已应用内容 {comparisons} 次；{unreadable} 条消息无法理解，断开连接 {gaps} 次",
} as const;
