// The words for what people can say of things, in the reader's language. None of them sums up.

import type { Child } from "../h";
import { h } from "../h";
import { t } from "../words";
import type { Key } from "../words";
import type { About } from "./answers";

export const positions = ["with it", "with it, but", "stands aside", "cannot live with it"];
const position_keys: Key[] = ["stance.with", "stance.but", "stance.aside", "stance.cannot"];

/** Where someone stands; one that this kith does not know yet is named by its number. */
export function positionText(position: string): string {
  const key = position_keys[positions.indexOf(position)];
  return key === undefined ? t("stance.other", { name: position }) : t(key);
}

const turnings: Record<string, Key> = {
  changed: "turn.changed", withdrawn: "turn.withdrawn", kept: "turn.kept",
};
export function turningText(turning: string): string {
  const key = turnings[turning];
  return key === undefined ? t("turn.other", { name: turning }) : t(key);
}

export const goesAlongText = (goes_along: boolean): string =>
  t(goes_along ? "agreement.along" : "agreement.out");

/** Why there are no words. */
export const goneText = (one: { wanted: boolean }, forgotten: Key): string =>
  t(one.wanted ? "entry.wanted" : forgotten);

export const titleOf = (about: About): string =>
  about.forgotten ? goneText(about, "proposal.forgotten") : about.title;

const title_max = 60;
/** "with it (The roof tank)": where what it is of is not seen beside it. */
export function signOf(sign: string, about: About | null | undefined): string {
  if (about == null) return sign;
  const title = titleOf(about);
  return t("signed.of", { sign,
    title: title.length > title_max ? `${title.slice(0, title_max)}…` : title });
}

/** How something went. */
export const outcomes = ["came through", "late", "partly", "not", "we changed it"];
const outcome_keys: Key[] =
  ["went.through", "went.late", "went.partly", "went.not", "went.changed"];
export function wentText(went: string): string {
  const key = outcome_keys[outcomes.indexOf(went)];
  return key === undefined ? went : t(key);
}

/** Somebody's words, as a paragraph of theirs. */
export const saidWords = (words: string | null | undefined): Child =>
  words != null && words !== "" && h("p", { class: "said", dir: "auto" }, words);

/** What kith says of a word that somebody gave. */
export const sign = (words: Child): HTMLElement => h("span", { class: "sign" }, words);
