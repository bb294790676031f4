import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { Running } from "../cluster/run-cluster.ts";

const BURN = "const end = Date.now() + 62_000; while (Date.now() < end);";

test("a steady cluster of 3 keeps its leader for 60 s while both cores are busy", async () => {
  const running = new Running(["--size", "3", "--duration", "60s", "--json"]);
  await running.line(({ type }) => type === "leaderChange");
  const burners = [1, 2].map(() => spawn(process.execPath, ["-e", BURN], { stdio: "ignore" }));
  const { code, lines } = await running.finished();
  for (const burner of burners) burner.kill("SIGKILL");
  expect(code).toBe(0);
  expect(lines.filter(({ type }) => type === "leaderChange")).toHaveLength(1);
}, 90_000);
