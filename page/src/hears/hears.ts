// Who hears whom: the picture, the one act that most often waits, then the same in words with every
// other act beside the person whom it concerns.

import { ask } from "../api";
import type { Circle, Contact, Named, Who } from "../answers";
import { act, h, s } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { circleOf, circlesNow, goneOn, isOpened, openedTo, todayNow } from "../parts/circles";
import { field, fold, link, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { living } from "../parts/living";
import { bdi, inOrder, names } from "../parts/names";
import { go } from "../route";
import { junctureOf } from "../things/juncture";
import { reForming } from "../things/re_form";
import { rich, t } from "../words";
import { cloth, clothKey } from "./cloth";
import { including } from "./including";
import { ring, ring_people_max } from "./ring";
import { rows, wordsToGone } from "./rows";
import { strangers } from "./strangers";
import { stancesOf } from "./stances";
import type { Stances } from "./stances";

export interface Here {
  circle: string;
  who: Who;
  mine: Circle;
  contacts: Contact[];
  owed: string[]; // who cannot read it yet
  next: boolean; // somebody hears me as of now, or nothing was said here yet
}

function ringKey(unseen: boolean): Child {
  const one = (d: string, stop: boolean, kind: string, words: string, more = ""): Child =>
    h("li", null, s("svg", { viewBox: "0 0 68 20", "aria-hidden": "true" },
      s("circle", { class: "node", cx: 7, cy: 10, r: 5 }),
      s("circle", { class: "node", cx: 61, cy: 10, r: 5 }),
      s("path", { class: `e mine ${kind}`, d }),
      more !== "" && s("path", { class: "e mine", d: more }),
      stop && s("circle", { class: "stop", cx: 36, cy: 10, r: 4 })), h("span", null, words));
  return h("ul", { class: "key" },
    one("M15 10H53", false, "", t("ring.both")),
    one("M15 10H33", true, "half", t("ring.half")),
    one("M16 10H34", false, "lease", t("ring.lease"), "M37 10H53"),
    unseen && h("li", null, s("svg", { viewBox: "0 0 68 20", "aria-hidden": "true" },
      s("circle", { class: "node unseen", cx: 34, cy: 10, r: 6 })),
      h("span", null, t("ring.unseen"))));
}

function picture(stances: Stances, name: string): Child {
  const label = t("picture", { circle: name, n: stances.people.length });
  if (stances.people.length <= ring_people_max)
    return h("figure", { class: "sheet pic" }, ring(stances, label),
      ringKey(stances.people.some((one) => !one.seen)));
  return h("figure", { class: "sheet pic" },
    h("div", { class: "scroll", dir: "ltr", tabindex: 0, role: "group",
      "aria-label": t("cloth.scrolls") }, cloth(stances, label)),
    h("figcaption", { class: "legend" }, [clothKey()].flat().map((one) => h("span", null, one))));
}

function joining(here: Here, done: () => Promise<void>): Child {
  const join = here.mine.join ?? [];
  if (join.length === 0) return null;
  const place = told();
  const all = act(rich("include", { names: names(join) }), () => void doing(place, async () => {
    await ask("join", { circle: here.circle });
    await done();
  }), "main");
  return h("section", { class: "sheet asked" },
    h("h2", null, here.mine.left === true ? t("left.here") :
      rich("include_you", { names: names(join), n: join.length })),
    h("p", { class: "said" }, t("include_you.means", { n: join.length })),
    h("div", { class: "acts" }, all), place,
    fold(t("include.otherwise"), "", including(here.circle, join, done)));
}

// Whom one parted from is included again beside their own name alone.
function others(here: Here): Named[] {
  const hears = new Set([...here.mine.hears_me, ...here.who.apart].map((one) => one.person));
  return here.contacts.filter((one) => !hears.has(one.person));
}

// With few to choose from, each is one act.
const offered_max = 6;
function each(here: Here, known: readonly Named[], done: () => Promise<void>): Child {
  const place = told();
  return [h("div", { class: "acts" }, inOrder(known).map((one) =>
    act(rich("include", { names: bdi(one.name) }), () => void doing(place, async () => {
      await ask("include", { circle: here.circle, person: one.person });
      await done();
    })))), place];
}

function beginning(here: Here, done: () => Promise<void>): Child {
  const known = others(here);
  const alone = here.mine.hears_me.length === 0 && (here.mine.join ?? []).length === 0;
  if (known.length === 0)
    return alone && here.who.apart.length === 0 &&
      h("section", { class: "sheet" }, h("h2", null, t("alone")),
      h("p", { class: "said" }, t("alone.means")), h("div", { class: "acts" },
        act(t("today.begin.meet"), () => go({ view: "meet" }), "main")));
  const form = including(here.circle, known, done);
  if (alone)
    return h("section", { class: "sheet stack" }, h("h2", null, t("alone.include")),
      known.length > offered_max ? form : [each(here, known, done),
        fold(t("include.otherwise"), "", form)]);
  return fold(t("include.another"), "sheet", form);
}

// Where one writes: said once somebody was included, until one goes on.
function next(here: Here): Child {
  const { hears_me } = here.mine;
  return here.next && hears_me.length > 0 && h("section", { class: "sheet next" },
    h("p", { class: "said" }, rich("hears.next", { names: names(hears_me), n: hears_me.length })),
    h("div", { class: "acts" }, act(t("hears.next.go"), () =>
      go({ view: "circle", circle: here.circle, tab: "talk" }), "main")));
}

function renaming(here: Here, done: () => Promise<void>): Child {
  const name = h("input", { type: "text", autocomplete: "off", dir: "auto", required: true,
    value: here.mine.name });
  const place = told();
  return fold(t("circle.rename"), "", h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    void doing(place, async () => {
      await ask("circle/rename", { circle: here.circle, name: name.value.trim() });
      await done();
    });
  } }, field(t("begin.name"), name, t("circle.rename.means")),
    h("div", { class: "acts" }, h("button", null, t("rename.go"))), place));
}

function leaving(here: Here, done: () => Promise<void>): Child {
  const place = told();
  return here.mine.hears_me.length > 0 && fold(t("circle.leave"), "", h("div", { class: "stack" },
    h("p", { class: "soft" }, t("circle.leave.means")),
    h("div", { class: "acts" }, act(rich("circle.leave.go", { names: names(here.mine.hears_me) }),
      () => void doing(place, async () => {
        await ask("leave", { circle: here.circle });
        await done();
      }), "grave")), place));
}

function draw(here: Here, done: () => Promise<void>): Child {
  const stances = stancesOf(here.who);
  const several = stances.people.length > 1;
  const page = h("div", { class: "page" },
    next(here), junctureOf(here.mine, done), several && picture(stances, here.mine.name), joining(here, done),
    strangers(here.who.strangers, done), beginning(here, done),
    several && [h("h2", { class: "part" }, t("in_words")), rows(here, stances, done)], wordsToGone(here, stances));
  const margin = h("aside", { class: "margin", "aria-label": t("hears.beside") },
    several && note(t("hears.read"), h("p", { class: "soft" },
      t(stances.people.length > ring_people_max ? "hears.read.cloth" : "hears.read.ring"))),
    note(t("hears.own"), h("p", { class: "soft" }, t("hears.own.means"))),
    note(t("boundaries"), h("p", { class: "soft" }, t("boundaries.short"), " ",
      link(t("boundaries.go"), { view: "boundaries" }))),
    note(t("circle.acts"), renaming(here, done), reForming(here.mine),
      leaving(here, done)));
  return h("div", { class: "columns" }, page, margin);
}

export function hears(circle: string): View {
  let heard_by: Set<string> | null = null; // as of before
  const hasNew = (mine: Circle): boolean => {
    const now = mine.hears_me.map((one) => one.person);
    if (heard_by !== null && now.some((one) => heard_by?.has(one) === false)) openedTo(circle);
    heard_by = new Set(now);
    return isOpened(circle);
  };
  const list = living(async (): Promise<Here | null> => {
    const [who, mine, contacts, today] = await Promise.all([
      ask("who", { circle }), circleOf(circle), ask("contacts", {}), todayNow()]);
    const owed = today.owed.filter((one) => one.circle_id === circle).map((one) => one.person);
    // What changes by itself and is not shown here would only draw it again.
    return mine === undefined ? null
      : { circle, who, owed, next: hasNew(mine) || mine.last === null, mine: { ...mine, last: null },
          contacts: contacts.map((one) => ({ ...one, last_synced: null })) };
  }, (here) => here && draw(here, done));
  async function done(): Promise<void> {
    await circlesNow.again();
    await list.refresh();
    // Where the act stood there is something else now; the reader goes on at the heading.
    if (document.activeElement === document.body)
      document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  }
  return { ...list, end: () => { goneOn(circle); list.end(); } };
}
