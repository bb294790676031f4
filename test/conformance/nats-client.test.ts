/** The `nats` package as it is published, against each server. */
import { connect, Events, headers, type NatsConnection, StringCodec } from "nats";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { SERVER_KINDS, type TestServer } from "./servers.ts";

const text = StringCodec();

for (const kind of SERVER_KINDS) {
  describe.skipIf(kind.missing)(kind.name, () => {
    let server: TestServer;
    const connections: NatsConnection[] = [];
    beforeAll(async () => {
      server = await kind.start();
    });
    afterEach(async () => {
      await Promise.all(connections.splice(0).map((connection) => connection.close()));
    });
    afterAll(() => server.close());

    async function client(name = "test"): Promise<NatsConnection> {
      const connection = await connect({ servers: server.url, name });
      connections.push(connection);
      return connection;
    }

    test("publishes and subscribes, with wildcards", async () => {
      const [one, two] = [await client(), await client()];
      const [star, rest] = [one.subscribe("a.*.c", { max: 1 }), one.subscribe("a.>", { max: 2 })];
      await one.flush();
      two.publish("a.x.c", text.encode("first"));
      two.publish("a.x", text.encode("second"));
      const heard: string[] = [];
      for await (const message of star) heard.push(`* ${message.subject} ${text.decode(message.data)}`);
      for await (const message of rest) heard.push(`> ${message.subject} ${text.decode(message.data)}`);
      expect(heard).toEqual(["* a.x.c first", "> a.x.c first", "> a.x second"]);
    });

    test("a queue group shares requests, each answered once", async () => {
      const [asking, ...members] = [await client(), await client(), await client()];
      const seen = members.map(() => 0);
      for (const [i, member] of members.entries()) {
        const count = () => {
          seen[i] = (seen[i] ?? 0) + 1;
        };
        member.subscribe("work", {
          queue: "workers",
          callback: (_, message) => {
            count();
            message.respond(message.data);
          },
        });
        await member.flush();
      }
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, i) => asking.request("work", text.encode(String(i)))),
      );
      expect(answers.map((answer) => text.decode(answer.data))).toEqual(
        Array.from({ length: 100 }, (_, i) => String(i)),
      );
      expect(seen.reduce((sum, count) => sum + count)).toBe(100);
    });

    test("a request that nobody hears fails with 503 at once", async () => {
      const connection = await client();
      await expect(connection.request("nobody.here", undefined, { timeout: 20_000 })).rejects.toMatchObject({
        code: "503",
      });
    });

    test("headers arrive", async () => {
      const connection = await client();
      const subscription = connection.subscribe("h", { max: 1 });
      const sent = headers();
      sent.append("Cause", "heartbeat late");
      connection.publish("h", text.encode("x"), { headers: sent });
      for await (const message of subscription) {
        expect(message.headers?.get("Cause")).toBe("heartbeat late");
        expect(text.decode(message.data)).toBe("x");
      }
    });

    test("a drain delivers what was sent before it", async () => {
      const [one, two] = [await client(), await client()];
      const heard: string[] = [];
      one.subscribe("d", { callback: (_, message) => heard.push(text.decode(message.data)) });
      await one.flush();
      for (let i = 0; i < 100; i++) two.publish("d", text.encode(String(i)));
      await two.drain();
      await one.drain();
      expect(heard).toEqual(Array.from({ length: 100 }, (_, i) => String(i)));
    });

    test("an echo can be declined", async () => {
      const own = await connect({ servers: server.url, noEcho: true });
      const other = await client();
      connections.push(own);
      const heard: string[] = [];
      own.subscribe("e", { callback: (_, message) => heard.push(text.decode(message.data)) });
      await own.flush();
      own.publish("e", text.encode("own"));
      await own.flush();
      other.publish("e", text.encode("other"));
      await other.flush();
      await own.flush();
      expect(heard).toEqual(["other"]);
    });

    test("a refused publication is reported, and the connection lives on", async () => {
      const connection = await client();
      const reported = (async () => {
        for await (const status of connection.status()) if (status.type === Events.Error) return status.data;
        return null;
      })();
      connection.publish("graft.disconnect", text.encode("{}"));
      expect(await reported).toBe("PERMISSIONS_VIOLATION");
      await connection.flush();
    });

    test("the end of a connection is told with its name and ids", async () => {
      const [watching, ending] = [await client("watching"), await client("n7")];
      const events = watching.subscribe("graft.disconnect", { max: 1 });
      await watching.flush();
      const info = ending.info;
      await ending.close();
      for await (const message of events) {
        expect(message.json()).toMatchObject({
          server: { id: info?.server_id },
          client: { id: info?.client_id, name: "n7", lang: "nats.js" },
        });
      }
    });

    test("reconnects after a restart on the same port, and is subscribed again", async () => {
      const first = await kind.start();
      const connection = await connect({ servers: first.url, reconnectTimeWait: 20, maxReconnectAttempts: -1 });
      connections.push(connection);
      const heard = connection.subscribe("r", { max: 1 });
      const statuses: string[] = [];
      const reconnected = (async () => {
        for await (const { type } of connection.status()) {
          statuses.push(type);
          if (type === Events.Reconnect) return;
        }
      })();
      await connection.flush();
      await first.close();
      const second = await kind.start(first.port);
      await reconnected;
      connection.publish("r", text.encode("again"));
      for await (const message of heard) expect(text.decode(message.data)).toBe("again");
      expect(statuses).toContain(Events.Disconnect);
      await connection.close();
      await second.close();
    });
  });
}
