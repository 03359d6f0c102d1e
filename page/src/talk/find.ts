// Finding words, in a circle or in all of them, and from there to where they stand.

import { ask } from "../api";
import type { Entry, Found } from "../answers";
import { fill, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { field, heading, link } from "../parts/frame";
import type { View } from "../parts/frame";
import { bdi } from "../parts/names";
import { go } from "../route";
import { rich, t } from "../words";
import { talkPlace } from "../views/circle";
import type { CirclePlace } from "../views/circle";
import { Known } from "./known";
import { row } from "./row";

const at_once = 50;
let last_words = ""; // what was looked for here may be looked for elsewhere

const where = (entry: Entry): Child => h("span", { class: "tag soft" },
  link(entry.tie_with == null ? bdi(entry.circle) : rich("tie", { name: bdi(entry.circle) }),
    talkPlace(entry)));

function searching(at: CirclePlace | null): HTMLElement {
  const words = h("input", { type: "search", autocomplete: "off", dir: "auto", required: true,
    value: last_words });
  const found = h("div", { class: "list" });
  const place = told();
  const further = h("button", { type: "button", hidden: true }, t("find.further"));
  const toEntry = (entry: Entry): void => go(at === null ? talkPlace(entry, entry.id)
    : { ...at, tab: "talk", entry: entry.id });
  const known = new Known();
  let shown: Entry[] = [];
  let next: string | null = null;
  let search = 0; // the one that goes on: an earlier one ends with its next answer
  let last_step = Promise.resolve();

  const draw = async (entries: Entry[]): Promise<void> => {
    for (const entry of entries) known.take(entry);
    await known.fetch(entries.flatMap((entry) => entry.answers)).catch(() => undefined);
    const show = (id: string): void => {
      const entry = known.get(id);
      if (entry !== undefined) toEntry(entry);
    };
    for (const entry of entries) {
      const line = row(entry, shown.at(-1), known, at === null ? { show, where } : { show });
      line.querySelector(".what > .foot:last-child")?.prepend(
        h("button", { type: "button", class: "plain", onclick: () => toEntry(entry) },
          t("find.there")));
      found.append(line);
      shown.push(entry);
    }
  };

  // Answer after answer, until so many are found, or there is no more to look through.
  const step = async (mine: number): Promise<void> => {
    const enough = shown.length + at_once;
    let waiting = Infinity;
    while (mine === search && found.isConnected) {
      const answer: Found = await ask("search", { words: last_words, last: enough - shown.length,
        ...(next === null ? {} : { before: next }),
        ...(at === null ? {} : { circle: at.circle }) });
      if (mine !== search) return;
      // The newest first: they may be among those that are made searchable with each answer.
      const indexing = next === null && answer.waiting > 0 && answer.waiting < waiting;
      waiting = answer.waiting;
      if (!indexing) {
        next = answer.next;
        await draw(answer.entries);
        if (next === null || shown.length >= enough) break;
      }
      fill(place, t("find.looking"));
    }
    further.hidden = next === null;
    fill(place, next === null ? t("find.found", { n: shown.length })
      : t("find.most", { n: shown.length }));
  };
  const goOn = (mine: number): void => {
    further.hidden = true;
    last_step = last_step.then(() => doing(place, () => step(mine)));
  };
  const look = (event: Event): void => {
    event.preventDefault();
    last_words = words.value;
    search += 1;
    const mine = search;
    last_step = last_step.then(() => {
      shown = [];
      next = null;
      fill(found);
    });
    goOn(mine);
  };
  further.addEventListener("click", () => goOn(search));
  return h("div", { class: "page" },
    h("form", { class: "search", role: "search", onsubmit: look },
      field(t("find.words"), words, t("find.means")),
      h("div", { class: "acts" }, h("button", { class: "main" }, t("find.look")),
        at !== null && link(t("find.everywhere"), { view: "find" }))),
    place, found, h("div", { class: "acts" }, further));
}

/** In one circle, as a tab of it. */
export const find = (at: CirclePlace): View =>
  ({ element: h("div", { class: "columns" }, searching(at)), end: () => undefined });

/** In all of them. */
export function findAll(): View {
  const element = h("div", { class: "view find" },
    heading(t("find.all"), t("find.all.say")), searching(null));
  return { element, end: () => undefined };
}
