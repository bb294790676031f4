/**
 * The program's own text, as the style tests read it. Law: comments are not code, and a file that a rule is about is found
 * by looking, never by a list that may be out of date.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export interface Source {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** Path from the root of what a relative import names; null for a package. */
  readonly target: string | null;
  readonly typesOnly: boolean;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** All .ts and .js files under `folders`, sorted. */
export const sourcesUnder = (...folders: readonly string[]): Source[] =>
  folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
    )
    .filter((path) => /\.(ts|js)$/.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));

export const isGenerated = ({ path }: Source): boolean => path.startsWith("src/wire/generated/");

const TOKENS = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;

/** Without comments; lines keep their numbers. */
export const withoutComments = (text: string): string =>
  text.replace(TOKENS, (token) => (token.startsWith("/") ? token.replace(/[^\n]/g, " ") : token));

/** Without comments and without what stands in quotes. */
export const bareCode = (text: string): string =>
  text.replace(TOKENS, (token) =>
    /^["']/.test(token) ? '""' : token.startsWith("/") ? token.replace(/[^\n]/g, " ") : token,
  );

const STATEMENT = /\b(?:import|export)\s+(type\s+)?((?:[\w$*\s,]|\{[^}]*\})*?)\bfrom\s*["']([^"']+)["']/g;
const BARE = /\bimport\s*["']([^"']+)["']/g;
const DYNAMIC = /\bimport\s*\(\s*["']([^"']+)["']/g;

const onlyTypes = (keyword: string | undefined, clause: string): boolean => {
  if (keyword !== undefined) return true;
  const [, names] = /^\s*\{([^}]*)\}\s*$/.exec(clause) ?? [];
  return (names ?? "value").split(",").every((name) => /^\s*(type\s|$)/.test(name));
};

const targetOf = (from: string, specifier: string): string | null =>
  specifier.startsWith(".") ? normalize(join(dirname(from), specifier)) : null;

export function importsOf({ path, text }: Source): Import[] {
  const code = withoutComments(text);
  const found: Import[] = [];
  const add = (specifier: string | undefined, typesOnly: boolean): void => {
    if (specifier !== undefined) found.push({ specifier, target: targetOf(path, specifier), typesOnly });
  };
  for (const [, keyword, clause = "", specifier] of code.matchAll(STATEMENT))
    add(specifier, onlyTypes(keyword, clause));
  for (const [, specifier] of code.matchAll(BARE)) add(specifier, false);
  for (const [, specifier] of code.matchAll(DYNAMIC)) add(specifier, false);
  return found;
}
