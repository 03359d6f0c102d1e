// A plain page of help: what each way of keeping apart from someone does, and what it does not do.
// Kith has tools for a boundary and none for a verdict.

import { h } from "../h";
import { frame, heading, link, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { t } from "../words";
import type { Key } from "../words";

const ways = ["unseen", "silent", "word", "until", "aside", "notes", "all"] as const;

function way(name: (typeof ways)[number]): HTMLElement {
  const key = (part: string): Key => `boundary.${name}${part}` as Key;
  return h("section", { class: "boundary" }, h("h2", null, t(key(""))),
    h("p", null, t(key(".does"))),
    h("p", { class: "soft" }, t(key(".not"))),
    h("p", { class: "soft small" }, t(key(".where"))));
}

export function boundaries(): View {
  const element = frame("boundaries", heading(t("boundaries"), t("boundaries.say")),
    ways.map(way), [
      note(t("boundaries.yours"), h("p", { class: "soft" }, t("boundaries.yours.means"))),
      note(t("boundaries.others"), h("p", { class: "soft" }, t("boundaries.others.means"))),
      note(t("boundaries.harm"), h("p", { class: "soft" }, t("boundaries.harm.means"))),
      h("p", null, link(t("people"), { view: "people" })),
    ], t("boundaries.beside"));
  return { element, end: () => undefined };
}
