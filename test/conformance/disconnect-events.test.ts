import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectLine, RawClient } from "./raw-client.ts";
import { SERVER_KINDS, type TestServer } from "./servers.ts";

interface Event {
  readonly type: string;
  readonly server: { readonly id: string; readonly name: string; readonly host: string };
  readonly client: Readonly<Record<string, unknown>>;
  readonly sent: { readonly msgs: number; readonly bytes: number };
  readonly received: { readonly msgs: number; readonly bytes: number };
  readonly reason: string;
}

for (const kind of SERVER_KINDS) {
  describe.skipIf(kind.missing)(kind.name, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await kind.start();
    });
    afterAll(() => server.close());

    async function watch(subject: string): Promise<RawClient> {
      const watcher = await RawClient.connect(server.port);
      await watcher.exchange(`${connectLine({ name: "watcher" })}SUB ${subject} 1\r\n`);
      return watcher;
    }

    async function eventOf(watcher: RawClient, clientId: unknown): Promise<Event> {
      const find = (): Event | undefined =>
        [...watcher.output.matchAll(/\r\n(\{.*\})\r\n/g)]
          .map((match): Event => JSON.parse(match[1] ?? ""))
          .find((event) => event.client.id === clientId);
      await watcher.until(() => find() !== undefined);
      const event = find();
      if (event === undefined) throw new Error("unreachable");
      return event;
    }

    test("a clean close is told with the client's id and name", async () => {
      const watcher = await watch("graft.disconnect");
      const client = await RawClient.connect(server.port);
      await client.exchange(
        `${connectLine({ name: "n1", lang: "node", version: "1.2" })}SUB a 1\r\nPUB a 3\r\nabc\r\n`,
      );
      await client.end();
      const event = await eventOf(watcher, client.info.client_id);
      expect(event).toMatchObject({
        type: "io.nats.server.advisory.v1.client_disconnect",
        server: { id: client.info.server_id, name: client.info.server_name, host: "127.0.0.1" },
        client: { host: "127.0.0.1", name: "n1", lang: "node", ver: "1.2" },
        sent: { msgs: 1, bytes: 3 },
        received: { msgs: 1, bytes: 3 },
        reason: "Client Closed",
      });
      const [start, stop] = [event.client.start, event.client.stop].map((at) => Date.parse(String(at)));
      expect(Number(stop)).toBeGreaterThanOrEqual(Number(start));
      await watcher.end();
    });

    test("a connection that is torn down is told too", async () => {
      const watcher = await watch("graft.disconnect");
      const client = await RawClient.connect(server.port);
      await client.exchange(connectLine({ name: "n2" }));
      client.reset();
      const event = await eventOf(watcher, client.info.client_id);
      expect(event.client).toMatchObject({ name: "n2" });
      expect(event.reason).toBe("Read Error");
      await watcher.end();
    });

    test("a connection that the server ends is told with the reason", async () => {
      const watcher = await watch("graft.disconnect");
      const client = await RawClient.connect(server.port);
      client.send(`${connectLine({ name: "n3" })}PUB a 9999999\r\n`);
      await client.untilClosed();
      const event = await eventOf(watcher, client.info.client_id);
      expect(event.reason).toBe("Maximum Message Payload Exceeded");
      await watcher.end();
    });

    test.skipIf(!kind.embedded)(
      "the same event goes to nats-server's own subject, which is protected as well",
      async () => {
        const watcher = await watch("$SYS.ACCOUNT.*.DISCONNECT");
        const client = await RawClient.connect(server.port);
        const refusal = await client.exchange(
          `${connectLine({ name: "n4" })}PUB $SYS.ACCOUNT.$G.DISCONNECT 1\r\nx\r\n`,
        );
        expect(refusal).toBe(`-ERR 'Permissions Violation for Publish to "$SYS.ACCOUNT.$G.DISCONNECT"'\r\n`);
        await client.end();
        expect((await eventOf(watcher, client.info.client_id)).client).toMatchObject({ name: "n4", acc: "$G" });
        expect(watcher.output).not.toContain("\r\nx\r\n");
        await watcher.end();
      },
    );
  });
}
