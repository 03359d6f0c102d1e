// One proposal: its text, each person's word for themself, who was not heard yet, and my own word.
// Nothing is summed up, and nothing follows by itself.

import { ask } from "../api";
import { add, fill, h } from "../h";
import type { Child } from "../h";
import { fold, link, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { icons } from "../parts/icons";
import { living } from "../parts/living";
import { longWords } from "../parts/long";
import { bdi, isMe, names } from "../parts/names";
import { go } from "../route";
import type { CirclePlace } from "../route";
import { heard } from "../talk/heard";
import { moment } from "../times";
import { rich, t } from "../words";
import type { About, Proposal, Version, Word } from "./answers";
import { bring } from "./bringing";
import { by, placeOf } from "./by";
import { howHere, practicesOf } from "./how_here";
import { onPaper, papers, toSign } from "./paper";
import { wordOf } from "./proposal_in_talk";
import { goesAlongText, goneText, positionText, saidWords, sign, titleOf } from "./said";
import { unheard } from "./unheard";
import { agreeing, stance } from "./word_of_mine";

// Two devices of its author may have made two: they stand side by side.
const newestOf = (view: Proposal): Version[] => view.versions.filter((one) => one.newest);
const several = (view: Proposal, version: Version): Child => newestOf(view).length > 1 &&
  h("p", { class: "soft small" }, t("version", { n: version.number }), t("comma"),
    moment(version.time));

// What is said stays with the version that it was said of.
const ofVersion = (view: Proposal, one: Word): Child => view.versions.length > 1 && !one.newest &&
  h("span", { class: "soft small" }, t("word.of_version", { n: one.number }));

function each(view: Proposal): Child {
  const people = new Map<string, Word[]>();
  for (const one of [...view.stances, ...view.agreements])
    people.set(one.person, [...(people.get(one.person) ?? []), one]);
  const order = view.concerns.map((one) => one.person);
  const place = (person: string): number => (order.indexOf(person) + 1) || order.length + 1;
  const sorted = [...people.values()].sort((a, b) =>
    place(a[0]?.person ?? "") - place(b[0]?.person ?? ""));
  return h("section", { class: "each" }, h("h3", null, t("proposal.each")),
    sorted.length > 0 && h("ul", { class: "said-of" }, sorted.map((words) =>
      words[0] !== undefined &&
      wordOf(words[0], words.map((one) => h("div", null,
        h("p", null, sign(one.position === undefined ? goesAlongText(one.goes_along ?? false)
          : positionText(one.position)), " ", ofVersion(view, one)), saidWords(one.words),
        one.two_stories && h("p", { class: "ends" }, icons.two(),
          rich("two_stories", { name: bdi(one.name) }))))))),
    unheard(view));
}

function earlier(versions: readonly Version[]): Child {
  const all = versions.filter((one) => !one.newest);
  return all.length > 0 && h("section", { class: "folds-down" },
    h("h3", null, t("proposal.earlier")), all.map((one) => fold(
      [t("version", { n: one.number }), t("comma"), moment(one.time)], "",
      one.text === null ? h("p", { class: "unsaid" }, goneText(one, "proposal.forgotten"))
        : [h("p", { class: "title", dir: "auto" }, one.title), longWords(one.text)])));
}

const others = (at: CirclePlace, title: string, all: readonly About[]): Child =>
  all.length > 0 && h("p", { class: "soft" }, title, " ", all.map((one, i) => [i > 0 && t("comma"),
    link(h("bdi", null, titleOf(one)), placeOf(at, one.id)), " ", by(one)]));

function hearersOf(view: Proposal, version: Version): Child {
  const all = (version.audience ?? []).filter((one) => one.person !== view.author_id);
  return version.audience !== null && h("p", { class: "soft small" },
    heard(all, []));
}

function draw(at: CirclePlace, view: Proposal): Child {
  return [
    h("p", { class: "soft" }, link(t("proposals.all"), placeOf(at)), " · ",
      by(view), view.number > 1 && [t("comma"), t("version", { n: view.number })], t("comma"),
      moment(view.time)),
    h("h2", { class: "title", dir: "auto", tabindex: -1 }, view.text === null
      ? goneText(view, "proposal.forgotten") : view.title),
    newestOf(view).map((one) => [several(view, one),
      one.text !== null && h("div", { class: "sheet text" }, longWords(one.text)),
      hearersOf(view, one), toSign(one)]),
    view.concerns.length > 0 && h("p", { class: "soft" },
      rich("proposal.concerns", { names: names(view.concerns, "you.after") })),
    others(at, t("proposal.beside_of"), view.beside_of),
    others(at, t("proposal.beside"), view.beside),
    each(view),
    papers(view),
  ];
}

function beside(view: Proposal, how: Child): Child {
  const hear = view.of_those_you_hear.filter((one) => !one.muted);
  return [
    note(t("proposal.of_those"), h("p", { class: "soft" }, hear.length === 0
      ? t("proposal.of_those.nobody") : rich("proposal.of_those.means", { names: names(hear) }))),
    note(t("proposal.nothing"), h("p", { class: "soft" }, t("proposal.nothing.means"))),
    how !== null && note(t("how.here"), how),
  ];
}

export interface Part {
  element: HTMLElement;
  written(): boolean;
  end(): void;
}

/** A form that is made when it is opened. */
export function opening(
  summary: Child, make: () => Part, ends: Part[], kind = "sheet",
): HTMLDetailsElement {
  const details = fold(summary, kind);
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    const part = make();
    ends.push(part);
    add(details, part.element);
  });
  return details;
}

function mine(at: CirclePlace, view: Proposal, parts: Part[], done: () => void): Child {
  const toNew = (id: string): void => go(placeOf(at, id));
  const readable = newestOf(view).filter((one) => one.text !== null);
  return [
    readable.map((one) => {
      const along = view.agreements.some((word) =>
        isMe(word.person) && word.goes_along && word.version === one.id);
      const word = stance(at, view, one, done);
      parts.push(word);
      return [several(view, one), word.element,
        opening(t(along ? "agreement.step_out" : "agreement.agree"),
          () => agreeing(at, one, along, done), parts),
        opening(t("paper"), () => onPaper(at, one, done), parts)];
    }),
    readable.length > 0 && (view.mine
      ? opening(t("proposal.amend"),
          () => bring(at, toNew, { proposal: view, how: "amend" }), parts)
      : opening(t("proposal.bring_beside"),
          () => bring(at, toNew, { proposal: view, how: "beside" }), parts)),
  ];
}

export function proposal(at: CirclePlace, id: string): View {
  const forms = h("div", { class: "forms" });
  let parts: Part[] = [];
  let made_of = "";
  const again = (): void => {
    made_of = "";
    void shown.refresh().then(() => {
      // Where the act stood there is something else now; the reader goes on at the heading.
      if (document.activeElement === document.body)
        shown.element.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    });
  };
  // What someone is writing is not taken from under their hands; that there is more, is said.
  function offer(view: Proposal): void {
    const now = JSON.stringify([view.newest, view.stances, view.agreements]
      .map((one) => Array.isArray(one) ? one.filter((word) => isMe(word.person)) : one));
    if (now === made_of) return;
    if (made_of !== "" && parts.some((one) => one.written())) {
      const newest = h("p", { class: "ends newer", role: "status" }, t("proposal.newer.now"), " ",
        link(t("proposal.newer.read"), placeOf(at, view.newest)));
      if (forms.querySelector(".newer") === null) forms.prepend(newest);
      return;
    }
    made_of = now;
    for (const one of parts) one.end();
    parts = [];
    fill(forms, mine(at, view, parts, again));
  }
  const shown = living(async () => {
    const view = await ask("proposal", { id });
    offer(view);
    return view;
  }, (view) => draw(at, view), "proposal");
  // By itself: while an earlier text stands open, what is said goes on above it.
  const past = living(async () => (await ask("proposal", { id })).versions, earlier);
  const margin = living(async () => ({ view: await ask("proposal", { id }),
    how: await practicesOf(at) }), ({ view, how }) =>
    beside(view, how.length === 0 ? null : howHere(how)), "notes");
  const element = h("div", { class: "columns" },
    h("div", { class: "page" }, shown.element, past.element, forms),
    h("aside", { class: "margin", "aria-label": t("proposals.beside") }, margin.element));
  return { element, ready: shown.ready, end: () => {
    shown.end();
    past.end();
    margin.end();
    for (const one of parts) one.end();
  } };
}

