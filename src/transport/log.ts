/** What a transport has to say to an operator. Law: no credentials, and nothing that is not new: each fact once. */
export type TransportLog = (message: string, values: Readonly<Record<string, string | number>>) => void;

export const noLog: TransportLog = () => {};

/** Of each kind. Facts are told by peers, and a peer may invent new ones for ever. */
const FACTS_MAX = 64;

export type OnceLog = (message: string, key: string, values: Readonly<Record<string, string | number>>) => void;

/** A log that says each (message, key) once. */
export function onceLog(log: TransportLog): OnceLog {
  const saidOf = new Map<string, Set<string>>();
  return (message, key, values) => {
    const said = saidOf.get(message) ?? new Set();
    if (said.has(key) || said.size >= FACTS_MAX) return;
    saidOf.set(message, said.add(key));
    log(message, values);
  };
}
