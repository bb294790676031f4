import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Broker, startBroker } from "../../src/broker/server.ts";
import type { ClientRequest, ClientResponse, Respond } from "../../src/ports/client-door.ts";
import { createNatsDoor } from "../../src/transport/nats-door.ts";
import { createRequester, type RequestOutcome } from "../../src/transport/nats-requester.ts";
import { connectNats, type NatsLink } from "../../src/transport/nats-transport.ts";
import { answersFrom, batchFrom, encodeAnswers, encodeBatch } from "../../src/wire/client-batches.ts";
import { createClientCodec } from "../../src/wire/client-codec.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { WeakLine } from "./weak-line.ts";

const codec = createClientCodec();
const PROPOSE = "graft.zy.propose";
const WAIT_MS = 5000;
const cleanups: (() => Promise<void>)[] = [];
let broker: Broker;

beforeEach(async () => {
  broker = await startBroker();
  cleanups.push(() => broker.close());
});

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function linkTo(url = broker.url): Promise<NatsLink> {
  const link = await connectNats({ servers: [url], name: "test" });
  cleanups.push(() => link.close());
  return link;
}

const proposal = (...command: number[]): Uint8Array =>
  codec.encodeRequest({ type: "propose", clientId: 0, sequence: 0, command: new Uint8Array(command) });

const done = (index: number, result = new Uint8Array()): ClientResponse => ({ type: "ok", index, result });

function responseOf(outcome: RequestOutcome): ClientResponse {
  if (outcome.kind !== "reply") throw new Error(`no reply: ${outcome.kind}`);
  const decoded = codec.decodeResponse(outcome.bytes);
  if (!decoded.ok) throw new Error(decoded.problem);
  return decoded.response;
}

/** A node that leaves the answers to the test. */
async function door() {
  const link = await linkTo();
  const door = createNatsDoor({ link, clusterName: "zy", nodeId: "n1" });
  const asked: { request: ClientRequest; respond: Respond }[] = [];
  door.open((request, respond) => asked.push({ request, respond }));
  await link.flush();
  return { link, door, asked };
}

/** Whoever leads, as seen on the wire: messages as they come, answered by the test. */
async function leader() {
  const link = await linkTo();
  const messages: { bytes: Uint8Array; reply: string }[] = [];
  link.subscribe(
    PROPOSE,
    ({ bytes, reply }) => messages.push({ bytes: bytes.slice(), reply }),
    () => {},
  );
  await link.flush();
  return { link, messages };
}

async function asker(clock?: VirtualClock, url?: string) {
  const link = await linkTo(url);
  const requester = createRequester({ link: link, clusterName: "zy", ...(clock === undefined ? {} : { clock }) });
  const outcomes: RequestOutcome[] = [];
  const ask = (bytes: Uint8Array, timeoutMs = WAIT_MS): void => {
    const place = outcomes.length;
    outcomes.push({ kind: "timedOut" });
    requester.ask(PROPOSE, bytes, timeoutMs, (outcome) => {
      outcomes[place] = outcome.kind === "reply" ? { kind: "reply", bytes: outcome.bytes.slice() } : outcome;
    });
  };
  return { link, requester, outcomes, ask };
}

/** All that was sent until now has been read. */
async function settled(...links: NatsLink[]): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  for (const link of [...links, ...links]) await link.flush();
}

describe("the requests of a turn", () => {
  test("leave in one message and in their order, but for the first, which waits for none", async () => {
    const { link, messages } = await leader();
    const client = await asker();
    for (const command of [1, 2, 3, 4]) client.ask(proposal(command));
    expect(client.requester.waiting).toBe(4);
    await settled(client.link, link);
    expect(messages.map(({ bytes }) => batchFrom(bytes)?.map((each) => [...each]) ?? [...bytes])).toEqual([
      [...proposal(1)],
      [2, 3, 4].map((command) => [...proposal(command)]),
    ]);
  });

  test("leave in several messages where one would be too large", async () => {
    const { link, messages } = await leader();
    const client = await asker();
    for (let count = 0; count <= 100; count += 1) client.ask(proposal(...new Array<number>(2000).fill(count)));
    await settled(client.link, link);
    const batches = messages.slice(1).map(({ bytes }) => batchFrom(bytes)?.length ?? 1);
    expect(batches.reduce((sum, count) => sum + count)).toBe(100);
    expect(batches.length).toBeGreaterThan(2);
    for (const { bytes } of messages) expect(bytes.length).toBeLessThanOrEqual(64 * 1024);
  });

  test("are each given their own answer, as they come, whichever comes first", async () => {
    const { link, asked } = await door();
    const client = await asker();
    for (const command of [0, 1, 2, 3]) client.ask(proposal(command));
    await settled(client.link, link);
    for (const place of [3, 1]) asked[place]?.respond(done(10 + place, new Uint8Array([place])));
    await settled(link, client.link);
    expect(client.requester.waiting).toBe(2);
    for (const place of [2, 0]) asked[place]?.respond(done(10 + place, new Uint8Array([place])));
    await settled(link, client.link);
    const places = [0, 1, 2, 3];
    expect(client.outcomes.map(responseOf)).toEqual(places.map((place) => done(10 + place, new Uint8Array([place]))));
    expect(client.requester.waiting).toBe(0);
  });

  test("are all told where nobody leads, or where one answer is given to the whole message", async () => {
    const client = await asker();
    for (const command of [1, 2, 3]) client.ask(proposal(command));
    await settled(client.link);
    expect(client.outcomes).toEqual(new Array(3).fill({ kind: "noResponders" }));
    const { link, messages } = await leader();
    for (const command of [1, 2, 3]) client.ask(proposal(command));
    await settled(client.link, link);
    const refusal = {
      type: "error",
      code: "INVALID_REQUEST",
      message: "no batches here",
      mayHaveExecuted: false,
    } as const;
    for (const { reply } of messages) link.publish(reply, codec.encodeResponse({ ...refusal, leader: null }));
    await settled(link, client.link);
    expect(client.outcomes.slice(3).map(responseOf)).toEqual(new Array(3).fill({ ...refusal, leader: null }));
  });

  test("run out of time each at its own deadline; an answer that comes later is dropped", async () => {
    const { link, messages } = await leader();
    const clock = new VirtualClock();
    const client = await asker(clock);
    for (const timeoutMs of [300, 100, 200]) client.ask(proposal(1), timeoutMs);
    clock.advance(0);
    await settled(client.link, link);
    const waiting: number[] = [];
    for (const byMs of [99, 2, 98, 2, 98, 2]) {
      clock.advance(byMs);
      waiting.push(client.requester.waiting);
    }
    expect(waiting).toEqual([3, 2, 2, 1, 1, 0]);
    for (const { reply } of messages)
      link.publish(reply, encodeAnswers([{ position: 0, response: codec.encodeResponse(done(1)) }]));
    await settled(link, client.link);
    expect(client.outcomes).toEqual(new Array(3).fill({ kind: "timedOut" }));
  });

  test("leave no timer behind once all are answered, which would keep their process alive", async () => {
    const clock = new VirtualClock();
    const client = await asker(clock);
    for (const command of [1, 2, 3]) client.ask(proposal(command));
    clock.advance(0);
    expect(clock.waiting).toBe(1);
    await settled(client.link);
    expect([client.requester.waiting, clock.waiting]).toEqual([0, 0]);
  });

  test("that the link has lost say so, and those that were still gathered, that nothing was sent", async () => {
    const { link, messages } = await leader();
    const line = await WeakLine.start(broker.port);
    cleanups.push(() => line.close());
    const clock = new VirtualClock();
    const client = await asker(clock, line.url);
    client.ask(proposal(1));
    await settled(client.link, link);
    client.ask(proposal(2));
    const down = new Promise<void>((resolve) => client.link.watch({ onDown: () => resolve(), onUp: () => {} }));
    line.hold();
    line.cut();
    await down;
    clock.advance(0);
    expect(client.outcomes).toEqual([
      { kind: "disconnected", wasSent: true },
      { kind: "disconnected", wasSent: false },
    ]);
    expect(messages).toHaveLength(1);
  });
});

describe("a new leader", () => {
  test("says so once NATS knows that it listens: what is sent then is heard", async () => {
    const link = await linkTo();
    const other = await linkTo();
    const told: string[] = [];
    const heard = new Promise<void>((resolve) => {
      other.subscribe(
        "graft.zy.events.*",
        ({ subject, bytes }) => {
          told.push(subject, new TextDecoder().decode(bytes));
          resolve();
        },
        () => {},
      );
    });
    await other.flush();
    const { link: asking, requester, outcomes, ask } = await asker();
    createNatsDoor({ link, clusterName: "zy", nodeId: "n1" }).open((_, respond) => respond(done(7)));
    await heard;
    await asking.flush();
    ask(proposal(1));
    await settled(asking, link);
    expect(requester.waiting).toBe(0);
    expect(told).toEqual(["graft.zy.events.n1", '{"type":"leads","node":"n1"}']);
    expect(outcomes.map(responseOf)).toEqual([done(7)]);
  });

  test("settles what an earlier one has not answered, and wakes those who wait for one, once", async () => {
    const { link } = await leader();
    const client = await asker();
    await client.link.flush();
    client.ask(proposal(1));
    client.ask(proposal(2));
    let told = 0;
    client.requester.onLeader(() => {
      told += 1;
    });
    client.requester.onLeader(() => {
      told += 100;
    })();
    await settled(client.link, link);
    const say = async (text: string): Promise<void> => {
      link.publish("graft.zy.events.n2", new TextEncoder().encode(text));
      await settled(link, client.link);
    };
    for (const text of ["", "{", "null", '{"type":"stops"}']) await say(text);
    expect([client.requester.waiting, told]).toEqual([2, 0]);
    for (let count = 0; count < 2; count += 1) await say('{"type":"leads","node":"n2"}');
    expect([client.requester.waiting, told]).toEqual([0, 1]);
    expect(client.outcomes).toEqual([{ kind: "leaderChanged" }, { kind: "leaderChanged" }]);
  });

  test("that opened its door and shut it again at once says nothing", async () => {
    const link = await linkTo();
    const { requester } = await asker();
    let told = 0;
    requester.onLeader(() => {
      told += 1;
    });
    const shutSoon = createNatsDoor({ link, clusterName: "zy", nodeId: "n1" });
    shutSoon.open(() => {});
    shutSoon.shut();
    await settled(link);
    expect(told).toBe(0);
  });
});

describe("a batch at the door", () => {
  test("is served request by request: those that cannot be read, or belong elsewhere, are refused alone", async () => {
    const { link, door: opened, asked } = await door();
    const read = codec.encodeRequest({ type: "read", consistency: "stale", query: new Uint8Array() });
    const other = await linkTo();
    const answers: [number, ClientResponse][] = [];
    other.subscribe(
      "_INBOX.batch",
      ({ bytes }) => {
        for (const { position, response } of answersFrom(bytes) ?? [])
          answers.push([position, responseOf({ kind: "reply", bytes: response })]);
      },
      () => {},
    );
    other.publish(PROPOSE, encodeBatch([proposal(1), new Uint8Array([0xff]), read, proposal(2)]), "_INBOX.batch");
    await settled(other, link);
    expect(asked.map(({ request }) => request.type)).toEqual(["propose", "propose"]);
    for (const [place, { respond }] of asked.entries()) respond(done(place + 1));
    await settled(link, other);
    const shown = answers.map(([position, response]) => [
      position,
      response.type === "ok" ? response.index : response.code,
    ]);
    expect(shown.sort()).toEqual([
      [0, 1],
      [1, "INVALID_REQUEST"],
      [2, "INVALID_REQUEST"],
      [3, 2],
    ]);
    expect(opened.counters).toMatchObject({ requests: 4, refused: 2 });
  });

  test("is answered in as many messages as its results take", async () => {
    const { link, asked } = await door();
    const client = await asker();
    for (let count = 0; count < 4; count += 1) client.ask(proposal(count));
    await settled(client.link, link);
    const large = new Uint8Array(700 * 1024).fill(1);
    for (const { respond } of asked) respond(done(1, large));
    await settled(link, client.link);
    const responses = client.outcomes.map(responseOf);
    const sizes = responses.map((response) => (response.type === "ok" ? response.result.length : response.code));
    expect(sizes).toEqual(new Array(4).fill(large.length));
  });

  test("that comes to a door just shut is told for each that nobody leads here", async () => {
    const { link, door: opened } = await door();
    opened.open((_, respond) => {
      respond(done(1));
      opened.shut();
    });
    await link.flush();
    const client = await asker();
    for (const command of [1, 2, 3]) client.ask(proposal(command));
    await settled(client.link, link);
    await settled(link, client.link);
    expect(responseOf(client.outcomes[0] ?? { kind: "timedOut" })).toEqual(done(1));
    for (const outcome of client.outcomes.slice(1))
      expect(responseOf(outcome)).toMatchObject({ code: "NOT_LEADER", mayHaveExecuted: false });
    expect(opened.counters.late).toBe(2);
  });
});
