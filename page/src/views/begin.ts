// A new circle: it begins with the one who begins it, alone; or, with an end, with people whom one
// knows from other circles.

import { ask } from "../api";
import { h } from "../h";
import { doing, told } from "../parts/doing";
import { field, fold, frame, heading, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { living } from "../parts/living";
import { go } from "../route";
import { beginJuncture } from "../things/juncture";
import { t } from "../words";

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
  const element = frame("begin", heading(t("begin"), t("begin.say")), [form, juncture.element],
    note(t("begin.no_list"), h("p", { class: "soft" }, t("begin.no_list.means"))),
    t("begin.beside"));
  return { element, end: juncture.end };
}
