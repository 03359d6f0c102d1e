// One line of talk, set like a play: who, what, and below it when and who hears.

import { ask } from "../api";
import type { Entry, Named } from "../answers";
import { act, add, fill, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { fold } from "../parts/frame";
import { icons } from "../parts/icons";
import { longWords } from "../parts/long";
import { bdi, bdis, isLong, isMe, names } from "../parts/names";
import { clock, date, day, dayKey, daysFromToday, moment } from "../times";
import { inOneLine, isUnknownKind, kindOf, lineOf } from "../things/kinds";
import { rich, t } from "../words";
import { aside, heard, onItsWay } from "./heard";
import type { Known } from "./known";

export interface RowActs {
  answer?(entry: Entry): void;
  show(id: string): void;
  where?(entry: Entry): Child; // said above it, where entries of many circles stand together
}

const quote_max = 72;

export function author(entry: Entry): Child {
  return isMe(entry.author_id) ? t("You") : bdi(entry.author);
}

export function hearersOf(entry: Entry): Named[] {
  const me = { person: entry.author_id, name: entry.author };
  return (entry.audience ?? []).filter((one) => one.person !== me.person);
}

function awaited(entry: Entry): Named[] {
  if (entry.reached === null || entry.forgotten) return [];
  const reached = new Set(entry.reached.map((one) => one.person));
  return hearersOf(entry).filter((one) => !reached.has(one.person));
}

/** Why its words are not here. */
export const gone = (entry: Entry): string =>
  t(entry.wanted ? "entry.wanted" : "entry.forgotten");

export function quoteOf(entry: Entry): Child {
  if (entry.forgotten) return gone(entry);
  const { sign, words } = lineOf(entry);
  const text = words.replace(/\s+/g, " ");
  return [sign !== "" && h("span", null, sign, text !== "" && ": "), h("span", { dir: "auto" },
    text.length > quote_max ? `${text.slice(0, quote_max)}…` : text)];
}

function answered(entry: Entry, known: Known, acts: RowActs): Child {
  return entry.answers.map((id) => {
    const to = known.get(id);
    if (to === undefined) return null;
    const told = !to.forgotten && lineOf(to).sign !== ""; // "You, a proposal: …"
    return act([h("b", null, author(to)), told ? t("comma") : " ", quoteOf(to)],
      () => acts.show(id), "re plain");
  });
}

function hole(entry: Entry): Child {
  return entry.unseen_answers > 0 &&
    h("p", { class: "hole" }, icons.hole(), h("span", null, t("hole")));
}

function words(entry: Entry, known: Known): Child {
  if (entry.forgotten) return h("p", { class: "unsaid" }, gone(entry));
  if (entry.unreadable) return h("p", { class: "unsaid" }, t("entry.unreadable"));
  if (isUnknownKind(entry)) return h("p", { class: "unsaid" }, inOneLine(entry));
  const thing = kindOf(entry);
  return thing === undefined ? longWords(entry.text) : thing.draw(entry, known);
}

function quotation(entry: Entry, known: Known, on: boolean): Child {
  const { quoted } = entry;
  if (quoted === undefined) return words(entry, known);
  return [
    !on && h("span", { class: "tag soft" }, rich("quote.by", { name: author(entry) })),
    h("blockquote", { class: "brought" },
      h("p", { class: "from" }, h("b", null, quoted.who === null ? t("quote.nobody")
        : bdi(quoted.who)), quoted.when !== null && [" ", bdi(quoted.when)]),
      words(entry, known)),
  ];
}

function arrival(entry: Entry): string {
  const arrived = entry.arrived;
  return arrived !== undefined && daysFromToday(arrived) === 0 ? t("late.today")
    : arrived !== undefined ? date(arrived) : t("late.later");
}

function tags(entry: Entry, known: Known): Child {
  return [
    entry.aside && h("span", { class: "tag" }, aside(hearersOf(entry), known.missing(entry))),
    entry.arrived_late && h("span", { class: "tag ends" }, icons.late(),
      t("late", { written: moment(entry.time), arrived: arrival(entry) })),
    // What was said before they part is the same in all.
    entry.story != null && h("span", { class: "tag ends" }, icons.two(),
      rich("story", { name: author(entry), n: entry.story })),
  ];
}

// Built when it is opened: most lines are read, and few are looked into.
function details(entry: Entry): Child {
  const about = fold(t("entry.about"), "more");
  about.addEventListener("toggle", () => {
    if (about.open && about.childElementCount === 1) add(about, aboutIt(entry));
  });
  return about;
}

function aboutIt(entry: Entry): Child {
  const place = told();
  const forget = act(t("forget"), () => void doing(place, async () => {
    await ask("forget", { id: entry.id });
    fill(place, t("forget.done"));
  }));
  const source = entry.quoted?.source;
  return [
    h("p", null, t("entry.written", { day: day(entry.time), clock: clock(entry.time) })),
    entry.arrived !== undefined && !isMe(entry.author_id) &&
      h("p", null, t("entry.arrived", { day: day(entry.arrived), clock: clock(entry.arrived) })),
    entry.reached !== null && entry.reached.length > 0 && h("p", null,
      rich("reached", { names: names(entry.reached) }), " ", t("reached.means")),
    source && h("p", null, rich("quote.source", { source: bdi(source) })),
    entry.past_given_to.length > 0 &&
      h("p", null, rich("past.given", { names: bdis(entry.past_given_to) })),
    (!entry.forgotten || entry.wanted) && [h("p", null, t("forget.means")), h("div", { class: "acts" }, forget)],
    place,
  ];
}

// One who brings a whole conversation along is named once.
function goesOn(entry: Entry, before: Entry | undefined): boolean {
  return entry.quoted !== undefined && before?.quoted !== undefined && !before.forgotten &&
    entry.author_id === before.author_id && entry.quoted.source === before.quoted.source &&
    entry.aside === before.aside && dayKey(entry.time) === dayKey(before.time);
}

const sameHearers = (entry: Entry, before: Entry | undefined): boolean =>
  JSON.stringify(entry.audience) === JSON.stringify(before?.audience);

export function row(
  entry: Entry, before: Entry | undefined, known: Known, acts: RowActs,
): HTMLElement {
  const newDay = before === undefined || dayKey(before.time) !== dayKey(entry.time);
  const answer = acts.answer && !entry.unreadable &&
    act(t(entry.aside ? "answer.aside" : "answer"), () => acts.answer?.(entry), "plain");
  const on = goesOn(entry, before);
  const kind = [entry.aside && "is-aside", isMe(entry.author_id) && "is-mine", on && "goes-on",
    isLong(entry.author) && "long"].filter((one) => one !== false);
  return h("article", {
    class: ["m", ...kind].join(" "),
    "data-id": entry.id,
    tabindex: -1,
  },
    newDay && h("h2", { class: "day" }, day(entry.time)),
    h("div", { class: on ? "who vh" : "who" }, author(entry)),
    h("div", { class: "what" }, acts.where?.(entry), tags(entry, known), answered(entry, known, acts), hole(entry),
      quotation(entry, known, on),
      h("div", { class: "foot" }, h("time", { datetime: entry.time }, clock(entry.time)),
        !entry.aside && entry.audience !== null && !(on && sameHearers(entry, before)) &&
          heard(hearersOf(entry), known.missing(entry), awaited(entry)),
        entry.aside && onItsWay(awaited(entry)), answer, details(entry))));
}
