import { beforeEach, describe, expect, test } from "vitest";
import type { Entry } from "../../src/core/entry.ts";
import { MachineHost } from "../../src/driver/machine-host.ts";
import { RequestDesk } from "../../src/driver/request-desk.ts";
import { encodeEnvelope, Sessions } from "../../src/driver/sessions.ts";
import { GraftError } from "../../src/errors.ts";
import type { ClientResponse } from "../../src/ports/client-door.ts";
import { JournalMachine } from "./journal-machine.ts";
import { settledLeader, utf8 } from "./rig.ts";

const command = (index: number, text = `c${index}`, term = 1): Entry => ({
  type: "command",
  index,
  term,
  command: encodeEnvelope({ type: "propose", clientId: 0, sequence: 0, command: utf8(text) }),
});
const noOp = (index: number, term = 1): Entry => ({ type: "noOp", index, term });

let machine: JournalMachine;
let desk: RequestDesk;
let host: MachineHost;

beforeEach(() => {
  machine = new JournalMachine();
  let lastRequestId = 0;
  desk = new RequestDesk(0, () => ++lastRequestId);
  host = new MachineHost(new Sessions(machine), desk, 0);
});

/** The bytes of a snapshot after these commands. */
async function snapshotOf(...texts: string[]): Promise<Uint8Array[]> {
  const other = new MachineHost(new Sessions(new JournalMachine()), desk, 0);
  other.apply(texts.map((text, i) => command(i + 1, text)));
  const chunks: Uint8Array[] = [];
  for await (const chunk of other.snapshot()) chunks.push(chunk);
  return chunks;
}

async function* stream(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}

describe("committed entries", () => {
  test("reach the machine in their order, those that are not commands only counted", () => {
    host.apply([noOp(1), command(2), command(3)]);
    host.apply([noOp(4, 2), command(5, "c5", 2)]);
    expect(machine.journal).toEqual(["c2", "c3", "c5"]);
    expect(host.appliedIndex).toBe(5);
  });

  test("bring their outcome to who proposed them, and let reads of their index go", () => {
    const answers: ClientResponse[] = [];
    let served = 0;
    desk.answer(
      desk.openCommand(0, (answer) => answers.push(answer), { type: "register" }),
      { type: "accepted", index: 2, term: 1 },
      null,
    );
    desk.answer(
      desk.openRead(
        0,
        () => undefined,
        () => {
          served += 1;
        },
      ),
      { type: "readAt", index: 2 },
      null,
    );
    host.apply([command(1)]);
    expect([answers, served]).toEqual([[], 0]);
    host.apply([command(2)]);
    expect(answers).toEqual([{ type: "ok", index: 2, result: utf8("c2@2") }]);
    expect(served).toBe(1);
  });
});

describe("while a snapshot is taken up", () => {
  test("entries wait, and those that it holds are not applied again", async () => {
    host.awaitRestore();
    host.apply([command(2, "again"), command(3)]);
    expect([machine.journal, host.appliedIndex]).toEqual([[], 0]);
    await host.restore(2, stream(await snapshotOf("a", "b")));
    expect(machine.journal).toEqual(["a", "b", "c3"]);
    expect(host.appliedIndex).toBe(3);
  });

  test("and another is to follow, entries wait for that one as well", async () => {
    host.awaitRestore();
    host.awaitRestore();
    host.apply([command(4)]);
    await host.restore(2, stream(await snapshotOf("a", "b")));
    expect(machine.journal).toEqual(["a", "b"]);
    await host.restore(3, stream(await snapshotOf("a", "b", "c")));
    expect(machine.journal).toEqual(["a", "b", "c", "c4"]);
  });
});

test("entries that a snapshot held are not applied again, though they come after it was taken up", async () => {
  host.awaitRestore();
  await host.restore(3, stream(await snapshotOf("a", "b", "c")));
  host.apply([command(2, "again"), command(3, "again"), command(4)]);
  expect([machine.journal, host.appliedIndex]).toEqual([["a", "b", "c", "c4"], 4]);
});

describe("an exception in the machine", () => {
  test.each([
    ["a plain one", new Error("division by zero")],
    ["an operating error of the machine's own", new GraftError("INVALID_OPTION", "division by zero")],
  ])("(%s) is APPLY_FAILED and names the entry; nothing behind it is applied", (_kind, error) => {
    machine.onApply = (_command, index) => {
      if (index === 2) throw error;
    };
    expect(() => host.apply([command(1), command(2), command(3)])).toThrow(
      expect.objectContaining({
        code: "APPLY_FAILED",
        values: { index: 2, reason: "division by zero" },
        message: "entry 2: division by zero",
      }),
    );
    expect(machine.journal).toEqual(["c1"]);
  });

  test("stops the node, and the client is told that it may have been executed", async () => {
    const rig = await settledLeader({ size: 1 });
    rig.machine.onApply = () => {
      throw new Error("division by zero");
    };
    const asked = rig.propose("x");
    rig.clock.settle();
    rig.sync();
    await rig.driver.close();
    expect(rig.stopped.map((error) => error?.code)).toEqual(["APPLY_FAILED"]);
    expect(rig.stopped[0]?.values).toMatchObject({ index: 2 });
    expect(asked.answers).toMatchObject([{ code: "UNCERTAIN", mayHaveExecuted: true }]);
  });

  test("on a query is the client's: INVALID_REQUEST, and nothing is changed", () => {
    expect(host.query(utf8("nonsense"))).toMatchObject({ code: "INVALID_REQUEST", mayHaveExecuted: false });
    host.apply([command(1)]);
    expect(host.query(utf8("count"))).toEqual({ type: "ok", index: 1, result: utf8("1") });
  });
});

test("a snapshot is the state of its moment, though it is read while more is applied", async () => {
  host.apply([command(1, "a"), command(2, "b")]);
  const chunks = host.snapshot();
  host.apply([command(3, "c")]);
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  const other = new JournalMachine();
  const copy = new MachineHost(new Sessions(other), desk, 0);
  copy.awaitRestore();
  await copy.restore(2, stream(read));
  expect(other.journal).toEqual(["a", "b"]);
});
