/** Three nats-servers joined by routes, each of which can be killed and started again where it was; and who is connected to which. */
import { createServer } from "node:net";
import { type NatsServer, openAccounts, startNatsServer } from "../../src/broker/nats-server.ts";

async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = held.map((server) => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

class RoutedServer {
  readonly url: string;
  readonly #port: number;
  readonly #monitorPort: number;
  readonly #configuration: string;
  readonly #executable: string;
  #server: NatsServer | null = null;

  constructor(executable: string, ports: { readonly port: number; readonly monitorPort: number }, cluster: string) {
    this.url = `nats://127.0.0.1:${ports.port}`;
    this.#port = ports.port;
    this.#monitorPort = ports.monitorPort;
    this.#executable = executable;
    this.#configuration = `${cluster}http: "127.0.0.1:${ports.monitorPort}"\n${openAccounts()}`;
  }

  get isUp(): boolean {
    return this.#server !== null;
  }

  async start(): Promise<void> {
    const [executable, configuration] = [this.#executable, this.#configuration];
    this.#server = await startNatsServer({ executable, port: this.#port, configuration });
  }

  /** SIGKILL; resolves once it is gone. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.kill();
    await server?.close();
  }

  /** As monitoring shows them. */
  async clientNames(): Promise<string[]> {
    const { connections = [] }: { connections?: { name?: string }[] } = await this.#asked("connz");
    return connections.map(({ name = "" }) => name);
  }

  /** Of servers, not of connections: newer ones pool several. */
  async routes(): Promise<number> {
    const { routes = [] }: { routes?: { remote_id: string }[] } = await this.#asked("routez");
    return new Set(routes.map(({ remote_id }) => remote_id)).size;
  }

  async #asked<T>(what: string): Promise<T> {
    const answer = await fetch(`http://127.0.0.1:${this.#monitorPort}/${what}`);
    const fields: T = JSON.parse(await answer.text());
    return fields;
  }
}

export class ServerCluster {
  readonly servers: readonly RoutedServer[];

  private constructor(servers: readonly RoutedServer[]) {
    this.servers = servers;
  }

  static async start(executable: string, size: number): Promise<ServerCluster> {
    const ports = await freePorts(3 * size);
    const at = (i: number): number => ports[i] ?? 0;
    const routes = Array.from({ length: size }, (_, i) => `"nats://127.0.0.1:${at(i)}"`).join(", ");
    const servers = Array.from({ length: size }, (_, i) => {
      const block = `cluster {\n name: graft\n listen: "127.0.0.1:${at(i)}"\n routes: [${routes}]\n}\n`;
      const own = { port: at(size + i), monitorPort: at(2 * size + i) };
      return new RoutedServer(executable, own, `server_name: s${i}\n${block}`);
    });
    await Promise.all(servers.map((server) => server.start()));
    return new ServerCluster(servers);
  }

  get urls(): string[] {
    return this.servers.map(({ url }) => url);
  }

  /** Of all servers that are up, to all others. */
  async isJoined(): Promise<boolean> {
    const up = this.servers.filter((server) => server.isUp);
    const routes = await Promise.all(up.map((server) => server.routes()));
    return routes.every((count) => count === up.length - 1);
  }

  /** The server that a client of this name is connected to, or null. */
  async serverOf(name: string): Promise<RoutedServer | null> {
    for (const server of this.servers) {
      if (server.isUp && (await server.clientNames()).includes(name)) return server;
    }
    return null;
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.kill()));
  }
}
