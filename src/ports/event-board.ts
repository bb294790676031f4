/**
 * Where nodes tell what has become of them. Law: nothing is promised, and nothing but what people are told rests on what is heard
 * there.
 */
export interface EventBoard {
  /** `onEvent` is called with whom the subject names, and a value that came as JSON from anybody. */
  listen(onEvent: (from: string, event: unknown) => void): void;
  /** False: NATS is away, and nobody hears it. */
  tell(event: object): boolean;
  /** Resolves once NATS has answered; rejects, or never settles, where it does not. */
  echo(): Promise<void>;
}
