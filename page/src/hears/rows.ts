// Who hears whom in words, a person a row, with the acts that concern them. It is the accessible
// form of the picture.

import { ask } from "../api";
import type { Named } from "../answers";
import { act, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { fold, link } from "../parts/frame";
import { icons } from "../parts/icons";
import { bdi, isLong, named, names } from "../parts/names";
import { date, moment } from "../times";
import { rich, t } from "../words";
import type { Here } from "./hears";
import { including, parting } from "./including";
import type { Member, Stances } from "./stances";

type Done = () => Promise<void>;

// "Includes you, Oda and, until 6 December, Ilka. Does not include Tavi."
function included(one: Member, stances: Stances): Child {
  const others = stances.people.filter((other) => other !== one);
  const yes = others.filter((other) => stances.includes(one.person, other.person));
  // Of those whom I do not know I say nothing of myself: I could not include them.
  const no = others.filter((other) => !stances.includes(one.person, other.person) &&
    (!one.me || other.known));
  const key = one.me ? "you" : "they";
  if (!one.seen && !one.me) return t("row.unseen");
  return [
    yes.length > 0 ? rich(`row.${key}.includes`, { names: names(yes, "you.after") })
      : t(`row.${key}.includes.nobody`),
    no.length > 0 && yes.length > 0 &&
      [" ", rich(`row.${key}.not`, { names: names(no, "you.after") })],
    yes.map((other) => {
      const until = stances.until(one.person, other.person);
      return until !== null && !one.me && [" ", h("span", { class: "ends" }, icons.ends(),
        rich("until.name", { name: other.me ? t("you") : bdi(other.name), day: date(until) }))];
    }),
    one.as_of !== null &&
      h("span", { class: "small as-of" }, " ", t("row.as_of", { when: moment(one.as_of) })),
  ];
}

function lease(here: Here, one: Member, until: string, done: Done): Child {
  const place = told();
  const endless = act(t("lease.endless"), () => void doing(place, async () => {
    await ask("include", { circle: here.circle, person: one.person });
    await done();
  }));
  const letEnd = act(t("lease.let"), () => { place.textContent = t("lease.let.means"); }, "plain");
  return h("div", { class: "lease" },
    h("p", { class: "ends" }, icons.ends(), rich("lease.until", {
      name: bdi(one.name), day: date(until) })),
    h("div", { class: "acts" }, endless, letEnd,
      fold(t("lease.on"), "", including(here.circle, [one], done))), place);
}

// Whoever includes them knows them, and can introduce us.
function unknown(one: Member, stances: Stances): Child {
  const by = stances.people.filter((other) => !other.me && other.known &&
    stances.includes(other.person, one.person));
  return [h("p", { class: "soft" }, t("row.unknown"), by.length > 0 &&
    [" ", rich("row.unknown.ask", { names: names(by) })]),
  by.map((other) => h("p", null, link(rich("tie.go", { name: bdi(other.name) }),
    { view: "circle", circle: other.person, tab: "talk", tie: true })))];
}

function mine(here: Here, one: Member, stances: Stances, done: Done): Child {
  const me = stances.people.find((other) => other.me);
  const known = here.contacts.some((other) => other.person === one.person);
  const hears = me !== undefined && stances.includes(me.person, one.person);
  const until = me === undefined ? null : stances.until(me.person, one.person);
  if (!hears && !known) return unknown(one, stances);
  if (hears) {
    return [
      until === null ? h("p", null, rich("row.hears_you", { name: bdi(one.name) }))
        : lease(here, one, until, done),
      here.owed.includes(one.person) && h("p", { class: "ends" }, icons.late(), t("owed.means")),
    ];
  }
  const place = told();
  const apart = stances.apart(one.person);
  const include = act(rich(apart === undefined ? "include" : "include.again",
    { names: bdi(one.name) }), () =>
    void doing(place, async () => {
      await ask("include", { circle: here.circle, person: one.person });
      await done();
    }), apart === undefined ? "" : "plain");
  return [
    h("p", null, icons.fewer(), " ", rich("row.hears_not", { name: bdi(one.name) })),
    apart !== undefined && h("p", { class: "soft" },
      rich(apart.lapsed ? "row.lapsed" : "row.parted", { day: date(apart.since) })),
    h("div", { class: "acts" }, include), place, lastWords(here, one),
  ];
}

// To whom one said last words, in this visit, by circle.
const told_last = new Map<string, Map<string, Named>>();
const lastWords = (here: Here, one: Named): Child =>
  told_last.get(here.circle)?.has(one.person) === true && h("p", { class: "soft" },
    t("part.words.stand"), " ", link(rich("tie", { name: bdi(one.name) }),
      { view: "circle", circle: one.person, tab: "talk", tie: true }));

/** Where the last words stand that went to whom nothing else here speaks of any more. */
export const wordsToGone = (here: Here, { people }: Stances): Child =>
  [...told_last.get(here.circle)?.values() ?? []]
    .filter((one) => !people.some((each) => each.person === one.person))
    .map((one) => lastWords(here, one));

const isNoLonger = (here: Here, one: Member): boolean =>
  here.who.no_longer.some((each) => each.person === one.person);

// Whom I include, and others used to include and do not any more: said with their names, and
// followed by nothing unless I do it myself.
function noLonger(here: Here, one: Member, stances: Stances, done: Done): Child {
  const me = stances.people.find((other) => other.me);
  const speakers = here.who.no_longer.filter((each) => each.person === one.person)
    .map((each) => ({ person: each.speaker_id, name: each.speaker }));
  if (me === undefined || speakers.length === 0 || !stances.includes(me.person, one.person))
    return null;
  return h("div", { class: "no-longer" },
    h("p", null, icons.fewer(), " ", rich("no_longer", { names: names(speakers),
      name: bdi(one.name), n: speakers.length })),
    h("p", { class: "soft small" }, t("no_longer.means"), " ",
      link(t("boundaries.go"), { view: "boundaries" })),
    fold(rich("part.too", { name: bdi(one.name) }), "", partingFrom(here, one, done)));
}

function partingFrom(here: Here, one: Member, done: Done): Child {
  return parting(here.circle, one, (said) => {
    const to = told_last.get(here.circle) ?? new Map<string, Named>();
    if (said) told_last.set(here.circle, to.set(one.person, one));
    return done();
  });
}

// The rarer acts, folded, side by side.
function rarely(here: Here, one: Member, stances: Stances, done: Done): Child {
  const me = stances.people.find((other) => other.me);
  const hears = me !== undefined && stances.includes(me.person, one.person);
  const known = here.contacts.some((other) => other.person === one.person);
  return h("div", { class: "folds" },
    hears && !isNoLonger(here, one) && fold(rich("part", { name: bdi(one.name) }), "", partingFrom(here, one, done)),
    !hears && known &&
      fold(t("include.otherwise"), "", including(here.circle, [one], done)),
    one.known && muting(here, one, done));
}

// Whom they include and I do not, but know: one act, not a standing rule.
function like(here: Here, one: Member, stances: Stances, done: Done): Child {
  const me = stances.people.find((other) => other.me);
  const more = stances.people.filter((other) => me !== undefined && !other.me && other !== one &&
    stances.includes(one.person, other.person) && !stances.includes(me.person, other.person) &&
    stances.apart(other.person) === undefined &&
    here.contacts.some((known) => known.person === other.person));
  if (more.length === 0) return null;
  const place = told();
  return [h("div", { class: "acts" }, act(rich("like", { name: bdi(one.name), names: names(more) }),
    () => void doing(place, async () => {
      await ask("include", { circle: here.circle, like: one.person });
      await done();
    }), "plain")), place];
}

function muting(here: Here, one: Member, done: Done): Child {
  const place = told();
  const set = (command: "mute" | "unmute") => () => void doing(place, async () => {
    await ask(command, { circle: here.circle, person: one.person });
    await done();
  });
  // To show it here would change nothing while it is shown nowhere.
  if (here.contacts.some((other) => other.person === one.person && other.muted))
    return h("p", null, t("mute.nowhere"), " ",
      link(t("mute.where"), { view: "people", person: one.person }));
  if (one.muted)
    return h("p", null, t("mute.is"), " ", act(t("unmute.go"), set("unmute"), "plain"), place);
  return fold(t("mute"), "", h("div", { class: "stack" },
    h("p", { class: "soft" }, rich("mute.means", { name: bdi(one.name) })),
    h("div", { class: "acts" }, act(t("mute.go"), set("mute"))), place));
}

// A number tells several apart whom I do not know.
function headOf(one: Member, { people }: Stances): Child {
  if (one.me) return t("You");
  if (one.known) return bdi(one.name);
  return people.filter((other) => !other.known).length > 1 ? named(one)
    : t("strangers.some", { n: 1 });
}

export function rows(here: Here, stances: Stances, done: Done): Child {
  // You last: the others are what one looks for here.
  const people = [...stances.people].sort((a, b) => Number(a.me) - Number(b.me));
  return h("ul", { class: "rows" }, people.map((one) => h("li",
    { class: isLong(one.name) ? "long" : "" },
    h("h3", null, headOf(one, stances)),
    h("div", { class: "stack" }, h("p", { class: "soft" }, included(one, stances)),
      !one.me && [mine(here, one, stances, done), noLonger(here, one, stances, done), like(here, one, stances, done),
        rarely(here, one, stances, done)]))));
}
