/**
 * `graft-kv`, from its words to its exit code: 0 done, 1 failed or not found, 2 wrong usage.
 *
 * Law: a value goes out as it is, byte for byte, and nothing else with it; all that is said to a person goes to stderr, but
 * for what was asked for. With `--json`, stdout has one object a line, and the last one tells how it ended.
 */
import { isUtf8 } from "node:buffer";
import { isGraftError } from "../errors.ts";
import { failureMessage } from "./error-message.ts";
import { failureJson } from "./event-json.ts";
import { GuardedOutput } from "./guarded-output.ts";
import {
  type KvInvocation,
  type KvRequest,
  type KvSettings,
  parseKvArguments,
  type ValueSource,
} from "./kv-arguments.ts";
import { KV_PROGRAM } from "./kv-flags.ts";
import { kvHelpText, kvMisuseMessage } from "./kv-text.ts";
import type { KvItem, KvStore, KvWorld, PageOptions } from "./kv-world.ts";
import { type Say, sayIn } from "./messages.ts";
import { printable } from "./text-width.ts";
import { VERSION } from "./version.ts";

export type KvExitCode = 0 | 1 | 2;
type RunInvocation = Extract<KvInvocation, { type: "run" }>;

/** Resolves when all is done and the connection is closed; what was written may still be on its way. */
export async function runKvCommand(world: KvWorld): Promise<KvExitCode> {
  const run = new KvRun(world);
  const invocation = parseKvArguments(world.args, world.env);
  switch (invocation.type) {
    case "help":
      run.stdout.write(kvHelpText(sayIn(invocation.language)));
      return 0;
    case "version":
      run.stdout.write(`${VERSION}\n`);
      return 0;
    case "misused":
      return run.misused(invocation);
    case "run":
      return run.run(invocation);
  }
}

class KvRun {
  readonly stdout: GuardedOutput;
  readonly #stderr: GuardedOutput;
  readonly #world: KvWorld;
  #say: Say = sayIn("en");
  #json = false;

  constructor(world: KvWorld) {
    this.#world = world;
    this.stdout = new GuardedOutput(world.stdout);
    this.#stderr = new GuardedOutput(world.stderr);
  }

  misused({ json, language, problem }: Extract<KvInvocation, { type: "misused" }>): KvExitCode {
    this.#json = json;
    const { type, ...values } = problem;
    const message = kvMisuseMessage(sayIn("en"), problem);
    this.#tell("error", { code: "INVALID_OPTION", message, values: { problem: type, ...values } });
    this.#complain(kvMisuseMessage(sayIn(language), problem));
    return 2;
  }

  async run({ settings, language, json }: RunInvocation): Promise<KvExitCode> {
    this.#json = json;
    this.#say = sayIn(language);
    try {
      const exitCode = await this.#connected(settings);
      const { failure } = this.stdout;
      if (failure === null) return exitCode;
      this.#complain(this.#say("error.output", { message: failure.message }));
      return 1;
    } catch (error) {
      if (json) this.stdout.write(failureJson(error, this.#world.nowMs()));
      this.#complain(failureMessage(language, error));
      return isGraftError(error) && error.code === "INVALID_OPTION" ? 2 : 1;
    }
  }

  async #connected(settings: KvSettings): Promise<KvExitCode> {
    const { nats: servers, security, name: cluster, timeoutMs: callTimeoutMs, request } = settings;
    const value = "value" in request ? await this.#valueOf(request.value) : new Uint8Array();
    if (value === null) return 1;
    const connection = await this.#world.connect({ ...security, servers, cluster, callTimeoutMs });
    try {
      return await this.#perform(connection.client, settings, value);
    } finally {
      await connection.close();
    }
  }

  async #valueOf(source: ValueSource): Promise<Uint8Array | null> {
    if ("text" in source) return new TextEncoder().encode(source.text);
    try {
      return await this.#world.readFile(source.file);
    } catch (error) {
      const values = { file: printable(source.file), reason: error instanceof Error ? error.message : String(error) };
      this.#tell("error", { code: "FILE_UNREADABLE", message: sayIn("en")("kv.fileUnreadable", values), values });
      this.#complain(this.#say("kv.fileUnreadable", values));
      return null;
    }
  }

  #perform(store: KvStore, settings: KvSettings, value: Uint8Array): Promise<KvExitCode> {
    const { request } = settings;
    switch (request.type) {
      case "put":
        return this.#put(store, request.key, value);
      case "get":
        return this.#get(store, request.key, settings);
      case "delete":
        return this.#delete(store, request.key);
      case "cas":
        return this.#cas(store, request, value);
      case "list":
        return this.#list(store, request.prefix, settings);
    }
  }

  async #put(store: KvStore, key: string, value: Uint8Array): Promise<KvExitCode> {
    return this.#written("put", key, await store.put(key, value));
  }

  async #cas(store: KvStore, request: Extract<KvRequest, { type: "cas" }>, value: Uint8Array): Promise<KvExitCode> {
    const { key, revision } = request;
    const expectation = revision === null ? ({ type: "absent" } as const) : ({ type: "revision", revision } as const);
    const outcome = await store.compareAndSet(key, expectation, value);
    if (outcome.done) return this.#written("cas", key, outcome.revision);
    this.#tell("conflict", { key, revision: outcome.revision });
    const found = outcome.revision;
    this.#complain(found === null ? this.#notFoundText(key) : this.#say("kv.conflict", { key: printable(key), found }));
    return 1;
  }

  async #delete(store: KvStore, key: string): Promise<KvExitCode> {
    const revision = await store.delete(key);
    if (revision === null) return this.#notFound(key);
    this.#tell("delete", { key, revision });
    return 0;
  }

  async #get(store: KvStore, key: string, { consistency }: KvSettings): Promise<KvExitCode> {
    const item = await store.get(key, consistency);
    if (item === null) return this.#notFound(key);
    if (this.#json) this.#tell("get", jsonItem(item));
    else this.#world.stdout.write(item.value);
    return 0;
  }

  async #list(store: KvStore, prefix: string, { consistency }: KvSettings): Promise<KvExitCode> {
    let count = 0;
    let after: string | null = "";
    while (after !== null && this.stdout.failure === null) {
      const { lines, next } = await this.#page(store, { prefix, after, consistency });
      for (const line of lines) line();
      count += lines.length;
      after = next;
    }
    this.#tell("list", { prefix, count });
    return 0;
  }

  /** Without `--json` the values are not asked for. */
  async #page(store: KvStore, page: PageOptions): Promise<{ lines: (() => void)[]; next: string | null }> {
    if (this.#json) {
      const { items, next } = await store.list(page);
      return { lines: items.map((item) => () => this.#tell("item", jsonItem(item))), next };
    }
    const { items, next } = await store.listKeys(page);
    return {
      lines: items.map(
        ({ key }) =>
          () =>
            this.stdout.write(`${printable(key)}\n`),
      ),
      next,
    };
  }

  #written(type: "put" | "cas", key: string, revision: number): KvExitCode {
    this.#tell(type, { key, revision });
    if (!this.#json) this.stdout.write(`${this.#say("kv.revision", { revision })}\n`);
    return 0;
  }

  #notFound(key: string): KvExitCode {
    this.#tell("notFound", { key });
    this.#complain(this.#notFoundText(key));
    return 1;
  }

  #notFoundText(key: string): string {
    return this.#say("kv.notFound", { key: printable(key) });
  }

  /** For programs: `at` and `type` first, as in every command's JSON. */
  #tell(type: string, fields: object): void {
    if (!this.#json) return;
    const at = Math.round(this.#world.nowMs() * 1000) / 1000;
    this.stdout.write(`${JSON.stringify({ at, type, ...fields })}\n`);
  }

  #complain(text: string): void {
    this.#stderr.write(`${KV_PROGRAM}: ${text}\n`);
  }
}

/** Text as `value`, anything else as `valueBase64`. */
function jsonItem({ key, revision, value }: KvItem): object {
  const bytes = Buffer.from(value);
  return isUtf8(bytes)
    ? { key, revision, value: bytes.toString("utf8") }
    : { key, revision, valueBase64: bytes.toString("base64") };
}
