/** How nodes hear each other before they are a cluster, over the embedded broker. */
import { describe, expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../src/broker/server.ts";
import type { FormationWord } from "../../src/ports/formation.ts";
import { createFormationTransport } from "../../src/transport/formation-transport.ts";
import { connectNats } from "../../src/transport/nats-transport.ts";
import { realClock } from "../../src/transport/real-clock.ts";
import { formationSpeaker, formationWords, subscriptionToFormation } from "../../src/transport/subjects.ts";
import { createFormationCodec } from "../../src/wire/formation-codec.ts";
import { noKeys } from "../../src/wire/signature.ts";

const wordOf = (id: string): FormationWord => ({
  from: { id, incarnation: `${id}-1` },
  size: 3,
  leaseMs: 300,
  body: { type: "free" },
});

async function node(url: string, nodeId: string) {
  const link = await connectNats({ servers: [url], name: nodeId });
  onTestFinished(() => link.close());
  const logged: string[] = [];
  const log = (_: string, values: object): void => void logged.push(JSON.stringify(values));
  const transport = createFormationTransport({ link, keys: noKeys, clusterName: "zy", nodeId, clock: realClock, log });
  const words: FormationWord[] = [];
  await transport.start((word) => words.push(word));
  return { link, transport, words, logged };
}

test("the subjects are those of the design", () => {
  expect(formationWords("zy", "n1")).toBe("graft.zy.form.n1");
  expect(subscriptionToFormation("zy")).toBe("graft.zy.form.*");
  expect(formationSpeaker("graft.zy.form.n1")).toBe("n1");
  for (const subject of ["graft.zy.from.n1.all", "graft.zy.form", "graft.zy.form.n1.x", "x.zy.form.n1"])
    expect(formationSpeaker(subject)).toBeNull();
});

describe("over a broker", () => {
  test("what one says the others hear, until they let go", async () => {
    const broker = await startBroker();
    onTestFinished(() => broker.close());
    const [n1, n2] = [await node(broker.url, "n1"), await node(broker.url, "n2")];
    n1.transport.say(wordOf("n1"));
    await n1.link.flush();
    await n2.link.flush();
    expect(n2.words).toEqual([wordOf("n1")]);
    expect(n1.words).toEqual([]);
    n2.transport.close();
    n1.transport.say(wordOf("n1"));
    await n1.link.flush();
    await n2.link.flush();
    expect(n2.words).toHaveLength(1);
  });

  test("a word in another's name, and one that is none, are dropped, and logged once", async () => {
    const broker = await startBroker();
    onTestFinished(() => broker.close());
    const [n1, n2] = [await node(broker.url, "n1"), await node(broker.url, "n2")];
    const codec = createFormationCodec("zy", noKeys);
    for (const bytes of [codec.encode(wordOf("n3")), new Uint8Array([1]), new Uint8Array([2])])
      n1.link.publish(formationWords("zy", "n1"), bytes);
    await n1.link.flush();
    await n2.link.flush();
    expect(n2.words).toEqual([]);
    expect(n2.logged).toHaveLength(2);
  });
});
