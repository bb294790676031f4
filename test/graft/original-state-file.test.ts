/** The original's own tests of its state file, each by its name there (log_test.go). */
import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { decodeBallot, encodeBallot } from "../../src/graft/state-file.ts";
import type { MemoryFileSystem } from "../../src/storage/memory-file-system.ts";
import { FOLDER, Rig, STATE_PATH } from "./rig.ts";

let rig = new Rig(3);
afterEach(() => rig.closeAll());

async function write(disk: MemoryFileSystem, bytes: Uint8Array): Promise<void> {
  await disk.makeFolder(FOLDER);
  const file = await disk.open(STATE_PATH, "create");
  await file.write(bytes, 0);
  await file.close();
}

const refusalOn = async (bytes: Uint8Array): Promise<unknown> => {
  rig = new Rig(3);
  await write(rig.disk("a"), bytes);
  const started = rig.start("a").then(
    () => "started",
    (error: unknown) => error,
  );
  const result = await started;
  expect(Buffer.from(rig.disk("a").contents(STATE_PATH))).toEqual(Buffer.from(bytes));
  return result;
};

/** As a node of Go wrote it: term 7, a vote for another. */
const BY_GO =
  '{"SHA":"eyJDdXJyZW50VGVybSI6NywiVm90ZWRGb3IiOiI1ZjFjIn3aOaPuXmtLDTJVv++VYBiQr9gHCQ==",' +
  '"Data":"eyJDdXJyZW50VGVybSI6NywiVm90ZWRGb3IiOiI1ZjFjIn0="}';

const envelope = (data: string, sum: Buffer): Buffer =>
  Buffer.from(JSON.stringify({ SHA: sum.toString("base64"), Data: Buffer.from(data).toString("base64") }));

test("TestLogPermissions: a folder that cannot be read or written is refused by name", async () => {
  rig = new Rig(3);
  rig.disk("a").failOperation = ({ type }) =>
    type === "open" || type === "create" ? Object.assign(new Error("EACCES"), { code: "EACCES" }) : null;
  await expect(rig.start("a")).rejects.toMatchObject({ code: "STATE_NOT_SAVED", values: { reason: "EACCES" } });
  const other = new Rig(3);
  await write(other.disk("a"), encodeBallot({ term: 1, votedFor: null }));
  other.disk("a").failOperation = rig.disk("a").failOperation;
  await expect(other.start("a")).rejects.toMatchObject({ code: "DATA_FOLDER_UNREADABLE" });
});

test("TestLogCleanupOnClose, the other way round: closing keeps the state, and a restart keeps the vote", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  const fake = rig.peer();
  fake.ask(5);
  await rig.pass(5);
  await node.close();
  expect(rig.ballot("a")).toEqual({ term: 5, votedFor: "fake" });
  await rig.start("a");
  const other = rig.peer("other");
  other.ask(5);
  await rig.pass(5);
  expect(other.last("voteResponse")).toMatchObject({ term: 5, granted: false });
});

test("TestLogPresenceOnNew: a node begins in the term and with the vote that its folder holds, and under its name", async () => {
  rig = new Rig(3);
  await write(rig.disk("a"), encodeBallot({ term: 10, votedFor: "fake" }));
  const node = await rig.start("a");
  expect([node.term, node.report().votedFor]).toEqual([10, "fake"]);
  await node.close();
  const again = await rig.start("a", {});
  expect([again.id, again.term, again.report().votedFor]).toEqual(["a", 10, "fake"]);
});

test("TestLogPresenceOnNew: the same folder serves one node at a time, and no other cluster or id", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  await expect(rig.start("a")).rejects.toMatchObject({ code: "DATA_FOLDER_IN_USE" });
  await node.close();
  rig.disks.set("b", rig.disk("a"));
  const another = { code: "DATA_FOLDER_OF_ANOTHER", values: { foundNodeId: "a", foundClusterName: "zy" } };
  await expect(rig.start("b")).rejects.toMatchObject(another);
  await expect(rig.start("a", { cluster: { name: "yz", size: 3 } })).rejects.toMatchObject(another);
});

test("TestLogCreationOnNew: a candidate's term and vote are on disk when its request is heard", async () => {
  rig = new Rig(3);
  const node = await rig.start("a");
  expect(rig.ballot("a")).toEqual({ term: 0, votedFor: null });
  const fake = rig.peer();
  let seen: unknown = null;
  rig.disk("a").onOperation = ({ type }) => {
    if (type === "syncFolder") seen = rig.network.said.length;
  };
  await rig.until(() => fake.last("voteRequest") !== undefined);
  expect(seen).toBe(0);
  expect(rig.ballot("a")).toEqual({ term: node.term, votedFor: "a" });
});

describe("TestCorruption", () => {
  const damaged = { code: "STATE_CORRUPT", values: { file: STATE_PATH } };

  test.each([
    ["other data than the digest is of", JSON.stringify({ ...JSON.parse(BY_GO), Data: "WlpaWg==" })],
    [
      "another term than the digest is of",
      JSON.stringify({
        ...JSON.parse(BY_GO),
        Data: Buffer.from('{"CurrentTerm":8,"VotedFor":"5f1c"}').toString("base64"),
      }),
    ],
    ["no JSON", "{"],
    ["no object", "7"],
    ["no digest", '{"Data":"WlpaWg=="}'],
    ["what is no base64", '{"SHA":"*","Data":"*"}'],
    ["half a file", BY_GO.slice(0, 70)],
  ])("%s is refused, and nothing is changed", async (_, text) => {
    expect(await refusalOn(Buffer.from(text))).toMatchObject(damaged);
  });

  test.each([
    ["a negative term", '{"CurrentTerm":-1,"VotedFor":""}'],
    ["a term past all numbers", '{"CurrentTerm":18446744073709551615,"VotedFor":""}'],
    ["a fraction", '{"CurrentTerm":1.5,"VotedFor":""}'],
    ["no vote", '{"CurrentTerm":1}'],
  ])("%s under a good digest is refused", (_, data) => {
    const bytes = envelope(data, createHash("sha1").update(data).digest());
    expect(() => decodeBallot(bytes, STATE_PATH)).toThrow(expect.objectContaining(damaged));
  });

  test("an empty file, as Go leaves it where it is killed while it writes, is refused: the vote is lost", async () => {
    expect(await refusalOn(new Uint8Array())).toMatchObject({ code: "STATE_EMPTY", values: { file: STATE_PATH } });
  });

  test("a folder that has a name and no state has lost its vote, and is refused", async () => {
    rig = new Rig(3);
    const node = await rig.start("a");
    await node.close();
    await rig.disk("a").remove(STATE_PATH);
    await expect(rig.start("a")).rejects.toMatchObject({ code: "STATE_MISSING", values: { file: STATE_PATH } });
  });
});

describe("TestReadState with each digest", () => {
  const data = '{"CurrentTerm":7,"VotedFor":"5f1c"}';
  const ballot = { term: 7, votedFor: "5f1c" };
  const sum = (algorithm: string, of: string): Buffer => createHash(algorithm).update(of).digest();

  test.each([
    ["the one that Go writes, data with a constant behind", Buffer.concat([Buffer.from(data), sum("sha1", "")])],
    ["SHA-1 of the data", sum("sha1", data)],
    ["SHA-256 of the data", sum("sha256", data)],
    ["data with SHA-256 of nothing behind", Buffer.concat([Buffer.from(data), sum("sha256", "")])],
  ])("%s is read", (_, digest) => expect(decodeBallot(envelope(data, digest), "f")).toEqual(ballot));

  test("what Go wrote is read, and what is written is what Go writes, byte for byte", () => {
    expect(decodeBallot(Buffer.from(BY_GO), "f")).toEqual(ballot);
    expect(Buffer.from(encodeBallot(ballot)).toString()).toBe(BY_GO);
    expect(decodeBallot(encodeBallot({ term: 0, votedFor: null }), "f")).toEqual({ term: 0, votedFor: null });
  });
});
