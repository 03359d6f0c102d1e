// A new circle: it begins with the one who begins it, alone; or, with an end, with people whom one
// knows from other circles.

import { ask } from "../api";
import { fill, h } from "../h";
import { doing, told } from "../parts/doing";
import { field, fold, frame, heading, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { living } from "../parts/living";
import { go } from "../route";
import { beginJuncture } from "../things/juncture";
import { t } from "../words";

const log_bytes_max = 900_000; // a request has at most 1 MiB

// An old conversation comes into a circle of its own, as quotes: whoever is included later hears of
// it what is given to them, as of everything else.
function bringing(): HTMLElement {
  const name = h("input", { type: "text", autocomplete: "off", required: true, dir: "auto" });
  const file = h("input", { type: "file", required: true });
  const place = told();
  return h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    void doing(place, async () => {
      const [chosen] = file.files ?? [];
      if (chosen === undefined) return;
      if (chosen.size > log_bytes_max) return fill(place, t("bring.old.too_large"));
      const text = await chosen.text();
      const made = await ask("circle/new", { name: name.value.trim() });
      await ask("import/irc", { circle: made.circle, file: chosen.name, text });
      go({ view: "circle", circle: made.circle, tab: "talk" });
    });
  } }, h("p", { class: "soft" }, t("bring.old.means")), field(t("begin.name"), name),
  field(t("bring.old.file"), file, t("bring.old.file.means")),
  h("div", { class: "acts" }, h("button", null, t("bring.old.go"))), place);
}

export function begin(): View {
  const name = h("input", { type: "text", autocomplete: "off", required: true, dir: "auto" });
  const place = told();
  const make = (event: Event): void => {
    event.preventDefault();
    void doing(place, async () => {
      const made = await ask("circle/new", { name: name.value.trim() });
      go({ view: "circle", circle: made.circle, tab: "hears" });
    });
  };
  const form = h("form", { class: "sheet stack", onsubmit: make },
    field(t("begin.name"), name, t("begin.name.means")),
    h("div", { class: "acts" }, h("button", { class: "main" }, t("begin.make"))), place);
  const juncture = living(async () => (await ask("contacts", {})).map((one) =>
    ({ ...one, last_synced: null })), (contacts) => contacts.length > 0 &&
    fold(t("juncture.fold"), "sheet", beginJuncture(contacts)));
  const element = frame("begin", heading(t("begin"), t("begin.say")), [form, juncture.element, fold(t("bring.old"), "sheet", bringing())],
    note(t("begin.no_list"), h("p", { class: "soft" }, t("begin.no_list.means"))),
    t("begin.beside"));
  return { element, end: juncture.end };
}
