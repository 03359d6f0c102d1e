// My own notes on how promises to me went: for me alone. And the pattern that they make, of one
// person: counts in words first, then dots, then what the next ones may bring. Nothing ranks.

import { ask } from "../api";
import type { Contact, Named } from "../answers";
import { act, fill, h, s } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { field, fold, note } from "../parts/frame";
import { bdi } from "../parts/names";
import { date, endOfDay, fieldIn } from "../times";
import { rich, t } from "../words";
import type { Key } from "../words";
import type { Observing, Pattern, PatternGroup, PromiseMade } from "./answers";
import { line, tagsIn } from "./fields";
import { outcomes, wentText } from "./said";

type Done = () => Promise<void>;

// The dots: full came through; the others differ by shape as well as by place.
const dot_px = 16;
const shapes: Readonly<Record<string, (x: number) => Child>> = {
  "came through": (x) => s("circle", { class: "dot", cx: x, cy: 8, r: 5 }),
  late: (x) => [s("circle", { class: "dot o", cx: x, cy: 8, r: 5 }),
    s("path", { class: "dot o", d: `M${x} 8V4.5M${x} 8h2.8` })],
  partly: (x) => [s("circle", { class: "dot o", cx: x, cy: 8, r: 5 }),
    s("path", { class: "dot", d: `M${x} 3a5 5 0 0 1 0 10z` })],
  not: (x) => s("circle", { class: "dot o", cx: x, cy: 8, r: 5 }),
  "we changed it": (x) => s("path", { class: "dot o", d: `M${x - 5} 8h10` }),
};
const dots_max = 40;

const dotted = (went: string, x: number): Child => shapes[went]?.(x) ?? null;

/** Each in its place in time, oldest first; in words for whom does not see it. */
function strip(group: PatternGroup): Child {
  const shown = group.strip.slice(-dots_max);
  const label = group.strip.map((one) => t("strip.one", { day: date(one.at),
    went: wentText(one.went) })).join("; ");
  const svg = s("svg", { class: "dots", role: "img", "aria-label": label,
    viewBox: `0 0 ${shown.length * dot_px} 16` },
  shown.map((one, i) => dotted(one.went, i * dot_px + dot_px / 2)));
  svg.style.setProperty("inline-size", `${shown.length * dot_px}px`);
  const [first, last] = [group.strip[0], group.strip.at(-1)];
  return [svg, first !== undefined && last !== undefined && h("span", { class: "soft small" },
    first === last ? date(first.at)
      : t("strip.span", { from: date(first.at), to: date(last.at) }))];
}

const span_px = 200;
function interval(next: NonNullable<PatternGroup["next"]>): Child {
  const at = (n: number): number => 4 + (n / next.of) * (span_px - 8);
  return [s("svg", { class: "interval", viewBox: `0 0 ${span_px} 12`, "aria-hidden": "true" },
    s("path", { class: "span-base", d: `M4 6H${span_px - 4}` }),
    s("path", { class: "span", d: `M${at(next.low)} 6H${at(next.high) + 0.1}` })),
  h("span", { class: "soft small" }, next.low === next.high
    ? t("next.one", { of: next.of, n: next.low })
    : t("next", { of: next.of, low: next.low, high: next.high }))];
}

export function groupOf(name: Child, group: PatternGroup): HTMLElement {
  return h("li", { class: "strip" },
    h("div", null, h("b", null, name), " ",
      h("span", null, group.of === 0 ? t("counted.none")
        : t("counted", { n: group.of, through: group.came_through }))),
    h("div", null, strip(group)),
    h("div", null, group.next === null
      ? h("span", { class: "soft small" }, t("next.too_little")) : interval(group.next)));
}

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const notices: Readonly<Record<string, Key>> = {
  "less than a day": "notice.day", "less than a week": "notice.week",
  "a week or more": "notice.more", unknown: "notice.unknown",
};
const monday = Date.UTC(2024, 0, 1);
/** Monday as this language has it, from its English name. */
function weekday(name: string, locale: string): string {
  const i = weekdays.indexOf(name);
  return i < 0 ? name : new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" })
    .format(monday + ((i + 6) % 7) * 86_400_000);
}

const legend = (): Child => h("p", { class: "legend" }, outcomes.map((one) => h("span", null,
  s("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, dotted(one, 8)), wentText(one))));

const groups = (all: readonly PatternGroup[], nameOf: (group: string) => Child): Child =>
  h("ul", null, all.map((one) => groupOf(nameOf(one.group), one)));

/** What my notes on one person come to, in that person's sheet. */
export function patternOf(
  one: Contact, pattern: Pattern | null, observing: boolean, locale: string, done: Done,
): Child {
  const some = pattern !== null && pattern.notes > 0;
  if (!some && !observing) return null;
  const order = (a: PatternGroup, b: PatternGroup): number =>
    ((weekdays.indexOf(a.group) + 6) % 7) - ((weekdays.indexOf(b.group) + 6) % 7);
  return h("section", { class: "pattern", "aria-labelledby": "pattern" },
    h("h3", { id: "pattern" }, rich("pattern", { name: bdi(one.name) })),
    h("p", { class: "soft" }, t(some ? "pattern.means" : "pattern.none")),
    some && [groups(pattern.by_tag, (tag) => tag === "" ? t("pattern.no_tag") : bdi(tag)), legend(),
      h("div", { class: "folds" },
        fold(t("pattern.weekday"), "", groups([...pattern.by_weekday].sort(order),
          (day) => weekday(day, locale))),
        fold(t("pattern.notice"), "", groups(pattern.by_notice,
          (notice) => notices[notice] === undefined ? notice : t(notices[notice] as Key))),
        fold(t("wipe.one"), "", wiping(one, done)))],
    observing && fold(t("observe.add"), "", noting({ person: one.person }, done)));
}

function wiping(of: Named | null, done: Done): HTMLElement {
  const place = told();
  return h("div", { class: "stack" }, h("p", { class: "soft" }, t("wipe.means")),
    h("div", { class: "acts" }, act(t("wipe.go"), () => void doing(place, async () => {
      await ask("wipe/notes", of === null ? {} : { person: of.person });
      await done();
    }), "grave")), place);
}

let forms = 0; // radios of two forms are two groups

function noting(of: { id: string } | { person: string }, done: Done): HTMLElement {
  const name = `went${++forms}`;
  const place = told();
  const tags = line();
  const day = h("input", { type: "date", autocomplete: "off", value: fieldIn(0),
    max: fieldIn(0) });
  const free = "person" in of;
  const form = h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    const went = form.querySelector<HTMLInputElement>("input:checked")?.value;
    void doing(place, async () => {
      if (went === undefined) return form.querySelector<HTMLInputElement>("input")?.focus();
      const at = fieldIn(0) === day.value || day.value === "" ? {} : { at: endOfDay(day.value) };
      await ask("observe", { ...of, went, ...(free && tagsIn(tags.value).length > 0
        ? { tags: tagsIn(tags.value) } : {}), ...(free ? at : {}) });
      await done();
    });
  } }, h("p", { class: "soft small" }, t("observe.alone.means")),
    h("fieldset", null, h("legend", { class: "vh" }, t("observe")),
      h("div", { class: "choose" }, outcomes.map((one) => h("label", { class: "option" },
        h("input", { type: "radio", name, value: one }), h("span", null, wentText(one)))))),
    free && [field(t("tags.field"), tags, t("tags.means")), field(t("observe.day"), day)],
    h("div", { class: "acts" }, h("button", null, t("observe.go"))), place);
  return form;
}

/** Of a promise that was made to me. */
export const howItWent = (one: PromiseMade, done: Done): HTMLElement =>
  noting({ id: one.id }, done);

/** "Who has come through for rides?": by name, each with their own counts. */
export function cameThrough(): HTMLElement {
  const tag = line();
  tag.required = true;
  const found = h("div", null);
  const place = told();
  return fold(t("came_through"), "sheet", h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    void doing(place, async () => {
      const all = await ask("came/through", { tag: tag.value.trim() });
      fill(found, all.length === 0 ? h("p", { class: "said" }, t("came_through.nobody"))
        : [h("ul", { class: "pattern" }, all.map((one) => groupOf(bdi(one.name), one))), legend()]);
    });
  } }, field(t("came_through.tag"), tag, t("came_through.means")),
    h("div", { class: "acts" }, h("button", null, t("came_through.go"))), place, found));
}

/** Beside the people: whether such notes are kept at all, and wiping them. */
export function keepingNotes(now: Observing, done: Done): Child {
  const place = told();
  const box: HTMLInputElement = h("input", { type: "checkbox", role: "switch", checked: now.on,
    "data-key": "observing", onchange: () => void doing(place, async () => {
      try {
        await ask("observing", { on: box.checked });
      } finally {
        await done();
      }
    }) });
  return note(t("observing"), h("p", { class: "soft" }, t("observing.means")),
    h("label", { class: "tick" }, box, h("span", null, t("observing.on"))),
    now.notes > 0 && fold(t("wipe.all"), "", wiping(null, done)), place);
}
