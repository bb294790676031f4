/** Some seeds, one after the other, in a thread of their own: a task of the simulator's pool. */
import { runSeeds, type SeedsTask } from "../src/simulator/campaign.ts";
import type { Verdict } from "../src/simulator/run.ts";

export default (task: SeedsTask): Promise<Verdict[]> => runSeeds(task);
