import { afterEach, describe, expect, test } from "vitest";
import type { BrokerOptions } from "../../src/broker/options.ts";
import { type Broker, startBroker } from "../../src/broker/server.ts";
import { isGraftError } from "../../src/errors.ts";
import { CONNECT, connectLine, RawClient } from "../conformance/raw-client.ts";

const brokers: Broker[] = [];
afterEach(async () => {
  await Promise.all(brokers.splice(0).map((broker) => broker.close()));
});

async function start(options: BrokerOptions = {}): Promise<Broker> {
  const broker = await startBroker(options);
  brokers.push(broker);
  return broker;
}

const MIB = 1024 * 1024;
const message = (subject: string, bytes: number): string => `PUB ${subject} ${bytes}\r\n${"x".repeat(bytes)}\r\n`;

/** A subscriber that stops reading: its socket stays open, and fills. */
async function deafClient(broker: Broker, subject: string, name: string): Promise<RawClient> {
  const deaf = await RawClient.connect(broker.port);
  await deaf.exchange(`${connectLine({ name })}SUB ${subject} 1\r\n`);
  deaf.socket.pause();
  return deaf;
}

describe("a slow consumer", () => {
  test("is cut off at its bound, while others go on and nothing is left pending", async () => {
    const broker = await start({ pendingBytesMax: 4 * MIB });
    const deaf = await deafClient(broker, "load", "deaf");
    const [good, writer] = [await RawClient.connect(broker.port), await RawClient.connect(broker.port)];
    await good.exchange(`${CONNECT}SUB load 1\r\nSUB graft.disconnect 2\r\n`);
    await writer.exchange(CONNECT);
    let pendingMax = 0;
    let sent = 0;
    while (broker.stats().slowConsumers === 0) {
      await writer.exchange(message("load", 100_000).repeat(5));
      sent += 5;
      pendingMax = Math.max(pendingMax, broker.stats().pendingBytes);
      expect(sent).toBeLessThan(1000);
    }
    expect(pendingMax).toBeLessThanOrEqual(2 * 4 * MIB + MIB);
    const messages = (output: string) => output.split("MSG load 1 100000\r\n").length - 1;
    await good.until((output) => messages(output) === sent && output.includes("Slow Consumer (Pending Bytes)"));
    expect(good.output).toContain('"name":"deaf"');
    expect(broker.stats()).toMatchObject({ connections: 2, slowConsumers: 1 });
    await good.exchange("");
    expect(broker.stats().pendingBytes).toBeLessThan(1000);
    deaf.socket.destroy();
  });

  test("the one that leaves the most is cut off when all together leave too much", async () => {
    const broker = await start({ pendingBytesTotalMax: 8 * MIB });
    const [most, less] = [await deafClient(broker, "most.>", "most"), await deafClient(broker, "*.both", "less")];
    const watcher = await RawClient.connect(broker.port);
    await watcher.exchange(`${CONNECT}SUB graft.disconnect 1\r\n`);
    const writer = await RawClient.connect(broker.port);
    await writer.exchange(CONNECT);
    for (let i = 0; broker.stats().slowConsumers === 0; i++) {
      await writer.exchange(message("most.alone", 50_000).repeat(4) + message("most.both", 50_000));
      expect(i).toBeLessThan(1000);
    }
    await watcher.until((output) => output.includes("Slow Consumer"));
    expect(watcher.output).toContain('"name":"most"');
    expect(watcher.output).not.toContain('"name":"less"');
    expect(broker.stats().pendingBytes).toBeLessThan(8 * MIB);
    for (const client of [most, less]) client.socket.destroy();
  });
});

describe("a silent client", () => {
  test("is pinged, and cut off as stale when it does not answer", async () => {
    const broker = await start({ pingIntervalMs: 20, pingsOutMax: 2 });
    const client = await RawClient.connect(broker.port);
    client.send(CONNECT);
    await client.untilClosed();
    expect(client.output).toBe("PING\r\nPING\r\n-ERR 'Stale Connection'\r\n");
    expect(broker.stats()).toMatchObject({ staleConnections: 1, connections: 0 });
  });

  test("stays when it answers", async () => {
    const broker = await start({ pingIntervalMs: 20, pingsOutMax: 1 });
    const client = await RawClient.connect(broker.port);
    client.send(CONNECT);
    for (let answered = 0; answered < 5; answered++) {
      await client.until((output) => output.split("PING\r\n").length - 1 > answered);
      client.send("PONG\r\n");
    }
    expect(broker.stats()).toMatchObject({ staleConnections: 0, connections: 1 });
    await client.end();
  });
});

describe("limits", () => {
  test("a connection too many is refused in words", async () => {
    const broker = await start({ connectionsMax: 1 });
    const first = await RawClient.connect(broker.port);
    const second = await RawClient.connect(broker.port);
    await second.untilClosed();
    expect(second.output).toBe("-ERR 'maximum connections exceeded'\r\n");
    expect(await first.exchange(CONNECT)).toBe("");
    await first.end();
  });

  test("a subscription too many is refused, and the connection kept", async () => {
    const broker = await start({ subscriptionsMax: 2 });
    const client = await RawClient.connect(broker.port);
    const answer = await client.exchange(`${CONNECT}SUB a 1\r\nSUB b 2\r\nSUB c 3\r\nUNSUB 1\r\nSUB c 3\r\n`);
    expect(answer).toBe("-ERR 'maximum subscriptions exceeded'\r\n");
    expect(broker.stats().subscriptions).toBe(2);
    await client.end();
  });

  test("the payload's and the control line's can be set", async () => {
    const broker = await start({ payloadBytesMax: 10, controlLineBytesMax: 128 });
    const [one, two] = [await RawClient.connect(broker.port), await RawClient.connect(broker.port)];
    expect(one.info).toMatchObject({ max_payload: 10 });
    one.send(`${CONNECT}PUB a 11\r\n`);
    two.send(`${CONNECT}SUB ${"a".repeat(200)} 1\r\n`);
    await Promise.all([one.untilClosed(), two.untilClosed()]);
    expect(one.output).toBe("-ERR 'Maximum Payload Violation'\r\n");
    expect(two.output).toBe("-ERR 'maximum control line exceeded'\r\n");
    expect(broker.stats().protocolErrors).toBe(2);
  });

  test("half a message is held, and let go with its client", async () => {
    const broker = await start();
    const client = await RawClient.connect(broker.port);
    await client.exchange(CONNECT);
    client.send("PING\r\nPUB a 500000\r\nxxx");
    await client.until((output) => output.endsWith("PONG\r\nPONG\r\n"));
    await client.end();
    const after = await RawClient.connect(broker.port);
    expect(broker.stats()).toMatchObject({ heldBytes: 0, connections: 1 });
    await after.end();
  });

  test.each<[BrokerOptions, string]>([
    [{ port: -1 }, "port"],
    [{ port: 65_536 }, "port"],
    [{ payloadBytesMax: 0 }, "payloadBytesMax"],
    [{ pingIntervalMs: Number.NaN }, "pingIntervalMs"],
    [{ pingsOutMax: 1.5 }, "pingsOutMax"],
    [{ pendingBytesMax: 2000 }, "pendingBytesMax"],
  ])("%j is refused by name", async (options, option) => {
    const error: unknown = await startBroker(options).catch((refusal: unknown) => refusal);
    expect(isGraftError(error) && [error.code, error.values.option]).toEqual(["INVALID_OPTION", option]);
  });

  test("a port that is taken is refused by name", async () => {
    const { port } = await start();
    const error: unknown = await startBroker({ port }).catch((refusal: unknown) => refusal);
    expect(isGraftError(error) && [error.code, error.values.value]).toEqual(["INVALID_OPTION", port]);
  });
});

describe("a queue group", () => {
  test("asks the member that was chosen, and the next where that one wants no echo", async () => {
    const chosen: number[] = [];
    const broker = await start({ chooseMember: (members) => (chosen.length < 6 ? chosen.push(0) % members : 0) });
    const clients = [await RawClient.connect(broker.port), await RawClient.connect(broker.port)];
    const [echoing, silent] = clients;
    if (echoing === undefined || silent === undefined) throw new Error("unreachable");
    await echoing.exchange(`${CONNECT}SUB a q 1\r\nSUB a.* q 1x\r\n`);
    await silent.exchange(`${connectLine({ echo: false })}SUB a q 2\r\n`);
    await silent.exchange("PUB a 1\r\nx\r\n".repeat(6));
    await echoing.until((output) => output.split("MSG a 1 1\r\nx\r\n").length - 1 === 6);
    expect(silent.output).not.toContain("MSG");
    expect(chosen).toHaveLength(6);
    await Promise.all(clients.map((client) => client.end()));
  });

  test("by default every member gets its share", async () => {
    const broker = await start();
    const client = await RawClient.connect(broker.port);
    const answer = await client.exchange(
      `${CONNECT}SUB a q 1\r\nSUB a q 2\r\nSUB a q 3\r\n${"PUB a 0\r\n\r\n".repeat(600)}`,
    );
    const counts = [1, 2, 3].map((sid) => answer.split(`MSG a ${sid} 0\r\n`).length - 1);
    expect(counts.reduce((sum, count) => sum + count)).toBe(600);
    // Each is binomial(600, 1/3): below 100 is more than eight standard deviations off.
    expect(Math.min(...counts)).toBeGreaterThan(100);
    await client.end();
  });
});

test("closing ends every connection, frees the port, and can be asked for twice", async () => {
  const broker = await start();
  const client = await RawClient.connect(broker.port);
  await client.exchange(`${CONNECT}SUB graft.disconnect 1\r\nSUB a 2\r\n`);
  await Promise.all([broker.close(), broker.close(), client.untilClosed()]);
  expect(broker.stats()).toMatchObject({ connections: 0, subscriptions: 0, pendingBytes: 0 });
  const again = await start({ port: broker.port });
  expect(again.port).toBe(broker.port);
  expect(again.serverId).not.toBe(broker.serverId);
});

test("statistics count each message once in, and once for each receiver out", async () => {
  const broker = await start();
  const client = await RawClient.connect(broker.port);
  await client.exchange(`${CONNECT}SUB a 1\r\nSUB * 2\r\nPUB a 3\r\nabc\r\nPUB b.c r 2\r\nde\r\n`);
  expect(broker.stats()).toMatchObject({ accepted: 1, messagesIn: 2, bytesIn: 5, messagesOut: 2, bytesOut: 6 });
  await client.end();
});
