// The table of mutants: its format, and whether it still fits the sources.
//
// Law: a row that does not fit is an error, never skipped, so the table cannot rot. A row is a paragraph of mutants.txt:
//
//   [scenario 3] the rule that is taken out, in words
//   src/core/membership.ts
//   - the source text that is replaced: it stands in that file exactly once
//   + what takes its place (none: it is cut out)
//   test/core/scenarios-log.test.ts > words that the name of a test that must fail contains
//
// Several `-` or `+` lines are one text of as many lines. A rule that is kept twice is taken out in both places: each `-`
// that follows a `+`, or another file's name, begins another edit. Lines with `#` are comments.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const HEADING = /^\[([^\]]+)\] (.+)$/;
const CATCHER = /^(test\/\S+\.test\.ts) > (.+)$/;

export function parseTable(text) {
  const paragraphs = text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n")
    .split(/\n{2,}/);
  return paragraphs.filter((paragraph) => paragraph.trim() !== "").map((paragraph) => parseRow(paragraph.trim()));
}

function parseRow(paragraph) {
  const [heading = "", ...rest] = paragraph.split("\n");
  const [, guards, rule] = HEADING.exec(heading) ?? [];
  const [, testFile, words] = CATCHER.exec(rest.at(-1) ?? "") ?? [];
  const edits = parseEdits(rest.slice(0, -1));
  if (guards === undefined || testFile === undefined || edits.length === 0)
    throw new Error(`not a row of the table of mutants:\n${paragraph}`);
  return { guards, rule, edits, testFile, words };
}

function parseEdits(lines) {
  const edits = [];
  let file = "";
  let before = "";
  for (const line of lines) {
    const [, sign = "", text = line] = /^([-+])(?: (.*)|$)/.exec(line) ?? [];
    if (sign === "") file = line;
    if (sign === "-" && before !== "-") edits.push({ file, find: [], replace: [] });
    if (sign === "-") edits.at(-1)?.find.push(text);
    if (sign === "+") edits.at(-1)?.replace.push(text);
    before = sign;
  }
  return edits.map(({ find, replace, ...edit }) => ({ ...edit, find: find.join("\n"), replace: replace.join("\n") }));
}

/** The files of `row` below `root`, with its rule taken out. @throws where a text is not there exactly once */
export function mutated(root, { guards, rule, edits, testFile }) {
  const problem = (what) => new Error(`[${guards}] ${rule}: ${what}`);
  if (!existsSync(join(root, testFile))) throw problem(`there is no ${testFile}`);
  const sources = new Map();
  for (const { file, find, replace } of edits) {
    if (!existsSync(join(root, file))) throw problem(`there is no ${file}`);
    const source = sources.get(file) ?? readFileSync(join(root, file), "utf8");
    const places = find === "" ? 0 : source.split(find).length - 1;
    if (places !== 1) throw problem(`its text stands ${places} times in ${file}, not once:\n${find}`);
    sources.set(
      file,
      source.replace(find, () => replace),
    );
  }
  return sources;
}
