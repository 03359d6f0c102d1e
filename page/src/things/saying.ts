// Saying something of a kind of its own: who will hear it stands above the button and on it, in the
// same words as where one speaks, before anything is said.

import type { Hearer, Hearing, Named } from "../answers";
import { act, fill, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { whileShown } from "../parts/living";
import { aside, heard } from "../talk/heard";
import { isMe } from "../parts/names";
import { chooser, goLabel, hearing, reasons } from "../talk/hearing";
import type { Deed } from "../talk/hearing";
import { t } from "../words";
import type { Held } from "./fields";

export interface Saying {
  element: HTMLFormElement;
  to(): { to?: string[] };
  /** Whom one says it to, where those are fewer. */
  fewer: Held;
  /** Looks again: what it answers is another now. */
  answers(ids: readonly string[]): void;
  end(): void;
}

interface How {
  circle: string;
  answers?: readonly string[];
  fewer?: boolean; // it may be said to fewer
  concerns?: readonly Named[]; // who does not hear it of these is told
  go?: string; // on the button, where that is not "say"
  deed?: Deed;
  hearers?(audience: readonly Hearer[]): void; // told of each change
  say(): Promise<void>;
}

/** A form around `inside`: who hears, the button, what went wrong. */
export function saying(how: How, ...inside: Child[]): Saying {
  let answers = how.answers ?? [];
  let to: string[] | null = null;
  let choosing = false;
  let asked = 0;
  const hears = h("p", { class: "hearers", role: "status" });
  const why = h("div", null);
  const fewer = h("div", null);
  const go = h("button", { class: "main", hidden: true });
  const others = h("span", { class: "acts" });
  const place = told();
  const kept = h("div", { class: "saying" }, hears, why, fewer);
  const set = (next: string[] | null, open: boolean): void => {
    [to, choosing] = [next, open];
    kept.dispatchEvent(new Event("change"));
    void look();
  };

  function alternatives(now: Hearing): Child {
    if (how.fewer === false) return null;
    if (to !== null) return act(t("fewer.end"), () => set(null, false), "plain");
    return now.audience.length > 1 &&
      act(t("fewer"), () => set(now.audience.map((one) => one.person), true), "plain");
  }

  function draw(now: Hearing): void {
    const { audience, left_out } = now;
    const heard_by = new Set([...audience, ...left_out].map((one) => one.person));
    const absent = [...left_out, ...(how.concerns ?? []).filter((one) =>
      !heard_by.has(one.person) && !isMe(one.person))];
    const key = (document.activeElement as HTMLElement | null)?.dataset["key"];
    fill(hears, now.aside && audience.length > 0 ? aside(audience, absent)
      : heard(audience, absent));
    fill(why, reasons(now, answers.length > 0));
    fill(fewer, choosing && chooser(now, to, (next) => set(next, true)));
    if (key !== undefined)
      fewer.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
    fill(go, how.go ?? goLabel(now, how.deed));
    go.hidden = false;
    go.disabled = to !== null && audience.length === 0;
    fill(others, alternatives(now));
    how.hearers?.(audience);
  }

  async function look(): Promise<void> {
    const turn = ++asked;
    // Refused or away: what stands stays, and saying it tells why.
    const answer = await hearing({ circle: how.circle,
      ...(answers.length > 0 ? { answers: [...answers] } : {}) }, to).catch(() => null);
    if (turn !== asked || answer === null) return;
    to = answer.to;
    draw(answer.now);
  }

  const speak = (event: Event): void => {
    event.preventDefault();
    void doing(place, how.say);
  };
  const element = h("form", { class: "stack", onsubmit: speak }, inside,
    kept, h("div", { class: "acts" }, go, others),
    place);
  const unwatch = whileShown(element, () => void look());
  return {
    element,
    to: () => (to === null ? {} : { to }),
    fewer: {
      place: kept,
      get value() { return to === null ? "" : JSON.stringify(to); },
      set value(next) {
        to = next === "" ? null : JSON.parse(next) as string[];
        choosing = to !== null;
        void look();
      },
    },
    answers: (ids) => {
      if (ids.join() === answers.join()) return;
      answers = ids;
      void look(); // who was left out stays so
    },
    end: unwatch,
  };
}
