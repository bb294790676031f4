/** What `npm run simulate -- --help` says. Law: each option stands in both languages, in the same order (a test compares). */
import type { Language } from "./core-words.ts";
import { PROFILES } from "./faults/profiles.ts";

const profiles = (between: string): string => Object.keys(PROFILES).join(between);

const EN =
  "npm run simulate -- [--seeds N] [--seed S] [--nodes 3..7] [--faults PROFILE] [--minutes M] [--threads T]\n" +
  "  [--trace FILE] [--json] [--lang en|zh]\n" +
  "npm run simulate -- --sum FILE FILE ... [--json]\n" +
  "npm run simulate -- --mutants [--only NAME,NAME] [--seeds N] [--seed S] [--faults PROFILE] [--write-docs] [--json]\n" +
  "npm run simulate -- --mutants --model --only NAME [--depth D]\n" +
  "npm run simulate -- --replay FILE [--trace] [--json] [--lang en|zh]\n" +
  "npm run simulate -- --model [--depth D] [--states N] [--json] [--lang en|zh]\n" +
  "npm run simulate -- --scenario FILE [--seed S] [--trace FILE] [--json] [--lang en|zh]     (more: --scenario --help)\n\n" +
  "  --seeds N     how many worlds to run (100)\n" +
  "  --seed S      the first one's seed (1)\n" +
  "  --nodes N     voters at the beginning, 3 to 7 (each seed decides)\n" +
  `  --faults NAME what goes wrong above all: ${profiles(", ")} (each seed decides)\n` +
  "  --minutes M   begins no more worlds after so long; without --seeds, as many as fit\n" +
  "  --threads T   threads to share them (one a core)\n" +
  "  --trace FILE  runs the first seed alone and writes down all that happens\n" +
  "  --skip 1-3,7  leaves out these faults of the seed; --fault-ms N: nothing goes wrong after that (with --trace)\n" +
  "  --no-shrink   a seed that fails is not made smaller\n" +
  "  --json        a summary of one line\n" +
  "  --sum         adds up such summaries, of files that end with one: a campaign of very many seeds can be run in parts\n" +
  "  --lang LANG   of this text: en or zh (from the environment)\n" +
  "  --mutants     puts known bugs into the code, one at a time, and hunts each; in a checkout only\n" +
  "  --replay FILE takes again what a node has recorded, and compares each step\n" +
  "  --model       every state that an election of three servers may come to\n" +
  "  --scenario F  plays a story that somebody has written (docs/scenarios.md)\n\n" +
  "Ctrl-C ends it with the worlds that are under way, a summary of those that were run, where to go on, and exit code 130.\n";

const ZH =
  "npm run simulate -- [--seeds 数目] [--seed 种子] [--nodes 3..7] [--faults 类别] [--minutes 分钟] [--threads 线程数]\n" +
  "  [--trace 文件] [--json] [--lang en|zh]\n" +
  "npm run simulate -- --sum 文件 文件 ... [--json]\n" +
  "npm run simulate -- --mutants [--only 名称,名称] [--seeds 数目] [--seed 种子] [--faults 类别] [--write-docs] [--json]\n" +
  "npm run simulate -- --mutants --model --only 名称 [--depth 步数]\n" +
  "npm run simulate -- --replay 文件 [--trace] [--json] [--lang en|zh]\n" +
  "npm run simulate -- --model [--depth 步数] [--states 数目] [--json] [--lang en|zh]\n" +
  "npm run simulate -- --scenario 文件 [--seed 种子] [--trace 文件] [--json] [--lang en|zh]     （详见 --scenario --help）\n\n" +
  "  --seeds 数目     要跑多少个模拟世界（100）\n" +
  "  --seed 种子      第一个世界的种子（1）\n" +
  "  --nodes 数目     起初有几个投票成员，3 到 7（默认由种子决定）\n" +
  `  --faults 类别    以哪类故障为主：${profiles("、")}（默认由种子决定）\n` +
  "  --minutes 分钟   到时间就不再开始新的世界；不写 --seeds 时，能跑多少就跑多少\n" +
  "  --threads 线程数 由几个线程分担（默认每核一个）\n" +
  "  --trace 文件     只跑第一个种子，把发生的一切写入文件\n" +
  "  --skip 1-3,7     去掉该种子的这几个故障；--fault-ms 毫秒：此后不再出故障（两者都与 --trace 同用）\n" +
  "  --no-shrink      种子失败后不再缩减\n" +
  "  --json           只输出一行摘要\n" +
  "  --sum            把若干文件末行的摘要加在一起：种子太多时可以分几次跑\n" +
  "  --lang 语言      本说明的语言：en 或 zh（默认取自环境变量）\n" +
  "  --mutants        每次往代码里放一个已知的错误，看能否抓到；只能在源码目录里用\n" +
  "  --replay 文件    把某个节点录下的事件重走一遍，逐步比对\n" +
  "  --model          穷举三个节点的选举所能到达的每个状态\n" +
  "  --scenario 文件  演一遍写好的剧本（docs/scenarios.zh.md）\n\n" +
  "按 Ctrl-C：跑完手上的世界就停，给出已跑部分的摘要和接着跑的命令，退出码 130。\n";

export const usage = (language: Language): string => (language === "zh" ? ZH : EN);
