/** A change of members whose leader is lost on the way (DESIGN 3.10). */
import { describe, expect, test } from "vitest";
import { type ErrorCode, GraftError } from "../../src/errors.ts";
import { changeThroughLeader, type Leaders } from "../../src/supervisor/member-change.ts";

/** Leaders that answer one after the other: null is "done". */
function leaders(answers: (ErrorCode | null)[]): Leaders {
  const left = [...answers];
  return {
    waitForLeader: async () => "n1",
    node: () => ({
      changeMembers: async () => {
        const code = left.shift();
        if (code === undefined) throw new Error("asked more often than expected");
        if (code !== null) throw new GraftError(code, code);
      },
      report: async () => Promise.reject(new Error("not asked for")),
    }),
  };
}

const remove = (answers: (ErrorCode | null)[], timeoutMs = 10_000): Promise<void> =>
  changeThroughLeader(leaders(answers), { type: "remove", id: "n2" }, timeoutMs);

describe("a change of members", () => {
  test("that the lost leader has begun is completed by the next one, and is no other change in the way", async () => {
    await remove(["UNCERTAIN", "CHANGE_UNDER_WAY", "CHANGE_UNDER_WAY", "UNKNOWN_NODE"]);
    await remove(["NODE_STOPPED", "CHANGE_UNDER_WAY", null]);
  });

  test("is refused where another is under way and none of its own can be: nothing was changed", async () => {
    await expect(remove(["CHANGE_UNDER_WAY"])).rejects.toMatchObject({ code: "CHANGE_UNDER_WAY" });
    await expect(remove(["NOT_LEADER", "CHANGE_UNDER_WAY"])).rejects.toMatchObject({ code: "CHANGE_UNDER_WAY" });
  });

  test("that was in doubt, and for which another stands in the way to the end, stays in doubt", async () => {
    const answers: ErrorCode[] = ["UNCERTAIN", "CHANGE_UNDER_WAY", "CHANGE_UNDER_WAY", "CHANGE_UNDER_WAY"];
    await expect(remove(answers, 70)).rejects.toMatchObject({ code: "UNCERTAIN" });
  });

  test("that nobody is known to have taken is asked of the next leader, and its refusal is passed on", async () => {
    await remove(["NOT_LEADER", null]);
    await expect(remove(["NOT_LEADER", "UNKNOWN_NODE"])).rejects.toMatchObject({ code: "UNKNOWN_NODE" });
  });
});
