// What takes place in a circle: who invites to what, and who says of themself that they come.
// Nobody is counted, and of whom nothing was heard nothing is said.

import { ask } from "../api";
import { add, h } from "../h";
import type { Child } from "../h";
import { fold, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { living } from "../parts/living";
import { bdi, isLong, isMe, named } from "../parts/names";
import type { CirclePlace } from "../route";
import { moment } from "../times";
import { listed, rich, t } from "../words";
import type { Key } from "../words";
import type { Coming, Happening } from "./answers";
import { attending, callingOff } from "./attending";
import { calendar } from "./calendar";
import { whatOf } from "./event_in_talk";
import { comingText, dayOf, dayText, eventTurningText } from "./event_text";
import { inviting } from "./inviting";
import { goneText, saidWords, sign } from "./said";
import type { Saying } from "./saying";

type Done = () => Promise<void>;

function comes(one: Coming): HTMLElement {
  const text = isMe(one.person) ? t(`coming.${one.coming}.you` as Key) : comingText(one.coming);
  return h("li", null, h("div", { class: "who" }, isMe(one.person) ? t("You") : named(one)),
    h("div", null, sign(one.day === null ? text
      : t("event.on_day", { what: text, day: dayText(one.day) })),
    one.before_it_moved && h("span", { class: "soft small" }, " ", t("coming.before_it_moved")),
    saidWords(one.words)));
}

// Those who come first, then perhaps, then those who do not; each by name.
const order = ["yes", "perhaps", "no"];
function coming(one: Happening): Child {
  const all = [...one.coming].sort((a, b) => order.indexOf(a.coming) - order.indexOf(b.coming) ||
    a.name.localeCompare(b.name));
  return all.length > 0 && [h("ul", { class: "said-of" }, all.map(comes)), one.coming_more > 0 &&
    h("p", { class: "soft small" }, t("coming.more", { n: one.coming_more }))];
}

// Of one day, that day is meant: when it was said stands in the talk.
const turns = (one: Happening): Child => one.turns.length > 0 &&
  h("ul", { class: "turns" }, one.turns.filter((each) => each.stands).map((each) => h("li", null,
    h("p", null, sign(eventTurningText(each.turning, each.day)), each.day == null &&
      [" ", h("span", { class: "soft small" }, moment(each.time))]), saidWords(each.words))));

// A form is made when it is opened.
function opening(key: Key, make: () => Saying): HTMLDetailsElement {
  const details = fold(t(key), "");
  let made: Saying | null = null;
  details.addEventListener("toggle", () => {
    if (details.open && made === null) add(details, (made = make()).element);
  });
  return details;
}

// Where its rule was followed no further, nobody knows that it is over.
const isAhead = (one: Happening): boolean =>
  !one.called_off && (one.next != null || one.next_known === false);

function acts(at: CirclePlace, one: Happening, done: Done): Child {
  if (one.title === null) return null;
  const over = !isAhead(one);
  const spoke = one.coming.some((each) => isMe(each.person));
  return h("div", { class: "folds" },
    !over && opening(spoke ? "coming.change" : "coming.say", () => attending(at, one, done)),
    one.mine && opening("event.change", () => inviting(at, done, one)),
    one.mine && !over && opening("event.call_off.fold", () => callingOff(at, one, done)));
}

const thenOf = (one: Happening): Child => one.then !== undefined && one.then.length > 0 &&
  !one.called_off && h("p", { class: "soft small" }, t("event.then", {
    times: listed(one.then.map((each) => dayOf({ ...one, ...each }))) }));

function happening(at: CirclePlace, one: Happening, done: (id: string) => Done): HTMLElement {
  // What repeats is shown by its next time.
  const next = one.repeat == null || one.next == null ? {} : one.next;
  return h("article", { class: `m event${isLong(one.author) ? " long" : ""}`, "data-id": one.id,
    tabindex: -1 }, h("div", { class: "who" }, isMe(one.author_id) ? t("You") : bdi(one.author)),
    h("div", { class: "what thing" },
      h("p", { class: "tag soft" }, t("kind.event")),
      h("h3", { class: "title", dir: "auto" }, one.title ?? goneText(one, "event.forgotten")),
      one.called_off && h("p", { class: "ends" }, t("event.off")),
      one.title !== null && whatOf({ ...one, ...next }),
      one.title !== null && thenOf(one),
      one.changed_apart && h("p", { class: "ends" }, t("event.apart")),
      one.two_stories && h("p", { class: "ends" }, rich("two_stories", { name: bdi(one.author) })),
      coming(one), turns(one), acts(at, one, done(one.id))));
}

function draw(at: CirclePlace, all: readonly Happening[], done: (id: string) => Done): Child {
  if (all.length === 0) return h("p", { class: "said" }, t("events.none"));
  const section = (title: Key, some: readonly Happening[]): Child => some.length > 0 &&
    h("section", { class: "promised" }, h("h2", null, t(title)),
      some.map((one) => happening(at, one, done)));
  return [section("events.ahead", all.filter(isAhead)),
    section("events.over", all.filter((one) => !isAhead(one)).reverse())];
}

const entryIn = (element: HTMLElement, id: string): HTMLElement | null =>
  element.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);

export function events(at: CirclePlace): View {
  const shown = living(() => ask("event/list", { circle: at.circle }), (all) =>
    draw(at, all, (id) => async () => {
      await shown.refresh();
      entryIn(shown.element, id)?.focus({ preventScroll: true });
    }));
  const form = inviting(at, async () => {
    bring.open = false;
    bring.querySelector<HTMLElement>("summary")?.focus();
    await shown.look();
  });
  const bring = fold(t("event.invite"), "sheet", form.element);
  const element = h("div", { class: "columns" },
    h("div", { class: "page" }, bring, shown.element),
    h("aside", { class: "margin", "aria-label": t("events.beside") },
      note(t("events.own"), h("p", { class: "soft" }, t("events.own.means"))),
      note(t("calendar"), calendar(at.circle, () => shown.refresh()))));
  const ready = shown.ready.then(() => {
    if (at.making === "event") {
      bring.open = true;
      form.focus();
    }
    const found = at.entry === undefined ? null : entryIn(shown.element, at.entry);
    found?.scrollIntoView({ block: "center" });
    found?.focus({ preventScroll: true });
  });
  return { element, ready, end: () => { shown.end(); form.end(); } };
}
