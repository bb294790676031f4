/**
 * Who has subscribed to what: a tree with a level for each token, and a cache in front of it.
 *
 * Law: `match` gives each plain subscription that fits a subject once, and all that fit and name one queue group as one
 * list, whatever their patterns; exactly as if every pattern had been compared. A list that was handed out never changes,
 * so it can be walked while subscriptions come and go.
 *
 * `*` and `>` are children under those names. A subscription without a wildcard touches the cache for its own subject alone;
 * one with a wildcard, which is rare, empties it.
 */
import { MatchCache } from "./match-cache.ts";
import { hasWildcard } from "./subject.ts";

export interface Pattern {
  readonly subject: string;
  /** null: every message; otherwise one member of the group gets it. */
  readonly queue: string | null;
}

export interface Match<S> {
  readonly plain: readonly S[];
  /** One list for each queue group, never an empty one. */
  readonly queues: readonly (readonly S[])[];
}

interface Level<S> {
  readonly children: Map<string, Level<S>>;
  readonly here: Set<S>;
}

const newLevel = <S>(): Level<S> => ({ children: new Map(), here: new Set() });

export class SubscriptionTable<S extends Pattern> {
  readonly #root: Level<S> = newLevel();
  readonly #cache: MatchCache<Match<S>>;
  readonly #nobody: Match<S> = { plain: [], queues: [] };
  #size = 0;

  constructor(cacheEntriesMax: number) {
    this.#cache = new MatchCache(cacheEntriesMax);
  }

  get size(): number {
    return this.#size;
  }

  get cacheEntries(): number {
    return this.#cache.size;
  }

  /** The subject of `subscription` must be a pattern. */
  insert(subscription: S): void {
    let level = this.#root;
    for (const token of subscription.subject.split(".")) {
      let child = level.children.get(token);
      if (child === undefined) {
        child = newLevel();
        level.children.set(token, child);
      }
      level = child;
    }
    if (level.here.has(subscription)) return;
    level.here.add(subscription);
    this.#size++;
    this.#forget(subscription.subject);
  }

  remove(subscription: S): void {
    if (!removeBelow(this.#root, subscription.subject.split("."), 0, subscription)) return;
    this.#size--;
    this.#forget(subscription.subject);
  }

  /** A subject with an empty token matches nobody, not even `>`. */
  match(subject: string): Match<S> {
    const known = this.#cache.get(subject);
    if (known !== undefined) return known;
    const match = this.#lookUp(subject.split("."));
    this.#cache.set(subject, match);
    return match;
  }

  #lookUp(tokens: readonly string[]): Match<S> {
    if (tokens.includes("")) return this.#nobody;
    const found: S[] = [];
    collect(this.#root, tokens, 0, found);
    return found.length === 0 ? this.#nobody : grouped(found);
  }

  #forget(pattern: string): void {
    if (hasWildcard(pattern)) this.#cache.clear();
    else this.#cache.delete(pattern);
  }
}

function collect<S>(level: Level<S>, tokens: readonly string[], depth: number, found: S[]): void {
  const token = tokens[depth];
  if (token === undefined) {
    for (const subscription of level.here) found.push(subscription);
    return;
  }
  const rest = level.children.get(">");
  for (const subscription of rest?.here ?? []) found.push(subscription);
  const any = level.children.get("*");
  if (any !== undefined) collect(any, tokens, depth + 1, found);
  // A published `*` or `>` is matched by the wildcard above, and by no token of its own.
  if (token === "*" || token === ">") return;
  const same = level.children.get(token);
  if (same !== undefined) collect(same, tokens, depth + 1, found);
}

function grouped<S extends Pattern>(found: readonly S[]): Match<S> {
  const plain: S[] = [];
  const queues = new Map<string, S[]>();
  for (const subscription of found) {
    if (subscription.queue === null) plain.push(subscription);
    else {
      const members = queues.get(subscription.queue);
      if (members === undefined) queues.set(subscription.queue, [subscription]);
      else members.push(subscription);
    }
  }
  return { plain, queues: [...queues.values()] };
}

/** Removes it and the levels that it alone held up; false where it is not there. */
function removeBelow<S>(level: Level<S>, tokens: readonly string[], depth: number, subscription: S): boolean {
  const token = tokens[depth];
  if (token === undefined) return level.here.delete(subscription);
  const child = level.children.get(token);
  if (child === undefined || !removeBelow(child, tokens, depth + 1, subscription)) return false;
  if (child.here.size === 0 && child.children.size === 0) level.children.delete(token);
  return true;
}
