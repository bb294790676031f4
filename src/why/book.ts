/**
 * The records of why the lead has changed, kept from testimonies as they come in. Laws: a record is told when it is made and
 * again whenever a later testimony changes it, and at no other time; what is kept is bounded; who says the same again (it may
 * not have been heard) changes nothing.
 */
import { explain, type Lead, type Why } from "./explain.ts";
import type { Testimony } from "./testimony.ts";

const RECORDS_MAX = 32;
const TESTIMONIES_MAX = 1024;
/** The latest records, which may still be refined. */
const OPEN_MAX = 8;

export interface Told {
  readonly why: Why;
  /** It has been told before, and says more now. */
  readonly refined: boolean;
}

export class WhyBook {
  readonly #onWhy: (told: Told) => void;
  #testimonies: Testimony[] = [];
  /** Oldest first. */
  #records: { readonly why: Why; readonly text: string }[] = [];

  constructor(onWhy: (told: Told) => void) {
    this.#onWhy = onWhy;
  }

  /** Latest first. */
  get whys(): readonly Why[] {
    return this.#records.map(({ why }) => why).reverse();
  }

  hear(testimony: Testimony): void {
    const same = this.#testimonies.findIndex((one) => isSame(one, testimony));
    if (same >= 0) this.#testimonies.splice(same, 1, testimony);
    else this.#testimonies.push(testimony);
    if (this.#testimonies.length > TESTIMONIES_MAX) this.#testimonies = this.#testimonies.slice(-TESTIMONIES_MAX);
    this.#look();
  }

  /** Older ones are settled, and what they rest on may have been forgotten. */
  #look(): void {
    const leads = this.#testimonies
      .flatMap((one) => (one.type === "leads" ? [one] : []))
      .sort((a, b) => a.term - b.term)
      .slice(-OPEN_MAX - 1);
    for (const [at, lead] of leads.entries())
      if (at > 0 || leads.length <= OPEN_MAX)
        this.#keep(explain(lead, newer(leads[at - 1], lead.previous), this.#testimonies));
  }

  #keep(why: Why): void {
    const text = JSON.stringify(why);
    const at = this.#records.findIndex((record) => record.why.term === why.term);
    if (this.#records[at]?.text === text) return;
    if (at >= 0) this.#records[at] = { why, text };
    else this.#records.push({ why, text });
    this.#records.sort((a, b) => a.why.term - b.why.term);
    if (this.#records.length > RECORDS_MAX) this.#records.shift();
    this.#onWhy({ why, refined: at >= 0 });
  }
}

/** Whom others know to have led, or whom the new leader does: of the later term. */
function newer(known: Lead | undefined, said: Lead | null): Lead | null {
  if (known === undefined) return said;
  const { node, term } = known;
  return said !== null && said.term > term ? said : { node, term };
}

/** Of one thing that happened: what is said of it last counts. */
function isSame(a: Testimony, b: Testimony): boolean {
  if (a.type !== b.type || a.node !== b.node || a.boot !== b.boot) return false;
  if (a.type === "ended" || b.type === "ended") return a.atMs === b.atMs;
  if (a.type === "started" || b.type === "started") return true;
  return a.term === b.term;
}
