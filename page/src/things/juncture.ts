// A juncture: a circle with an end, of people from other circles. What ends is said in time, each
// goes on by an act of their own, and what one holds stays.

import { ask } from "../api";
import type { Circle, Contact } from "../answers";
import { fill, h } from "../h";
import type { Child } from "../h";
import { openedTo } from "../parts/circles";
import { doing, told } from "../parts/doing";
import { field, fold, link } from "../parts/frame";
import { icons } from "../parts/icons";
import { inOrder, named, names } from "../parts/names";
import { go } from "../route";
import { day, endOfDay, fieldIn } from "../times";
import { rich, t } from "../words";
import type { Juncture } from "./answers";
import { keeping, line, lines, ticked } from "./fields";

const in_time_ms = 7 * 86_400_000; // as Today has it
const lasts_days = 21;

const isOver = (one: Juncture): boolean => Date.parse(one.until) <= Date.now();

/** Under the circle's name, in time; undefined: there is no end, or it is far. */
export function endInTime(circle: Circle): Child {
  const one = circle.juncture;
  if (one == null || Date.parse(one.until) - Date.now() > in_time_ms) return null;
  return h("p", { class: "ends" }, icons.ends(), h("span", null,
    t(isOver(one) ? "juncture.over" : "juncture.ends", { day: day(one.until) }), " ",
    link(t("juncture.go_on"), { view: "circle", circle: circle.circle, tab: "hears" })));
}

function renewing(circle: Circle, done: () => Promise<void>): HTMLElement {
  const until = h("input", { type: "date", autocomplete: "off", required: true,
    min: fieldIn(0), value: fieldIn(lasts_days) });
  const words = lines(2);
  const kept = keeping(circle.circle, "renew", words, until);
  const place = told();
  return h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    void doing(place, async () => {
      const said = words.value.trim();
      await ask("renew", { circle: circle.circle, until: endOfDay(until.value),
        ...(said === "" ? {} : { words: said }) });
      kept.done();
      await done();
    });
  } }, h("p", { class: "soft" }, t("juncture.renew.means")), field(t("until.day"), until),
    field(t("words.if_you_like"), words),
    h("div", { class: "acts" }, h("button", { class: "main" }, t("juncture.renew"))), place);
}

/** Beside who hears whom: until when each takes part, and my own act to go on. */
export function junctureOf(circle: Circle, done: () => Promise<void>): Child {
  const one = circle.juncture;
  if (one == null) return null;
  return h("section", { class: "sheet juncture" }, h("h2", null, t("juncture")),
    circle.left !== true && h("p", { class: "said" },
      t(isOver(one) ? "juncture.over" : "juncture.you", { day: day(one.until) })),
    isOver(one) && h("p", null, t("juncture.stays")),
    one.people.length > 0 && h("ul", null, inOrder(one.people).map((each) => h("li", null,
      rich("juncture.they", { name: named(each), day: day(each.until ?? "") })))),
    fold(t("juncture.go_on"), "", renewing(circle, done)));
}

/** Beginning one, with people whom I know. */
export function beginJuncture(contacts: readonly Contact[]): HTMLElement {
  const name = line();
  name.required = true;
  const until = h("input", { type: "date", autocomplete: "off", required: true,
    min: fieldIn(0), value: fieldIn(lasts_days) });
  const words = lines(2);
  const place = told();
  const missing = h("p", { class: "told fault", role: "status" });
  const who = h("p", { class: "hearers", role: "status" }, t("heard.nobody"));
  const chosen = new Set<string>();
  const tellWho = (): void => {
    const all = contacts.filter((each) => chosen.has(each.person));
    fill(who, all.length === 0 ? t("heard.nobody")
      : rich("juncture.hears", { names: names(all), n: all.length }));
  };
  const tick = (one: Contact): HTMLElement => h("label", { class: "tick" },
    h("input", { type: "checkbox", checked: chosen.has(one.person), onchange: (event: Event) => {
      if ((event.target as HTMLInputElement).checked) chosen.add(one.person);
      else chosen.delete(one.person);
      tellWho();
    } }), h("span", null, named(one)));
  const ticks = h("div", { class: "ticks" });
  const draw = (): void => {
    for (const one of [...chosen])
      if (!contacts.some((each) => each.person === one)) chosen.delete(one);
    fill(ticks, inOrder(contacts).map(tick));
    tellWho();
  };
  draw();
  const kept = keeping(undefined, "juncture", name, words, until, ticked(ticks, chosen, draw));
  return h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    fill(missing, chosen.size === 0 ? t("juncture.nobody") : null);
    if (chosen.size === 0) return;
    void doing(place, async () => {
      const said = words.value.trim();
      const made = await ask("juncture", { name: name.value.trim(),
        until: endOfDay(until.value), with: [...chosen], ...(said === "" ? {} : { words: said }) });
      kept.done();
      openedTo(made.circle);
      go({ view: "circle", circle: made.circle, tab: "hears" });
    });
  } }, h("p", { class: "soft" }, t("juncture.means")), field(t("juncture.name"), name),
    field(t("juncture.until"), until, t("juncture.until.means")),
    h("fieldset", null, h("legend", null, t("juncture.with")),
      ticks,
      h("small", { class: "soft small" }, t("juncture.with.means"))),
    field(t("juncture.words"), words), who,
    h("div", { class: "acts" }, h("button", { class: "main" }, t("juncture.begin"))), missing, place);
}
