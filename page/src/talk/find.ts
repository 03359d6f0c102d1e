// Finding words in a circle, and from there to where they stand.

import { ask } from "../api";
import { fill, h } from "../h";
import { doing, told } from "../parts/doing";
import { field } from "../parts/frame";
import type { View } from "../parts/frame";
import { go } from "../route";
import { t } from "../words";
import type { CirclePlace } from "../views/circle";
import { Known } from "./known";
import { row } from "./row";

const found_max = 100;

export function find(at: CirclePlace): View {
  const words = h("input", { type: "search", autocomplete: "off", dir: "auto", required: true });
  const found = h("div", { class: "list" });
  const place = told();
  const { circle } = at;
  const show = (id: string): void => go({ ...at, tab: "talk", entry: id });
  const look = (event: Event): void => {
    event.preventDefault();
    void doing(place, async () => {
      const entries = await ask("search", { words: words.value, circle, last: found_max });
      const known = new Known();
      for (const entry of entries) known.take(entry);
      await known.fetch(entries.flatMap((entry) => entry.answers)).catch(() => undefined);
      fill(found, entries.map((entry, i) => {
        const line = row(entry, entries[i - 1], known, { show });
        line.querySelector(".foot")?.prepend(
          h("button", { type: "button", class: "plain", onclick: () => show(entry.id) },
            t("find.there")));
        return line;
      }));
      fill(place, entries.length >= found_max ? t("find.most", { n: found_max })
        : t("find.found", { n: entries.length }));
    });
  };
  return {
    element: h("div", { class: "columns" }, h("div", { class: "page" },
      h("form", { class: "search", role: "search", onsubmit: look },
        field(t("find.words"), words, t("find.means")),
        h("div", { class: "acts" }, h("button", { class: "main" }, t("find.look")))),
      place, found)),
    end: () => undefined,
  };
}
