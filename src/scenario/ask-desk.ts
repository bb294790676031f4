/**
 * What a story may ask, taken apart for who asks it of a cluster. Law: a question means the same in all places where stories are
 * played; only how it is put differs.
 */
import type { Call } from "./history.ts";
import type { Answer, Asked } from "./stage.ts";

export interface AskDesk {
  /** `at` null: over NATS, of whoever leads. */
  call(key: string, call: Call, at: string | null, isStale: boolean): Promise<Answer>;
  snapshot(node: string): Promise<Answer>;
  /** null: to whom the leader likes. */
  transfer(to: string | null): Promise<Answer>;
  remove(node: string): Promise<Answer>;
  /** It is started first where it does not run. */
  admit(node: string): Promise<Answer>;
}

export function askAt(desk: AskDesk, asked: Asked): Promise<Answer> {
  switch (asked.type) {
    case "write":
      return desk.call(asked.key, { type: "put", value: asked.value }, asked.on, false);
    case "delete":
      return desk.call(asked.key, { type: "delete" }, null, false);
    case "cas":
      return desk.call(asked.key, { type: "cas", expected: asked.expected, value: asked.value }, null, false);
    case "read":
      return desk.call(asked.key, { type: "get" }, asked.from, asked.isStale);
    case "snapshot":
      return desk.snapshot(asked.node);
    case "transfer":
      return desk.transfer(asked.node);
    case "remove":
      return desk.remove(asked.node);
    case "add":
    case "replace":
      return desk.admit(asked.node);
  }
}
