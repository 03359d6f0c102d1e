// Finding words, in a circle or in all of them, and from there to where they stand.

import { ask } from "../api";
import type { Entry } from "../answers";
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

const found_max = 100;
let last_words = ""; // what was looked for here may be looked for elsewhere

const where = (entry: Entry): Child => h("span", { class: "tag soft" },
  link(entry.tie_with == null ? bdi(entry.circle) : rich("tie", { name: bdi(entry.circle) }),
    talkPlace(entry)));

function searching(at: CirclePlace | null): HTMLElement {
  const words = h("input", { type: "search", autocomplete: "off", dir: "auto", required: true,
    value: last_words });
  const found = h("div", { class: "list" });
  const place = told();
  const toEntry = (entry: Entry): void => go(at === null ? talkPlace(entry, entry.id)
    : { ...at, tab: "talk", entry: entry.id });
  const draw = async (entries: Entry[]): Promise<void> => {
    const known = new Known();
    for (const entry of entries) known.take(entry);
    await known.fetch(entries.flatMap((entry) => entry.answers)).catch(() => undefined);
    const show = (id: string): void => {
      const entry = known.get(id);
      if (entry !== undefined) toEntry(entry);
    };
    fill(found, entries.map((entry, i) => {
      const line = row(entry, entries[i - 1], known, at === null ? { show, where } : { show });
      line.querySelector(".foot")?.prepend(
        h("button", { type: "button", class: "plain", onclick: () => toEntry(entry) },
          t("find.there")));
      return line;
    }));
    fill(place, entries.length >= found_max ? t("find.most", { n: found_max })
      : t("find.found", { n: entries.length }));
  };
  const look = (event: Event): void => {
    event.preventDefault();
    last_words = words.value;
    void doing(place, async () => draw(await ask("search", { words: words.value, last: found_max,
      ...(at === null ? {} : { circle: at.circle }) })));
  };
  return h("div", { class: "page" },
    h("form", { class: "search", role: "search", onsubmit: look },
      field(t("find.words"), words, t("find.means")),
      h("div", { class: "acts" }, h("button", { class: "main" }, t("find.look")),
        at !== null && link(t("find.everywhere"), { view: "find" }))),
    place, found);
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
