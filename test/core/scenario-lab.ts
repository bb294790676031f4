/** What the scenarios of the log and of the members share: how a cluster comes to where their bug begins. */
import { expect } from "vitest";
import { configurationOf } from "../../src/core/log.ts";
import type { NodeId } from "../../src/core/types.ts";
import { Lab } from "./lab.ts";
import type { LabOptions } from "./lab-node.ts";
import { configurationText, entryText } from "./trace.ts";

export const THREE = ["n1", "n2", "n3"];
export const FIVE = ["n1", "n2", "n3", "n4", "n5"];

/** n1, whose rank is 0, leads all who may vote, and has committed in its term. */
export function ledByN1(options: Partial<LabOptions> = {}): Lab {
  const lab = new Lab({ ids: THREE, seed: 1, ...options });
  lab.connectAll();
  lab.run(400);
  expect(lab.leading()).toEqual(["n1"]);
  return lab;
}

export function part(lab: Lab, some: readonly NodeId[], others: readonly NodeId[]): void {
  for (const one of some)
    for (const other of others) {
      lab.network.cut(one, other);
      lab.network.cut(other, one);
    }
  lab.network.take(({ to, message }) => some.includes(to) !== some.includes(message.from.id));
}

/** `id` campaigns once its time is up, and wins with the help of `voters`; nothing of its log goes out yet. */
export function elect(lab: Lab, id: NodeId, voters: readonly NodeId[]): void {
  const among = (link: { to: NodeId; from: NodeId }): boolean =>
    (link.to === id && voters.includes(link.from)) || (link.from === id && voters.includes(link.to));
  for (let times = 0; times < 2 && !lab.leading().includes(id); times += 1) {
    lab.expire(id);
    lab.settle(({ to, message }) => /vote/i.test(message.body.type) && among({ to, from: message.from.id }));
  }
  expect(lab.leading()).toContain(id);
}

export const members = (lab: Lab, id: NodeId): string => configurationText(configurationOf(lab.state(id).log));
export const texts = (lab: Lab): string[] => lab.log.committed.map((entry) => entryText(entry));
export const appliedBy = (lab: Lab, id: NodeId): string[] => lab.node(id).applied.map((entry) => entryText(entry));
