/** What operators ask for: members come and go, and the lead is handed over. Law: nobody is removed while a disk is replaced. */
import type { FaultTools, Repertoire } from "./tools.ts";

export function memberFaults({ cluster, dice }: FaultTools): Repertoire {
  return {
    transfer: () => {
      const { leader } = cluster;
      if (leader === null) return null;
      const to = dice.chance(0.5) ? dice.pick(cluster.nodes).id : null;
      leader.host?.input(() => void leader.driver?.transferLeadership(to).catch(() => undefined));
      return `${leader.id} to ${to ?? "whom it likes"}`;
    },
    removeMember: () => {
      if (cluster.isReplacing || cluster.voters().length < 2) return null;
      const { id } = dice.pick(cluster.voters());
      cluster.change({ type: "remove", id });
      return id;
    },
    addMember: () => {
      const voters = cluster.voters();
      const outside = cluster.nodes.filter((node) => node.driver !== null && !voters.includes(node));
      if (cluster.isReplacing || outside.length === 0) return null;
      const member = cluster.memberOf(dice.pick(outside));
      if (member === null) return null;
      cluster.change({ type: "add", member });
      return member.id;
    },
  };
}
