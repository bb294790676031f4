/** The prompt as a person meets it: the built program, on a terminal, with keys pressed one after the other. */
import { describe, expect, test } from "vitest";
import { hasTerminal, Terminal } from "./run-terminal.ts";

const CTRL_C = "\x03";
const LEADS = /(n\d) leads term (\d+)/;

describe.skipIf(!hasTerminal)(
  "on a terminal (skipped: there is no `script` of util-linux)",
  { timeout: 90_000 },
  () => {
    test("a leader is cut off, another one is seen, all is healed, and why is read", async () => {
      const terminal = new Terminal(["--size", "3"]);
      const [, first] = await terminal.seen(LEADS);
      terminal.type("partition leader\r");
      await terminal.seen(/no message passes between n\d and n\d, n\d for 1 m 00 s/);
      const [, next] = await terminal.seen(new RegExp(`((?!${first})n\\d) leads term \\d+: `));
      expect(next).not.toBe(first);
      terminal.type("heal\r");
      await terminal.seen(/all is healed; faults ended: 1/);
      await terminal.seen(new RegExp(`${next} leads term \\d+[^\\n]*: ${first} was cut off`));
      terminal.type("why\r");
      await terminal.seen(new RegExp(`> why\\n +${next} leads term \\d+: ${first} was cut off`));
      terminal.type("quit\r");
      expect(await terminal.exitCode()).toBe(0);
      expect(terminal.text()).toMatch(/cluster stopped after [^\n]*$/);
    });

    test("Ctrl-C empties the line, and on an empty one ends the cluster in good order", async () => {
      const terminal = new Terminal(["--size", "1", "--lang", "zh"]);
      await terminal.seen(/n1 领导任期 \d+/);
      terminal.type("crash 领");
      await terminal.seen(/> crash 领$/);
      terminal.type(CTRL_C);
      await terminal.seen(/>$/);
      terminal.type(CTRL_C);
      expect(await terminal.exitCode()).toBe(0);
      expect(terminal.text()).toMatch(/集群已停止[^\n]*$/);
      expect(terminal.text()).not.toContain("> crash");
    });

    test("there is no prompt where --no-prompt says so: what is typed is nobody's, and Ctrl-C is the terminal's", async () => {
      const terminal = new Terminal(["--size", "1", "--no-prompt"]);
      await terminal.seen(/n1 leads term \d+/);
      terminal.type("quit\r");
      terminal.type(CTRL_C);
      expect(await terminal.exitCode()).toBe(0);
      expect(terminal.text()).not.toContain("> quit");
    });
  },
);
