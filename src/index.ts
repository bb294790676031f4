/** The public door: every name that may be imported, one by one. */
export type {
  GraftNode,
  GraftNodeEvents,
  GraftNodeOptions,
  LeaderChange,
  NatsConnection,
  NatsSource,
  StateChange,
} from "./compose-graft.ts";
export type { RaftNats, RaftNode, RaftNodeEvents } from "./compose-node.ts";
export type { Cause, RoleName } from "./core/effect.ts";
export type { MemberChange } from "./core/event.ts";
export { DEFAULT_TIMING, type Member, type NodeId, type Term, type Timing } from "./core/types.ts";
export type { PositionHooks } from "./driver/election-driver.ts";
export type { GraftReport, Guard } from "./driver/election-report.ts";
export type { NodeReport } from "./driver/report.ts";
export type { StateHash } from "./driver/state-hash.ts";
export { type ErrorCode, type ErrorValues, GraftError, isGraftError } from "./errors.ts";
export { type CasOutcome, KvClient, type KvEntry, type KvKey, type ListOptions, type Page } from "./kv/client.ts";
export { type ClientConnection, type ClientConnectionOptions, connectClient, connectKv } from "./kv/connect.ts";
export type { CommandClient, Outcome } from "./kv/session-client.ts";
export type { Consistency } from "./ports/client-door.ts";
export type { FormationWait } from "./ports/formation.ts";
export type { NatsAccess, NatsSecurity, NatsTls } from "./ports/nats.ts";
export type { StateMachine, StateMachineFactory } from "./ports/state-machine.ts";
export type { DiskFault, Fault, Filter, Link, LinkWeather } from "./scenario/language/syntax.ts";
export { type ElectedNode, type InThread, startNode } from "./start-node.ts";
export type { RaftNodeOptions } from "./start-raft-node.ts";
export type { ChaosReport, ChaosViolation, TimelineEntry } from "./supervisor/chaos/report.ts";
export { type ChaosLevel, type ChaosOptions, runChaos } from "./supervisor/chaos/run-chaos.ts";
export { type Cluster, type ClusterOptions, startCluster } from "./supervisor/cluster.ts";
export type { ClockTrouble, ClusterNode, DiskTrouble } from "./supervisor/cluster-node.ts";
export type { ClusterEvent } from "./supervisor/events.ts";
export type { ActiveFault, InjectOptions } from "./supervisor/faults/active-fault.ts";
export type { BrokerFaults, Duration, FaultOptions, LinkFaults } from "./supervisor/faults/fault-words.ts";
export type { Lead, LeadOptions } from "./supervisor/lead.ts";
export type { NodeHandle } from "./supervisor/node-handle.ts";
export type { LogLevel } from "./supervisor/node-protocol.ts";
export type { RecordOptions, RestartOptions } from "./supervisor/options.ts";
export type { Why, WhyCause, WhyEvidence } from "./why/explain.ts";
