/** What of a cluster its faults are done to. Law: nothing is decided here. */
import { join } from "node:path";
import type { NodeId } from "../../core/types.ts";
import { faultText } from "../../scenario/language/write-fault.ts";
import type { BrokerHandle } from "../broker-handle.ts";
import type { DataFolder } from "../data-folder.ts";
import type { ClusterEvent } from "../events.ts";
import { invalid } from "./check-fault.ts";
import type { FaultyCluster, FaultyNode } from "./fault-desk.ts";
import { flipBit } from "./flip-bit.ts";

/** As much of a cluster as faults need. */
interface Nodes {
  readonly nodeIds: readonly NodeId[];
  node(id: NodeId): FaultyNode;
  replace(id: NodeId): Promise<void>;
}

export const faultyCluster = (
  cluster: Nodes,
  data: DataFolder,
  broker: Promise<BrokerHandle>,
  isSigned: boolean,
  tell: (event: ClusterEvent) => void,
): FaultyCluster => ({
  get nodeIds() {
    return cluster.nodeIds;
  },
  isSigned,
  faultyNode: (id) => cluster.node(id),
  async faultyBroker() {
    const { faults } = await broker;
    if (faults === null) throw invalid("broker", "not ours", "a broker that the cluster has started");
    return faults;
  },
  async loseDisk(id) {
    await data.moveAside(id);
  },
  replace: (id) => cluster.replace(id),
  flipBit: (id, file) => flipBit(join(data.path, id), file),
  onBegan: (active) => tell({ type: "faultBegan", statement: faultText(active.fault), active }),
  onEnded: (active) => tell({ type: "faultEnded", statement: faultText(active.fault), active }),
});
