/**
 * The keys of a cluster, from a file: one a line, in hex; blank lines and what follows a `#` are skipped.
 *
 * Law: a node starts only with a file that is right; one that changes while it runs is taken over within a second, if it is
 * right, and complained of otherwise, while the keys that were there stay. No key is ever told to anybody.
 *
 * Nothing watches the file: it is looked at when keys are asked for, at most once a second, so nothing has to be closed.
 */
import { readFileSync, statSync } from "node:fs";
import { GraftError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { KeySource } from "../wire/signature.ts";
import type { TransportLog } from "./log.ts";

const LOOK_EVERY_MS = 1000;
/** As many as the digest of SHA-256 has; more are taken. */
const KEY_BYTES_MIN = 32;
/** Each that is tried costs every frame that none has signed. */
const KEYS_MAX = 4;
const ALLOWED = `1 to ${KEYS_MAX} lines of at least ${KEY_BYTES_MIN * 2} hex digits, as openssl rand -hex ${KEY_BYTES_MIN} prints`;

/** @throws GraftError INVALID_OPTION, naming the file and the line. */
export function openClusterKeys(file: string, clock: Clock, log: TransportLog): KeySource {
  let seen = stampOf(file);
  let keys = readKeys(file);
  let lookedAtMs = clock.nowMs();
  return () => {
    const nowMs = clock.nowMs();
    if (nowMs - lookedAtMs < LOOK_EVERY_MS) return keys;
    lookedAtMs = nowMs;
    try {
      const stamp = stampOf(file);
      if (stamp === seen) return keys;
      seen = stamp;
      keys = readKeys(file);
      log("the cluster's keys were read anew", { file, keys: keys.length });
    } catch (error) {
      log("the cluster's keys stay as they were", { file, reason: error instanceof Error ? error.message : "" });
    }
    return keys;
  };
}

/** Empty while it is not there: being exchanged. */
function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? "" : `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
}

function readKeys(file: string): readonly Uint8Array[] {
  const lines = text(file).split("\n");
  const keys = lines.flatMap((line, place) => {
    const [word = ""] = line.split("#", 1);
    return word.trim() === "" ? [] : [keyOf(word.trim(), `${file}, line ${place + 1}`)];
  });
  if (keys.length === 0 || keys.length > KEYS_MAX) throw invalid(`${file} with ${keys.length} keys`);
  return keys;
}

function keyOf(word: string, place: string): Uint8Array {
  if (!/^([0-9a-f]{2})+$/i.test(word) || word.length < KEY_BYTES_MIN * 2) throw invalid(place);
  return Buffer.from(word, "hex");
}

function text(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch (error) {
    throw invalid(error instanceof Error && "code" in error ? `${file} (${String(error.code)})` : file);
  }
}

const invalid = (value: string): GraftError =>
  new GraftError("INVALID_OPTION", `clusterKeyFile is ${value}: allowed is ${ALLOWED}`, {
    option: "clusterKeyFile",
    value,
    allowed: ALLOWED,
  });
