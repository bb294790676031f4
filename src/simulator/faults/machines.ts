/** Machines and processes: they die, stop for a while, or sleep; and their clocks are set. Law: what survives is the disk. */
import type { SimulatedNode } from "../node.ts";
import type { FaultTools, Repertoire } from "./tools.ts";

export function machineFaults(tools: FaultTools): Repertoire {
  const { dice, cluster } = tools;
  const onVictim = (strike: (victim: SimulatedNode) => unknown): string | null => {
    const victim = tools.victim();
    return victim === null || strike(victim) === false ? null : victim.id;
  };
  return {
    kill: () => onVictim((victim) => victim.die("kill")),
    powerLoss: () => onVictim((victim) => victim.die("power")),
    powerLossOfAll: () => {
      for (const node of cluster.nodes) node.die("power");
      return "all";
    },
    close: () => onVictim((victim) => victim.close()),
    pause: () => onVictim((victim) => tools.pause(victim, tools.durationMs())),
    suspend: () => onVictim((victim) => tools.suspend(victim, tools.durationMs())),
    // Forward: back, and then asleep for as long, would be more than the model promises anything for.
    wallJump: () => onVictim((victim) => victim.setWall(dice.scaled(1, 100_000))),
  };
}
