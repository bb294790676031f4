/** The network and the broker. Law: what is cut is cut for a while; a connection that is lost comes back. */
import { cutLink, type Storm } from "../weather.ts";
import type { FaultTools, Repertoire } from "./tools.ts";

/** Heartbeats, votes and answers pass; a batch of entries does not. */
const SMALL_FRAME_BYTES = [200, 250, 300, 500] as const;

const bothWays = (one: string, other: string): Storm[] => [cutLink(one, other), cutLink(other, one)];

export function networkFaults(tools: FaultTools): Repertoire {
  const { dice, cluster, broker, timing } = tools;

  function cut(isBothWays: boolean): string | null {
    const [one, other] = dice.shuffled(cluster.nodes);
    if (one === undefined || other === undefined) return null;
    tools.storms(isBothWays ? bothWays(one.id, other.id) : [cutLink(one.id, other.id)], tools.durationMs());
    return `${one.id} ${isBothWays ? "<>" : ">"} ${other.id}`;
  }

  function partition(): string {
    const shuffled = dice.shuffled(cluster.nodes);
    const side = shuffled.slice(0, 1 + dice.below(shuffled.length - 1));
    const rest = shuffled.filter((node) => !side.includes(node));
    tools.storms(
      side.flatMap((a) => rest.flatMap((b) => bothWays(a.id, b.id))),
      tools.durationMs(),
    );
    return `${side.map(({ id }) => id).join()} | ${rest.map(({ id }) => id).join()}`;
  }

  /** To all at once: it hears nobody, or nobody hears it. */
  function deafOrMute(): string | null {
    const victim = tools.victim();
    if (victim === null) return null;
    const isDeaf = dice.chance(0.5);
    tools.storms([isDeaf ? cutLink(null, victim.id) : cutLink(victim.id, null)], tools.durationMs());
    return `${victim.id} is ${isDeaf ? "deaf" : "mute"}`;
  }

  function storm(): string {
    const chance = (max: number): number => (dice.chance(0.5) ? dice.scaled(0.005, max) : 0);
    const loss = chance(0.4);
    const reorderMs = dice.scaled(1, timing.electionTimeoutMaxMs * 2);
    const one = { from: null, to: null, loss, duplication: chance(0.3), reordering: chance(1), reorderMs };
    tools.storms([one], tools.durationMs());
    return `loss ${loss.toFixed(3)}`;
  }

  /** As where a path takes no large packets: what is said of the log does not arrive, that there is a leader does. */
  function blackHole(): string | null {
    const victim = tools.victim();
    if (victim === null) return null;
    const overBytes = dice.pick(SMALL_FRAME_BYTES);
    const direction = dice.chance(0.5) ? cutLink(victim.id, null) : cutLink(null, victim.id);
    tools.storms([{ ...direction, overBytes }], tools.durationMs());
    return `${direction.from ?? "all"} > ${direction.to ?? "all"} above ${overBytes} bytes`;
  }

  /** The broker says of a connection that it has ended, and it has not: another's event, or a lie. */
  function falseHint(): string | null {
    const leader = cluster.nodes.find((node) => node.isLeader);
    const victim = leader ?? tools.victim();
    if (victim?.link === undefined || victim.link === null) return null;
    broker.tellEnded(victim.link.connection);
    return victim.id;
  }

  return {
    disconnect: () => {
      const victim = tools.victim();
      victim?.link?.lose(dice.scaled(0.1, tools.durationMs()), tools.durationMs());
      return victim?.id ?? null;
    },
    clog: () => {
      const victim = tools.victim();
      victim?.link?.clog(tools.durationMs());
      return victim?.id ?? null;
    },
    brokerRestart: () => {
      const downMs = tools.durationMs();
      broker.restart(downMs);
      return `down for ${downMs.toFixed(0)} ms`;
    },
    cutOneWay: () => cut(false),
    cutBothWays: () => cut(true),
    partition,
    deafOrMute,
    storm,
    blackHole,
    falseHint,
  };
}
