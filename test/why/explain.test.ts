/** One cause for what the witnesses have said, by tables: n1 led term 1, n2 leads term 2. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WhyBook } from "../../src/why/book.ts";
import { explain, WHY_CAUSES, type WhyCause } from "../../src/why/explain.ts";
import { testimonyFrom } from "../../src/why/parse.ts";
import { type Health, type Stop, type StopKind, type Testimony, UNHURT } from "../../src/why/testimony.ts";

type Leads = Extract<Testimony, { type: "leads" }>;
type Lost = Extract<Testimony, { type: "lost" }>;

/** When n2 was elected. */
const T = 100_000;

const leads = (more: Partial<Leads> = {}): Leads => ({
  type: "leads",
  node: "n2",
  boot: "b2",
  atMs: T,
  term: 2,
  campaign: "electionTimeout",
  previous: { node: "n1", term: 1 },
  silenceMs: 800,
  hint: null,
  askedMs: 10,
  health: UNHURT,
  ...more,
});

const led: Leads = leads({ node: "n1", boot: "b1", atMs: T - 60_000, term: 1, previous: null, silenceMs: null });

const lost = (more: Partial<Lost> = {}): Lost => ({
  type: "lost",
  node: "n1",
  boot: "b1",
  atMs: T,
  term: 1,
  cause: "heardHigherTerm",
  errorCode: null,
  quorumSilenceMs: null,
  transfer: null,
  natsEchoMs: null,
  health: UNHURT,
  ...more,
});

const ended = (more: object = {}): Testimony =>
  ({ type: "ended", node: "n1", boot: "supervisor", atMs: T - 500, how: "crashed", code: null, ...more }) as Testimony;

const missed = (node: string, health: Partial<Health> = {}, hint: "connectionEnded" | null = null): Testimony => ({
  type: "missed",
  node,
  boot: `b-${node}`,
  atMs: T,
  leader: "n1",
  term: 1,
  role: "follower",
  cause: "votedForOther",
  silenceMs: 700,
  hint,
  health: { ...UNHURT, ...health },
});

const stop = (kind: StopKind, forMs: number, atMs = T + 50): Stop => ({ kind, atMs, forMs });
const hurt = (more: Partial<Health>): Health => ({ ...UNHURT, ...more });
const to = (by: "request" | "priority" | "shutdown") => ({
  cause: "heardHigherTerm" as const,
  transfer: { to: "n2", by },
});
const asked = leads({ campaign: "timeoutNow", silenceMs: 5 });

interface Row {
  readonly what: string;
  readonly leads?: Leads;
  /** When n1 had begun to lead. */
  readonly ledAtMs?: number;
  readonly said: readonly Testimony[];
  readonly cause: WhyCause;
  readonly blamed?: readonly string[];
  readonly forMs?: number;
  readonly final?: boolean;
}

const TABLE: readonly Row[] = [
  { what: "its worker ended", said: [ended()], cause: "crash" },
  { what: "its worker ended of an error", said: [ended({ code: "NODE_STOPPED" })], cause: "crash" },
  { what: "its worker said goodbye", said: [ended({ how: "closed" })], cause: "shutdown" },
  { what: "a worker's disk failed", said: [ended({ how: "closed", code: "STORAGE_FAILED" })], cause: "diskFailed" },
  {
    what: "another life of it comes back",
    said: [{ type: "started", node: "n1", boot: "b9", atMs: T + 900 }],
    cause: "crash",
  },
  {
    what: "the same life says that it started",
    said: [{ type: "started", node: "n1", boot: "b1", atMs: T + 900 }],
    cause: "unknown",
    blamed: [],
    final: false,
  },
  { what: "nobody has said anything", said: [], cause: "unknown", blamed: [], final: false },
  { what: "NATS said that it is gone", leads: leads({ hint: "noResponders" }), said: [], cause: "gone", final: false },
  { what: "another was told so", said: [missed("n3", {}, "connectionEnded")], cause: "gone", final: false },
  { what: "it closed", said: [lost({ cause: "closed" })], cause: "shutdown" },
  { what: "it broke a rule", said: [lost({ cause: "closed", errorCode: "INVARIANT_BROKEN" })], cause: "crash" },
  { what: "its disk failed", said: [lost({ cause: "diskFailed", errorCode: "STORAGE_FAILED" })], cause: "diskFailed" },
  {
    what: "its disk did not answer",
    said: [lost({ cause: "diskStalled", health: hurt({ diskOwesMs: 1_400 }) })],
    cause: "diskStalled",
    forMs: 1_400,
  },
  {
    what: "its disk was full",
    said: [lost({ cause: "diskStalled", health: hurt({ diskOwesMs: 1_400, diskFull: true }) })],
    cause: "diskFull",
  },
  {
    what: "it was paused, so that its disk seemed stalled",
    said: [lost({ cause: "diskStalled", health: hurt({ diskOwesMs: 1_400, stops: [stop("paused", 1_400)] }) })],
    cause: "paused",
  },
  { what: "it was removed", said: [lost({ cause: "removed" })], cause: "removed" },
  { what: "it handed over on request", leads: asked, said: [lost(to("request"))], cause: "transferByRequest" },
  { what: "it handed over by priority", leads: asked, said: [lost(to("priority"))], cause: "priority" },
  { what: "it handed over to close", leads: asked, said: [lost(to("shutdown")), ended()], cause: "shutdown" },
  {
    what: "it was paused",
    said: [lost({ health: hurt({ stops: [stop("paused", 3_100)] }) })],
    cause: "paused",
    forMs: 3_100,
  },
  {
    what: "it asked n2 to take over, but n2 campaigned by itself since n1 was paused",
    said: [lost({ ...to("request"), health: hurt({ stops: [stop("paused", 3_100)] }) })],
    cause: "paused",
  },
  {
    what: "it was busy",
    said: [lost({ health: hurt({ stops: [stop("blocked", 900)] }) })],
    cause: "eventLoopBlocked",
    forMs: 900,
  },
  {
    what: "it had no core",
    said: [lost({ health: hurt({ stops: [stop("starved", 900)] }) })],
    cause: "eventLoopBlocked",
  },
  {
    what: "it was busy many times",
    said: [lost({ health: hurt({ stops: [100, 300, 500, 700].map((ago) => stop("blocked", 150, T - ago)) }) })],
    cause: "eventLoopBlocked",
    forMs: 150,
  },
  {
    what: "it was paused long before, and is cut off now",
    said: [lost({ cause: "lostQuorum", health: hurt({ stops: [stop("paused", 3_000, T - 20_000)] }) })],
    cause: "partition",
  },
  {
    what: "it was paused until just before, and is cut off now",
    leads: leads({ silenceMs: 416 }),
    said: [
      lost({
        cause: "lostQuorum",
        quorumSilenceMs: 606,
        atMs: T + 180,
        health: hurt({ stops: [stop("paused", 2_493, T - 700)] }),
      }),
    ],
    cause: "partition",
    forMs: 606,
  },
  {
    what: "it was paused well before, and went on for long when it was cut off",
    leads: leads({ silenceMs: 322 }),
    said: [
      lost({
        cause: "lostQuorum",
        quorumSilenceMs: 1_593,
        atMs: T + 1_244,
        health: hurt({ stops: [stop("paused", 2_493, T - 1_000)] }),
      }),
    ],
    cause: "partition",
    forMs: 1_593,
  },
  {
    what: "it was paused before, and is busy now",
    leads: leads({ silenceMs: 322 }),
    said: [
      lost({
        cause: "heardLeader",
        quorumSilenceMs: 1_593,
        atMs: T + 1_244,
        health: hurt({ stops: [stop("paused", 2_493, T - 1_821), stop("blocked", 1_566, T + 1_242)] }),
      }),
    ],
    cause: "eventLoopBlocked",
    forMs: 1_566,
  },
  {
    what: "it was paused until just before, and is busy now",
    leads: leads({ silenceMs: 378 }),
    said: [
      lost({
        cause: "heardLeader",
        quorumSilenceMs: 2_036,
        atMs: T + 1_640,
        health: hurt({ stops: [stop("paused", 2_160, T - 689), stop("blocked", 1_991, T + 1_638)] }),
      }),
    ],
    cause: "eventLoopBlocked",
    forMs: 1_991,
  },
  {
    what: "it was paused for a moment, and is cut off now",
    said: [lost({ cause: "lostQuorum", quorumSilenceMs: 800, health: hurt({ stops: [stop("paused", 60)] }) })],
    cause: "partition",
    forMs: 800,
  },
  {
    what: "it lost NATS",
    leads: leads({ hint: "connectionEnded", silenceMs: 20 }),
    said: [
      lost({ cause: "disconnected", health: hurt({ natsLostAtMs: T - 20, stops: [stop("blocked", 40, T - 30)] }) }),
    ],
    cause: "disconnected",
  },
  {
    what: "it was cut off for having been paused",
    leads: leads({ hint: "connectionEnded" }),
    said: [lost({ cause: "disconnected", health: hurt({ natsLostAtMs: T, stops: [stop("paused", 12_000)] }) })],
    cause: "paused",
  },
  {
    what: "all lost NATS",
    leads: leads({ silenceMs: null, health: hurt({ natsLostAtMs: T - 900 }) }),
    said: [lost({ cause: "disconnected", health: hurt({ natsLostAtMs: T - 1_000 }) })],
    cause: "brokerDown",
    blamed: [],
  },
  {
    what: "n2 had lost NATS long before",
    leads: leads({ health: hurt({ natsLostAtMs: T - 20_000 }) }),
    said: [lost({ cause: "disconnected", health: hurt({ natsLostAtMs: T - 1_000 }) })],
    cause: "disconnected",
  },
  {
    what: "it had lost NATS itself just before it led",
    ledAtMs: T - 500,
    said: [lost({ cause: "lostQuorum", quorumSilenceMs: 450, health: hurt({ natsLostAtMs: T - 600 }) })],
    cause: "partition",
  },
  {
    what: "n2 had lost NATS just before that lead began",
    ledAtMs: T - 1_100,
    leads: leads({ health: hurt({ natsLostAtMs: T - 1_200 }) }),
    said: [lost({ cause: "disconnected", health: hurt({ natsLostAtMs: T - 1_000 }) })],
    cause: "disconnected",
  },
  {
    what: "NATS answered nobody",
    said: [lost({ cause: "lostQuorum", natsEchoMs: 1_000 })],
    cause: "brokerDown",
    blamed: [],
  },
  { what: "NATS answered it at once", said: [lost({ cause: "lostQuorum", natsEchoMs: 1 })], cause: "partition" },
  { what: "it was not heard, and ran", said: [lost()], cause: "partition", forMs: 800 },
  {
    what: "the others stood still",
    leads: leads({ silenceMs: null, health: hurt({ stops: [stop("paused", 2_000)] }) }),
    said: [lost({ cause: "lostQuorum", quorumSilenceMs: 1_000 }), missed("n3", { stops: [stop("paused", 2_000)] })],
    cause: "paused",
    blamed: ["n2", "n3"],
  },
  {
    what: "the others had stood still before that",
    leads: leads({ health: hurt({ stops: [stop("paused", 2_000, T - 950)] }) }),
    said: [lost({ cause: "lostQuorum", quorumSilenceMs: 1_000 })],
    cause: "partition",
  },
  {
    what: "another stood still, but n2 ran and did not hear it",
    said: [lost({ cause: "lostQuorum", quorumSilenceMs: 1_000 }), missed("n3", { stops: [stop("paused", 2_000)] })],
    cause: "partition",
  },
  {
    what: "its worker ended long after it had lost the lead",
    said: [lost({ health: hurt({ stops: [stop("paused", 3_100)] }) }), ended({ atMs: T + 60_000 })],
    cause: "paused",
  },
  {
    what: "its worker had ended, and started again, just before it led",
    ledAtMs: T - 200,
    said: [ended({ atMs: T - 300 }), { type: "started", node: "n1", boot: "b1", atMs: T - 250 }],
    cause: "unknown",
    blamed: [],
    final: false,
  },
  {
    what: "its worker ended in another term",
    said: [ended({ atMs: T + 60_000 })],
    cause: "unknown",
    blamed: [],
    final: false,
  },
];

describe("one cause is named", () => {
  test.each(TABLE)("$what: $cause", ({ leads: won = leads(), ledAtMs, said, cause, ...row }) => {
    const { blamed = ["n1"], forMs, final = true } = row;
    const before = { ...led, atMs: ledAtMs ?? led.atMs };
    const why = explain(won, { node: "n1", term: 1 }, [before, ...said, won]);
    expect(why).toMatchObject({ leader: "n2", term: 2, previous: "n1", cause, blamed, final });
    if (forMs !== undefined) expect(why.forMs).toBe(forMs);
  });

  test("of those that the table does not know there is only the first election", () => {
    const known = new Set<WhyCause>(TABLE.map(({ cause }) => cause));
    expect(WHY_CAUSES.filter((cause) => !known.has(cause))).toEqual(["firstElection"]);
    expect(explain(led, null, [led])).toMatchObject({ cause: "firstElection", previous: null, blamed: [] });
  });

  test("whatever the order in which the testimonies came", () => {
    fc.assert(
      fc.property(fc.constantFrom(...TABLE), fc.infiniteStream(fc.nat()), ({ leads: won = leads(), said }, dice) => {
        const all = [led, ...said, won];
        const shuffled = [...all].map((one) => [dice.next().value, one] as const).sort((a, b) => a[0] - b[0]);
        const previous = { node: "n1", term: 1 };
        expect(
          explain(
            won,
            previous,
            shuffled.map(([, one]) => one),
          ),
        ).toEqual(explain(won, previous, all));
      }),
    );
  });

  test("and a node that has said nothing of itself, nor its supervisor of it, is never blamed for good", () => {
    const others = TABLE.flatMap(({ said }) => said).filter(({ node }) => node !== "n1");
    fc.assert(
      fc.property(fc.subarray(others), (said) => {
        const why = explain(leads(), { node: "n1", term: 1 }, [led, ...said, leads()]);
        expect(why.final && why.blamed.includes("n1")).toBe(false);
      }),
    );
  });
});

describe("the book", () => {
  test("tells a record once, and again when a later word changes it", () => {
    const told: string[] = [];
    const book = new WhyBook(({ why, refined }) => told.push(`${why.term} ${why.cause}${refined ? " refined" : ""}`));
    const paused = lost({ health: hurt({ stops: [stop("paused", 3_100)] }) });
    for (const testimony of [led, leads(), leads(), paused, paused]) book.hear(testimony);
    expect(told).toEqual(["1 firstElection", "2 unknown", "2 paused refined"]);
    expect(book.whys.map(({ term }) => term)).toEqual([2, 1]);
  });

  test("takes the leader that it knows, where the new one had not heard of it", () => {
    const book = new WhyBook(() => undefined);
    for (const testimony of [led, leads({ previous: null }), ended()]) book.hear(testimony);
    expect(book.whys[0]).toMatchObject({ previous: "n1", cause: "crash" });
  });

  test("keeps 32 records, however many there are, and changes none that is old", () => {
    let told = 0;
    const book = new WhyBook(() => told++);
    for (let term = 1; term <= 300; term += 1)
      book.hear(leads({ node: `n${term % 3}`, term, atMs: term, previous: null }));
    expect(book.whys.length).toBe(32);
    expect(told).toBe(300);
  });
});

describe("what comes over NATS", () => {
  test.each(TABLE.flatMap(({ said }) => said).concat(led))(
    "is taken where it is whole and the speaker's own: %#",
    (one) => {
      const sent: unknown = JSON.parse(JSON.stringify(one));
      expect(testimonyFrom(one.node, sent)).toEqual(one.type === "ended" ? null : one);
      expect(testimonyFrom("n9", sent)).toBeNull();
    },
  );

  test("is dropped where a field is missing or of another kind", () => {
    const whole: Testimony[] = [led, lost(), missed("n1"), { type: "started", node: "n1", boot: "b", atMs: 1 }];
    for (const one of whole)
      for (const key of Object.keys(one))
        for (const wrong of [undefined, {}, [], "a b", Number.NaN, "x".repeat(65)])
          expect(testimonyFrom("n1", { ...one, [key]: wrong }), `${one.type}.${key}`).toBeNull();
  });

  test("is dropped where it is none at all", () => {
    fc.assert(fc.property(fc.anything(), (value) => testimonyFrom("n1", value) === null));
  });
});
