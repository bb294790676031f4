/**
 * A node as a micro service of NATS (ADR-32 of NATS), so that tools which know nothing of graft find it, ask what it is, and
 * read how many requests of clients it has served: `$SRV.PING`, `$SRV.INFO`, `$SRV.STATS`, each also followed by the
 * service's name, and by name and id.
 *
 * Law: it answers what is asked, to an inbox and nowhere else, and says nothing by itself. A server that does not let it
 * listen costs the node nothing but a line in its log.
 *
 * The name is `graft-<cluster>`, the id is the node's. The two endpoints are where clients propose and read; every node tells
 * of both, and `data.open` says whether it is the one that serves them now.
 */
import type { Clock, WallClock } from "../ports/clock.ts";
import type { LinkFrame, NatsLink } from "./link-transport.ts";
import { type OnceLog, onceLog, type TransportLog } from "./log.ts";
import type { EndpointTally, MeteredDoor } from "./metered-door.ts";
import { isInbox, LEADERS, proposals, reads } from "./subjects.ts";

export interface NatsServiceOptions {
  readonly link: NatsLink;
  readonly clusterName: string;
  readonly nodeId: string;
  /** Of the program, as semver has it. */
  readonly version: string;
  readonly door: MeteredDoor;
  readonly clock: Clock & WallClock;
  readonly log: TransportLog;
}

const TYPE = "io.nats.micro.v1.";
const NS_PER_MS = 1_000_000;

/** Subscribes; ends with the link. */
export function startNatsService(options: NatsServiceOptions): void {
  const service = new Service(options);
  service.listen("PING", () => service.ping());
  service.listen("INFO", () => service.info());
  service.listen("STATS", () => service.stats());
}

class Service {
  readonly #options: NatsServiceOptions;
  readonly #logOnce: OnceLog;
  readonly #identity: object;
  readonly #name: string;
  readonly #startedAtMs: number;

  constructor(options: NatsServiceOptions) {
    const { clusterName, nodeId, version, clock, log } = options;
    this.#options = options;
    this.#logOnce = onceLog(log);
    this.#name = `graft-${clusterName}`;
    this.#identity = { name: this.#name, id: nodeId, version, metadata: { cluster: clusterName, node: nodeId } };
    this.#startedAtMs = clock.wallMs();
  }

  listen(verb: string, answer: () => object): void {
    const { link, nodeId } = this.#options;
    const refused = (reason: string): void =>
      this.#logOnce("NATS does not let this node answer as a service", "", { verb, reason });
    const onFrame = ({ reply }: LinkFrame): void => {
      if (isInbox(reply)) link.publish(reply, Buffer.from(JSON.stringify(answer())));
    };
    for (const subject of [`$SRV.${verb}`, `$SRV.${verb}.${this.#name}`, `$SRV.${verb}.${this.#name}.${nodeId}`])
      link.subscribe(subject, onFrame, refused);
  }

  ping(): object {
    return { type: `${TYPE}ping_response`, ...this.#identity };
  }

  info(): object {
    const description = `node ${this.#options.nodeId} of the Raft cluster ${this.#options.clusterName}`;
    const endpoints = this.#endpoints().map(([endpoint]) => endpoint);
    return { type: `${TYPE}info_response`, ...this.#identity, description, endpoints };
  }

  stats(): object {
    const endpoints = this.#endpoints().map(([endpoint, tally]) => ({ ...endpoint, ...this.#statistics(tally) }));
    const started = new Date(this.#startedAtMs).toISOString();
    return { type: `${TYPE}stats_response`, ...this.#identity, started, endpoints };
  }

  #endpoints(): readonly (readonly [object, EndpointTally])[] {
    const { clusterName, door } = this.#options;
    return [
      [{ name: "propose", subject: proposals(clusterName), queue_group: LEADERS }, door.proposals],
      [{ name: "read", subject: reads(clusterName), queue_group: LEADERS }, door.reads],
    ];
  }

  #statistics({ requests, answered, errors, lastError, totalMs }: EndpointTally): object {
    const totalNs = Math.round(totalMs * NS_PER_MS);
    return {
      num_requests: requests,
      num_errors: errors,
      last_error: lastError,
      processing_time: totalNs,
      average_processing_time: answered === 0 ? 0 : Math.round(totalNs / answered),
      data: { open: this.#options.door.isOpen },
    };
  }
}
