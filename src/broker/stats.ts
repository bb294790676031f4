/** What a broker counts. Law: counters only grow, from the broker's start. */
export interface BrokerCounters {
  /** Connections accepted. */
  accepted: number;
  messagesIn: number;
  /** Payload and headers, without control lines. */
  bytesIn: number;
  /** Once for each receiver. */
  messagesOut: number;
  bytesOut: number;
  slowConsumers: number;
  staleConnections: number;
  /** Connections ended because what they sent could not be read. */
  protocolErrors: number;
  permissionViolations: number;
  /** Publications answered with a 503. */
  noResponders: number;
}

export interface BrokerStats extends Readonly<BrokerCounters> {
  /** At present, as all below. */
  readonly connections: number;
  readonly subscriptions: number;
  /** Added for clients and not yet taken by the system. */
  readonly pendingBytes: number;
  /** Of messages and control lines that are not complete yet. */
  readonly heldBytes: number;
  readonly matchCacheEntries: number;
}

export const newCounters = (): BrokerCounters => ({
  accepted: 0,
  messagesIn: 0,
  bytesIn: 0,
  messagesOut: 0,
  bytesOut: 0,
  slowConsumers: 0,
  staleConnections: 0,
  protocolErrors: 0,
  permissionViolations: 0,
  noResponders: 0,
});
