// The act of including someone: from now on, until a day or with no end, with what was said before
// or without it. Its line says what it does not do.

import { ask } from "../api";
import type { Named } from "../answers";
import { h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { field } from "../parts/frame";
import { endOfDay, fieldIn } from "../times";
import { rich, t } from "../words";
import { bdi } from "../parts/names";
import { remembering } from "../things/fields";

const lease_days = 30;

function option(group: string, value: string, label: string, below?: HTMLElement): HTMLElement {
  const radio = h("input", { type: "radio", name: group, value, checked: value === "none" });
  below?.addEventListener("input", () => (radio.checked = true));
  return h("div", { class: "tick" }, h("label", null, radio, h("span", null, label)), below);
}

const chosen = (form: HTMLElement, group: string): string =>
  form.querySelector<HTMLInputElement>(`input[name="${group}"]:checked`)?.value ?? "none";

function dayField(name: string, day: string): HTMLInputElement {
  return h("input", { type: "date", autocomplete: "off", value: day, "aria-label": name });
}

let forms = 0; // radios of two forms are two groups

/** The form for one person, or for one of several. */
export function including(
  circle: string, people: readonly Named[], done: () => Promise<void>,
): HTMLElement {
  const n = ++forms;
  const only = people.length === 1 ? people[0] : undefined;
  const who = h("select", { autocomplete: "off" },
    people.map((one) => h("option", { value: one.person }, one.name)));
  const until = dayField(t("until.day"), fieldIn(lease_days));
  const from = dayField(t("past.day"), fieldIn(-lease_days));
  const place = told();
  const form = h("form", { class: "stack including", onsubmit: (event: Event) => {
    event.preventDefault();
    const past = chosen(form, `past${n}`);
    void doing(place, async () => {
      await ask("include", {
        circle,
        person: only?.person ?? who.value,
        ...(chosen(form, `until${n}`) === "day" ? { until: endOfDay(until.value) } : {}),
        ...(past === "all" ? { past } : {}),
        ...(past === "day" ? { past: new Date(`${from.value}T00:00:00`).toISOString() } : {}),
      });
      await done();
    });
  } },
    only === undefined && field(t("include.whom"), who),
    h("fieldset", null, h("legend", null, t("until.legend")),
      option(`until${n}`, "none", t("until.none")),
      option(`until${n}`, "day", t("until.day"), until)),
    h("fieldset", null, h("legend", null, t("past.legend")),
      option(`past${n}`, "none", t("past.none")),
      option(`past${n}`, "all", t("past.all")),
      option(`past${n}`, "day", t("past.day"), from)),
    h("p", { class: "soft small" }, t("past.means")),
    h("div", { class: "acts" }, h("button", { class: "main" },
      only === undefined ? t("include.go") : rich("include", { names: bdi(only.name) }))),
    place);
  return form;
}

/** Parting: silently, or with last words to that person alone. */
export function parting(
  circle: string, one: Named, done: (said: boolean) => Promise<void>,
): Child {
  const words = h("textarea", { dir: "auto", rows: 2, autocomplete: "off" });
  const kept = remembering(`part ${circle} ${one.person}`, words);
  const place = told();
  const part = (event: Event): void => {
    event.preventDefault();
    const say = words.value.trim();
    void doing(place, async () => {
      await ask("part", { circle, person: one.person, ...(say === "" ? {} : { say }) });
      kept.done();
      await done(say !== "");
    });
  };
  return h("form", { class: "stack", onsubmit: part },
    h("p", { class: "soft" }, rich("part.means", { name: bdi(one.name) })),
    field(rich("part.words", { name: bdi(one.name) }), words),
    h("div", { class: "acts" }, h("button", { class: "grave" },
      rich("part.go", { name: bdi(one.name) }))), place);
}
