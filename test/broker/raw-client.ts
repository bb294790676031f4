/** A socket that speaks NATS by hand: what is sent is what the test says, byte for byte. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

export const CONNECT =
  'CONNECT {"verbose":false,"pedantic":false,"echo":true,"headers":true,"no_responders":true,"protocol":1}\r\n';

export const connectLine = (options: Readonly<Record<string, unknown>>): string =>
  `CONNECT ${JSON.stringify({ verbose: false, pedantic: false, headers: true, no_responders: true, ...options })}\r\n`;

export class RawClient {
  readonly socket: Socket;
  /** What the server said since its INFO, one char a byte. */
  output = "";
  info: Readonly<Record<string, unknown>> = {};
  closed = false;
  #changed: (() => void)[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.output += text;
      this.#wake();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      this.closed = true;
      this.#wake();
    });
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const client = new RawClient(socket);
    await client.until((output) => output.includes("\r\n"));
    const end = client.output.indexOf("\r\n");
    client.info = JSON.parse(client.output.slice("INFO ".length, end));
    client.output = client.output.slice(end + 2);
    return client;
  }

  send(text: string): void {
    this.socket.write(Buffer.from(text, "latin1"));
  }

  /** Sends, and waits until the server has answered a PING behind it. The PONG is not part of the result. */
  async exchange(text: string): Promise<string> {
    const before = this.output.length;
    this.send(`${text}PING\r\n`);
    await this.until((output) => output.slice(before).endsWith("PONG\r\n"));
    return this.output.slice(before, -"PONG\r\n".length);
  }

  /** Rejects where the connection ends first. */
  async until(holds: (output: string) => boolean): Promise<void> {
    while (!holds(this.output)) {
      if (this.closed) throw new Error(`closed; output so far: ${JSON.stringify(this.output.slice(-500))}`);
      await this.#change();
    }
  }

  async untilClosed(): Promise<void> {
    while (!this.closed) await this.#change();
  }

  /** FIN. */
  async end(): Promise<void> {
    if (this.closed) return;
    const closed = once(this.socket, "close");
    this.socket.end();
    await closed;
  }

  /** RST: as a process that dies with unread bytes. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve));
  }

  #wake(): void {
    const waiting = this.#changed;
    this.#changed = [];
    for (const resolve of waiting) resolve();
  }
}
