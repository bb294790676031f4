/** What is said of scenarios, in English: mistakes in one, and how one has ended. */
export const SCENARIO_EN = {
  "scenario.parse": "{file}:{line}:{column}: expected {expected}, but found {found}.",
  "scenario.parseEnd": "{file}:{line}:{column}: expected {expected}, but the line ends here.",
  "scenario.suggest": 'Did you mean "{suggestion}"?',
  "scenario.or": " or ",
  "scenario.expected.statement":
    'a statement, such as "crash leader", "wait leader within 5s" or "expect term = 2" (docs/scenarios.md lists all)',
  "scenario.expected.condition": 'a condition, such as "leader = n1", "n2 applied" or "no vote from n2 in term 3"',
  "scenario.expected.node": 'a node: n1 to n99, "leader", "follower", or a name that "let" has given',
  "scenario.expected.time": "a time, such as 200ms, 2s or 5m",
  "scenario.expected.number": "a whole number",
  "scenario.expected.percent": "a percentage from 0% to 100%",
  "scenario.expected.drift": "a drift, such as +1% or -0.5%",
  "scenario.expected.messageKind": 'the name of a message: "any", {kinds}',
  "scenario.expected.key": "a key",
  "scenario.expected.value": "a value",
  "scenario.expected.name": "a name that is not in use",
  "scenario.expected.termName": 'a name that "let ... be term" has given',
  "scenario.expected.code": "the code of an error, such as OVERLOADED",
  "scenario.expected.end": "the end of the line",
  "scenario.expected.clusterFirst": '"cluster of" and a number of nodes before all else',
  "scenario.expected.noSecondCluster": "a statement; the cluster has been described already",
  "scenario.expected.timeouts": "an election timeout whose shortest is below its longest, such as 500ms..1s",
  "scenario.expected.heartbeat": "a heartbeat of at most a third of the shortest election timeout",
  "scenario.expected.lease": "a lease shorter than the shortest election timeout",
  "scenario.expected.size": "a number of nodes from 1 to 9",

  "scenario.passed": "{file}: passed; {statements} statements, {seconds} s of virtual time",
  "scenario.passedLive": "{file}: passed; {statements} statements, {seconds} s",
  "scenario.unfit": "{file}:{line}: only the simulator can do this (npm run simulate -- --scenario {file}): {text}",
  "scenario.failed": "{file}:{line}: failed after {seconds} s: {text}",
  "scenario.failed.notTrue": "This was not so.",
  "scenario.failed.notInTime": "This did not come true within {seconds} s.",
  "scenario.failed.noAnswer": "Expected: it succeeds within {seconds} s. There was: no answer.",
  "scenario.failed.answer": "Expected: it succeeds. There was: {answer}.",
  "scenario.failed.noFailure": "Expected: it fails. There was: {answer}.",
  "scenario.failed.otherFailure": "Expected: it fails with {code}. There was: {answer}.",
  "scenario.failed.value": "Expected: {key} is {expected}. There was: {value}.",
  "scenario.failed.found": "The checker of {checker} has found: {what}",
  "scenario.failed.nobody": "There is no {node} now.",
  "scenario.failed.refused": "This cannot be done: {reason}.",
  "scenario.failed.onlySimulated": "Only the simulator can do this.",
  "scenario.answer.done": "success",
  "scenario.answer.refused": "{code}, surely not executed",
  "scenario.answer.unknown": "{code}, may have been executed",
  "scenario.nothing": "nothing",
  "scenario.there": "There was:",
  "scenario.node": "{node}: {role}, term {term}, commit {commit}, applied {applied}{lease}",
  "scenario.nodeDown": "{node}: down",
  "scenario.nodeStopped": "{node}: stopped with {code}",
  "scenario.lease": ", lease",
  "scenario.replay": "To see all that happened: {command}",

  "scenario.usage.unknownOption": "there is no option {option} beside --scenario.",
  "scenario.usage.missingFile": "--scenario needs a file.",
  "scenario.usage.badSeed": '--seed cannot be "{value}"; allowed: a whole number.',
  "scenario.usage.missingTrace": "--trace needs a file, and one scenario.",
  "scenario.unreadable": "{file} cannot be read: {reason}.",
  "scenario.unwritable": "{file} cannot be written: {reason}.",
  "scenario.help":
    "npm run simulate -- --scenario FILE [--scenario FILE ...] [--seed S] [--trace FILE] [--json] [--lang en|zh]\n\n" +
    "Plays stories of a cluster in virtual time; docs/scenarios.md explains their language.\n\n" +
    "  --scenario FILE  what is to happen, and what is expected; may be given several times\n" +
    "  --seed S         decides how long messages and the disk take (1)\n" +
    "  --trace FILE     writes down all that happens\n" +
    "  --json           one line of JSON for each scenario, and a summary\n" +
    "  --lang en|zh     language of the messages (default: from LC_ALL, LC_MESSAGES or LANG)\n\n" +
    "Exit codes: 0 all came out as expected, 1 one did not, 2 a file or an option is not understood.",
  "scenario.helpLive":
    "node dist/cluster.js --scenario FILE [--scenario FILE ...] [--broker embedded|nats-server | --nats URL[,URL]] [--seed S] [--json] [--lang en|zh]\n\n" +
    "Plays stories on real clusters, one after the other, each on a new one; docs/scenarios.md explains their language.\n\n" +
    "  --scenario FILE  what is to happen, and what is expected; may be given several times\n" +
    "  --broker WHICH   embedded, or nats-server: the one on PATH (embedded)\n" +
    "  --nats URL       servers that are there, with --user, --creds and the rest as for a cluster\n" +
    "  --seed S         decides what clients do that ask at random (1)\n" +
    "  --json           one line of JSON for each scenario, and a summary\n" +
    "  --lang en|zh     language of the messages (default: from LC_ALL, LC_MESSAGES or LANG)\n\n" +
    "Exit codes: 0 all came out as expected, 1 one did not, or no cluster could be started, 2 a file or an option is not " +
    "understood, or only the simulator can play it.",
} as const;
