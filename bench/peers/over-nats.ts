/** What the peers that are spoken to over NATS share. Law: each client's puts are encoded before anything is timed. */
import { encodeCommand } from "../../src/kv/format.ts";
import type { NatsLink } from "../../src/transport/link-transport.ts";
import { connectNats } from "../../src/transport/nats-transport.ts";
import { createClientCodec } from "../../src/wire/client-codec.ts";
import { filledValue, keyName, prepared } from "./peer.ts";

export const openLinks = (servers: readonly string[], connections: number): Promise<NatsLink[]> =>
  Promise.all(Array.from({ length: connections }, () => connectNats({ servers: [...servers], name: "bench" })));

/** Our own requests: a put outside of a session. */
export function preparedPuts(valueBytes: number): (key: number) => Uint8Array {
  const codec = createClientCodec();
  const value = filledValue(valueBytes);
  return prepared((key) => {
    const command = encodeCommand({ type: "put", key: keyName(key), value });
    return codec.encodeRequest({ type: "propose", clientId: 0, sequence: 0, command });
  });
}
