/**
 * What a client says and what it is answered, taken down from nats-server 2.9.10. The last line of each is a PING whose
 * PONG is part of the answer, unless the server hangs up.
 */
import { CONNECT, connectLine } from "./raw-client.ts";

export interface Transcript {
  readonly name: string;
  readonly say: string;
  readonly answer: string;
  readonly hangsUp?: true;
  /** nats-server hangs up without these words. */
  readonly wordsOfOurs?: true;
}

const PING = "PING\r\n";
const PONG = "PONG\r\n";
const OK = "+OK\r\n";
const VERBOSE = connectLine({ verbose: true });
const PEDANTIC = connectLine({ pedantic: true });
const NO_RESPONDERS = "NATS/1.0 503\r\n\r\n\r\n";
const HEADERS = "NATS/1.0\r\nA: b\r\n\r\n";

const plain = (name: string, say: string, answer: string): Transcript => ({
  name,
  say: CONNECT + say + PING,
  answer: answer + PONG,
});
const full = (name: string, say: string, answer: string): Transcript => ({
  name,
  say: say + PING,
  answer: answer + PONG,
});
const refused = (name: string, say: string, words: string): Transcript => ({
  name,
  say: CONNECT + say,
  answer: `-ERR '${words}'\r\n`,
  hangsUp: true,
});
const parserError = (name: string, say: string): Transcript => ({
  ...refused(name, `${say}PING\r\n`, "Parser Error"),
  wordsOfOurs: true,
});

export const TRANSCRIPTS: readonly Transcript[] = [
  full("a PING before any CONNECT is answered", "", ""),
  full("who never says CONNECT is verbose", "SUB a 1\r\nPUB a 1\r\nx\r\n", `${OK}${OK}MSG a 1 1\r\nx\r\n`),
  full("who never says CONNECT is pedantic", "PUB a.* 1\r\nx\r\n", `-ERR 'Invalid Publish Subject'\r\n${OK}`),
  full("an empty CONNECT leaves the defaults", "CONNECT {}\r\n", OK),
  full("CONNECT null is an empty one", "CONNECT null\r\n", OK),
  full("unknown fields of CONNECT are ignored", 'CONNECT {"verbose":false,"wings":2}\r\n', ""),
  full("a second CONNECT changes the options", `${VERBOSE}${CONNECT}SUB a 1\r\n`, OK),
  full(
    "verbose clients get +OK for each operation, before the message itself",
    `${VERBOSE}SUB a 1\r\nPUB a 1\r\nx\r\nUNSUB 1\r\n`,
    `${OK}${OK}${OK}MSG a 1 1\r\nx\r\n${OK}`,
  ),
  full("a verbose UNSUB of nothing is +OK", `${VERBOSE}UNSUB 77\r\nPONG\r\n`, `${OK}${OK}`),
  full("a verbose SUB that is refused gets no +OK", `${VERBOSE}SUB a..b 1\r\n`, `${OK}-ERR 'Invalid Subject'\r\n`),
  plain("verbs may be written in lower case", "sub a 1\r\npub a 1\r\nx\r\nunsub 1\r\npong\r\n", "MSG a 1 1\r\nx\r\n"),
  plain(
    "verbs may be written in mixed case",
    "SuB a 1\r\nhPuB a 12 13\r\nNATS/1.0\r\n\r\nx\r\n",
    `HMSG a 1 12 13\r\nNATS/1.0\r\n\r\nx\r\n`,
  ),
  plain("lines may end in a bare newline", "SUB a 1\nPUB a 1\nx\r\n", "MSG a 1 1\r\nx\r\n"),
  plain("tabs and runs of blanks stand between words", "SUB\ta\t \t1 \r\nPUB \ta   1\t\r\nx\r\n", "MSG a 1 1\r\nx\r\n"),
  plain("a carriage return among the words is a blank", "SUB a\r 1\r\nPUB a 1\r\nx\r\n", "MSG a 1 1\r\nx\r\n"),
  plain("whatever follows PING on its line is ignored", "PINGxxx\r\n", PONG),
  plain("an unasked PONG, +OK or INFO is ignored", 'PONG\r\n+OKxx\r\nINFO {"a":1}\r\n', ""),
  plain("a message can be empty", "SUB a 1\r\nPUB a 0\r\n\r\n", "MSG a 1 0\r\n\r\n"),
  plain("a payload may hold CR LF", "SUB a 1\r\nPUB a 6\r\nPING\r\n\r\n", "MSG a 1 6\r\nPING\r\n\r\n"),
  plain("a reply subject is handed on", "SUB a 1\r\nPUB a r.* 1\r\nx\r\n", "MSG a 1 r.* 1\r\nx\r\n"),
  plain("bytes of a subject pass untouched", "SUB \xc3\xa9 1\r\nPUB \xc3\xa9 1\r\nx\r\n", "MSG \xc3\xa9 1 1\r\nx\r\n"),
  plain("headers are handed on", `SUB a 1\r\nHPUB a 18 19\r\n${HEADERS}x\r\n`, `HMSG a 1 18 19\r\n${HEADERS}x\r\n`),
  plain("headers with a reply", `SUB a 1\r\nHPUB a r 18 19\r\n${HEADERS}x\r\n`, `HMSG a 1 r 18 19\r\n${HEADERS}x\r\n`),
  plain("an HPUB without headers is a plain message", "SUB a 1\r\nHPUB a 0 1\r\nx\r\n", "MSG a 1 1\r\nx\r\n"),
  plain(
    "* matches one token",
    "SUB a.* 1\r\nPUB a.b 1\r\nx\r\nPUB a 1\r\ny\r\nPUB a.b.c 1\r\nz\r\n",
    "MSG a.b 1 1\r\nx\r\n",
  ),
  plain("> matches one token or more", "SUB a.> 1\r\nPUB a 1\r\nx\r\nPUB a.b.c 1\r\ny\r\n", "MSG a.b.c 1 1\r\ny\r\n"),
  plain("a wildcard is a whole token", "SUB a* 1\r\nPUB ab 1\r\nx\r\nPUB a* 1\r\ny\r\n", "MSG a* 1 1\r\ny\r\n"),
  plain(
    "a published wildcard is a token like any other",
    "SUB a.b 1\r\nSUB a.* 2\r\nPUB a.* 1\r\nx\r\n",
    "MSG a.* 2 1\r\nx\r\n",
  ),
  plain(
    "a subject with an empty token reaches nobody",
    "SUB > 1\r\nPUB a..b 1\r\nx\r\nPUB .a 1\r\nx\r\nPUB a. 1\r\nx\r\n",
    "",
  ),
  plain("a SUB with an empty token is refused", "SUB a..b 1\r\n", "-ERR 'Invalid Subject'\r\n"),
  plain("a SUB with > before the end is refused", "SUB a.>.b 1\r\n", "-ERR 'Invalid Subject'\r\n"),
  full(
    "a pedantic client is told of an invalid subject, and the message goes out",
    `${PEDANTIC}SUB a.* 1\r\nPUB a.* 1\r\nx\r\n`,
    "-ERR 'Invalid Publish Subject'\r\nMSG a.* 1 1\r\nx\r\n",
  ),
  plain(
    "a sid in use keeps its first subject",
    "SUB a 1\r\nSUB b 1\r\nPUB b 1\r\ny\r\nPUB a 1\r\nx\r\n",
    "MSG a 1 1\r\nx\r\n",
  ),
  plain("UNSUB ends a subscription", "SUB a 1\r\nUNSUB 1\r\nPUB a 1\r\nx\r\n", ""),
  plain(
    "UNSUB with a maximum ends it after so many",
    "SUB a 1\r\nUNSUB 1 2\r\nPUB a 1\r\n1\r\nPUB a 1\r\n2\r\nPUB a 1\r\n3\r\n",
    "MSG a 1 1\r\n1\r\nMSG a 1 1\r\n2\r\n",
  ),
  plain(
    "a maximum counts from the SUB",
    "SUB a 1\r\nPUB a 1\r\n1\r\nPUB a 1\r\n2\r\nUNSUB 1 2\r\nPUB a 1\r\n3\r\n",
    "MSG a 1 1\r\n1\r\nMSG a 1 1\r\n2\r\n",
  ),
  plain(
    "a maximum can be raised",
    "SUB a 1\r\nUNSUB 1 1\r\nUNSUB 1 2\r\nPUB a 1\r\n1\r\nPUB a 1\r\n2\r\nPUB a 1\r\n3\r\n",
    "MSG a 1 1\r\n1\r\nMSG a 1 1\r\n2\r\n",
  ),
  plain(
    "a maximum of zero, or of nonsense, means at once",
    "SUB a 1\r\nSUB a 2\r\nUNSUB 1 0\r\nUNSUB 2 x\r\nPUB a 1\r\n1\r\n",
    "",
  ),
  plain(
    "a queue group gets one of each, over all its patterns",
    "SUB a.b q 7\r\nSUB a.b q 7\r\nPUB a.b 1\r\nx\r\n",
    "MSG a.b 7 1\r\nx\r\n",
  ),
  full(
    "who wants no echo does not hear itself",
    `${connectLine({ echo: false })}SUB a 1\r\nSUB a q 2\r\nPUB a 1\r\nx\r\n`,
    "",
  ),
  plain(
    "a request that nobody hears is answered 503",
    "SUB r.* 1\r\nPUB x r.5 1\r\nx\r\n",
    `HMSG r.5 1 16 16\r\n${NO_RESPONDERS}`,
  ),
  plain(
    "a 503 does not count towards a maximum",
    "SUB r 1\r\nUNSUB 1 1\r\nPUB x r 1\r\nx\r\nPUB x r 1\r\nx\r\n",
    `HMSG r 1 16 16\r\n${NO_RESPONDERS}`.repeat(2),
  ),
  plain("a 503 does not go to a queue group", "SUB r q 1\r\nPUB x r 1\r\nx\r\n", ""),
  plain(
    "a request on a subject with an empty token is answered 503",
    "SUB r 1\r\nPUB a..b r 1\r\nx\r\n",
    `HMSG r 1 16 16\r\n${NO_RESPONDERS}`,
  ),
  plain(
    "a tapped wildcard hides that nobody answers",
    "SUB r 1\r\nSUB x.> 2\r\nPUB x.y r 1\r\nx\r\n",
    "MSG x.y 2 r 1\r\nx\r\n",
  ),
  full(
    "who hears only itself, and wants no echo, gets a 503",
    `${connectLine({ echo: false })}SUB r 1\r\nSUB x 2\r\nPUB x r 1\r\nx\r\n`,
    `HMSG r 1 16 16\r\n${NO_RESPONDERS}`,
  ),
  full(
    "who did not ask for 503 gets none",
    `${connectLine({ no_responders: false })}SUB r 1\r\nPUB x r 1\r\nx\r\n`,
    "",
  ),
  plain(
    "nobody may publish a disconnect event, and the connection is kept",
    "SUB graft.disconnect 1\r\nPUB graft.disconnect 1\r\nx\r\n",
    `-ERR 'Permissions Violation for Publish to "graft.disconnect"'\r\n`,
  ),
  full(
    "a refused publication is not +OK",
    `${VERBOSE}PUB graft.disconnect 1\r\nx\r\n`,
    `${OK}-ERR 'Permissions Violation for Publish to "graft.disconnect"'\r\n`,
  ),
  refused("an unknown verb ends the connection at its first byte", "Q", "Unknown Protocol Operation"),
  refused("an empty line is no operation", "\r\nPING\r\n", "Unknown Protocol Operation"),
  refused("a verb must be followed by a blank", "SUBx\r\nPING\r\n", "Unknown Protocol Operation"),
  refused("MSG is not for clients to say", "MSG a 1 1\r\nx\r\n", "Unknown Protocol Operation"),
  refused("a payload longer than announced", "PUB a 1\r\nxyz\r\n", "Unknown Protocol Operation"),
  refused("a payload that ends in a bare newline", "PUB a 1\r\nx\nPING\r\n", "Unknown Protocol Operation"),
  refused("a payload above the maximum", "PUB a 1048577\r\n", "Maximum Payload Violation"),
  refused("headers and payload above the maximum", "HPUB a 1 1048577\r\n", "Maximum Payload Violation"),
  refused("a control line above the maximum", `SUB ${"a".repeat(4095)} 1\r\nPING\r\n`, "maximum control line exceeded"),
  plain("a control line of the maximum", `SUB ${"a".repeat(4094)} 1\r\n`, ""),
  refused("no_responders without headers", connectLine({ headers: false }), "no responders requires headers support"),
  parserError("PUB without arguments", "PUB \r\n"),
  parserError("PUB without a size", "PUB a\r\n"),
  parserError("PUB with too many arguments", "PUB a b c 1\r\n"),
  parserError("PUB with a negative size", "PUB a -1\r\n"),
  parserError("PUB with a size of fourteen digits", "PUB a 99999999999999\r\n"),
  parserError("PUB with a size that is no number", "PUB a x\r\n"),
  parserError("HPUB with more headers than bytes", "HPUB a 20 19\r\n"),
  parserError("HPUB with one size", "HPUB a 19\r\n"),
  parserError("SUB without a sid", "SUB a\r\n"),
  parserError("SUB with too many arguments", "SUB a b c d\r\n"),
  parserError("UNSUB without a sid", "UNSUB \r\n"),
  parserError("UNSUB with too many arguments", "UNSUB 9 1 2\r\n"),
  parserError("a CONNECT that is not JSON", "CONNECT foo\r\n"),
  parserError("a CONNECT that is a list", "CONNECT []\r\n"),
  parserError("a CONNECT with a field of the wrong type", 'CONNECT {"verbose":"yes"}\r\n'),
  parserError("an error from a client", "-ERR 'x'\r\n"),
  {
    name: "headers from a client that did not say it has them",
    say: 'CONNECT {"verbose":false}\r\nHPUB a 12 12\r\nNATS/1.0\r\n\r\n\r\nPING\r\n',
    answer: "-ERR 'message headers not supported'\r\n",
    hangsUp: true,
    wordsOfOurs: true,
  },
];
