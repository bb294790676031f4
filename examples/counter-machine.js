/**
 * A state machine of one's own: a counter. Each node loads this module in its worker and applies the same commands in the same
 * order. A command is a number in decimal digits, and its result is the sum; a query is empty.
 *
 * `startCluster({ size: 3, stateMachine: "examples/counter-machine.js" })`, then
 * `connectClient({ servers: [url], name: "me", cluster: "graft" })`: `client.execute(bytes)`, `client.query(bytes, "linearizable")`.
 */
class Counter {
  #sum = 0;

  apply(command) {
    // What is not understood changes nothing: it is in the log, and every node must come to the same result.
    const text = Buffer.from(command).toString();
    if (/^-?[0-9]{1,9}$/.test(text)) this.#sum += Number(text);
    return Buffer.from(String(this.#sum));
  }

  query() {
    return Buffer.from(String(this.#sum));
  }

  snapshot() {
    return [Buffer.from(String(this.#sum))];
  }

  async restore(chunks) {
    let text = "";
    for await (const chunk of chunks) text += Buffer.from(chunk).toString();
    this.#sum = Number(text);
  }
}

export const createStateMachine = () => new Counter();
