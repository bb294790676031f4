/** Who gets what, in which order: random conversations of several clients, against a naive account of what NATS promises. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomOf } from "./dice.ts";
import { CONNECT, RawClient } from "./raw-client.ts";
import { SERVER_KINDS, type TestServer } from "./servers.ts";

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() >>> 0);

function matches(pattern: string, subject: string): boolean {
  const [patterns, tokens] = [pattern.split("."), subject.split(".")];
  return (
    patterns.every((one, i) => {
      if (tokens[i] === undefined) return false;
      return one === ">" || one === "*" || one === tokens[i];
    }) &&
    (patterns.at(-1) === ">" || patterns.length === tokens.length)
  );
}

interface Subscription {
  readonly client: number;
  readonly sid: string;
  readonly pattern: string;
  readonly queue: string | null;
  delivered: number;
  max: number;
}

/** What one publication must bring: each of `plain`, and of each group of `groups` exactly one. */
interface Due {
  readonly plain: readonly Subscription[];
  readonly groups: readonly (readonly Subscription[])[];
}

class Account {
  readonly subscriptions: Subscription[] = [];

  due(subject: string): Due {
    const fitting = this.subscriptions.filter(({ pattern }) => matches(pattern, subject));
    const queues = new Set(fitting.flatMap(({ queue }) => (queue === null ? [] : [queue])));
    return {
      plain: fitting.filter(({ queue }) => queue === null),
      groups: [...queues].map((queue) => fitting.filter((one) => one.queue === queue)),
    };
  }

  delivered(subscription: Subscription): void {
    subscription.delivered += 1;
    if (subscription.max > 0 && subscription.delivered >= subscription.max) this.remove(subscription);
  }

  unsubscribe(subscription: Subscription, max: number): void {
    if (max > subscription.delivered) subscription.max = max;
    else this.remove(subscription);
  }

  remove(subscription: Subscription): void {
    const at = this.subscriptions.indexOf(subscription);
    if (at >= 0) this.subscriptions.splice(at, 1);
  }
}

const PATTERNS = ["a", "a.b", "a.*", "*.b", "a.>", ">", "*", "*.*", "a.b.c", "a.*.c", "b.>"];
const SUBJECTS = ["a", "b", "a.b", "a.c", "b.b", "a.b.c", "a.x.c", "b.c.d.e"];
const QUEUES = [null, null, "q", "p"];

const pick = <T>(from: readonly T[], random: (bound: number) => number): T => {
  const one = from[random(from.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
};

/** `sid subject payload` of each message that arrived. */
const messagesIn = (output: string): string[] =>
  [...output.matchAll(/MSG (\S+) (\S+) \d+\r\n([^\r]*)\r\n/g)].map(
    ([, subject, sid, payload]) => `${sid} ${subject} ${payload}`,
  );

async function converse(port: number, random: (bound: number) => number, steps: number): Promise<void> {
  const clients = await Promise.all([0, 1, 2].map(() => RawClient.connect(port)));
  for (const client of clients) await client.exchange(CONNECT);
  const account = new Account();
  const trace: string[] = [];
  const on = async (client: number, line: string): Promise<void> => {
    trace.push(`${client}: ${line.trimEnd()}`);
    await clients[client]?.exchange(line);
  };
  for (let step = 0; step < steps; step++) {
    const client = random(3);
    const dice = random(10);
    const own = account.subscriptions.filter((one) => one.client === client);
    if (dice < 3) {
      const [pattern, queue] = [pick(PATTERNS, random), pick(QUEUES, random)];
      const subscription = { client, sid: `s${step}`, pattern, queue, delivered: 0, max: 0 };
      account.subscriptions.push(subscription);
      await on(client, `SUB ${pattern} ${queue === null ? "" : `${queue} `}s${step}\r\n`);
    } else if (dice < 5 && own.length > 0) {
      const subscription = pick(own, random);
      const max = random(4);
      account.unsubscribe(subscription, max);
      await on(client, `UNSUB ${subscription.sid}${max === 0 ? "" : ` ${max}`}\r\n`);
    } else {
      const subject = pick(SUBJECTS, random);
      const due = account.due(subject);
      await on(client, `PUB ${subject} 2\r\n${10 + (step % 90)}\r\n`);
      const arrived = await Promise.all(clients.map(async (each) => messagesIn(await each.news())));
      settle(account, due, `${subject} ${10 + (step % 90)}`, arrived, trace);
    }
  }
  await Promise.all(clients.map((client) => client.end()));
}

/** Takes from `arrived` what is due, once each; nothing may be missing or left over. */
function settle(account: Account, due: Due, message: string, arrived: string[][], trace: readonly string[]): void {
  const take = ({ client, sid }: Subscription): boolean => {
    const at = arrived[client]?.indexOf(`${sid} ${message}`) ?? -1;
    if (at >= 0) arrived[client]?.splice(at, 1);
    return at >= 0;
  };
  const story = () => `seed ${SEED}\n${trace.join("\n")}\narrived ${JSON.stringify(arrived)}`;
  for (const subscription of due.plain) {
    expect(take(subscription), `${subscription.sid} got nothing: ${story()}`).toBe(true);
    account.delivered(subscription);
  }
  for (const members of due.groups) {
    const served = members.filter(take);
    expect(served.length, `a group was served ${served.length} times: ${story()}`).toBe(1);
    for (const subscription of served) account.delivered(subscription);
  }
  expect(arrived, story()).toEqual([[], [], []]);
}

for (const kind of SERVER_KINDS) {
  describe.skipIf(kind.missing)(kind.name, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await kind.start();
    });
    afterAll(() => server.close());

    test("random conversations bring each message to whom it is due, once", async () => {
      const random = randomOf(SEED);
      for (let conversation = 0; conversation < 20; conversation++) await converse(server.port, random, 80);
    });

    test("what one client publishes arrives in its order, on one subject and over several", async () => {
      const [writer, reader] = [await RawClient.connect(server.port), await RawClient.connect(server.port)];
      await reader.exchange(`${CONNECT}SUB o.> 1\r\nSUB o.1 2\r\nSUB o.* g 3\r\n`);
      await writer.exchange(CONNECT);
      const count = 20_000;
      for (let from = 0; from < count; from += 500) {
        const lines = Array.from({ length: 500 }, (_, i) => `PUB o.${(from + i) % 3} 6\r\n${100_000 + from + i}\r\n`);
        writer.send(lines.join(""));
      }
      await writer.exchange("");
      const output = await reader.news();
      const bySid = (sid: string) =>
        [...output.matchAll(/MSG o\.\d (\d) 6\r\n(\d{6})\r\n/g)]
          .filter(([, each]) => each === sid)
          .map(([, , payload]) => Number(payload) - 100_000);
      const all = Array.from({ length: count }, (_, i) => i);
      expect(bySid("1")).toEqual(all);
      expect(bySid("3")).toEqual(all);
      expect(bySid("2")).toEqual(all.filter((i) => i % 3 === 1));
      await Promise.all([writer.end(), reader.end()]);
    });

    test("a message goes to the members of a queue group that are left when one goes away", async () => {
      const [asking, ...members] = await Promise.all([0, 1, 2].map(() => RawClient.connect(server.port)));
      const [first, second] = members;
      if (asking === undefined || first === undefined || second === undefined) throw new Error("unreachable");
      await asking.exchange(`${CONNECT}SUB graft.disconnect 9\r\nSUB r 8\r\n`);
      for (const member of members) await member.exchange(`${CONNECT}SUB work crew 1\r\n`);
      await first.end();
      await asking.until((output) => output.includes("client_disconnect"));
      await asking.exchange("PUB work r 1\r\nx\r\n".repeat(50));
      expect(messagesIn((await second.news()).replaceAll(" r 1\r\n", " 1\r\n"))).toHaveLength(50);
      expect(asking.output).not.toContain("NATS/1.0 503");
      await Promise.all([asking.end(), second.end()]);
    });
  });
}
