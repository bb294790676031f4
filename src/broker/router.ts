/**
 * From one publication to all who are to have it.
 *
 * Law: each plain subscription gets it once, and each queue group once, by a member that could take it. A subscription with
 * a maximum is removed by the delivery that reaches it.
 */
import type { Publication } from "./parser.ts";
import { type Pattern, SubscriptionTable } from "./subscriptions.ts";

export interface Receiver {
  /** false: not taken, since the client is gone or wants no echo of its own. */
  deliver(subscription: Subscription, publication: Publication, publisher: Receiver | null): boolean;
  /** The client's own record of the subscription is to go. */
  unsubscribed(subscription: Subscription): void;
}

export interface Subscription extends Pattern {
  readonly receiver: Receiver;
  readonly sid: string;
  /** Messages delivered since it was made. */
  delivered: number;
  /** Removed when this many were delivered; 0: never. */
  max: number;
  active: boolean;
}

export class Router {
  readonly #table: SubscriptionTable<Subscription>;
  readonly #chooseMember: (members: number) => number;

  constructor(cacheEntriesMax: number, chooseMember: (members: number) => number) {
    this.#table = new SubscriptionTable(cacheEntriesMax);
    this.#chooseMember = chooseMember;
  }

  get subscriptions(): number {
    return this.#table.size;
  }

  get cacheEntries(): number {
    return this.#table.cacheEntries;
  }

  add(subscription: Subscription): void {
    this.#table.insert(subscription);
  }

  remove(subscription: Subscription): void {
    if (!subscription.active) return;
    subscription.active = false;
    this.#table.remove(subscription);
    subscription.receiver.unsubscribed(subscription);
  }

  /** `publisher` null: the broker itself. false: nobody took it. */
  publish(publication: Publication, publisher: Receiver | null): boolean {
    const match = this.#table.match(publication.subject);
    let taken = false;
    for (const subscription of match.plain) {
      if (this.#deliver(subscription, publication, publisher)) taken = true;
    }
    for (const members of match.queues) {
      if (this.#deliverToOne(members, publication, publisher)) taken = true;
    }
    return taken;
  }

  /** The plain subscription of `receiver` that hears `subject`, if any. */
  find(subject: string, receiver: Receiver): Subscription | undefined {
    return this.#table.match(subject).plain.find((each) => each.active && each.receiver === receiver);
  }

  #deliverToOne(members: readonly Subscription[], publication: Publication, publisher: Receiver | null): boolean {
    const first = members.length === 1 ? 0 : this.#chooseMember(members.length);
    for (let i = 0; i < members.length; i++) {
      const member = members[(first + i) % members.length];
      if (member !== undefined && this.#deliver(member, publication, publisher)) return true;
    }
    return false;
  }

  #deliver(subscription: Subscription, publication: Publication, publisher: Receiver | null): boolean {
    if (!subscription.active || !subscription.receiver.deliver(subscription, publication, publisher)) return false;
    subscription.delivered++;
    if (subscription.max > 0 && subscription.delivered >= subscription.max) this.remove(subscription);
    return true;
  }
}
