/** Each script's commands must leave the trace written below them. `UPDATE_GOLDEN=1` writes what they leave now. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseBlocks, printBlocks, runBlocks } from "./script.ts";

const folder = new URL("scripts/", import.meta.url);
const update = process.env.UPDATE_GOLDEN === "1";
const files = readdirSync(folder).filter((name) => name.endsWith(".txt"));

describe("scripted scenarios leave their golden traces", () => {
  test.each(files)("%s", (file) => {
    const url = new URL(file, folder);
    const text = readFileSync(url, "utf8");
    const left = printBlocks(runBlocks(parseBlocks(text)));
    if (update) writeFileSync(url, left);
    else expect(left).toBe(text);
  });
});

describe("the script language", () => {
  test("refuses a command that it does not know", () => {
    expect(() => runBlocks(parseBlocks("cluster n1\nexplode n1\n"))).toThrow("no such command: explode");
  });

  test("refuses a node that is not in the cluster", () => {
    expect(() => runBlocks(parseBlocks("cluster n1\ncrash n2\n"))).toThrow("no node n2");
  });

  test("a changed trace is a difference", () => {
    const text = "cluster n1\nconnect n1\n----\nn1 is connected\n";
    expect(printBlocks(runBlocks(parseBlocks(text)))).toBe(text);
    expect(printBlocks(runBlocks(parseBlocks(text.replace("n1 is", "n2 is"))))).toBe(text);
  });
});
