// Fields that the forms of things share: whom it is about, by when, of what kind. What is half
// written in them outlives a look elsewhere, and a reload: kith keeps it, sealed.

import type { Hearer } from "../answers";
import { fill, h } from "../h";
import type { Child } from "../h";
import { field } from "../parts/frame";
import { inOrder, named } from "../parts/names";
import { whileShown } from "../parts/living";
import { keepDraft } from "../talk/draft";
import { dueFrom, fieldsOf } from "../times";
import { t } from "../words";

// By the name of a form; null: that field was left as it was.
type Values = readonly (string | null)[];
const halfWritten = new Map<string, Values>();
export const forgetHalfWritten = (): void => halfWritten.clear();

/** What a form holds in one place, as text: a field, or what was chosen or ticked there. */
export interface Held {
  place: HTMLElement; // told of each touch by "input" or "change"; tells by "put" that it was given
  value: string;
}
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isTick = (one: Field): one is HTMLInputElement =>
  one instanceof HTMLInputElement && one.type === "checkbox";
const isWritten = (one: Field | Held): one is HTMLInputElement | HTMLTextAreaElement =>
  one instanceof HTMLTextAreaElement || (one instanceof HTMLInputElement && one.type === "text");
const takes = (one: Field, value: string): boolean => !(one instanceof HTMLSelectElement) ||
  [...one.options].some((option) => option.value === value);

function held(one: Field | Held): Held {
  if (!(one instanceof HTMLElement)) return one;
  return {
    place: one,
    get value() { return isTick(one) ? (one.checked ? "on" : "") : one.value; },
    set value(next) {
      if (isTick(one)) one.checked = next !== "";
      else if (takes(one, next)) one.value = next;
    },
  };
}

/** Which of the radios in it is chosen. */
export function chosenIn(place: HTMLElement): Held {
  const radios = (): HTMLInputElement[] =>
    [...place.querySelectorAll<HTMLInputElement>("input[type=radio]")];
  return {
    place,
    get value() { return radios().find((one) => one.checked)?.value ?? ""; },
    set value(next) { for (const one of radios()) one.checked = one.value === next; },
  };
}

/** Who of several is ticked; `drawn` shows it. */
export function ticked(place: HTMLElement, all: Set<string>, drawn: () => void): Held {
  return {
    place,
    get value() { return JSON.stringify([...all].sort()); },
    set value(next) {
      all.clear();
      for (const one of JSON.parse(next) as string[]) all.add(one);
      drawn();
    },
  };
}

export interface Kept {
  /** It is said: nothing is half written any more. */
  done(): void;
  end(): void;
}

class Form {
  readonly #all: Held[];
  readonly #first: string[];

  constructor(fields: readonly (Field | Held)[]) {
    this.#all = fields.map(held);
    this.#first = this.#all.map((one) => one.value);
  }
  touched(): Values {
    return this.#all.map((one, i) => (one.value === this.#first[i] ? null : one.value));
  }
  isTouched(): boolean {
    return this.touched().some((one) => one !== null);
  }
  put(values: Values): void {
    this.#all.forEach((one, i) => {
      const value = values[i] ?? null;
      if (value === null || value === one.value) return;
      one.value = value;
      one.place.dispatchEvent(new Event("put"));
    });
  }
  empty(): void {
    this.put(this.#first);
  }
  onTouch(then: () => void): void {
    for (const { place } of this.#all)
      for (const kind of ["input", "change"]) place.addEventListener(kind, then);
  }
}

function remember(name: string, form: Form): { found: boolean; done(): void } {
  const before = halfWritten.get(name);
  if (before !== undefined) form.put(before);
  form.onTouch(() => halfWritten.set(name, form.touched()));
  return {
    found: before !== undefined,
    done: () => {
      halfWritten.delete(name);
      form.empty();
    },
  };
}

/** What was being written under that name stands in it again, for as long as the page does. */
export function remembering(name: string, ...fields: (Field | Held)[]): Kept {
  return { ...remember(name, new Form(fields)), end: () => undefined };
}

/**
 * The same, of a form of that circle (or of none yet), and after a reload as well. It has to be
 * ended, or ends by itself once the form is taken away.
 */
export function keeping(
  circle: string | undefined, name: string, ...fields: (Field | Held)[]
): Kept {
  const form = new Form(fields);
  const text = (): string => (form.isTouched() ? JSON.stringify(form.touched()) : "");
  const here = remember(`${name} ${circle ?? ""}`, form);
  const written = (): string => fields.filter(isWritten).map((one) => one.value)
    .filter((one) => one !== "").join("\n");
  const draft = keepDraft(circle, () => ({ text: text(), answers: [], to: null }), name, written);
  let touched = false;
  if (!here.found)
    void draft.restored.then((kept) => {
      if (kept.text === undefined || form.isTouched()) return;
      form.put(JSON.parse(kept.text) as Values);
    }).catch(() => undefined);
  form.onTouch(() => {
    touched = true;
    draft.soon();
  });
  const keep = (): void => {
    if (touched) draft.now();
  };
  const end = (): void => {
    keep();
    draft.end();
  };
  const [first] = fields.map(held);
  if (first !== undefined) whileShown(first.place, () => undefined, end);
  return {
    done: () => {
      here.done();
      touched = true; // what was restored goes, too
      keep();
      touched = false;
    },
    end,
  };
}

export const line = (more: { value?: string } = {}): HTMLInputElement =>
  h("input", { type: "text", autocomplete: "off", dir: "auto", ...more });
export const lines = (rows: number, more: { value?: string; required?: boolean } = {},
): HTMLTextAreaElement => h("textarea", { dir: "auto", autocomplete: "off", rows, ...more });

export interface Whom extends Held {
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
  const kept = ticked(element, from === "all" ? left_out : taken, draw);
  return {
    element,
    place: element,
    get value() { return kept.value; },
    set value(next) { kept.value = next; },
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
  fields: HTMLInputElement[];
}

export function when(by: string | null = null): When {
  const now = by === null ? { day: "", hour: "" } : fieldsOf(by);
  const day = h("input", { type: "date", autocomplete: "off", value: now.day });
  const hour = h("input", { type: "time", autocomplete: "off", value: now.hour,
    "aria-label": t("when.hour") });
  return {
    element: h("div", { class: "when" }, field(t("when"), day), field(t("when.hour"), hour)),
    value: () => (day.value === "" ? undefined : dueFrom(day.value, hour.value)),
    fields: [day, hour],
  };
}

/** Comma or not, of whatever script. */
export const tagsIn = (text: string): string[] =>
  [...new Set(text.split(/[,،、;]/u).map((one) => one.trim()).filter((one) => one !== ""))];
