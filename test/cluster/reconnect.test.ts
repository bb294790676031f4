/** The server goes away and comes back: what a leader without NATS is, and how the cluster finds itself again. */
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../src/broker/server.ts";
import { startCluster } from "../../src/supervisor/cluster.ts";
import type { ClusterEvent } from "../../src/supervisor/events.ts";

/** All events, and a way to wait for one that is yet to come. */
class Events {
  readonly all: ClusterEvent[] = [];
  readonly #waits = new Set<(event: ClusterEvent) => void>();

  hear(event: ClusterEvent): void {
    this.all.push(event);
    for (const look of [...this.#waits]) look(event);
  }

  next<T extends ClusterEvent>(matches: (event: ClusterEvent) => event is T): Promise<T> {
    return new Promise((resolve) => {
      const look = (event: ClusterEvent): void => {
        if (!matches(event)) return;
        this.#waits.delete(look);
        resolve(event);
      };
      this.#waits.add(look);
    });
  }
}

type Change<T extends ClusterEvent["type"]> = Extract<ClusterEvent, { type: T }>;
const leads = (event: ClusterEvent): event is Change<"leaderChange"> => event.type === "leaderChange";
const resigns = (event: ClusterEvent): event is Change<"stateChange"> =>
  event.type === "stateChange" && event.from === "leader";

test("a leader that loses NATS steps down and says so; when the server is back there is one leader, a term or two later", async () => {
  const first = await startBroker();
  const { port, url } = first;
  const events = new Events();
  const elected = events.next(leads);
  const cluster = await startCluster({
    size: 3,
    nats: [url],
    timing: { electionTimeoutMinMs: 150, electionTimeoutMaxMs: 300, heartbeatMs: 30 },
    logLevel: "silent",
    onEvent: (event) => events.hear(event),
  });
  onTestFinished(() => cluster.close());
  let { node, term } = await elected;
  let broker = first;
  for (let outage = 1; outage <= 5; outage++) {
    const resigned = events.next(resigns);
    await broker.close();
    expect(await resigned).toMatchObject({ node, to: "follower", term, cause: "disconnected" });
    const again = events.next(leads);
    broker = await startBroker({ port });
    const next = await again;
    expect(next.term - term).toBeGreaterThanOrEqual(1);
    expect(next.term - term).toBeLessThanOrEqual(3);
    ({ node, term } = next);
  }
  const terms = events.all.filter(leads).map((event) => event.term);
  expect(new Set(terms).size).toBe(terms.length);
  onTestFinished(() => broker.close());
}, 60_000);
