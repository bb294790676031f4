/**
 * Testimonies that have come over NATS. Law: what is not one in every field is none; what is left has numbers that are finite, and
 * lists that are short. Anybody who may publish events can lie in them, so nothing but an explanation ever rests on one.
 */
import type { Testimony } from "./testimony.ts";

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const STOPS_MAX = 64;

const name: Check = (value) => typeof value === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(value);
const number: Check = (value) => typeof value === "number" && Number.isFinite(value);
const term: Check = (value) => Number.isSafeInteger(value);
const flag: Check = (value) => typeof value === "boolean";
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const oneOf =
  (...allowed: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && allowed.includes(value);
const shaped =
  (shape: Shape): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(shape).every(([key, check]) => check(Object.getOwnPropertyDescriptor(value, key)?.value));
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= STOPS_MAX && value.every(check);

const hint = orNull(oneOf("connectionEnded", "noResponders"));

const health = shaped({
  stops: listOf(shaped({ kind: oneOf("paused", "blocked", "starved", "stood"), atMs: number, forMs: number })),
  diskOwesMs: orNull(number),
  syncMaxMs: number,
  natsLostAtMs: orNull(number),
  reconnects: number,
  connected: flag,
  diskFull: flag,
});

const SHAPES: Readonly<Record<Testimony["type"], Shape>> = {
  started: {},
  leads: {
    term,
    campaign: name,
    previous: orNull(shaped({ node: name, term })),
    silenceMs: orNull(number),
    hint,
    askedMs: number,
    health,
  },
  lost: {
    term,
    cause: name,
    errorCode: orNull(name),
    quorumSilenceMs: orNull(number),
    transfer: orNull(shaped({ to: name, by: oneOf("request", "priority", "shutdown") })),
    natsEchoMs: orNull(number),
    health,
  },
  missed: { leader: name, term, role: name, cause: name, silenceMs: orNull(number), hint, health },
  ended: { how: oneOf("crashed", "closed"), code: orNull(name) },
};

const isType = (type: unknown): type is Testimony["type"] => typeof type === "string" && Object.hasOwn(SHAPES, type);

const said = shaped({ node: name, boot: name, atMs: number });

const isTestimony = (value: object): value is Testimony =>
  "type" in value && isType(value.type) && said(value) && shaped(SHAPES[value.type])(value);

/** `from`: whom the subject names. null: it is no testimony, not one of `from`, or one that no node gives of itself. */
export function testimonyFrom(from: string, value: unknown): Testimony | null {
  if (typeof value !== "object" || value === null || !isTestimony(value)) return null;
  return value.node === from && value.type !== "ended" ? value : null;
}
