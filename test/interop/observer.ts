/**
 * Hears all that a cluster says, and judges it. Law: what is judged was said on the wire; no node is asked.
 */
import { connect, type NatsConnection } from "nats";
import type { ElectionMessage } from "../../src/ports/election.ts";
import { decodeElection } from "../../src/wire/election-codec.ts";

interface Grant {
  readonly candidate: string;
  /** null: of Go. */
  readonly voter: string | null;
}

interface TermRecord {
  readonly candidates: Set<string>;
  readonly leaders: Set<string>;
  readonly grants: Grant[];
}

export interface Rivalry {
  readonly term: number;
  readonly leaders: readonly string[];
  /** Votes of Go nodes in that term: those for themselves and those for others; more than there are of them is a double vote. */
  readonly goVotes: number;
}

const LEADER_WITHIN_MS = 30_000;

export class Observer {
  readonly terms = new Map<number, TermRecord>();
  readonly #connection: NatsConnection;
  #waiting: {
    readonly wants: (term: number, leader: string) => boolean;
    readonly resolve: (leader: string) => void;
  }[] = [];

  private constructor(connection: NatsConnection) {
    this.#connection = connection;
  }

  static async of(url: string, cluster: string): Promise<Observer> {
    const connection = await connect({ servers: url });
    const observer = new Observer(connection);
    observer.#hear(`graft.${cluster}.heartbeat`, "heartbeat");
    observer.#hear(`graft.${cluster}.vote_request`, "voteRequest");
    observer.#hear("graft.*.vote_response", "voteResponse");
    await connection.flush();
    return observer;
  }

  /** Resolves to the next to send a heartbeat that `wants` agrees to. */
  nextLeader(wants: (term: number, leader: string) => boolean): Promise<string> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no leader within ${LEADER_WITHIN_MS} ms`)), LEADER_WITHIN_MS);
      const done = (leader: string): void => {
        clearTimeout(late);
        resolve(leader);
      };
      this.#waiting.push({ wants, resolve: done });
    });
  }

  /** Resolves when all is heard that the server has passed on so far. */
  settled(): Promise<void> {
    return this.#connection.flush();
  }

  /** Votes of ours that were given twice in a term: to two, or to one and to itself; or sent twice. */
  doubleVotes(ours: ReadonlySet<string>): string[] {
    return [...this.terms].flatMap(([term, { grants, candidates }]) =>
      [...ours].flatMap((id) => {
        const given = grants.filter(({ voter }) => voter === id).map(({ candidate }) => candidate);
        if (candidates.has(id)) given.push(id);
        return given.length > 1 ? [`${id} voted for ${given.join(", ")} in term ${term}`] : [];
      }),
    );
  }

  rivalries(ours: ReadonlySet<string>): Rivalry[] {
    return [...this.terms].flatMap(([term, { leaders, grants, candidates }]) => {
      if (leaders.size < 2) return [];
      const forThemselves = [...candidates].filter((id) => !ours.has(id)).length;
      const forOthers = grants.filter(({ voter }) => voter === null).length;
      return [{ term, leaders: [...leaders], goVotes: forThemselves + forOthers }];
    });
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #hear(subject: string, kind: ElectionMessage["type"]): void {
    this.#connection.subscribe(subject, {
      callback: (_, { subject: heard, data }) => {
        const decoded = decodeElection(kind, data, heard.split(".")[1] ?? "");
        if (decoded.ok) this.#note(decoded.message);
      },
    });
  }

  #note(message: ElectionMessage): void {
    const { term } = message;
    const record = this.terms.get(term) ?? { candidates: new Set(), leaders: new Set(), grants: [] };
    this.terms.set(term, record);
    switch (message.type) {
      case "voteRequest":
        record.candidates.add(message.candidate);
        return;
      case "voteResponse":
        if (message.granted) record.grants.push({ candidate: message.candidate, voter: message.voter });
        return;
      case "heartbeat":
        record.leaders.add(message.leader);
        this.#tell(term, message.leader);
    }
  }

  #tell(term: number, leader: string): void {
    const ready = this.#waiting.filter(({ wants }) => wants(term, leader));
    this.#waiting = this.#waiting.filter((one) => !ready.includes(one));
    for (const { resolve } of ready) resolve(leader);
  }
}
