// What was asked for in a circle and who promised what: each by their own word alone. Nobody can be
// given a task here; a day that goes by is said, and does nothing.

import { ask } from "../api";
import { act, h } from "../h";
import type { Child } from "../h";
import { fold, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { living } from "../parts/living";
import { longWords } from "../parts/long";
import { bdi, isLong, isMe, names } from "../parts/names";
import { circleOf } from "../parts/circles";
import { link } from "../parts/frame";
import type { Named } from "../answers";
import type { CirclePlace } from "../route";
import { date, due, moment } from "../times";
import { rich, t } from "../words";
import type { Key } from "../words";
import type { Asked, Observing, PromiseMade } from "./answers";
import { howItWent } from "./observing";
import { about } from "./promise_in_talk";
import { goneText, saidWords, sign, turningText, wentText } from "./said";
import { turning } from "./turning";
import { wishing } from "./wishing";
import type { Wishing } from "./wishing";

interface All {
  asks: Asked[];
  promises: PromiseMade[];
  noted: Observing;
  hear_me: string[] | null; // null: a talk of two, in which both hear
}

type Done = () => Promise<void>;
interface Acts {
  at: CirclePlace;
  hear_me: string[] | null;
  noted: Observing;
  promise(of: Asked): void;
  doneWith(id: string): Done; // what is shown of that one is another now
}

const who = (one: Asked | PromiseMade): Child =>
  h("div", { class: "who" }, isMe(one.author_id) ? t("You") : bdi(one.author));
const to = (bare: Key, some: Key, people: readonly Named[]): Child =>
  h("p", { class: "tag soft" }, people.length === 0 ? t(bare)
    : rich(some, { names: names(people, "you.after") }));

// "went by on Thursday": said, and no more than that.
function dayOf(one: PromiseMade): Child {
  if (one.by === null) return null;
  return h("span", null, one.open && one.went_by ? t("went_by", { day: due(one.by) })
    : t("by", { day: due(one.by) }));
}

// The last of them, by its author's clock, stands above.
const changedApart = (one: PromiseMade): Child => one.now.length > 1 &&
  h("div", { class: "apart" }, h("p", { class: "ends" }, t("promise.changed_apart")),
    one.now.slice(0, -1).map((also) => h("p", null, bdi(also.text ?? ""), " ",
      also.by !== null && h("span", { class: "soft small" }, t("by", { day: due(also.by) })))));

const turns = (one: PromiseMade): Child => one.turns.length > 0 &&
  h("ul", { class: "turns" }, one.turns.map((each) => h("li", null,
    h("p", null, sign(turningText(each.turning)), " ",
      h("span", { class: "soft small" }, moment(each.time))), saidWords(each.words))));

// What I noted of it stands there for me alone; another note takes its place.
function notedOf(one: PromiseMade, { noted, doneWith }: Acts): Child {
  const went = noted.of_promises.find((each) => each.promise === one.id)?.went;
  return [went !== undefined && h("p", { class: "soft small" },
    t("observe.noted", { went: wentText(went) })),
  noted.on && fold(t("observe"), "", howItWent(one, doneWith(one.id)))];
}

const alone = (who: Named): Child => h("p", null, link(rich("tie.go", { name: bdi(who.name) }),
  { view: "circle", circle: who.person, tab: "talk", tie: true }));

// Whoever one parted from is not told here what becomes of it; the promise stands no less.
function apart(one: PromiseMade, { hear_me }: Acts): Child {
  if (!one.open) return null;
  const deaf = one.for.filter((each) => each.hears_you === false);
  if (one.mine)
    return deaf.length > 0 && h("div", { class: "apart" }, h("p", { class: "ends" },
      rich("promise.deaf", { names: names(deaf), n: deaf.length })), deaf.map(alone));
  if (!one.for_you || hear_me === null || hear_me.includes(one.author_id)) return null;
  const author = { person: one.author_id, name: one.author };
  return h("div", { class: "apart" },
    h("p", { class: "ends" }, rich("promise.apart", { name: bdi(one.author) })), alone(author));
}

function acts(one: PromiseMade, all: Acts): Child {
  const { at } = all;
  const done = all.doneWith(one.id);
  if (one.mine)
    return one.open && h("div", { class: "folds" }, turning(at, one, "kept", done),
      turning(at, one, "changed", done), turning(at, one, "withdrawn", done));
  return one.for_you && notedOf(one, all);
}

function promised(one: PromiseMade, all: Acts): HTMLElement {
  return h("article", { class: `m${isLong(one.author) ? " long" : ""}`, "data-id": one.id,
    tabindex: -1 }, who(one),
    h("div", { class: "what thing" },
      to("kind.promise", "kind.promise.to", one.for),
      one.text === null ? h("p", { class: "unsaid" }, goneText(one, "promise.forgotten"))
        : longWords(one.text),
      one.two_stories && h("p", { class: "ends" }, rich("two_stories", { name: bdi(one.author) })),
      h("p", { class: "foot" }, h("span", null, date(one.time)), dayOf(one), about(null, one.tags)),
      changedApart(one), turns(one), apart(one, all), acts(one, all)));
}

function asked(one: Asked, all: Acts): HTMLElement {
  return h("article", { class: `m${isLong(one.author) ? " long" : ""}`, "data-id": one.id,
    tabindex: -1 }, who(one),
    h("div", { class: "what thing" }, to("kind.ask", "kind.ask.to", one.of),
      one.text === null ? h("p", { class: "unsaid" }, goneText(one, "promise.forgotten"))
        : longWords(one.text),
      h("p", { class: "foot" }, h("span", null, date(one.time)), about(one.by, one.tags)),
      one.promises.length > 0 && h("div", { class: "answers" },
        one.promises.map((each) => promised(each, all))),
      !isMe(one.author_id) && one.text !== null &&
        act(t("ask.promise"), () => all.promise(one), "plain")));
}

function draw({ asks, promises }: All, all: Acts): Child {
  const answering = new Set(asks.flatMap((one) => one.promises.map((each) => each.id)));
  const alone = promises.filter((one) => !answering.has(one.id));
  const open = alone.filter((one) => one.open);
  const over = alone.filter((one) => !one.open);
  const section = (title: Key, inside: HTMLElement[]): Child => inside.length > 0 &&
    h("section", { class: "promised" }, h("h2", null, t(title)), inside);
  if (asks.length + promises.length === 0) return h("p", { class: "said" }, t("promises.none"));
  const newestFirst = <T>(list: readonly T[]): T[] => [...list].reverse();
  return [
    section("promises.asked", newestFirst(asks).map((one) => asked(one, all))),
    section("promises.open", newestFirst(open).map((one) => promised(one, all))),
    section("promises.over", newestFirst(over).map((one) => promised(one, all))),
  ];
}

const entryIn = (element: HTMLElement, id: string): HTMLElement | null =>
  element.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);

function showEntry(element: HTMLElement, id: string): void {
  const found = entryIn(element, id);
  found?.scrollIntoView({ block: "center" });
  found?.focus({ preventScroll: true });
}

export function promises(at: CirclePlace): View {
  const forms: { [kind: string]: Wishing } = {};
  const done: Done = () => shown.refresh();
  const form = (kind: "ask" | "promise"): Wishing => (forms[kind] = wishing(at, kind,
    () => shown.look()));
  const both = [form("ask"), form("promise")];
  const acts = ({ noted, hear_me }: All): Acts => ({ at, noted, hear_me,
    doneWith: (id) => async () => {
      await done();
      entryIn(shown.element, id)?.focus({ preventScroll: true });
    },
    promise: (of) => forms["promise"]?.open(of) });
  const shown = living(async (): Promise<All> => {
    const [asks, all, noted, here] = await Promise.all([ask("asks", { circle: at.circle }),
      ask("promises", { circle: at.circle }), ask("observing", {}),
      at.tie ? undefined : circleOf(at.circle)]);
    return { asks, promises: all, noted,
      hear_me: here?.hears_me.map((one) => one.person) ?? null };
  }, (all) => draw(all, acts(all)));
  const element = h("div", { class: "columns" },
    h("div", { class: "page" }, both.map((one) => one.element), shown.element),
    h("aside", { class: "margin", "aria-label": t("promises.beside") },
      note(t("promises.leave"), h("p", { class: "soft" }, t("promises.leave.means"))),
      note(t("promises.only_you"), h("p", { class: "soft" }, t("promises.only_you.means"))),
      note(t("observe.alone"), h("p", { class: "soft" }, t("observe.alone.means")))));
  const ready = shown.ready.then(async () => {
    if (at.entry !== undefined) showEntry(shown.element, at.entry);
    if (at.making === "ask" || at.making === "promise") {
      const of = at.answers === undefined ? undefined
        : (await ask("asks", { circle: at.circle })).find((one) => one.id === at.answers);
      forms[at.making]?.open(of);
    }
  });
  return { element, ready, end: () => {
    shown.end();
    for (const one of both) one.end();
  } };
}
