/**
 * Disks: slow, failing, full, lost, or with a bit that is not what was written. Law: no more copies are lost or damaged at a
 * time than the others can make good; a node that refuses to start for it comes back as documented, by a new folder and a
 * change of members.
 */
import { decodeSegmentHeader, findBatches } from "../../storage/segment.ts";
import { isSegmentName } from "../../storage/segment-file.ts";
import type { SimulatedNode } from "../node.ts";
import { type FaultTools, mendDisk, type Repertoire } from "./tools.ts";

interface Place {
  readonly path: string;
  /** Any of these, from the beginning of the file. */
  readonly bytes: Buffer;
}

export function diskFaults(tools: FaultTools): Repertoire {
  const { dice, cluster, loop } = tools;

  function failDisk(node: SimulatedNode, fail: NonNullable<SimulatedNode["files"]["failOperation"]>): void {
    const { files } = node;
    files.failOperation = fail;
    loop.after(tools.durationMs(), () => {
      if (files.failOperation === fail) mendDisk(node);
    });
  }

  function failSync(): string | null {
    const victim = tools.victim();
    if (victim === null) return null;
    failDisk(victim, ({ type }) => {
      if (type !== "sync") return null;
      victim.mayFail = true;
      return failure("EIO");
    });
    return victim.id;
  }

  /** No new file finds room, or nothing that is written at all, of which a part may land; nobody stops for it. */
  function fillDisk(): string | null {
    const victim = tools.victim();
    if (victim === null) return null;
    const isHard = dice.chance(0.5);
    victim.files.landedOfFailed = ({ bytes }) => dice.below(bytes + 1);
    failDisk(victim, ({ type, path }) => {
      if (type !== "write" || !(isHard || path.endsWith(".new"))) return null;
      victim.metFullDisk = true;
      // Where even what is set aside finds no room, a segment may not be ended: then the node stops, as for a disk that fails.
      victim.mayFail ||= !path.endsWith(".new");
      return failure("ENOSPC");
    });
    return `${victim.id}${isHard ? ", for whatever is written" : ""}`;
  }

  function loseDisk(): string | null {
    if (!cluster.canSpareADisk()) return null;
    const victim = dice.pick(cluster.voters());
    victim.die("power");
    cluster.replaceDisk(victim);
    return victim.id;
  }

  /**
   * A voter that can be spared loses its power, and a bit of what then lies on its disk is another. `placeOf`: where that may be;
   * null: nowhere.
   */
  function flipBit(placeOf: (victim: SimulatedNode) => Place | null): string | null {
    if (!cluster.canSpareADisk()) return null;
    const victim = dice.pick(cluster.voters());
    victim.die("power");
    const place = placeOf(victim);
    if (place === null) return `${victim.id}, and nothing to damage`;
    const { path, bytes } = place;
    const at = dice.below(bytes.length);
    victim.files.corrupt(path, at, Uint8Array.of((bytes[at] ?? 0) ^ (1 << dice.below(8))));
    victim.isDamaged = true;
    return `${path} at ${at}`;
  }

  const snapshotOf = ({ id, files }: SimulatedNode): Place | null => {
    const path = `/data/${id}/snapshot.dat`;
    return files.names(`/data/${id}`).includes("snapshot.dat") ? { path, bytes: files.contents(path) } : null;
  };

  /**
   * A segment up to its last batch: damage to that one cannot be told from a write that was cut short (`storage/recovery.ts`),
   * and what it promised would be forgotten without a word.
   */
  const segmentOf = ({ id, files }: SimulatedNode): Place | null => {
    const found = files.names(`/data/${id}`).flatMap((name) => {
      if (!isSegmentName(name)) return [];
      const path = `/data/${id}/${name}`;
      const bytes = files.contents(path);
      const end = lastBatchAt(bytes);
      return end === null ? [] : [{ path, bytes: bytes.subarray(0, end) }];
    });
    return found.length === 0 ? null : dice.pick(found);
  };

  return {
    slowDisk: () => {
      const victim = tools.victim();
      if (victim !== null) tools.stickDisk(victim, tools.durationMs());
      return victim?.id ?? null;
    },
    failingSync: failSync,
    fullDisk: fillDisk,
    lostDisk: loseDisk,
    damagedSnapshot: () => flipBit(snapshotOf),
    damagedLog: () => flipBit(segmentOf),
  };
}

/** Where the last batch of the segment's present life begins; null: it has but one, or none. */
function lastBatchAt(segment: Buffer): number | null {
  const header = decodeSegmentHeader(segment);
  if (header.type !== "valid") return null;
  const batches = [...findBatches(segment, 0)].filter(({ generation }) => generation === header.generation);
  return batches.length < 2 ? null : Math.max(...batches.map(({ position }) => position));
}

const failure = (code: string): Error => Object.assign(new Error(`${code}: simulated`), { code });
