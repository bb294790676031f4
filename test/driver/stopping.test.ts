import { describe, expect, test } from "vitest";
import { GraftError } from "../../src/errors.ts";
import { candidate, follower, heartbeat, leader, type Rig, startedNode, TIMING } from "./rig.ts";

/** Lets the promises of a stop run out: they wait for nothing but each other. */
const letGo = (rig: Rig): Promise<void> => rig.driver.close();

const codes = (rig: Rig): (string | null)[] => rig.stopped.map((error) => error?.code ?? null);

describe("a disk that fails", () => {
  test("stops the node with STORAGE_FAILED: nothing that waited is sent, and nothing is written again", async () => {
    const rig = await startedNode();
    rig.askForVote("n2", 1);
    rig.askForVote("n3", 2);
    rig.storage.fail();
    rig.clock.settle();
    await letGo(rig);
    expect(rig.sent).toEqual([]);
    expect(rig.storage.appended).toHaveLength(1);
    expect(codes(rig)).toEqual(["STORAGE_FAILED"]);
    expect(rig.announced.at(-1)).toMatchObject({ to: { role: "stopped" }, cause: "diskFailed" });
    expect(rig.logged).toContainEqual({ level: "error", message: "no space left" });
  });

  test("gives back folder and connection, and hears nobody any more", async () => {
    const rig = await candidate();
    rig.storage.fail();
    await letGo(rig);
    expect([rig.transport.closed, rig.storage.closed]).toEqual([1, 1]);
    rig.askForVote("n2", 7);
    rig.clock.pass(10 * TIMING.electionTimeoutMaxMs);
    expect(rig.storage.appended).toHaveLength(1);
    expect(rig.state.term).toBe(1);
    expect(rig.clock.alarms).toBe(0);
  });

  test("is STORAGE_FAILED also where the disk gives a plain error, which is kept as the cause", async () => {
    const rig = await candidate();
    const error = new Error("EIO: i/o error, fdatasync");
    rig.storage.fail(error);
    await letGo(rig);
    expect(rig.stopped[0]).toBeInstanceOf(GraftError);
    expect(rig.stopped[0]).toMatchObject({ code: "STORAGE_FAILED", values: { reason: error.message }, cause: error });
  });
});

describe("a broken invariant", () => {
  test("stops the node with INVARIANT_BROKEN, loudly", async () => {
    const rig = await leader();
    rig.hearHeartbeat("n2", 1);
    await letGo(rig);
    expect(codes(rig)).toEqual(["INVARIANT_BROKEN"]);
    expect(rig.stopped[0]?.message).toContain("electionSafety");
    expect(rig.logged).toContainEqual({ level: "error", message: expect.stringContaining("electionSafety") });
    expect(rig.announced.at(-1)?.to.role).toBe("stopped");
  });

  test("lets nothing of its drain reach the disk or leave after it", async () => {
    const rig = await follower();
    const before = [...rig.journal];
    rig.arrive("n2", 2, heartbeat(1));
    rig.arrive("n3", 2, heartbeat(1));
    rig.arrive("n3", 3, { type: "voteRequest", last: { index: 0, term: 0 }, transfer: false });
    rig.clock.settle();
    await letGo(rig);
    expect(codes(rig)).toEqual(["INVARIANT_BROKEN"]);
    expect(rig.journal).toEqual([...before, "transport closed", "storage closed"]);
  });

  test("is also what is thrown on the way to the disk: it ends the node, and not the process", async () => {
    const rig = await startedNode();
    rig.storage.onAppend = () => {
      throw new RangeError("the entry 7 does not follow the entry 3");
    };
    rig.hearHeartbeat("n2", 1);
    await letGo(rig);
    expect(codes(rig)).toEqual(["INVARIANT_BROKEN"]);
    expect(rig.stopped[0]?.message).toContain("does not follow");
    expect(rig.sent).toEqual([]);
  });

  test("is also what is thrown once a write is done, by whoever is told of it", async () => {
    const rig = await startedNode();
    rig.hearHeartbeat("n2", 1);
    rig.onAnnounce = () => {
      rig.onAnnounce = () => undefined;
      throw new TypeError("nobody expected a follower");
    };
    rig.sync();
    await letGo(rig);
    expect(codes(rig)).toEqual(["INVARIANT_BROKEN"]);
    rig.askForVote("n3", 2);
    expect(rig.storage.appended).toHaveLength(1);
  });

  test("also what an earlier drain has left waiting for a write is not sent when that write ends", async () => {
    const rig = await startedNode();
    rig.hearHeartbeat("n2", 1);
    rig.hearHeartbeat("n2", 1, 2);
    rig.hearHeartbeat("n3", 1);
    await letGo(rig);
    rig.storage.sync();
    rig.clock.settle();
    expect(codes(rig)).toEqual(["INVARIANT_BROKEN"]);
    expect(rig.sent).toEqual([]);
  });
});

describe("a node that hears its own id from elsewhere", () => {
  test("stops with DUPLICATE_ID, told once however often it is heard", async () => {
    const rig = await follower();
    rig.transport.handlers.onDuplicateId();
    rig.transport.handlers.onDuplicateId();
    await letGo(rig);
    expect(codes(rig)).toEqual(["DUPLICATE_ID"]);
    expect(rig.stopped[0]?.values).toEqual({ node: "n1" });
    expect([rig.transport.closed, rig.storage.closed]).toEqual([1, 1]);
  });

  test("gives no vote that was on its way to the disk", async () => {
    const rig = await startedNode();
    rig.askForVote("n2", 1);
    rig.transport.handlers.onDuplicateId();
    rig.storage.sync();
    rig.clock.settle();
    await letGo(rig);
    expect(rig.sentOf("voteResponse")).toEqual([]);
  });
});

describe("closing", () => {
  test("is told once and done once, however often it is asked for", async () => {
    const rig = await leader();
    await Promise.all([rig.driver.close(), rig.driver.close()]);
    await rig.driver.close();
    expect(codes(rig)).toEqual([null]);
    expect([rig.transport.closed, rig.storage.closed]).toEqual([1, 1]);
    expect(rig.announced.at(-1)).toMatchObject({ to: { role: "stopped" }, cause: "closed" });
    expect(rig.clock.alarms).toBe(0);
  });

  test("may be asked for by whoever is told of a change", async () => {
    const rig = await leader();
    rig.onAnnounce = () => void rig.driver.close();
    rig.transport.handlers.onDisconnected("gone");
    rig.clock.settle();
    await letGo(rig);
    expect(codes(rig)).toEqual([null]);
    expect(rig.announced.filter(({ to }) => to.role === "stopped")).toHaveLength(1);
  });

  test("tells only once connection and folder are given back", async () => {
    const rig = await follower();
    const closing = rig.driver.close();
    expect(rig.stopped).toEqual([]);
    await closing;
    expect(rig.journal.slice(-2)).toEqual(["transport closed", "storage closed"]);
    expect(rig.stopped).toEqual([null]);
  });

  test("during a write begins no other, though more was waiting, and releases nothing", async () => {
    const rig = await startedNode();
    rig.askForVote("n2", 1);
    rig.askForVote("n3", 2);
    const closing = rig.driver.close();
    rig.storage.sync();
    await closing;
    expect(rig.storage.appended).toHaveLength(1);
    expect(rig.sent).toEqual([]);
  });

  test("leaves what is in the inbox unheard", async () => {
    const rig = await follower();
    rig.arrive("n3", 9, { type: "voteRequest", last: { index: 0, term: 0 }, transfer: true });
    const closing = rig.driver.close();
    rig.clock.settle();
    await closing;
    expect(rig.state.term).toBe(1);
  });

  test("takes nothing more into the inbox", async () => {
    const rig = await follower();
    await rig.driver.close();
    rig.arrive("n2", 1, heartbeat(2));
    expect(rig.clock.waiting).toBe(0);
  });

  test("gives back the folder, and tells, also where the connection does not close", async () => {
    const rig = await follower();
    rig.transport.closeError = new Error("connection lost");
    await rig.driver.close();
    expect(rig.storage.closed).toBe(1);
    expect(rig.stopped).toEqual([null]);
    expect(rig.logged.at(-1)?.level).toBe("warn");
  });

  test("tells also where the folder does not close", async () => {
    const rig = await follower();
    rig.storage.closeError = new Error("EIO");
    await rig.driver.close();
    expect(rig.stopped).toEqual([null]);
  });
});
