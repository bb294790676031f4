import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomOf } from "./dice.ts";
import { CONNECT, RawClient, withoutSubjectOf503 } from "./raw-client.ts";
import { SERVER_KINDS, type TestServer } from "./servers.ts";
import { TRANSCRIPTS, type Transcript } from "./transcripts.ts";

/** In up to 12 pieces, each handed to the system by itself. */
function inPackets(say: string, random: (bound: number) => number): string[] {
  const cuts = Array.from({ length: random(12) }, () => random(say.length)).sort((a, b) => a - b);
  return [0, ...cuts].map((from, i) => say.slice(from, cuts[i] ?? say.length)).filter((packet) => packet !== "");
}

async function replay(port: number, transcript: Transcript, packets: readonly string[]): Promise<string> {
  const client = await RawClient.connect(port);
  for (const packet of packets) client.send(packet);
  if (transcript.hangsUp) await client.untilClosed();
  else await client.until((output) => output.length >= transcript.answer.length && output.endsWith("PONG\r\n"));
  await client.end();
  return withoutSubjectOf503(client.output);
}

/**
 * Where nats-server itself answers by packets: what it says before it hangs up is lost if more bytes are on their way; a
 * subject that a packet cuts from its payload is complained of twice; a carriage return among words is kept in the word.
 */
const dependsOnPackets = ({ say, answer, hangsUp }: Transcript): boolean =>
  hangsUp === true || answer.includes("Invalid Publish Subject") || say.includes("\r ");

for (const kind of SERVER_KINDS) {
  describe.skipIf(kind.missing)(kind.name, () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await kind.start();
    });
    afterAll(() => server.close());

    const silent = (transcript: Transcript) => transcript.wordsOfOurs === true && !kind.embedded;

    for (const transcript of TRANSCRIPTS) {
      test(transcript.name, async () => {
        const answer = silent(transcript) ? "" : transcript.answer;
        expect(await replay(server.port, transcript, [transcript.say])).toBe(answer);
      });
    }

    test("a conversation sent one byte at a time is answered alike", async () => {
      const transcript = TRANSCRIPTS.find(({ name }) => name === "headers with a reply");
      if (transcript === undefined) throw new Error("no such transcript");
      expect(await replay(server.port, transcript, [...transcript.say])).toBe(transcript.answer);
    });

    test("in whatever packets a conversation comes, it is answered alike", async () => {
      const seed = Number(process.env.FUZZ_SEED ?? Date.now() >>> 0);
      const random = randomOf(seed);
      const short = TRANSCRIPTS.filter((each) => each.say.length < 2000 && (kind.embedded || !dependsOnPackets(each)));
      for (const transcript of short) {
        const answer = silent(transcript) ? "" : transcript.answer;
        const said = await replay(server.port, transcript, inPackets(transcript.say, random));
        expect({ seed, name: transcript.name, said }).toEqual({ seed, name: transcript.name, said: answer });
      }
    });

    test("many conversations in one packet are answered one after the other", async () => {
      const client = await RawClient.connect(server.port);
      const answer = await client.exchange(`${CONNECT}SUB a 1\r\n${"PUB a 3\r\nabc\r\n".repeat(5000)}`);
      expect(answer).toBe("MSG a 1 3\r\nabc\r\n".repeat(5000));
      await client.end();
    });

    test("a message of the largest size arrives whole", async () => {
      const client = await RawClient.connect(server.port);
      const payload = "0123456789abcdef".repeat(65_536);
      const answer = await client.exchange(`${CONNECT}SUB a 1\r\nSUB a 2\r\nPUB a 1048576\r\n${payload}\r\n`);
      const expected = [1, 2].map((sid) => `MSG a ${sid} 1048576\r\n${payload}\r\n`);
      expect([expected.join(""), expected.reverse().join("")]).toContain(answer);
      await client.end();
    });

    test("who cannot read headers gets the message without them", async () => {
      const [reader, writer] = [await RawClient.connect(server.port), await RawClient.connect(server.port)];
      await reader.exchange('CONNECT {"verbose":false,"headers":false}\r\nSUB a 1\r\n');
      await writer.exchange(`${CONNECT}HPUB a 12 14\r\nNATS/1.0\r\n\r\nhi\r\n`);
      await reader.until((output) => output.endsWith("hi\r\n"));
      expect(reader.output).toBe("PONG\r\nMSG a 1 2\r\nhi\r\n");
      await Promise.all([reader.end(), writer.end()]);
    });

    test("each client is told another client id, and the same server id", async () => {
      const [one, two] = [await RawClient.connect(server.port), await RawClient.connect(server.port)];
      expect(one.info.server_id).toBe(two.info.server_id);
      expect(one.info.client_id).not.toBe(two.info.client_id);
      expect(one.info).toMatchObject({ proto: 1, headers: true, max_payload: 1_048_576, client_ip: "127.0.0.1" });
      expect(one.info).toMatchObject({ port: server.port, host: "127.0.0.1" });
      await Promise.all([one.end(), two.end()]);
    });

    test("the subscriptions of a client end with it", async () => {
      const [gone, asking] = [await RawClient.connect(server.port), await RawClient.connect(server.port)];
      await asking.exchange(`${CONNECT}SUB graft.disconnect 1\r\nSUB r 2\r\n`);
      await gone.exchange(`${CONNECT}SUB x 1\r\n`);
      await gone.end();
      await asking.until((output) => output.includes("client_disconnect"));
      expect(withoutSubjectOf503(await asking.exchange("PUB x r 1\r\nx\r\n"))).toBe(
        "HMSG r 2 16 16\r\nNATS/1.0 503\r\n\r\n\r\n",
      );
      await asking.end();
    });
  });
}
