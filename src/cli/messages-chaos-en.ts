/** What is said of chaos and of the sentinel, in English. */
export const CHAOS_EN = {
  "usage.needsChaos": "{option} goes with --chaos: give --chaos gentle, rough or brutal as well.",
  "usage.missingOption": "{option} is missing, and there is no default for it.",
  "allowed.chaos": "gentle, rough or brutal",
  "allowed.seed": "a whole number from 0 to 999999999",
  "allowed.history": "a file to write",
  "help.chaos": "break things at random while clients write and checkers watch; then heal all, and give a verdict",
  "help.seed": "which faults, for --chaos: the same seed plans the same ones (default: random, and printed)",
  "help.history": "write what the clients of --chaos asked and were told, one JSON object a line",
  "help.sentinel": "start nothing: listen to a cluster on --nats, and tell what breaks the laws of Raft",

  "chaos.begins": "chaos {level}, seed {seed}: clients write, and faults begin",
  "chaos.calm":
    "all faults are healed; waiting until every node has applied all, and reading back what was acknowledged",
  "chaos.violation": "VIOLATED, {checker}: {what}",
  "chaos.ok": "verdict: no violation",
  "chaos.violated": "verdict: {count} violations",
  "chaos.summary":
    "{level}, seed {seed}, {duration}: {operations} operations ({unknown} of unknown outcome), {faults} faults, {leaderChanges} changes of leader; longest time without an acknowledged write {outage}",
  "chaos.again": "the same faults again: --chaos {level} --seed {seed}",

  "sentinel.intro":
    "Listens to a cluster on NATS, as nobody of it, and tells what breaks the laws of Raft: two leaders in a term, two votes, a term or a commit index that goes back, committed entries that differ.",
  "sentinel.usage": "Usage: {program} --sentinel --nats URL [options]",
  "sentinel.exit": "Until Ctrl-C, or for --duration. Exit codes: 0 nothing was broken, 1 something was, 2 wrong usage.",
  "sentinel.protocol": "protocol of the cluster; graft: that of the Go library, elections only",
  "sentinel.listens": "listening to {name} on {nats}",
  "sentinel.breach": "BROKEN, {law}: {what}",
  "sentinel.nothing": "nothing was heard: is the cluster running under this name?",
  "sentinel.summary":
    "{breaches} laws broken; heard {frames} messages, {leaders} leaders up to term {term}, entries committed up to {index}, {comparisons} comparisons of what nodes have applied; {unreadable} messages not understood, {gaps} times disconnected",
} as const;
