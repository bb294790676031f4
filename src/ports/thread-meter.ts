/** What a thread has been given by its machine. Law: it says nothing of what the thread did with it. */
export interface ThreadMeter {
  /** Since the thread began, in ms. null: the machine does not tell. */
  read(): ThreadUse | null;
  close(): void;
}

export interface ThreadUse {
  /** It ran. */
  readonly ranMs: number;
  /** It could have run, and waited for a core. */
  readonly waitedMs: number;
}
