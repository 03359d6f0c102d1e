// Who says to have been somebody, before they lost their keys: a claim, and my own act on it. What
// others recognise changes nothing here, and nothing is counted.

import { ask } from "../api";
import type { Circle, Contact, Named } from "../answers";
import { act, fill, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { field, fold, link } from "../parts/frame";
import { bdi, named } from "../parts/names";
import { inCircle } from "../route";
import { date } from "../times";
import { line, lines } from "../things/fields";
import { rich, t } from "../words";

export interface Claim extends Named {
  was: Named | null;
  says: {
    id: string; name: string; words: string | null; time: string; circle_id: string;
    circle: string; tie_with: string | null;
  }[];
}

type Done = () => Promise<void>;

function holding(one: Claim, contacts: readonly Contact[], done: Done): Child {
  const others = contacts.filter((each) => each.person !== one.person);
  // Who is not known yet has to be met, or taken from an introduction, first.
  if (others.length === contacts.length) return h("p", { class: "soft" }, t("claim.unknown"));
  if (others.length === 0) return null;
  const as_name = one.says.at(-1)?.name.toLowerCase();
  const whom = h("select", { autocomplete: "off" }, others.map((each) =>
    h("option", { value: each.person, selected: each.name.toLowerCase() === as_name },
      each.name)));
  const include = h("input", { type: "checkbox", autocomplete: "off" });
  const place = told();
  return fold(t("claim.recognise"), "", h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    void doing(place, async () => {
      await ask("recognise", { person: one.person, as: whom.value, before: t("claim.before"),
        ...(include.checked ? { include: true } : {}) });
      await done();
    });
  } }, h("p", { class: "soft" }, t("claim.means")), field(t("claim.whom"), whom),
    h("label", { class: "tick" }, include, h("span", null, t("claim.include"))),
    h("p", { class: "soft small" }, t("claim.not")),
    h("div", { class: "acts" }, h("button", null, t("claim.recognise"))), place));
}

function held(one: Claim, was: Named, done: Done): Child {
  const place = told();
  return [h("p", null, rich("claim.held", { name: named(one), was: named(was) })),
    h("div", { class: "acts" }, act(t("claim.no_more"), () => void doing(place, async () => {
      await ask("recognise", { person: one.person, not: true });
      await done();
    }), "plain")), place];
}

/** Saying it of oneself, to a circle or to one alone. */
export function iWas(circles: readonly Circle[], contacts: readonly Contact[]): Child {
  const some = circles.filter((one) => one.hears_me.length > 0);
  if (some.length + contacts.length === 0) return null;
  const name = line();
  name.required = true;
  const words = lines(2);
  const to = h("select", { autocomplete: "off" },
    contacts.map((one) => h("option", { value: one.person }, one.name)),
    some.map((one) => h("option", { value: one.circle }, one.name)));
  const place = told();
  return fold(t("i_was"), "", h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    void doing(place, async () => {
      const more = words.value.trim();
      await ask("i/was", { circle: to.value, name: name.value.trim(),
        ...(more === "" ? {} : { words: more }) });
      name.value = words.value = "";
      fill(place, t("i_was.said"));
    });
  } }, h("p", { class: "soft" }, t("i_was.means")), field(t("i_was.name"), name),
    field(t("i_was.to"), to), field(t("words.if_you_like"), words),
    h("div", { class: "acts" }, h("button", null, t("i_was.go"))), place));
}

export function claims(all: readonly Claim[], contacts: readonly Contact[], done: Done): Child {
  return all.map((one) => h("section", { class: "sheet offer stack" },
    h("h2", null, one.says.length === 0 ? named(one)
      : rich("claim", { name: named(one), was: bdi(one.says.at(-1)?.name ?? "") })),
    one.says.map((each) => [
      each.words !== null && h("p", { class: "said", dir: "auto" }, each.words),
      h("p", { class: "soft small" }, link(each.tie_with === null ? bdi(each.circle)
        : rich("tie", { name: bdi(each.circle) }), inCircle(each, "talk", each.id)),
        t("comma"), date(each.time))]),
    one.says.length > 0 && h("p", { class: "soft" }, t("i_was.claim"), " ", t("claim.leave")),
    one.was === null ? holding(one, contacts, done) : held(one, one.was, done)));
}
