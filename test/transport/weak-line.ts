/** A TCP connection by way of us, which can be made to fail as networks do. */
import { connect, createServer, type Server, type Socket } from "node:net";

export class WeakLine {
  readonly url: string;
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  readonly #waiting: (() => void)[] = [];
  #isHolding = false;
  #isDeaf = false;
  #held: { to: Socket; bytes: Buffer }[] = [];

  private constructor(server: Server, port: number, targetPort: number) {
    this.#server = server;
    this.url = `nats://127.0.0.1:${port}`;
    this.#targetPort = targetPort;
    server.on("connection", (client) => this.#accept(client));
  }

  static async start(targetPort: number): Promise<WeakLine> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return new WeakLine(server, address.port, targetPort);
  }

  /** Ends every connection at once. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** From now on, what clients say is kept; they are heard by nobody, and still hear. */
  hold(): void {
    this.#isHolding = true;
  }

  /** Passes on what was kept. */
  release(): void {
    this.#isHolding = false;
    for (const { to, bytes } of this.#held) to.write(bytes);
    this.#held = [];
  }

  /** From now on, nothing passes in either direction, with connections left open: a dead machine. */
  die(): void {
    this.#isDeaf = true;
  }

  /** Resolves once a client has said something that is kept. */
  heldSomething(): Promise<void> {
    if (this.#held.length > 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(client: Socket): void {
    const server = connect(this.#targetPort, "127.0.0.1");
    this.#join(client, server, (bytes) => {
      if (this.#isDeaf) return;
      if (!this.#isHolding) server.write(bytes);
      else {
        this.#held.push({ to: server, bytes });
        for (const resolve of this.#waiting.splice(0)) resolve();
      }
    });
    this.#join(server, client, (bytes) => {
      if (!this.#isDeaf) client.write(bytes);
    });
  }

  #join(from: Socket, to: Socket, onBytes: (bytes: Buffer) => void): void {
    this.#sockets.add(from);
    from.on("data", onBytes);
    from.on("error", () => {});
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
