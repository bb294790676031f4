// Bugs that break no law of the checkers, or only where a story leads: they cost the cluster its leader, its rest or its
// answers. The scenarios of test/scenarios/ guard against them, and against those of mutant-list.mjs that its table names.
const edit = (file, find, put) => ({ file, find, put });
const mutant = (name, what, ...edits) => ({ name, what, edits });

export const SCENARIO_MUTANTS = [
  mutant(
    "prevote-not-sticky",
    "a PreVote is granted although the leader is heard",
    edit("src/core/vote.ts", "const isAlive = leaderIsAlive(state, nowMs);", "const isAlive = nowMs < 0;"),
  ),
  mutant(
    "no-prevote",
    "a server campaigns without asking first, and voters protect no leader (the paper without the thesis)",
    edit(
      "src/core/candidate.ts",
      "  else askForPreVotes(turn, state.role);\n}",
      '  else campaign(turn, "preVoteWon");\n}',
    ),
    edit(
      "src/core/vote.ts",
      "  return nowMs - state.heardLeaderAtMs < state.timing.electionTimeoutMinMs;",
      "  return nowMs < 0;",
    ),
  ),
  mutant(
    "transfer-to-learner",
    "the lead is handed to whoever is a member",
    edit(
      "src/core/transfer.ts",
      "  if (!voters.some(({ id }) => id === heir))",
      "  if (voters.length < 0 || memberOf(configurationIn(state), heir) === undefined)",
    ),
  ),
  mutant(
    "stalled-leader-stays",
    "a leader whose disk answers no more leads on",
    edit(
      "src/core/leader.ts",
      '  if (diskIsStalled(state, nowMs)) return becomeFollower(turn, state.term, null, "diskStalled");\n',
      "",
    ),
  ),
  mutant(
    "full-disk-unsaid",
    "a leader whose disk is full takes commands all the same",
    edit(
      "src/driver/driver.ts",
      "    if (this.#room.full) return respond(this.#room.refusal(this.#told.leader));\n",
      "",
    ),
  ),
  mutant(
    "snapshot-restarts",
    "a snapshot that is being sent is replaced as soon as the next is due",
    edit("src/driver/snapshot-keeper.ts", "const SENT_TIMES = 4;", "const SENT_TIMES = 1;"),
  ),
  mutant(
    "damage-is-torn",
    "damage in the middle of the log is taken for a write that was cut short",
    edit(
      "src/storage/segment-reading.ts",
      '  if (hasBatchAfter(segment, readTo.end, readTo.sequence)) return { type: "damaged", file: name, offset: readTo.end };\n',
      "",
    ),
  ),
  mutant(
    "double-unnoticed",
    "who hears its own id from elsewhere goes on",
    edit(
      "src/transport/endpoint.ts",
      "      this.#watch.heard(frame.boot, frame.message === null && frame.answers === this.#options.boot);",
      "      this.#counters.misaddressed += 1;",
    ),
  ),
  mutant(
    "other-cluster-heard",
    "frames of another cluster of the same name are taken for one's own cluster's",
    edit(
      "src/transport/endpoint.ts",
      "    if (decoded.frame.clusterId !== this.#identity.clusterId) return this.#otherCluster(decoded.frame);\n",
      "",
    ),
  ),
  mutant(
    "yes-forgotten",
    "who has said yes to a cluster, and hears of its proposer no more, says yes to another",
    edit(
      "src/driver/formation.ts",
      '  wait(state, { type: "proposer", proposer: proposal.proposer.id, bound: true, heard }, effects);\n',
      '  if (!heard) return save(state, { type: "free" }, effects);\n' +
        '  wait(state, { type: "proposer", proposer: proposal.proposer.id, bound: true, heard }, effects);\n',
    ),
  ),
  mutant(
    "timer-before-inbox",
    "a deadline that passed in a pause counts before what has arrived in it",
    edit(
      "src/driver/inbox.ts",
      "    this.#firedAtMs = nowMs;\n",
      "    this.#drain({ events: [], nowMs, firedAtMs: nowMs });\n",
    ),
  ),
  mutant(
    "change-before-own-commit",
    "a leader changes members before it has committed in its term",
    edit("src/core/membership.ts", '  if (state.commitIndex < leader.firstIndex) return "noOwnCommitYet";\n', ""),
  ),
  mutant(
    "former-life-read",
    "a reused segment's former life is read as its present one",
    edit(
      "src/storage/segment-reading.ts",
      "if (next === null || next.generation !== segment.generation || next.sequence !== last.sequence + 1) return null;",
      "if (next === null) return null;",
    ),
    edit(
      "src/storage/segment.ts",
      "Math.max(0, Math.min(END_MARK_BYTES, at.size - at.position - length))",
      "Math.max(0, Math.min(0 * END_MARK_BYTES, at.size - at.position - length))",
    ),
  ),
  mutant(
    "timeout-now-unheard",
    "who is told to campaign at once waits for its own timeout",
    edit(
      "src/core/step.ts",
      '      if (mayTakeOver(turn.state, message.from, turn.nowMs)) campaign(turn, "timeoutNow");\n',
      "",
    ),
  ),
  mutant(
    "removed-leader-stays",
    "a leader that has removed itself leads on",
    edit("src/core/membership.ts", '    return becomeFollower(turn, state.term, null, "removed");\n', "    return;\n"),
  ),
  mutant(
    "cas-unchecked",
    "a compare-and-set does not compare",
    edit("src/kv/machine.ts", 'command.type === "cas" && !isMet', 'command.type === "cas" && false && !isMet'),
  ),
  mutant(
    "everybody-needed",
    "nothing is decided that not every voter has",
    edit(
      "src/core/quorum.ts",
      "export const majority = (voters: number): number => Math.floor(voters / 2) + 1;",
      "export const majority = (voters: number): number => voters;",
    ),
  ),
  mutant(
    "calendar-unseats",
    "a leader whose calendar is set takes itself for long gone",
    edit(
      "src/core/step.ts",
      "      return suspended(turn);",
      '      return becomeFollower(turn, state.term, null, "disconnected");',
    ),
  ),
  mutant(
    "lease-overlong",
    "a lease runs for twice as long as the cluster has agreed on",
    edit(
      "src/core/lease.ts",
      "const untilMs = sentAtMs + leaseMs - marginMs;",
      "const untilMs = sentAtMs + 2 * leaseMs - marginMs;",
    ),
  ),
  mutant(
    "newer-term-ignored",
    "a leader listens to no newer term, and misses no majority",
    edit(
      "src/core/step.ts",
      "  if (message.term > state.term) {\n",
      '  if (message.term > state.term && state.role.name === "leader") return;\n  if (message.term > state.term) {\n',
    ),
    edit(
      "src/core/leader.ts",
      "  if (nowMs - quorumContactMs(state, leader, nowMs) > state.timing.electionTimeoutMaxMs)",
      "  if (nowMs - quorumContactMs(state, leader, nowMs) > 1e6 * state.timing.electionTimeoutMaxMs)",
    ),
  ),
];
