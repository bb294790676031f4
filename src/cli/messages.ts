/**
 * What is said to a person, in the person's language. Law: no sentence stands in the code; each has a key, and each key has
 * a sentence in every language with the same placeholders. That a caller fills them all is checked by the type.
 */
import type { Language } from "./language.ts";
import { EN } from "./messages-en.ts";
import { ZH } from "./messages-zh.ts";

export type MessageKey = keyof typeof EN;

type Placeholders<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

export type MessageValues<Key extends MessageKey> = Readonly<Record<Placeholders<(typeof EN)[Key]>, string | number>>;

/** No values for a message without placeholders. */
type Filling<Key extends MessageKey> = [Placeholders<(typeof EN)[Key]>] extends [never] ? [] : [MessageValues<Key>];

export type Say = <Key extends MessageKey>(key: Key, ...values: Filling<Key>) => string;

export const CATALOGUES: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en: EN, zh: ZH };

export const placeholdersOf = (template: string): string[] =>
  [...template.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name]) => name ?? "");

/** null where a placeholder has no value: half a sentence is worse than another one. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string | null {
  if (placeholdersOf(template).some((name) => !Object.hasOwn(values, name))) return null;
  return template.replace(/\{([A-Za-z]+)\}/g, (_, name: string) => String(values[name]));
}

export function sayIn(language: Language): Say {
  const catalogue = CATALOGUES[language];
  return (key, ...[values]) => fill(catalogue[key], values ?? {}) ?? catalogue[key];
}
