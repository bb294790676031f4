import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeEnvelope, SESSIONS_MAX, Sessions } from "../../src/driver/sessions.ts";
import type { ClientRequest } from "../../src/ports/client-door.ts";
import type { StateMachine } from "../../src/ports/state-machine.ts";

/** Remembers all that it was told, so that no difference can hide. */
class Recorder implements StateMachine {
  lines: string[] = [];

  apply(command: Uint8Array, index: number): Uint8Array {
    this.lines.push(`${index}:${new TextDecoder().decode(command)}`);
    return new TextEncoder().encode(`#${this.lines.length}`);
  }

  query(): Uint8Array {
    return new TextEncoder().encode(this.lines.join());
  }

  snapshot(): Iterable<Uint8Array> {
    return [new TextEncoder().encode(JSON.stringify(this.lines))];
  }

  async restore(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    this.lines = JSON.parse((await joined(chunks)).toString());
  }
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function* cutInto(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

type Proposal = Exclude<ClientRequest, { type: "read" }>;

const propose = (clientId: number, sequence: number, text: string): Proposal => ({
  type: "propose",
  clientId,
  sequence,
  command: new TextEncoder().encode(text),
});

function rig() {
  const machine = new Recorder();
  const sessions = new Sessions(machine);
  const apply = (request: Proposal, index: number) => {
    const response = sessions.apply(encodeEnvelope(request), index);
    return response.type === "ok"
      ? { index: response.index, result: new TextDecoder().decode(response.result) }
      : { code: response.code, mayHaveExecuted: response.mayHaveExecuted };
  };
  return { machine, sessions, apply };
}

describe("a session", () => {
  test("begins by an entry, whose index is the client's id", () => {
    const { apply } = rig();
    expect(apply({ type: "register" }, 7)).toEqual({ index: 7, result: "" });
    expect(apply(propose(7, 1, "a"), 8)).toEqual({ index: 8, result: "#1" });
  });

  test("is never made by being used", () => {
    const { apply, machine, sessions } = rig();
    for (const sequence of [1, 2])
      expect(apply(propose(7, sequence, "a"), 8)).toEqual({ code: "SESSION_EXPIRED", mayHaveExecuted: true });
    expect([machine.lines, sessions.count]).toEqual([[], 0]);
  });

  test("answers a retry with the first result and the first index", () => {
    const { apply, machine } = rig();
    apply({ type: "register" }, 1);
    expect(apply(propose(1, 1, "a"), 2)).toEqual({ index: 2, result: "#1" });
    expect(apply(propose(1, 1, "a"), 3)).toEqual({ index: 2, result: "#1" });
    expect(machine.lines).toEqual(["2:a"]);
  });

  test("tells what became of a command without an entry, and of one that it has not executed nothing", () => {
    const { apply, sessions } = rig();
    apply({ type: "register" }, 1);
    const done = apply(propose(1, 2, "b"), 3);
    expect(sessions.outcomeOf(1, 2)).toMatchObject({ type: "ok", index: 3, result: new TextEncoder().encode("#1") });
    expect(done).toEqual({ index: 3, result: "#1" });
    expect(sessions.outcomeOf(1, 1)).toMatchObject({ code: "INVALID_REQUEST", mayHaveExecuted: true });
    expect([sessions.outcomeOf(1, 3), sessions.outcomeOf(2, 1), sessions.outcomeOf(0, 0)]).toEqual([null, null, null]);
  });

  test("shuts out a sequence that the client has left behind, executed or not", () => {
    const { apply, machine } = rig();
    apply({ type: "register" }, 1);
    apply(propose(1, 3, "c"), 2);
    expect(apply(propose(1, 2, "b"), 3)).toEqual({ code: "INVALID_REQUEST", mayHaveExecuted: true });
    expect(machine.lines).toEqual(["2:c"]);
  });

  test("expires when enough others have been used since it was, and no other does", () => {
    const { apply, sessions } = rig();
    for (let index = 1; index <= SESSIONS_MAX; index += 1) apply({ type: "register" }, index);
    apply(propose(1, 1, "alive"), SESSIONS_MAX + 1);
    apply({ type: "register" }, SESSIONS_MAX + 2);
    expect(sessions.count).toBe(SESSIONS_MAX);
    expect(apply(propose(2, 1, "x"), SESSIONS_MAX + 3)).toMatchObject({ code: "SESSION_EXPIRED" });
    expect(apply(propose(1, 2, "x"), SESSIONS_MAX + 4)).toMatchObject({ result: "#2" });
    expect(apply(propose(3, 1, "x"), SESSIONS_MAX + 5)).toMatchObject({ result: "#3" });
  });

  test.each([
    ["executed", 1],
    ["left behind", 0],
  ])("is used by each command, be it a retry of one that was %s", (_, past) => {
    const { apply } = rig();
    for (let index = 1; index <= SESSIONS_MAX; index += 1) apply({ type: "register" }, index);
    const last = SESSIONS_MAX + 1;
    apply(propose(1, 2, "x"), last);
    for (let index = 2; index <= SESSIONS_MAX; index += 1) apply(propose(index, 1, "x"), last + index);
    apply(propose(1, 1 + past, "x"), 3 * last);
    apply({ type: "register" }, 3 * last + 1);
    expect(apply(propose(1, 3, "x"), 3 * last + 2)).toHaveProperty("result");
    expect(apply(propose(2, 2, "x"), 3 * last + 3)).toMatchObject({ code: "SESSION_EXPIRED" });
  });

  test("expires on a node that has its state from a snapshot when it does on the others", async () => {
    const [one, restored] = [rig(), rig()];
    for (let index = 1; index <= SESSIONS_MAX; index += 1) one.apply({ type: "register" }, index);
    for (const [at, client] of [1, 3, 2].entries()) one.apply(propose(client, 1, "x"), SESSIONS_MAX + 1 + at);
    await restored.sessions.restore(one.sessions.snapshot());
    for (const { apply } of [one, restored]) apply(propose(4, 1, "x"), SESSIONS_MAX + 10);
    // All but the first four, which were used since, and of those two in the order of their use.
    for (let count = 1; count <= SESSIONS_MAX - 2; count += 1)
      for (const { apply } of [one, restored]) apply({ type: "register" }, 2 * SESSIONS_MAX + count);
    for (const [client, isThere] of [
      [1, false],
      [3, false],
      [2, true],
      [4, true],
    ] as const)
      for (const { apply } of [one, restored])
        expect(apply(propose(client, 2, "x"), 4 * SESSIONS_MAX + client)).toHaveProperty(isThere ? "result" : "code");
  });

  test.each([
    ["a client's id", 2 ** 53, 1],
    ["a sequence", 1, 2 ** 53],
    ["a sequence", 1, 0],
  ])("is not touched by %s that can be none", (_, clientId, sequence) => {
    const { sessions, machine } = rig();
    sessions.apply(encodeEnvelope({ type: "register" }), 1);
    const envelope = Buffer.alloc(18, 2);
    envelope.writeBigUInt64BE(BigInt(clientId), 1);
    envelope.writeBigUInt64BE(BigInt(sequence), 9);
    expect(sessions.apply(envelope, 2)).toMatchObject({ type: "error", code: "INVALID_REQUEST" });
    expect(machine.lines).toEqual([]);
  });

  test("is not needed: a command without one is executed each time", () => {
    const { apply, machine } = rig();
    apply(propose(0, 0, "a"), 1);
    apply(propose(0, 0, "a"), 2);
    expect(machine.lines).toEqual(["1:a", "2:a"]);
  });

  test("keeps a result of its own, whatever becomes of the machine's buffer", () => {
    const buffer = Buffer.from("first");
    const machine = Object.assign(new Recorder(), { apply: () => buffer });
    const sessions = new Sessions(machine);
    sessions.apply(encodeEnvelope({ type: "register" }), 1);
    sessions.apply(encodeEnvelope(propose(1, 1, "a")), 2);
    buffer.write("other");
    const again = sessions.apply(encodeEnvelope(propose(1, 1, "a")), 3);
    expect(again.type === "ok" && Buffer.from(again.result).toString()).toBe("first");
  });
});

/** A log in which each client goes on only after its command, while old copies of it may turn up at any later place. */
const history = fc
  .array(fc.record({ client: fc.integer({ min: 1, max: 3 }), isRetry: fc.boolean(), back: fc.nat(4) }), {
    maxLength: 40,
  })
  .map((steps) => {
    const last = new Map<number, number>();
    return steps.map(({ client, isRetry, back }) => {
      const sequence = last.get(client) ?? 0;
      if (isRetry && sequence > 0) return { client, sequence: Math.max(1, sequence - back), isFirst: false };
      last.set(client, sequence + 1);
      return { client, sequence: sequence + 1, isFirst: true };
    });
  });

const requestOf = ({ client, sequence }: { client: number; sequence: number }): Proposal =>
  propose(client, sequence, `${client}/${sequence}`);

const REGISTERED = 3;

function registered() {
  const made = rig();
  for (let index = 1; index <= REGISTERED; index += 1) made.apply({ type: "register" }, index);
  return made;
}

describe("exactly once", () => {
  test("whatever is repeated and comes late, the machine sees each command once, and in order", () => {
    fc.assert(
      fc.property(history, (steps) => {
        const [noisy, plain] = [registered(), registered()];
        for (const [at, step] of steps.entries()) {
          noisy.apply(requestOf(step), REGISTERED + 1 + at);
          if (step.isFirst) plain.apply(requestOf(step), REGISTERED + 1 + at);
        }
        expect(noisy.machine.lines).toEqual(plain.machine.lines);
      }),
    );
  });

  test("a snapshot and its restoration, at any point and however cut, change no answer and no state", async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.nat(40), fc.integer({ min: 1, max: 30 }), async (steps, when, cut) => {
        const through = registered();
        let other = registered();
        for (const [at, step] of steps.entries()) {
          if (at === when) {
            const bytes = await joined(through.sessions.snapshot());
            other = rig();
            await other.sessions.restore(cutInto(bytes, cut));
            expect(await joined(other.sessions.snapshot())).toEqual(bytes);
          }
          const index = REGISTERED + 1 + at;
          expect(other.apply(requestOf(step), index)).toEqual(through.apply(requestOf(step), index));
        }
        expect(await joined(other.sessions.snapshot())).toEqual(await joined(through.sessions.snapshot()));
      }),
    );
  });
});

describe("a snapshot", () => {
  test("is of the moment when it is asked for", async () => {
    const { apply, sessions } = registered();
    const expected = await joined(sessions.snapshot());
    const chunks = sessions.snapshot();
    apply(propose(1, 1, "later"), 9);
    apply({ type: "register" }, 10);
    expect(await joined(chunks)).toEqual(expected);
  });

  test("that ends within the sessions, or is of another version, is refused", async () => {
    const { sessions } = registered();
    const bytes = await joined(sessions.snapshot());
    const refused = { code: "SNAPSHOT_UNREADABLE" };
    for (const end of [0, 3, 5, 40])
      await expect(rig().sessions.restore(cutInto(bytes.subarray(0, end), 7))).rejects.toMatchObject(refused);
    bytes.writeUInt8(2);
    await expect(rig().sessions.restore(cutInto(bytes, 7))).rejects.toMatchObject(refused);
  });
});

test("an entry of no known kind has the same answer everywhere, and reaches no machine", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), (noise) => {
      fc.pre(noise[0] !== 3 && !(noise[0] === 1 && noise.length === 1));
      const { machine, sessions } = rig();
      const response = sessions.apply(noise, 1);
      expect(response).toMatchObject({ type: "error", code: expect.stringMatching(/INVALID_REQUEST|SESSION_EXPIRED/) });
      expect(machine.lines).toEqual([]);
    }),
  );
});

describe("envelopes", () => {
  test("are copies of their own, however many are made after them, and of whatever size", () => {
    const commands = Array.from({ length: 2000 }, (_, at) => new Uint8Array((at * 37) % 9000).fill(at));
    const envelopes = commands.map((command) => {
      const given = command.slice();
      const envelope = encodeEnvelope({ type: "propose", clientId: 0, sequence: 0, command: given });
      given.fill(255);
      return envelope;
    });
    for (const [at, envelope] of envelopes.entries())
      expect(Buffer.compare(envelope.subarray(1), commands[at] ?? new Uint8Array())).toBe(0);
  });
});

test.each([
  ["outside of a session", 0, 0],
  ["in a session", 7, 1],
])("a command %s is copied as it is taken: what becomes of its bytes changes no entry", (_, clientId, sequence) => {
  const command = new Uint8Array([1, 2, 3]);
  const envelope = encodeEnvelope({ type: "propose", clientId, sequence, command });
  const before = [...envelope];
  command.fill(9);
  expect([...envelope]).toEqual(before);
});
