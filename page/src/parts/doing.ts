// An act under way: not done twice, and what stood against it is said where it was asked for.

import { Fault } from "../api";
import { fill, h } from "../h";
import { isKey, t } from "../words";

/** A place for one sentence, read out when it fills. */
export function told(): HTMLElement {
  return h("p", { class: "told", role: "status" });
}

export function sentenceOf(fault: unknown): string {
  // The commonest are said in the reader's language; the rest as kith says them.
  if (fault instanceof Fault) {
    const key = `refused.${fault.code}`;
    if (isKey(key)) return t(key);
    if (fault.message !== "") return fault.message;
  }
  if (fault instanceof Fault && fault.status === 0) return t("fault.away");
  return t("fault.unknown");
}

/** Says in `place` what went wrong. */
export function sayFault(place: HTMLElement, fault: unknown): void {
  place.classList.add("fault");
  fill(place, sentenceOf(fault));
}

/** A thin bar beside words that say the same. */
export function bar(place: HTMLElement, label: string): (done: number, all: number) => void {
  const progress = h("progress", { max: 1, "aria-label": label });
  fill(place, label, progress);
  return (done, all) => {
    if (all > 0) progress.value = done / all;
  };
}

const underWay = new WeakSet<HTMLElement>();

/** Runs `work` once at a time for `place`; says in it what went wrong. */
export async function doing(place: HTMLElement, work: () => Promise<void>): Promise<void> {
  if (underWay.has(place)) return;
  underWay.add(place);
  place.classList.remove("fault");
  fill(place);
  try {
    await work();
  } catch (fault) {
    sayFault(place, fault);
  } finally {
    underWay.delete(place);
  }
}
