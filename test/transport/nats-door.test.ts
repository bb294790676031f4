import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Broker, startBroker } from "../../src/broker/server.ts";
import type { ClientRequest, ClientResponse, Respond } from "../../src/ports/client-door.ts";
import { createNatsDoor } from "../../src/transport/nats-door.ts";
import { createRequester, type RequestOutcome } from "../../src/transport/nats-requester.ts";
import { connectNats, type NatsLink } from "../../src/transport/nats-transport.ts";
import { createClientCodec } from "../../src/wire/client-codec.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { WeakLine } from "./weak-line.ts";

const codec = createClientCodec();
const cleanups: (() => Promise<void>)[] = [];
let broker: Broker;

beforeEach(async () => {
  broker = await startBroker();
  cleanups.push(() => broker.close());
});

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function linkTo(name: string, url = broker.url): Promise<NatsLink> {
  const link = await connectNats({ servers: [url], name });
  cleanups.push(() => link.close());
  return link;
}

async function node(name: string) {
  const link = await linkTo(name);
  const door = createNatsDoor({ link, clusterName: "zy", nodeId: name });
  const requests: ClientRequest[] = [];
  const serve = (request: ClientRequest, respond: Respond): void => {
    requests.push(request.type === "propose" ? { ...request, command: new Uint8Array(request.command) } : request);
    respond({ type: "ok", index: requests.length, result: new TextEncoder().encode(name) });
  };
  return { link, door, requests, serve };
}

/** All that was said until now, and what that led to, has been heard. */
async function settled(...links: NatsLink[]): Promise<void> {
  for (const link of [...links, ...links]) await link.flush();
}

async function client() {
  const link = await linkTo("client");
  const requester = createRequester({ link: link, clusterName: "zy" });
  return { link, requester };
}

const PROPOSE = "graft.zy.propose";
const READ = "graft.zy.read";
const WAIT_MS = 5000;
const propose: ClientRequest = { type: "propose", clientId: 0, sequence: 0, command: new Uint8Array([1, 2, 3]) };
const read: ClientRequest = { type: "read", consistency: "linearizable", query: new Uint8Array([4]) };

function responseOf(outcome: RequestOutcome): ClientResponse {
  if (outcome.kind !== "reply") throw new Error(`no reply: ${outcome.kind}`);
  const decoded = codec.decodeResponse(outcome.bytes);
  if (!decoded.ok) throw new Error(decoded.problem);
  return decoded.response;
}

describe("the door", () => {
  test("serves requests while it is open, and NATS says that nobody is there before and afterwards", async () => {
    const { link, door, requests, serve } = await node("n1");
    const { link: asking, requester } = await client();
    const ask = (subject: string, request: ClientRequest) =>
      requester.request(subject, codec.encodeRequest(request), WAIT_MS);
    expect(await ask(PROPOSE, propose)).toEqual({ kind: "noResponders" });
    door.open(serve);
    await settled(link, asking);
    expect(responseOf(await ask(PROPOSE, propose))).toMatchObject({ type: "ok", index: 1 });
    expect(responseOf(await ask(READ, read))).toMatchObject({ type: "ok", index: 2 });
    expect(requests).toEqual([propose, read]);
    door.shut();
    await link.flush();
    expect([await ask(PROPOSE, propose), await ask(READ, read)]).toEqual([
      { kind: "noResponders" },
      { kind: "noResponders" },
    ]);
    door.open(serve);
    await settled(link, asking);
    expect(responseOf(await ask(PROPOSE, { type: "register" }))).toMatchObject({ type: "ok", index: 3 });
  });

  test("of an old and of a new leader answers once", async () => {
    const [older, newer] = [await node("n1"), await node("n2")];
    for (const { link, door, serve } of [older, newer]) {
      door.open(serve);
      await link.flush();
    }
    const { link } = await client();
    const answers: string[] = [];
    link.subscribe(
      "_INBOX.counted.*",
      ({ subject }) => answers.push(subject),
      () => {},
    );
    const subjects = Array.from({ length: 20 }, (_, count) => `_INBOX.counted.${count}`);
    for (const subject of subjects) link.publish(PROPOSE, codec.encodeRequest(propose), subject);
    for (const each of [link, older.link, newer.link, link]) await each.flush();
    expect(answers.sort()).toEqual(subjects.sort());
    expect(older.requests.length + newer.requests.length).toBe(20);
  });

  test("answers what it cannot read, what is too large, and what came on the other subject", async () => {
    const { link, door, requests, serve } = await node("n1");
    door.open(serve);
    await settled(link);
    const { requester } = await client();
    const wide = createClientCodec({ commandBytesMax: 300 * 1024 });
    const large = wide.encodeRequest({ ...propose, command: new Uint8Array(257 * 1024) });
    const asked: [string, Uint8Array, string][] = [
      [PROPOSE, new Uint8Array([0xff]), "INVALID_REQUEST"],
      [PROPOSE, new Uint8Array(), "INVALID_REQUEST"],
      [PROPOSE, large, "TOO_LARGE"],
      [PROPOSE, codec.encodeRequest(read), "INVALID_REQUEST"],
      [READ, codec.encodeRequest(propose), "INVALID_REQUEST"],
    ];
    for (const [subject, bytes, code] of asked) {
      const response = responseOf(await requester.request(subject, bytes, WAIT_MS));
      expect(response).toMatchObject({ type: "error", code, mayHaveExecuted: false });
    }
    expect([requests, door.counters.refused]).toEqual([[], 5]);
  });

  test("takes no request that names nowhere to answer to, or a subject of the cluster's own", async () => {
    const { link, door, requests, serve } = await node("n1");
    door.open(serve);
    await link.flush();
    const { link: other } = await client();
    for (const reply of [undefined, "graft.zy.from.n1.all", PROPOSE, "graft-alive.zy.n2", "$SYS.x"])
      other.publish(PROPOSE, codec.encodeRequest(propose), reply);
    await other.flush();
    await link.flush();
    expect([requests, door.counters.unanswerable]).toEqual([[], 5]);
  });

  test("tells one who came just as it was shut that nobody leads here", async () => {
    const { link, door, requests, serve } = await node("n1");
    const { link: asking, requester } = await client();
    // Answers in the order in which they are asked: the first shuts the door before the second is read.
    door.open((request, respond) => {
      serve(request, respond);
      door.shut();
    });
    await settled(link, asking);
    const bytes = codec.encodeRequest(propose);
    const [first, second] = [requester.request(PROPOSE, bytes, WAIT_MS), requester.request(PROPOSE, bytes, WAIT_MS)];
    expect(responseOf(await first)).toMatchObject({ type: "ok" });
    expect(responseOf(await second)).toMatchObject({ code: "NOT_LEADER", mayHaveExecuted: false });
    expect([requests.length, door.counters.late]).toEqual([1, 1]);
  });

  test("answers once, however often it is told to", async () => {
    const { link, door } = await node("n1");
    door.open((_, respond) => {
      for (const index of [1, 2]) respond({ type: "ok", index, result: new Uint8Array() });
    });
    await link.flush();
    const { link: other } = await client();
    const answers: ClientResponse[] = [];
    other.subscribe(
      "_INBOX.once",
      ({ bytes }) => answers.push(responseOf({ kind: "reply", bytes })),
      () => {},
    );
    other.publish(PROPOSE, codec.encodeRequest(propose), "_INBOX.once");
    for (const each of [other, link, other]) await each.flush();
    expect(answers).toEqual([{ type: "ok", index: 1, result: new Uint8Array() }]);
  });

  test("says so where the result cannot be carried", async () => {
    const { link, door } = await node("n1");
    door.open((_, respond) => respond({ type: "ok", index: 1, result: new Uint8Array(1024 * 1024) }));
    await settled(link);
    const { requester } = await client();
    const ask = async (subject: string, request: ClientRequest) =>
      responseOf(await requester.request(subject, codec.encodeRequest(request), WAIT_MS));
    expect(await ask(PROPOSE, propose)).toMatchObject({ code: "TOO_LARGE", mayHaveExecuted: true });
    expect(await ask(READ, read)).toMatchObject({ code: "TOO_LARGE", mayHaveExecuted: false });
  });

  test("publishes no answer while NATS is away, and counts it", async () => {
    const line = await WeakLine.start(broker.port);
    cleanups.push(() => line.close());
    const link = await linkTo("n1", line.url);
    const door = createNatsDoor({ link, clusterName: "zy", nodeId: "n1" });
    const asked = new Promise<Respond>((resolve) => door.open((_, respond) => resolve(respond)));
    await settled(link);
    const { requester } = await client();
    void requester.request(PROPOSE, codec.encodeRequest(propose), WAIT_MS);
    const respond = await asked;
    const down = new Promise<void>((resolve) => link.watch({ onDown: () => resolve(), onUp: () => {} }));
    line.hold();
    line.cut();
    await down;
    respond({ type: "ok", index: 1, result: new Uint8Array() });
    expect([door.counters.droppedDisconnected, requester.waiting]).toEqual([1, 1]);
    requester.close();
  });
});

describe("a requester", () => {
  test("gives each request its own answer, through one subscription", async () => {
    const { link, door } = await node("n1");
    door.open((request, respond) => {
      if (request.type === "propose") respond({ type: "ok", index: 1, result: request.command });
    });
    await link.flush();
    const { link: other, requester } = await client();
    await other.flush();
    const before = broker.stats().subscriptions;
    const asked = Array.from({ length: 100 }, (_, place) =>
      requester.request(PROPOSE, codec.encodeRequest({ ...propose, command: new Uint8Array([place]) }), WAIT_MS),
    );
    const results = (await Promise.all(asked)).map((outcome) => {
      const response = responseOf(outcome);
      return response.type === "ok" ? response.result[0] : -1;
    });
    expect(results).toEqual(asked.map((_, place) => place));
    expect([broker.stats().subscriptions, requester.waiting]).toEqual([before, 0]);
  });

  test("says timedOut when nobody answers in time, not before, and drops what comes later", async () => {
    const { link } = await node("n1");
    const replies: string[] = [];
    link.subscribe(
      PROPOSE,
      ({ reply }) => replies.push(reply),
      () => {},
    );
    await link.flush();
    const clock = new VirtualClock();
    const other = await linkTo("client");
    const requester = createRequester({ link: other, clusterName: "zy", ...(clock === undefined ? {} : { clock }) });
    const settled: RequestOutcome[] = [];
    const asked = requester.request(PROPOSE, new Uint8Array([1]), 100).then((outcome) => settled.push(outcome));
    clock.advance(99);
    await other.flush();
    expect([settled, requester.waiting]).toEqual([[], 1]);
    clock.advance(2);
    await asked;
    await link.flush();
    link.publish(replies[0] ?? "", new Uint8Array([2]));
    await link.flush();
    await other.flush();
    expect([settled, requester.waiting]).toEqual([[{ kind: "timedOut" }], 0]);
  });

  test("says disconnected when NATS goes while it waits, and that nothing was sent when it was away", async () => {
    const { link } = await node("n1");
    link.subscribe(
      PROPOSE,
      () => {},
      () => {},
    );
    await link.flush();
    const line = await WeakLine.start(broker.port);
    cleanups.push(() => line.close());
    const requester = createRequester({ link: await linkTo("client", line.url), clusterName: "zy" });
    const asked = requester.request(PROPOSE, new Uint8Array([1]), WAIT_MS);
    line.hold();
    line.cut();
    expect(await asked).toEqual({ kind: "disconnected", wasSent: true });
    expect(await requester.request(PROPOSE, new Uint8Array([1]), WAIT_MS)).toEqual({
      kind: "disconnected",
      wasSent: false,
    });
  });

  test("that is closed settles what waits, and sends no more", async () => {
    const { link } = await node("n1");
    link.subscribe(
      PROPOSE,
      () => {},
      () => {},
    );
    await settled(link);
    const { requester } = await client();
    const asked = requester.request(PROPOSE, new Uint8Array([1]), WAIT_MS);
    requester.close();
    expect(await asked).toEqual({ kind: "disconnected", wasSent: true });
    expect(await requester.request(PROPOSE, new Uint8Array([1]), WAIT_MS)).toEqual({
      kind: "disconnected",
      wasSent: false,
    });
  });

  test("rejects what the server would not take, and lives on", async () => {
    const { requester } = await client();
    await expect(requester.request(PROPOSE, new Uint8Array(2 * 1024 * 1024), WAIT_MS)).rejects.toThrow(RangeError);
    expect(await requester.request(PROPOSE, new Uint8Array([1]), WAIT_MS)).toEqual({ kind: "noResponders" });
  });
});
