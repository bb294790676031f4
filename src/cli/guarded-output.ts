/**
 * A stream that may break while it is written to. Law: after its first error nothing more is written, and nobody has to ask
 * before writing; who wants to know is told once.
 *
 * `| head` closes the pipe (EPIPE), a closed terminal window the terminal (EIO): neither is a failure, there is only nobody
 * left to tell.
 */
import type { Output, OutputStream } from "./world.ts";

export class GuardedOutput implements Output {
  readonly #stream: OutputStream;
  #error: NodeJS.ErrnoException | null = null;
  #onBroken = () => {};

  constructor(stream: OutputStream) {
    this.#stream = stream;
    stream.on("error", (error: NodeJS.ErrnoException) => this.#break(error));
  }

  get isTTY(): boolean {
    return this.#stream.isTTY === true;
  }

  get columns(): number | undefined {
    return this.#stream.columns;
  }

  get rows(): number | undefined {
    return this.#stream.rows;
  }

  /** What broke it, unless its reader just went away. */
  get failure(): Error | null {
    const readerLeft = this.#error?.code === "EPIPE" || this.#error?.code === "EIO";
    return readerLeft ? null : this.#error;
  }

  /** At once where it is broken already. */
  whenBroken(callback: () => void): void {
    if (this.#error === null) this.#onBroken = callback;
    else callback();
  }

  write(text: string): void {
    if (this.#error === null) this.#stream.write(text);
  }

  onResize(listener: () => void): void {
    this.#stream.on("resize", listener);
  }

  #break(error: NodeJS.ErrnoException): void {
    if (this.#error !== null) return;
    this.#error = error;
    this.#onBroken();
  }
}
