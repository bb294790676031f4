/**
 * The faults of nats-io/graft, shown on the original, and the same script played to ours: what Go answers is what the tables in
 * docs/graft-protocol.md say of it, and ours answers otherwise.
 *
 * The script is a peer of which only the messages are there. Go reads each subject by itself, so the script asks again until it
 * gets the answer that it waits for, or has had enough.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type NatsConnection } from "nats";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findNatsServer, type NatsServer, startNatsServer } from "../../src/broker/nats-server.ts";
import type { ElectionMessage } from "../../src/ports/election.ts";
import { decodeElection, encodeElection } from "../../src/wire/election-codec.ts";
import { Observer } from "./observer.ts";
import { buildGoNode, findGo, type NodePlace, type NodeProcess, startGo, startOurs } from "./processes.ts";

const ASKED_MAX = 200;

const go = await findGo();
const isMissing = go === null || (await findNatsServer()) === null;

let folder = "";
let program = "";
let server: NatsServer;
let connection: NatsConnection;
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  if (go === null || isMissing) return;
  folder = await mkdtemp(join(tmpdir(), "graft-interop-"));
  program = await buildGoNode(go, folder);
  server = await startNatsServer();
});
beforeEach(async () => {
  if (isMissing) return;
  connection = await connect({ servers: server.url });
  cleanups.push(() => connection.close());
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});
afterAll(async () => {
  if (folder === "") return;
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

type Answer = Extract<ElectionMessage, { type: "voteResponse" }>;

const request = (candidate: string, term: number): Uint8Array =>
  encodeElection({ type: "voteRequest", term, candidate, position: new Uint8Array() });

/** Tells what `candidate` is answered. */
async function hear(candidate: string, onAnswer: (answer: Answer) => void): Promise<void> {
  connection.subscribe(`graft.${candidate}.vote_response`, {
    callback: (_, { data }) => {
      const decoded = decodeElection("voteResponse", data, candidate);
      if (decoded.ok && decoded.message.type === "voteResponse") onAnswer(decoded.message);
    },
  });
  await connection.flush();
}

/** Asks until the vote is granted, or it has been refused ASKED_MAX times. */
async function isGranted(cluster: string, candidate: string, term: number): Promise<boolean> {
  let asked = 1;
  const outcome = new Promise<boolean>((resolve) => {
    void hear(candidate, ({ granted }) => {
      if (granted || asked === ASKED_MAX) return resolve(granted);
      asked += 1;
      connection.publish(`graft.${cluster}.vote_request`, request(candidate, term));
    }).then(() => connection.publish(`graft.${cluster}.vote_request`, request(candidate, term)));
  });
  return outcome;
}

const firstRequest = (cluster: string): Promise<{ readonly term: number; readonly candidate: string }> =>
  new Promise((resolve) => {
    connection.subscribe(`graft.${cluster}.vote_request`, {
      callback: (_, { data }) => {
        const decoded = decodeElection("voteRequest", data, "");
        if (decoded.ok && decoded.message.type === "voteRequest") resolve(decoded.message);
      },
    });
  });

const KINDS = [
  { kind: "Go", start: (place: NodePlace) => startGo(program, place), end: "endOfInput", isFaulty: true },
  { kind: "ours", start: (place: NodePlace) => startOurs(place), end: "signal", isFaulty: false },
] as const;

describe.skipIf(isMissing).each(KINDS)(
  "$kind (skipped where there is no Go or no nats-server)",
  ({ kind, start, end, isFaulty }) => {
    async function placed(name: string): Promise<{ readonly place: NodePlace; readonly node: NodeProcess }> {
      const cluster = `${name}-${kind}`;
      const place = { cluster, size: 3, url: server.url, folder: join(folder, cluster) };
      // Go does not wait for its server: only what it says tells that it listens.
      const asking = firstRequest(cluster);
      const node = start(place);
      cleanups.push(() => node.kill());
      await asking;
      return { place, node };
    }

    test(`a candidate that hears a heartbeat of its own term ${isFaulty ? "votes again in it" : "keeps its vote"}`, async () => {
      const cluster = `heartbeat-${kind}`;
      const asking = firstRequest(cluster);
      const observer = await Observer.of(server.url, cluster);
      cleanups.push(() => observer.close());
      await placed("heartbeat");
      const { term, candidate } = await asking;
      connection.publish(`graft.${cluster}.heartbeat`, encodeElection({ type: "heartbeat", term, leader: "one" }));
      connection.publish(`graft.${cluster}.heartbeat`, encodeElection({ type: "heartbeat", term, leader: "two" }));
      expect(await isGranted(cluster, "other", term)).toBe(isFaulty);
      await connection.flush();
      await observer.settled();
      // The judge of the mixed clusters sees it: two leaders, and of one Go node more than one vote.
      const ours = new Set(["one", "two", "other", ...(isFaulty ? [] : [candidate])]);
      const goVotes = isFaulty ? 2 : 0;
      expect(observer.rivalries(ours)).toEqual([{ term, leaders: ["one", "two"], goVotes }]);
      expect(observer.doubleVotes(ours)).toEqual([]);
    });

    test(`a node that was closed in good order ${isFaulty ? "votes again" : "remembers its vote"}`, async () => {
      const { place, node } = await placed("restart");
      expect(await isGranted(place.cluster, "first", 50)).toBe(true);
      await node.close(end);
      const asking = firstRequest(place.cluster);
      const again = start(place);
      cleanups.push(() => again.kill());
      await asking;
      expect(await isGranted(place.cluster, "second", 50)).toBe(isFaulty);
    });

    test(`two copies of one request get ${isFaulty ? "two votes" : "one vote"}`, async () => {
      const { place } = await placed("copies");
      let grants = 0;
      const refused = new Promise<void>((resolve) => void hear("last", () => resolve()));
      await hear("first", ({ granted }) => {
        if (granted) grants += 1;
      });
      for (const candidate of ["first", "first", "last"])
        connection.publish(`graft.${place.cluster}.vote_request`, request(candidate, 50));
      await refused;
      await connection.flush();
      expect(grants).toBe(isFaulty ? 2 : 1);
    });
  },
);
