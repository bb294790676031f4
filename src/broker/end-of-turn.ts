/**
 * Gathers what is to be done once at the end of an event-loop turn. Law: each task asked for in a turn runs once, after
 * the input that was ready has been read. One `setImmediate` serves all.
 */
export interface TurnTask {
  endOfTurn(): void;
}

export class EndOfTurn {
  #tasks = new Set<TurnTask>();
  readonly #run = (): void => {
    const tasks = this.#tasks;
    this.#tasks = new Set();
    for (const task of tasks) task.endOfTurn();
  };

  add(task: TurnTask): void {
    if (this.#tasks.size === 0) setImmediate(this.#run);
    this.#tasks.add(task);
  }
}
