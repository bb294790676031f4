import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { isGraftError } from "../../src/errors.ts";
import { openClusterKeys } from "../../src/transport/cluster-keys.ts";
import { VirtualClock } from "./virtual-clock.ts";

const folder = mkdtempSync(join(tmpdir(), "graft-keys-"));
afterAll(() => rmSync(folder, { recursive: true }));

const A = "a1".repeat(32);
const B = "B2".repeat(32);
const C = "c3".repeat(40);

/** As an editor does: aside, then renamed. */
function put(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return path;
}

const hex = (keys: readonly Uint8Array[]): string[] => keys.map((key) => Buffer.from(key).toString("hex"));

describe("the file of a cluster's keys", () => {
  test("holds one a line; blank lines and comments are skipped", () => {
    const file = put("good", `# since May\n${A}  # the old one\r\n\n  ${B}\n${C}`);
    const keys = openClusterKeys(file, new VirtualClock(), () => {});
    expect(hex(keys())).toEqual([A, B.toLowerCase(), C]);
  });

  test.each([
    ["nothing", "", "with 0 keys"],
    ["comments alone", "# none yet\n", "with 0 keys"],
    ["a short key", `${A}\n${"a1".repeat(31)}\n`, "line 2"],
    ["half a byte too much", `${A}a\n`, "line 1"],
    ["what is no hex", `${"zz".repeat(32)}\n`, "line 1"],
    ["two keys on a line", `${A} ${B}\n`, "line 1"],
    ["five keys", [A, B, C, A, B].join("\n"), "with 5 keys"],
  ])("is refused with %s, and no key repeated", (_, text, place) => {
    const file = put("bad", text);
    let error: unknown;
    try {
      openClusterKeys(file, new VirtualClock(), () => {});
    } catch (thrown) {
      error = thrown;
    }
    if (!isGraftError(error)) throw new Error(String(error));
    expect([error.code, error.values.option]).toEqual(["INVALID_OPTION", "clusterKeyFile"]);
    expect(error.message).toContain(place);
    expect(error.message).not.toMatch(/a1a1|zzzz/);
  });

  test("is refused by name where it is not there", () => {
    expect(() => openClusterKeys(join(folder, "none"), new VirtualClock(), () => {})).toThrow(/none \(ENOENT\)/);
  });

  test("is taken over within a second of a change, and once", () => {
    const clock = new VirtualClock();
    const told: string[] = [];
    const file = put("changing", A);
    const keys = openClusterKeys(file, clock, (message, values) => told.push(`${message} ${JSON.stringify(values)}`));
    put("changing", `${A}\n${B}\n`);
    expect(hex(keys())).toEqual([A]);
    clock.advance(1000);
    expect(hex(keys())).toEqual([A, B.toLowerCase()]);
    clock.advance(5000);
    keys();
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('"keys":2');
    expect(told[0]).not.toContain(A);
  });

  test.each([
    ["is broken", (name: string) => put(name, "x")],
    ["goes away", (name: string) => rmSync(join(folder, name))],
  ])("that %s changes nothing but is complained of", (_, spoil) => {
    const clock = new VirtualClock();
    const told: string[] = [];
    const keys = openClusterKeys(put("spoilt", A), clock, (message) => told.push(message));
    spoil("spoilt");
    clock.advance(1000);
    expect(hex(keys())).toEqual([A]);
    expect(told).toEqual(["the cluster's keys stay as they were"]);
    put("spoilt", C);
    clock.advance(1000);
    expect(hex(keys())).toEqual([C]);
  });
});
