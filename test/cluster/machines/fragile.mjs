/** Throws on the command "boom", and keeps nothing. */
export const createStateMachine = () => ({
  apply(command) {
    if (Buffer.from(command).toString() === "boom") throw new Error("no such thing");
    return command;
  },
  query: (query) => query,
  snapshot: () => [],
  restore: async () => undefined,
});
