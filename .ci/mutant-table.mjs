// The table of the mutants, as docs/ has it, in both languages.
import { MUTANTS_IN_CHINESE } from "./mutants-zh.mjs";

const INTRODUCTION = `# Mutants: does the simulator bite?

A simulator that has never found anything may be blind. So known bugs are put into a copy of the code, one at a time, and
each must be caught. They are the hazards of nats-io/graft, bugs that other Raft systems have shipped, and rules of our own
that a change could quietly lose. A mutant is a few replacements of text (\`.ci/mutant-list.mjs\`), made while the bundle is
built; nothing in \`src/\` knows of them. "Seeds" counts the runs up to the one that fails, that one included; "simulated" is the time that
passed in all of them.

This table is written by \`npm run simulate -- --mutants --write-docs\`.

| mutant | what it breaks | caught by | seeds | simulated (s) |
|---|---|---|---:|---:|
`;

const INTRODUCTION_ZH = `# 变异体：模拟器抓得住错误吗？

一个从没发现过问题的模拟器，也可能只是看不见问题。因此我们把已知的错误逐个放进代码副本，每一个都必须被抓住：nats-io/graft
的隐患、其他 Raft 系统发布过的缺陷，以及我们自己的规则（某次改动可能悄悄丢掉它们）。变异体是构建时对源码文本的几处替换
（\`.ci/mutant-list.mjs\`），\`src/\` 对此一无所知。“种子”是到失败的那一次为止共运行了多少个种子（含失败的那次），
“模拟时间”是这些运行中流逝的虚拟时间之和。

本表由 \`npm run simulate -- --mutants --write-docs\` 生成。

| 变异体 | 破坏了什么 | 由谁抓住 | 种子 | 模拟时间（秒） |
|---|---|---|---:|---:|
`;

const ROW = /^\| `([a-z-]+)` \| .* \| ([^|]+) \| (\d+) \| (\d+) \|$/gm;

const row = ({ name, checker, seeds, seconds }, what) =>
  `| \`${name}\` | ${what} | ${checker} | ${seeds} | ${seconds} |\n`;

/** What a table says so far, by name. */
export const rowsOf = (text) =>
  new Map(
    [...text.matchAll(ROW)].map(([, name, checker, seeds, seconds]) => [name, { name, checker, seeds, seconds }]),
  );

/**
 * What goes into which file. `found`: what was hunted now; of the others `before`, the English table, tells.
 * @throws Error of one that was never hunted
 */
export function mutantTables(mutants, found, before) {
  const known = rowsOf(before);
  for (const { name, caught, checker, seeds, simulatedMs, faults } of found) {
    const where = faults === undefined ? "" : ` (\`--faults ${faults}\`)`;
    const seconds = (simulatedMs / 1000).toFixed(0);
    known.set(name, { name, checker: `${caught ? checker : "**nobody**"}${where}`, seeds, seconds });
  }
  const table = (introduction, whatOf) =>
    mutants.reduce((text, mutant) => {
      const result = known.get(mutant.name);
      if (result === undefined) throw new Error(`${mutant.name} has no row yet: hunt it as well`);
      return text + row(result, whatOf(mutant));
    }, introduction);
  return [
    ["docs/mutants.md", table(INTRODUCTION, ({ what }) => what)],
    [
      "docs/mutants.zh.md",
      table(INTRODUCTION_ZH, ({ name }) => MUTANTS_IN_CHINESE[name]).replaceAll("**nobody**", "**没有抓住**"),
    ],
  ];
}
