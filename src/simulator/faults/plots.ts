/**
 * Several faults in a row that each would be rare and harmless alone: each plot leads the cluster to where a certain kind of
 * bug shows. Law: a plot only makes its moment likelier; all that it does could happen by itself.
 */
import type { Body } from "../../core/message.ts";
import type { NodeId } from "../../core/types.ts";
import type { SimulatedNode } from "../node.ts";
import { cutLink, type Storm } from "../weather.ts";
import type { FaultTools, Repertoire } from "./tools.ts";

const WORDS: readonly Body["type"][] = [
  "voteRequest",
  "voteResponse",
  "appendEntries",
  "appendAck",
  "heartbeat",
  "heartbeatAck",
  "installSnapshot",
  "snapshotAck",
  "timeoutNow",
];

const cutOff = (one: SimulatedNode, from: readonly SimulatedNode[]): Storm[] =>
  from.flatMap(({ id }) => [cutLink(id, one.id), cutLink(one.id, id)]);

export function plots(tools: FaultTools): Repertoire {
  const { dice, cluster, loop, timing } = tools;

  /** Somebody, and perhaps others with it, is struck in the middle of what it has begun to say. */
  function strickenAfterWords(): string | null {
    const node = tools.victim();
    if (node === null) return null;
    const said = dice.pick(WORDS);
    const all = cluster.nodes;
    const others = dice.shuffled(all).slice(0, dice.chance(0.5) ? dice.below(all.length + 1) : 0);
    const [blow, strike] = dice.pick([
      ["dies", (struck: SimulatedNode) => struck.die("power")],
      ["dies", (struck: SimulatedNode) => struck.die("power")],
      ["pauses", (struck: SimulatedNode) => tools.pause(struck, tools.durationMs())],
      ["sleeps", (struck: SimulatedNode) => tools.suspend(struck, tools.durationMs())],
    ] as const);
    const run = (): void => {
      for (const struck of new Set([node, ...others])) strike(struck);
    };
    tools.set({ node, said, run });
    return `${node.id} ${blow} after ${said}`;
  }

  /**
   * The leader dies, and whoever is about to be elected in its place, or whoever votes for it, or both, lose their power in the
   * middle of it. Who comes back first finds a term that may be in use already, and promises that may not be remembered.
   */
  function brokenElection(): string | null {
    const { leader } = cluster;
    if (leader === null) return null;
    if (dice.chance(0.5)) for (const node of cluster.nodes) tools.stickDisk(node, tools.durationMs() / 4);
    leader.die("kill");
    const said = dice.pick(["voteResponse", "voteResponse", "voteRequest", "heartbeat", "appendAck"] as const);
    const alone = dice.chance(0.4);
    const run = (speaker: SimulatedNode, to: NodeId | null): void => {
      speaker.die("power");
      if (!alone) cluster.nodes.find(({ id }) => id === to)?.die("power");
    };
    tools.set({ node: null, said, run });
    return `${leader.id}, and who says ${said}${alone ? "" : " and to whom"}`;
  }

  /** Commands that nobody waits for, each an entry of its own: to register sessions changes nothing that anybody reads. */
  function flood(node: SimulatedNode, forMs: number): void {
    for (let left = dice.chance(0.6) ? dice.below(20) : 0; left > 0; left--)
      tools.later(dice.unit() * forMs, () =>
        node.host?.input(() => node.driver?.ask({ type: "register" }, () => undefined)),
      );
  }

  /**
   * From the other nodes, not from the clients: it believes in itself for a while, and takes commands that nobody else gets.
   * Sometimes who leads by then dies at the very moment at which it comes back.
   */
  function isolatedLeader(): string | null {
    const { leader, nodes } = cluster;
    if (leader === null) return null;
    const forMs = tools.timeoutsMs(0.5, 4);
    tools.storms(cutOff(leader, nodes), forMs);
    flood(leader, forMs);
    if (dice.chance(0.5))
      tools.later(forMs, () => {
        if (cluster.leader !== leader) cluster.leader?.die("kill");
      });
    return leader.id;
  }

  /** It stops, for long enough to be replaced, and goes on without hearing of that: with what was asked of it meanwhile. */
  function comatoseLeader(): string | null {
    const { leader, nodes } = cluster;
    if (leader === null) return null;
    const forMs = tools.timeoutsMs(0.8, 3);
    if (!tools.pause(leader, forMs)) return null;
    tools.storms(cutOff(leader, nodes), forMs + tools.timeoutsMs(0.1, 1));
    return leader.id;
  }

  /** The same, asleep: as it wakes, the answers to what it said before it slept are there, and nothing that was said since. */
  function sleepingLeader(): string | null {
    const { leader, nodes } = cluster;
    if (leader === null) return null;
    const run = (speaker: SimulatedNode): void => {
      const forMs = tools.timeoutsMs(0.8, 3);
      if (!tools.suspend(speaker, forMs)) return;
      tools.later(dice.scaled(timing.heartbeatMs / 100, timing.heartbeatMs), () =>
        tools.storms(cutOff(speaker, nodes), tools.noticedSleepMs + forMs + tools.timeoutsMs(0.2, 1)),
      );
    };
    tools.set({ node: leader, said: "heartbeat", within: 0.02, run });
    return leader.id;
  }

  /**
   * Of all the others the leader reaches but a few. What it appends is in their logs alone, or, where their disks are stuck, on
   * its way there; then it loses those as well, or its life.
   */
  function favourite(): string | null {
    const { leader } = cluster;
    if (leader === null) return null;
    const others = tools.othersThan(leader);
    const favoured = others.slice(0, 1 + dice.below(Math.max(1, Math.floor(others.length / 2))));
    const spurned = cluster.nodes.filter((node) => node !== leader && !favoured.includes(node));
    const forMs = tools.timeoutsMs(0.1, 1.5);
    const afterMs = tools.timeoutsMs(0, 3);
    tools.storms(cutOff(leader, spurned), forMs + afterMs);
    flood(leader, forMs);
    if (dice.chance(0.5)) for (const node of favoured) tools.stickDisk(node, forMs + tools.timeoutsMs(0, 3));
    tools.later(forMs, () => {
      if (dice.chance(0.5)) leader.die(dice.pick(["kill", "power"]));
      else tools.storms(cutOff(leader, favoured), afterMs);
    });
    return `${leader.id} reaches ${favoured.map(({ id }) => id).join() || "nobody"}`;
  }

  /**
   * A bare majority still hears the leader; of it, all but the leader begin a new life while the leader is cut off. Those who
   * were not heard for long, and those who have just started, may elect another at once.
   */
  function bornWitnesses(): string | null {
    const { leader } = cluster;
    if (leader === null) return null;
    const voters = cluster.voters().filter((node) => node !== leader);
    const witnesses = dice.shuffled(voters).slice(0, Math.floor((voters.length + 1) / 2));
    const strangers = cluster.nodes.filter((node) => node !== leader && !witnesses.includes(node));
    const estrangedMs = tools.timeoutsMs(1, 2);
    const forMs = tools.timeoutsMs(1, 2);
    tools.storms(cutOff(leader, strangers), estrangedMs + forMs);
    tools.later(estrangedMs, () => {
      tools.storms(cutOff(leader, witnesses), forMs);
      for (const witness of witnesses) witness.die("kill");
      tools.later(1, () => {
        for (const witness of witnesses) cluster.restart(witness);
      });
    });
    return `of ${leader.id}: ${witnesses.map(({ id }) => id).join()}`;
  }

  /**
   * Somebody is away until the others' logs have gone on without it, and slow to take up the snapshot that it is sent; who
   * sends it gives up the lead or dies meanwhile, and in the end its own power fails.
   */
  function laggard(): string | null {
    const { leader, nodes } = cluster;
    const [absent] = leader === null ? [] : tools.othersThan(leader);
    if (absent === undefined) return null;
    const awayMs = tools.timeoutsMs(2, 8);
    tools.storms(cutOff(absent, nodes), awayMs);
    tools.later(awayMs, () => {
      const reorderMs = timing.electionTimeoutMaxMs * dice.scaled(0.01, 1);
      const storm = { from: null, to: absent.id, loss: 0, duplication: 0.3, reordering: 0.5, reorderMs };
      if (dice.chance(0.5)) tools.storms([storm], tools.timeoutsMs(0.5, 3));
      if (dice.chance(0.7)) tools.stickDisk(absent, tools.timeoutsMs(0.05, 2));
    });
    const change = (speaker: SimulatedNode): void => {
      if (dice.chance(0.5)) tools.stickDisk(absent, timing.electionTimeoutMinMs * dice.scaled(0.01, 1));
      const [heir] = tools.othersThan(absent).filter((node) => node !== speaker);
      if (heir === undefined || dice.chance(0.2)) speaker.die("kill");
      else speaker.host?.input(() => void speaker.driver?.transferLeadership(heir.id).catch(() => undefined));
      tools.later(tools.timeoutsMs(0.05, 3), () => absent.die("power"));
    };
    tools.set({ node: null, said: dice.pick(["installSnapshot", "snapshotAck"] as const), run: change });
    return absent.id;
  }

  /** The lead changes hands again and again, with all clocks running. */
  function restlessLead(): string | null {
    if (cluster.leader === null) return null;
    let times = 2 + dice.below(4);
    const strike = (): void => {
      const { leader } = cluster;
      leader?.host?.input(() => void leader.driver?.transferLeadership(null).catch(() => undefined));
      times -= 1;
      if (times > 0) tools.later(timing.electionTimeoutMinMs * dice.scaled(0.05, 1), strike);
    };
    strike();
    return `${loop.nowMs.toFixed(0)} ms`;
  }

  return {
    strickenAfterWords,
    brokenElection,
    isolatedLeader,
    comatoseLeader,
    sleepingLeader,
    favourite,
    bornWitnesses,
    laggard,
    restlessLead,
  };
}
