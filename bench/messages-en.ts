/** What the benchmark command says, in English. */
export const EN = {
  help: `npm run bench -- NAME [options]

  election    from the start of the process to the first leader
  failover    from the harm to the next leader, to its lease, to the first acknowledged write
  transfer    a planned hand-over, and the gap in the writes of a client
  heartbeat   how regularly heartbeats come, and what an idle cluster costs
  commit      latency and rate of commits and reads
  scale       what grows with the nodes, and with the log
  figure16    the ten curves of the Raft paper's Figure 16
  endurance   memory and disk over millions of commits

options of all:
  --trials N          how many trials a case has (each benchmark has a default that takes about a minute)
  --nodes N           nodes of the cluster; several sizes, by commas, where it makes a case of each
  --case NAME,NAME    only these parts of the benchmark
  --out DIR           writes NAME.json, with all samples, and a picture as NAME.svg and NAME.png
  --against FILE      compares with a JSON that an earlier run has written, case by case
  --json              a summary of one line
  --cpu-prof DIR      leaves a profile of each thread in DIR, and prints what took the most time
  --lang en|zh        of this text (from the environment)
  --help

of some:
  --broker embedded|nats-server      failover, transfer, heartbeat, commit (embedded)
  --peers graft,etcd,jetstream       failover (graft), commit: those beside ours, in turns
  --outstanding N,N                  commit: so many requests under way at once (1,16,128,256,1024)
  --connections N,N                  commit: of a client (1,8)
  --value-bytes N,N                  commit (256)
  --commits N, --snapshot-every N    endurance

Ctrl-C ends it in good order; what was measured so far is printed.
Each figure comes with the machine's load: a figure measured beside other work proves little.
docs/benchmarks.md says what each measures.
`,
  "usage.noBench": "which benchmark? There are: {known}",
  "usage.unknownBench": "there is no benchmark {value}. There are: {known}",
  "usage.unknownBenchNear": "there is no benchmark {value}. Did you mean {suggestion}?",
  "usage.extra": "{value}: one benchmark at a time",
  "usage.unknown": "there is no option {value}. There are: {known}",
  "usage.unknownNear": "there is no option {value}. Did you mean {suggestion}?",
  "usage.noValue": "{option} needs a value",
  "usage.noValueWanted": "{option} takes no value",
  "usage.badValue": "{option} {value}: allowed is {allowed}",
  "usage.badPath": "{option} is empty: a path is needed",
  "usage.oneNumber": "{option} {value}: this benchmark takes one number",
  "usage.foreign": "{option} is not for {bench}: it is for {owners}",
  "usage.notBuilt": "{value} is not there: run npm run build",
  "against.unreadable": "--against {file}: {reason}",
  "against.otherBench": "--against {file} is of the benchmark {found}, not of {bench}",
  "against.otherMachine": "the earlier run was on another machine or version ({before}; now {now}): compare with care",
  "against.head": "against {file}, of {date}:",
  "against.spread": "{name}: p50 {p50} times ({p50Verdict}), p99 {p99} times ({p99Verdict})",
  "against.rate": "{name}: {ratio} times ({verdict})",
  "against.missing": "{name}: not in the earlier run",
  "verdict.better": "better",
  "verdict.worse": "worse",
  "verdict.noise": "within noise",
  circumstances: "load {loadBefore} before, {load} after; {cores} cores, {cpu}; node {node}; sync: {sync}",
  interrupted: "broken off: this is what was measured so far",
  written: "written: {files}",
  "noPicture.packages": "no picture: {reason} (the development dependencies draw it: npm ci)",
  "noPicture.nothing": "no picture: there is nothing to draw",
  nothing: "nothing was measured",
  "out.failed": "--out {folder}: {reason}",
} as const;
