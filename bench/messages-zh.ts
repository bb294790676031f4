/** 基准测试命令的中文说明。 */
import type { EN } from "./messages-en.ts";

export const ZH: Readonly<Record<keyof typeof EN, string>> = {
  help: `npm run bench -- 名称 [选项]

  election    从进程启动到选出第一个领导者
  failover    从故障发生到新领导者产生、取得租约、客户端的第一次写入得到确认
  transfer    计划内的领导权移交，以及客户端写入的中断时长
  heartbeat   心跳有多准时，空闲集群占用多少 CPU
  commit      提交与读取的延迟和吞吐
  scale       节点增多、日志变长时，哪些开销随之增长
  figure16    重做 Raft 论文图 16 的十条曲线
  endurance   数百万次提交期间的内存与磁盘

通用选项：
  --trials 次数       每个用例重复多少次（各项都有默认值，大约跑一分钟）
  --nodes 数目        集群节点数；能按规模分别测量的项目可以写多个，用逗号隔开
  --case 名称,名称    只跑其中几个用例
  --out 目录          写出 名称.json（含全部样本），并画成 名称.svg 和 名称.png
  --against 文件      与以前写出的 JSON 逐项比较
  --json              只输出一行摘要
  --cpu-prof 目录     把各线程的性能剖析写入该目录，并列出最耗时的函数
  --lang en|zh        本说明的语言（默认取自环境变量）
  --help

部分项目的选项：
  --broker embedded|nats-server      failover、transfer、heartbeat、commit（embedded）
  --peers graft,etcd,jetstream       failover（graft）、commit：与这些系统轮流测量
  --outstanding 数目,数目            commit：同时有多少个请求在途（1,16,128,256,1024）
  --connections 数目,数目            commit：客户端开多少个连接（1,8）
  --value-bytes 字节,字节            commit（256）
  --commits 次数、--snapshot-every 条数    endurance

按 Ctrl-C 会有序结束，并给出已经测得的结果。
每个数字旁都有机器负载：机器同时在忙别的事情时，测得的数字说明不了什么。
各项测的是什么，见 docs/benchmarks.zh.md。
`,
  "usage.noBench": "要跑哪一项？可选：{known}",
  "usage.unknownBench": "没有 {value} 这一项。可选：{known}",
  "usage.unknownBenchNear": "没有 {value} 这一项。是不是 {suggestion}？",
  "usage.extra": "{value}：一次只能跑一项",
  "usage.unknown": "没有选项 {value}。可用的有：{known}",
  "usage.unknownNear": "没有选项 {value}。是不是 {suggestion}？",
  "usage.noValue": "{option} 后面要有值",
  "usage.noValueWanted": "{option} 后面不带值",
  "usage.badValue": "{option} {value} 不合要求，允许的是：{allowed}",
  "usage.badPath": "{option} 是空的，需要一个路径",
  "usage.oneNumber": "{option} {value}：这一项只接受一个数",
  "usage.foreign": "{bench} 没有选项 {option}，它属于 {owners}",
  "usage.notBuilt": "找不到 {value}，请先执行 npm run build",
  "against.unreadable": "--against {file}：{reason}",
  "against.otherBench": "--against {file} 是 {found} 的结果，不是 {bench} 的",
  "against.otherMachine": "以前那次的机器或版本不同（{before}；现在是 {now}），比较时请留意",
  "against.head": "与 {file}（{date}）相比：",
  "against.spread": "{name}：p50 为 {p50} 倍（{p50Verdict}），p99 为 {p99} 倍（{p99Verdict}）",
  "against.rate": "{name}：{ratio} 倍（{verdict}）",
  "against.missing": "{name}：以前那次没有",
  "verdict.better": "更好",
  "verdict.worse": "更差",
  "verdict.noise": "在误差之内",
  circumstances: "负载：开始 {loadBefore}，结束 {load}；{cores} 核，{cpu}；node {node}；落盘：{sync}",
  interrupted: "中途停下，以下是已经测得的",
  written: "已写入：{files}",
  "noPicture.packages": "没有画图：{reason}（画图需要开发依赖，请执行 npm ci）",
  "noPicture.nothing": "没有画图：没有可画的内容",
  nothing: "什么也没有测到",
  "out.failed": "--out {folder}：{reason}",
};
