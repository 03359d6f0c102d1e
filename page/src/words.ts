// The page's own words in the reader's language, with numbers, dates and lists as that language has
// them. Refuses to know where they stand.

import type { Child } from "./h";
import { en } from "./words/en";

// Which files lie in words/, by their names: put in where the page is bundled (cmake/page.cmake).
declare const LANGUAGES: readonly string[];

export type Key = keyof typeof en;
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
/** What varies with a number may have its plural forms. */
export type Words = Record<Key, string | Plural>;
/** One in the making: what it does not say yet is said in English. */
export type SomeWords = Partial<Words>;

const fallback = "en";
const kept_as = "language";
const right_to_left = new Set(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

function chosen(): string {
  const kept = localStorage.getItem(kept_as);
  if (kept !== null && LANGUAGES.includes(kept)) return kept;
  const bases = navigator.languages.map((tag) => tag.split("-")[0] ?? "");
  return bases.find((base) => LANGUAGES.includes(base)) ?? fallback;
}

// The other languages are files of their own, so that nobody waits for words that they do not read.
async function wordsOf(code: string): Promise<SomeWords> {
  if (code === fallback) return {};
  const module = (await import(`/words.${code}.js`)) as Record<string, SomeWords>;
  return module[code] ?? {};
}

const wanted = chosen();
const theirs = await wordsOf(wanted).catch(() => undefined);
const code = theirs === undefined ? fallback : wanted; // it did not come
const words: Words = { ...en, ...theirs };
export const direction: "ltr" | "rtl" = right_to_left.has(code) ? "rtl" : "ltr";
// How the reader's own region writes dates, where it speaks this language.
export const locale = navigator.languages.find((tag) => tag.split("-")[0] === code) ?? code;
document.documentElement.lang = code;
document.documentElement.dir = direction;

/** Each language's code and what it calls itself. */
export function languages(): [string, string][] {
  return LANGUAGES.map((one) => {
    const name = new Intl.DisplayNames([one], { type: "language" }).of(one) ?? one;
    return [one, name.charAt(0).toLocaleUpperCase(one) + name.slice(1)];
  });
}

export function chooseLanguage(next: string): void {
  localStorage.setItem(kept_as, next);
  location.reload();
}
export const languageCode = code;

const plurals = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);
const lists = new Intl.ListFormat(locale, { type: "conjunction" });

export type Values = { readonly [name: string]: Child | number };

function form(key: Key, values: Values): string {
  const saying = words[key];
  if (typeof saying === "string") return saying;
  const n = values["n"];
  return saying[plurals.select(typeof n === "number" ? n : 0)] ?? saying.other;
}

// An element stands in one place only: where a sentence names somebody twice, the second is a copy.
function again(child: Child): Child {
  if (child instanceof Node) return child.cloneNode(true);
  return Array.isArray(child) ? child.map(again) : child;
}

/** Whether there are words under that name, in whatever language. */
export const isKey = (name: string): name is Key => name in words;

/** The sentence with what stands for its {places}: elements stay elements. */
export function rich(key: Key, values: Values = {}): Child[] {
  const used = new Set<string>();
  return form(key, values).split(/\{(\w+)\}/).map((part, i) => {
    if (i % 2 === 0) return part;
    const value = values[part];
    if (typeof value === "number") return numbers.format(value);
    const child = used.has(part) ? again(value) : value;
    used.add(part);
    return child;
  });
}

/** The sentence as plain text, for names of things and placeholders. */
export function t(key: Key, values: { readonly [name: string]: string | number } = {}): string {
  // Isolated, so that a name of the other direction, or one that turns what follows, does not turn
  // its surroundings round.
  return rich(key, values).map((part, i) => {
    const text = String(part);
    const turns = direction === "rtl" || /[\u202a-\u202e\u2066-\u2069]/u.test(text);
    return i % 2 === 1 && turns ? `\u2068${text}\u2069` : text;
  }).join("");
}

export const number = (n: number): string => numbers.format(n);
export const listed = (names: readonly string[]): string => lists.format(names);

/** The list with its commas and "and"; its members stay elements. */
export function listOf(members: readonly Child[]): Child[] {
  const marks = members.map((_, i) => String(i));
  return lists.formatToParts(marks).map((part) =>
    part.type === "element" ? members[Number(part.value)] : part.value);
}
