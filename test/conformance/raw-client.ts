/** A socket that speaks NATS by hand: what is sent is what the test says, byte for byte. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

export const CONNECT =
  'CONNECT {"verbose":false,"pedantic":false,"echo":true,"headers":true,"no_responders":true,"protocol":1}\r\n';

export const connectLine = (options: Readonly<Record<string, unknown>>): string =>
  `CONNECT ${JSON.stringify({ verbose: false, pedantic: false, headers: true, no_responders: true, ...options })}\r\n`;

/** Servers from 2.12 on name the subject of a request that nobody heard; the others say 503 alone. */
export const withoutSubjectOf503 = (output: string): string =>
  output.replaceAll(
    /HMSG (\S+ \S+) \d+ \d+\r\nNATS\/1\.0 503\r\nNats-Subject: [^\r]*\r\n/g,
    "HMSG $1 16 16\r\nNATS/1.0 503\r\n",
  );

const INFO = /(?<=^|\n)INFO (\{[^\n]*\}) ?\r\n/g;

export class RawClient {
  readonly socket: Socket;
  /** What the server said, one char a byte; without the INFO lines, which a server may send again at any time. */
  output = "";
  info: Readonly<Record<string, unknown>> = {};
  closed = false;
  #changed: (() => void)[] = [];
  /** Of a line that may be INFO, what has come so far. */
  #held = "";
  /** As far as `news` has told. */
  #told = 0;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.#take(text);
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
    await client.until(() => "server_id" in client.info);
    return client;
  }

  send(text: string): void {
    this.socket.write(Buffer.from(text, "latin1"));
  }

  /**
   * Sends, and waits until the server has answered a PING behind it. The PONG is not part of the result, nor is what came
   * after it.
   */
  async exchange(text: string): Promise<string> {
    const before = this.output.length;
    const said = `${text}PING\r\n`;
    const pings = said.match(/^PING/gm)?.length ?? 0;
    this.send(said);
    const pongAt = (): number => {
      const pongs = [...this.output.slice(before).matchAll(/^PONG\r\n/gm)];
      return pongs[pings - 1]?.index ?? -1;
    };
    await this.until(() => pongAt() >= 0);
    return this.output.slice(before, before + pongAt());
  }

  /** All that the server has said to this client since the last time, its PONGs left out. */
  async news(): Promise<string> {
    await this.exchange("");
    const news = this.output.slice(this.#told);
    this.#told = this.output.length;
    return news.replaceAll(/(?<=^|\n)PONG\r\n/g, "");
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

  #take(text: string): void {
    const all = this.#held + text;
    const infos = [...all.matchAll(INFO)];
    for (const [, json = ""] of infos) this.info = { ...this.info, ...JSON.parse(json) };
    const rest = infos.length > 0 ? all.replaceAll(INFO, "") : all;
    const cut = /(?<=^|\n)I(N(F(O( [^\n]*)?)?)?)?$/.exec(rest);
    this.#held = cut?.[0] ?? "";
    this.output += rest.slice(0, rest.length - this.#held.length);
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
