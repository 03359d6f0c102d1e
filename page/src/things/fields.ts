// Fields that the forms of things share: whom it is about, by when, of what kind. What is half
// written in them outlives a look elsewhere, and a reload: kith keeps it, sealed.

import type { Hearer } from "../answers";
import { fill, h } from "../h";
import type { Child } from "../h";
import { field } from "../parts/frame";
import { inOrder, named } from "../parts/names";
import { keepDraft } from "../talk/draft";
import { dueFrom, fieldsOf } from "../times";
import { t } from "../words";

const halfWritten = new Map<string, readonly string[]>();
export const forgetHalfWritten = (): void => halfWritten.clear();

type Written = HTMLInputElement | HTMLTextAreaElement;

export interface Kept {
  /** It is said: nothing is half written any more. */
  done(): void;
  end(): void;
}

/** What was being written under that name stands in it again, for as long as the page does. */
export function remembering(name: string, ...fields: Written[]): Kept & { found: boolean } {
  const first = fields.map((one) => one.value);
  const put = (all: readonly string[]): void =>
    fields.forEach((one, i) => (one.value = all[i] ?? one.value));
  const before = halfWritten.get(name);
  if (before !== undefined) put(before);
  for (const one of fields)
    one.addEventListener("input", () => halfWritten.set(name, fields.map((each) => each.value)));
  return {
    found: before !== undefined,
    done: () => {
      halfWritten.delete(name);
      put(first);
    },
    end: () => undefined,
  };
}

/** The same, of a form of that circle, and after a reload as well. It has to be ended. */
export function keeping(circle: string, form: string, ...fields: Written[]): Kept {
  const first = JSON.stringify(fields.map((one) => one.value));
  const text = (): string => {
    const now = JSON.stringify(fields.map((one) => one.value));
    return now === first ? "" : now;
  };
  const here = remembering(`${form} ${circle}`, ...fields);
  const draft = keepDraft(circle, () => ({ text: text(), answers: [], to: null }), form);
  let touched = false;
  if (!here.found)
    void draft.restored.then((kept) => {
      if (kept.text === undefined || text() !== "") return;
      const all = JSON.parse(kept.text) as string[];
      fields.forEach((one, i) => (one.value = all[i] ?? one.value));
    }).catch(() => undefined);
  for (const one of fields)
    one.addEventListener("input", () => {
      touched = true;
      draft.soon();
    });
  const keep = (): void => {
    if (touched) draft.now();
  };
  return {
    done: () => {
      here.done();
      touched = true; // what was restored goes, too
      keep();
      touched = false;
    },
    end: () => {
      keep();
      draft.end();
    },
  };
}

export const line = (more: { value?: string } = {}): HTMLInputElement =>
  h("input", { type: "text", autocomplete: "off", dir: "auto", ...more });
export const lines = (rows: number, more: { value?: string; required?: boolean } = {},
): HTMLTextAreaElement => h("textarea", { dir: "auto", autocomplete: "off", rows, ...more });

export interface Whom {
  element: HTMLElement;
  /** Those who will hear it are others now. */
  of(people: readonly Hearer[]): void;
  /** Undefined: as it is where nobody is chosen. */
  chosen(): string[] | undefined;
}

/** `from` "all": it is all of them until some are left out. Else those chosen, or nobody. */
export function whom(
  legend: Child, means: string, from: "all" | readonly string[],
): Whom {
  const left_out = new Set<string>();
  const taken = new Set<string>(from === "all" ? [] : from);
  let people: readonly Hearer[] = [];
  const ticks = h("div", { class: "ticks" });
  const isOn = ({ person }: Hearer): boolean =>
    from === "all" ? !left_out.has(person) : taken.has(person);
  const set = ({ person }: Hearer, on: boolean): void => {
    if (on) left_out.delete(person);
    else left_out.add(person);
    if (on) taken.add(person);
    else taken.delete(person);
  };
  const draw = (): void => fill(ticks, inOrder(people).map((one) => h("label", { class: "tick" },
    h("input", { type: "checkbox", checked: isOn(one),
      onchange: (event: Event) => set(one, (event.target as HTMLInputElement).checked) }),
    h("span", null, named(one)))));
  const element = h("fieldset", { hidden: true }, h("legend", null, legend), ticks,
    h("small", { class: "soft small" }, means));
  return {
    element,
    of: (next) => {
      if (next.map((one) => one.person).join() === people.map((one) => one.person).join()) return;
      people = next;
      element.hidden = people.length === 0;
      draw();
    },
    chosen: () => {
      const on = people.filter(isOn).map((one) => one.person);
      return (from === "all" ? on.length === people.length : on.length === 0) ? undefined : on;
    },
  };
}

export interface When {
  element: HTMLElement;
  /** Undefined: no day. */
  value(): string | undefined;
  clear(): void;
}

export function when(by: string | null = null): When {
  const now = by === null ? { day: "", hour: "" } : fieldsOf(by);
  const day = h("input", { type: "date", autocomplete: "off", value: now.day });
  const hour = h("input", { type: "time", autocomplete: "off", value: now.hour,
    "aria-label": t("when.hour") });
  return {
    element: h("div", { class: "when" }, field(t("when"), day), field(t("when.hour"), hour)),
    value: () => (day.value === "" ? undefined : dueFrom(day.value, hour.value)),
    clear: () => { day.value = hour.value = ""; },
  };
}

/** Comma or not, of whatever script. */
export const tagsIn = (text: string): string[] =>
  [...new Set(text.split(/[,،、;]/u).map((one) => one.trim()).filter((one) => one !== ""))];
