/**
 * Which faults a run knows, and how often it meets each. Law: the seed decides, unless a profile is asked for. Some runs know
 * nothing but crashes, others all at once; either finds what the other hides (swarm testing, Groce and others, 2012).
 */
import type { Dice } from "../../scenario/dice.ts";

interface Profile {
  /** What these runs are about; the other kinds happen there as well, but less. Empty: anything. */
  readonly kinds: readonly string[];
  /** Clocks as far off, and leases as long, as is promised for at all; elections that are hardly spread. */
  readonly isTight: boolean;
  /** Snapshots after few entries, and none kept behind them: who lags at all needs one. */
  readonly isShort: boolean;
}

const about = (...kinds: readonly string[]): Profile => ({ kinds, isTight: false, isShort: false });

export const PROFILES: Readonly<Record<string, Profile>> = {
  any: about(),
  crashes: about("kill", "powerLoss", "powerLossOfAll", "close", "strickenAfterWords", "brokenElection", "failingSync"),
  network: about(
    "cutOneWay",
    "cutBothWays",
    "partition",
    "deafOrMute",
    "storm",
    "blackHole",
    "clog",
    "falseHint",
    "brokerRestart",
  ),
  disks: about("slowDisk", "failingSync", "fullDisk", "lostDisk", "damagedLog", "damagedSnapshot", "powerLoss"),
  members: about("addMember", "removeMember", "lostDisk", "transfer", "partition", "kill"),
  logs: about("favourite", "laggard", "isolatedLeader", "blackHole", "slowDisk", "storm", "powerLoss"),
  snapshots: {
    ...about("favourite", "laggard", "isolatedLeader", "damagedSnapshot", "slowDisk", "lostDisk", "addMember"),
    isShort: true,
  },
  clocks: {
    ...about(
      "isolatedLeader",
      "comatoseLeader",
      "sleepingLeader",
      "bornWitnesses",
      "restlessLead",
      "suspend",
      "kill",
      "falseHint",
    ),
    isTight: true,
  },
};

export const profileNamed = (name: string): Profile => PROFILES[name] ?? about();

export const drawProfile = (dice: Dice): string => (dice.chance(0.2) ? "any" : dice.pick(Object.keys(PROFILES)));

/** How often each kind is drawn, in proportion; a kind that is not in it never happens. */
export function drawWeights(dice: Dice, profile: string, kinds: readonly string[]): Map<string, number> {
  const { kinds: main } = profileNamed(profile);
  const mood = dice.between(0.15, 0.9);
  const weights = new Map<string, number>();
  for (const kind of kinds) {
    const isMain = main.includes(kind);
    if (dice.chance(isMain ? 0.8 : main.length > 0 ? mood / 2 : mood))
      weights.set(kind, dice.scaled(0.3, 3) * (isMain ? 4 : 1));
  }
  return weights.size > 0 ? weights : new Map(kinds.map((kind) => [kind, 1]));
}

export function pickWeighted(dice: Dice, weights: ReadonlyMap<string, number>): string {
  let left = dice.unit() * [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  for (const [kind, weight] of weights) {
    left -= weight;
    if (left < 0) return kind;
  }
  return [...weights.keys()][0] ?? "";
}
