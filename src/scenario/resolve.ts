/** Puts ids in the place of names. Law: a fault says the same with ids as it did with names, at the moment at which it is due. */
import type { Fault, Filter, Link, NodeName } from "./language/syntax.ts";

type IdOf = (name: NodeName) => string;
type IdsOf = (name: NodeName) => readonly string[];

/** Those who can be meant by `leader`, `follower`, `followers` and `all`. */
export interface Cast {
  readonly leader: string | null;
  readonly ids: readonly string[];
  isRunning(id: string): boolean;
}

/** `follower` is the first that runs and does not lead. null: nobody has that role now. */
export function oneIn(cast: Cast, name: NodeName): string | null {
  if (name === "leader") return cast.leader;
  return name === "follower" ? (followersIn(cast)[0] ?? null) : name;
}

/** null: the name is of one node. */
export function severalIn(cast: Cast, name: NodeName): readonly string[] | null {
  if (name === "all") return cast.ids;
  return name === "followers" ? followersIn(cast) : null;
}

const followersIn = ({ leader, ids, isRunning }: Cast): readonly string[] =>
  ids.filter((id) => id !== leader && isRunning(id));

export function resolvedFault(fault: Fault<NodeName>, idOf: IdOf, idsOf: IdsOf): Fault<string> {
  const all = (names: readonly NodeName[]): string[] => [...new Set(names.flatMap(idsOf))];
  switch (fault.type) {
    case "crash":
    case "restart":
    case "stop":
    case "wipe":
    case "resume":
    case "isolate":
    case "powerLoss":
    case "tornWrite":
      return { ...fault, nodes: all(fault.nodes) };
    case "pause":
    case "suspend":
    case "clog":
    case "disconnect":
      return { ...fault, nodes: all(fault.nodes) };
    case "slowLoop":
      return { ...fault, nodes: all(fault.nodes) };
    case "disk":
      return { ...fault, nodes: all(fault.nodes) };
    case "corrupt":
      return { ...fault, nodes: all(fault.nodes) };
    case "partition":
      return { ...fault, sides: resolvedSides(fault.sides, all) };
    case "cut":
      return { ...fault, links: fault.links.map((link) => resolvedLink(link, idOf)) };
    case "link":
      return { ...fault, links: fault.links.map((link) => resolvedLink(link, idOf)) };
    case "copy":
      return { ...fault, node: idOf(fault.node) };
    case "drift":
      return { ...fault, node: idOf(fault.node) };
    case "jump":
      return { ...fault, node: idOf(fault.node) };
    case "block":
    case "hold":
    case "deliver":
    case "drop":
    case "duplicate":
      return { ...fault, filter: resolvedFilter(fault.filter, idOf) };
    case "heal":
    case "release":
    case "rival":
    case "broker":
    case "brokerStop":
    case "brokerPause":
    case "clients":
      return fault;
  }
}

/** Who is on no side of one alone is on the other. */
function resolvedSides(
  sides: readonly (readonly NodeName[])[],
  all: (names: readonly NodeName[]) => string[],
): readonly string[][] {
  const [first = [], ...rest] = sides.map(all);
  return rest.length > 0 ? [first, ...rest] : [first, all(["all"]).filter((id) => !first.includes(id))];
}

const orNull = (name: NodeName | null, idOf: IdOf): string | null => (name === null ? null : idOf(name));

const resolvedLink = ({ from, to }: Link<NodeName>, idOf: IdOf): Link<string> => ({
  from: orNull(from, idOf),
  to: orNull(to, idOf),
});

const resolvedFilter = ({ kind, from, to }: Filter<NodeName>, idOf: IdOf): Filter<string> => ({
  kind,
  from: orNull(from, idOf),
  to: orNull(to, idOf),
});
