/** What a server does to a client that takes too much, says too little, or may not come in. */
import { afterEach, describe, expect, test } from "vitest";
import { startNatsServer } from "../../src/broker/nats-server.ts";
import { CONNECT, connectLine, RawClient } from "./raw-client.ts";
import { SERVER_KINDS, type ServerLimits, type TestServer } from "./servers.ts";

const MIB = 1024 * 1024;
const CONNECTIONS = 1000;

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const kept = <Server extends TestServer>(server: Server): Server => {
  servers.push(server);
  return server;
};

for (const kind of SERVER_KINDS) {
  describe.skipIf(kind.missing)(kind.name, () => {
    const start = async (limits: ServerLimits = {}): Promise<TestServer> => kept(await kind.start(0, limits));

    test("the largest message is told in INFO and goes through; one byte more ends the connection", async () => {
      const server = await start({ payloadBytesMax: 1000, pendingBytesMax: 64 * MIB });
      const [client, greedy] = [await RawClient.connect(server.port), await RawClient.connect(server.port)];
      expect(client.info).toMatchObject({ max_payload: 1000 });
      const most = "x".repeat(1000);
      expect(await client.exchange(`${CONNECT}SUB a 1\r\nPUB a 1000\r\n${most}\r\n`)).toBe(
        `MSG a 1 1000\r\n${most}\r\n`,
      );
      greedy.send(`${CONNECT}PUB a 1001\r\n${most}y\r\n`);
      await greedy.untilClosed();
      expect(greedy.output).toBe("-ERR 'Maximum Payload Violation'\r\n");
      expect(await client.exchange("PUB a 1\r\nz\r\n")).toBe("MSG a 1 1\r\nz\r\n");
    });

    test("who reads nothing is cut off, with the reason told, and the others miss nothing", async () => {
      const server = await start({ pendingBytesMax: 4 * MIB });
      const deaf = await RawClient.connect(server.port);
      await deaf.exchange(`${connectLine({ name: "deaf" })}SUB load 1\r\n`);
      deaf.socket.pause();
      const [good, watcher, writer] = await Promise.all([0, 1, 2].map(() => RawClient.connect(server.port)));
      if (good === undefined || watcher === undefined || writer === undefined) throw new Error("unreachable");
      await good.exchange(`${CONNECT}SUB load 1\r\n`);
      await watcher.exchange(`${CONNECT}SUB graft.disconnect 1\r\n`);
      await writer.exchange(CONNECT);
      const message = `PUB load 100000\r\n${"x".repeat(100_000)}\r\n`;
      let sent = 0;
      while (!watcher.output.includes("Slow Consumer")) {
        await writer.exchange(message.repeat(5));
        await good.exchange("");
        await watcher.exchange("");
        sent += 5;
        expect(sent).toBeLessThan(2000);
      }
      expect(watcher.output).toContain('"name":"deaf"');
      expect(good.output.split("MSG load 1 100000\r\n").length - 1).toBe(sent);
      deaf.socket.destroy();
    });

    test("who says nothing is pinged, and cut off as stale where it does not answer", async () => {
      const server = await start({ pingIntervalMs: 100, pingsOutMax: 2 });
      const [silent, polite] = [await RawClient.connect(server.port), await RawClient.connect(server.port)];
      const answer = () => polite.send("PONG\r\n");
      polite.socket.on("data", answer);
      polite.send(CONNECT);
      silent.send(CONNECT);
      await silent.untilClosed();
      expect(silent.output).toMatch(/^(PING\r\n)+-ERR 'Stale Connection'\r\n$/);
      expect(polite.output).toMatch(/^(PING\r\n)+$/);
      polite.socket.off("data", answer);
      expect((await polite.exchange("")).replaceAll("PING\r\n", "")).toBe("");
    });

    test("a connection too many is refused in words", async () => {
      const server = await start({ connectionsMax: 2 });
      const clients = [await RawClient.connect(server.port), await RawClient.connect(server.port)];
      for (const client of clients) await client.exchange(CONNECT);
      const third = await RawClient.connect(server.port);
      third.send(CONNECT);
      await third.untilClosed();
      expect(third.output).toBe("-ERR 'maximum connections exceeded'\r\n");
      for (const client of clients) expect(await client.exchange("")).toBe("");
    });

    test(`${CONNECTIONS} connections hear a broadcast once each, and answer one by one`, async () => {
      const server = await start();
      const clients: RawClient[] = [];
      for (let i = 0; i < CONNECTIONS; i += 50) {
        clients.push(...(await Promise.all(Array.from({ length: 50 }, () => RawClient.connect(server.port)))));
      }
      await Promise.all(clients.map((client, i) => client.exchange(`${CONNECT}SUB all 1\r\nSUB to.${i} 2\r\n`)));
      const [first] = clients;
      await first?.exchange("PUB all 2\r\nhi\r\n");
      const heard = await Promise.all(clients.map((client) => client.until((text) => text.includes("hi\r\n"))));
      expect(heard).toHaveLength(CONNECTIONS);
      await Promise.all(clients.map((client, i) => client.exchange(`PUB to.${(i + 1) % CONNECTIONS} 1\r\nx\r\n`)));
      await Promise.all(clients.map((client) => client.until((text) => text.includes("MSG to."))));
      const wrong = clients.filter(
        ({ output }, i) => output.replaceAll("PONG\r\n", "") !== `MSG all 1 2\r\nhi\r\nMSG to.${i} 2 1\r\nx\r\n`,
      );
      expect(wrong.map(({ output }) => output)).toEqual([]);
      await Promise.all(clients.map((client) => client.end()));
    });

    test.runIf(kind.embedded)("nobody needs to say who it is, and whoever says so is let in", async () => {
      const server = await start();
      const client = await RawClient.connect(server.port);
      expect(client.info.auth_required).toBeUndefined();
      expect(await client.exchange(connectLine({ user: "me", pass: "wrong", auth_token: "x" }))).toBe("");
    });

    test.skipIf(kind.embedded).each([
      ["a wrong password", { user: "me", pass: "wrong" }],
      ["an unknown user", { user: "you", pass: "right" }],
      ["no credentials", {}],
    ])("%s is refused in words, and the connection ended", async (_, said) => {
      const executable = kind.executable ?? "";
      const configuration = 'authorization { user: "me", password: "right" }\n';
      const server = kept(await startNatsServer({ executable, configuration }));
      const [right, wrong] = [await RawClient.connect(server.port), await RawClient.connect(server.port)];
      expect(right.info.auth_required).toBe(true);
      expect(await right.exchange(connectLine({ user: "me", pass: "right" }))).toBe("");
      wrong.send(`${connectLine(said)}PING\r\n`);
      await wrong.untilClosed();
      expect(wrong.output).toBe("-ERR 'Authorization Violation'\r\n");
    });
  });
}
