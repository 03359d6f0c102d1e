// People by the names that the reader gave them, and the reader as "you". Names stand apart from
// the words around them, whatever direction they are written in.

import type { Named } from "../answers";
import { h } from "../h";
import { signal } from "../signals";
import { listed, listOf, t } from "../words";
import type { Child } from "../h";

/** My own person, once it is known. */
export const me = signal("");

export const isMe = (person: string): boolean => person === me();

// Kith calls whom I do not know by the beginning of their id.
export const isUnknown = (who: Named): boolean =>
  /^[0-9a-f]{8}$/.test(who.name) && who.person.startsWith(who.name);

export const nameOf = (who: Named): string =>
  isMe(who.person) ? t("you")
    : isUnknown(who) ? t("unknown", { id: who.name.slice(0, 4) }) : who.name;

// "you" has another form where it follows something, in some languages: "a ti".
export type You = "you" | "you.after";

export function named(who: Named, you: You = "you"): Child {
  return isMe(who.person) ? t(you) : h("bdi", { class: "name" }, nameOf(who));
}

// You first, then by the alphabet: never by who speaks most.
export function inOrder<T extends Named>(people: readonly T[]): T[] {
  return [...people].sort((a, b) =>
    Number(isMe(b.person)) - Number(isMe(a.person)) || a.name.localeCompare(b.name));
}

// Those whom I do not know are told together, last: their numbers say nothing to anyone.
function strangersOf(people: readonly Named[]): string[] {
  const n = people.filter(isUnknown).length;
  return n > 0 ? [t("strangers.some", { n })] : [];
}
const acquainted = (people: readonly Named[]): Named[] =>
  inOrder(people.filter((one) => !isUnknown(one)));

/** "you, Bento and Ilka", as elements and as text. */
export const names = (people: readonly Named[], you: You = "you"): Child[] =>
  listOf([...acquainted(people).map((one) => named(one, you)), ...strangersOf(people)]);
export const namesAsText = (people: readonly Named[]): string =>
  listed([...acquainted(people).map(nameOf), ...strangersOf(people)]);
export const bdi = (text: string): HTMLElement => h("bdi", { class: "name" }, text);
export const bdis = (texts: readonly string[]): Child[] => listOf(texts.map(bdi));

// A name too long to hang in the margin stands above the words.
const hanging_letters_max = 11;
export const isLong = (name: string): boolean =>
  name.length > 2 * hanging_letters_max ||
  name.split(/[\s-]/).some((word) => word.length > hanging_letters_max);
