/** Which language a person reads. Law: what was asked for on the command line wins; otherwise POSIX's order of variables. */
import type { NatsEnvironment } from "./nats-flags.ts";

export type Language = "en" | "zh";

export const LANGUAGES: readonly Language[] = ["en", "zh"];

export const isLanguage = (text: string): text is Language => LANGUAGES.some((language) => language === text);

/** The variables that are asked for; `process.env` is one. */
export interface Environment extends NatsEnvironment {
  readonly LC_ALL?: string | undefined;
  readonly LC_MESSAGES?: string | undefined;
  readonly LANG?: string | undefined;
  readonly NO_COLOR?: string | undefined;
  readonly TERM?: string | undefined;
}

/** LC_ALL, then LC_MESSAGES, then LANG: the first that is set and not empty decides (POSIX 8.2). */
export function environmentLanguage(env: Environment): Language {
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== "");
  return locale !== undefined && /^zh(?:$|[^a-z])/i.test(locale) ? "zh" : "en";
}
