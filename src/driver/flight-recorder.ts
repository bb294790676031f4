/**
 * Keeps what the core has done lately, to be replayed elsewhere: the events, the times, and checksums of the effects.
 *
 * Law: what it keeps is bounded, and always whole. Steps are kept in chunks, each of which begins with the core's state, so that
 * the oldest may be dropped at any time; the last full one and the one being written always stay. `bytesMax` bounds all of
 * them; only where a state alone takes more than a quarter of it, so that two chunks do not fit, it is exceeded by that much.
 * A recorder that fails does not harm the node: it keeps nothing more, and says so when it is asked.
 */
import { crc32 } from "node:zlib";
import type { Effect } from "../core/effect.ts";
import type { Event } from "../core/event.ts";
import type { ServerState } from "../core/state.ts";
import { GraftError } from "../errors.ts";
import { encodeRecording, hashOfState, type RecordedFault } from "./recording.ts";
import { ValueWriter } from "./value-writer.ts";

/** Of the bound, the steps of one chunk: so four chunks or so are kept. */
const CHUNK_SHARE = 0.25;

interface Chunk {
  readonly bytes: Uint8Array;
  readonly steps: number;
}

export interface RecorderOptions {
  readonly state: ServerState;
  readonly cluster: string;
  readonly bytesMax: number;
  /** ms since 1970. */
  readonly wallMs: () => number;
  /** Writes it to `file`, or under a name of its own where that is null; gives the path. */
  readonly save: (recording: Uint8Array, file: string | null) => Promise<string>;
}

export class FlightRecorder {
  readonly #options: RecorderOptions;
  /** Full ones, the oldest first. */
  readonly #full: Chunk[] = [];
  #fullBytes = 0;
  /** In the chunks that were dropped. */
  #dropped = 0;
  #writer = new ValueWriter();
  #effects = new ValueWriter();
  #steps = 0;
  /** Where the steps of the chunk being written begin. */
  #stepsFrom = 0;
  /** A step was taken whose effects have not been told. */
  #owesOutcome = false;
  #failed: unknown = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#guarded(() => this.#begin());
  }

  /** Before the core takes its step: `event` at `nowMs`. */
  takes(event: Event, nowMs: number): void {
    this.#guarded(() => {
      this.#endStep();
      if (this.#writer.length - this.#stepsFrom >= this.#options.bytesMax * CHUNK_SHARE) this.#turnPage();
      this.#writer.f64(nowMs);
      this.#writer.write(event);
      this.#owesOutcome = true;
      this.#steps += 1;
    });
  }

  /** After it: what the step gave. Not called where it gave nothing but an exception. */
  gave(effects: readonly Effect[]): void {
    this.#guarded(() => {
      this.#owesOutcome = false;
      this.#writer.u8(1);
      this.#writer.u32(checksum(this.#effects, effects));
    });
  }

  /**
   * All that is kept, as a file has it (`recording.ts`).
   * @throws GraftError NOT_RECORDING where the recorder has failed.
   */
  recording(fault: RecordedFault | null): Uint8Array {
    this.#guarded(() => this.#endStep());
    const { state, cluster, wallMs } = this.#options;
    const node = state.self.id;
    if (this.#failed !== null)
      throw new GraftError("NOT_RECORDING", `${node} keeps no recording: ${reasonOf(this.#failed)}`, { node });
    const chunks = [...this.#full.map(({ bytes }) => bytes), this.#writer.bytes()];
    const steps = this.#full.reduce((sum, chunk) => sum + chunk.steps, this.#steps);
    const firstStep = this.#dropped + 1;
    const stateHash = hashOfState(state);
    const kept = { firstStep, steps, chunks: chunks.length, stateHash };
    return encodeRecording({ cluster, node, writtenAtMs: Math.floor(wallMs()), fault, ...kept }, chunks);
  }

  /**
   * Writes all that is kept to `file`, where none may be yet, or under a name of its own where that is null; gives the path.
   * @throws GraftError NOT_RECORDING, RECORDING_NOT_WRITTEN
   */
  async dump(fault: RecordedFault | null, file: string | null): Promise<string> {
    return this.#options.save(this.recording(fault), file);
  }

  /** In its chunks, full or not. */
  get bytes(): number {
    return this.#fullBytes + this.#writer.length;
  }

  #begin(): void {
    this.#writer = new ValueWriter();
    this.#effects = new ValueWriter();
    this.#writer.writeGraph(this.#options.state);
    this.#stepsFrom = this.#writer.length;
    this.#steps = 0;
  }

  #turnPage(): void {
    const bytes = Buffer.from(this.#writer.bytes());
    this.#full.push({ bytes, steps: this.#steps });
    this.#fullBytes += bytes.length;
    this.#begin();
    const { bytesMax } = this.#options;
    while (this.#full.length > 1 && this.bytes + bytesMax * CHUNK_SHARE > bytesMax) {
      const oldest = this.#full.shift();
      this.#fullBytes -= oldest?.bytes.length ?? 0;
      this.#dropped += oldest?.steps ?? 0;
    }
  }

  #endStep(): void {
    if (!this.#owesOutcome) return;
    this.#owesOutcome = false;
    this.#writer.u8(0);
  }

  #guarded(work: () => void): void {
    if (this.#failed !== null) return;
    try {
      work();
    } catch (error) {
      this.#failed = error;
    }
  }
}

/** `writer` has written nothing but effects since the chunk began: both sides name texts and shapes alike. */
export function checksum(writer: ValueWriter, effects: readonly Effect[]): number {
  writer.rewind();
  writer.write(effects);
  return crc32(writer.bytes());
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
