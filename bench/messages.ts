/** What the benchmark command says to people. Law: each sentence stands in both languages, with the same placeholders (a test compares). */
import type { Language } from "../src/cli/language.ts";
import { EN } from "./messages-en.ts";
import { ZH } from "./messages-zh.ts";

export type MessageKey = keyof typeof EN;
export type Say = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

export const CATALOGUES: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en: EN, zh: ZH };

export function sayIn(language: Language): Say {
  const catalogue = CATALOGUES[language];
  return (key, values = {}) =>
    catalogue[key].replace(/\{([A-Za-z0-9]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
