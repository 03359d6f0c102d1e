// Five words that two people read to each other. The same on both sides: nobody stands between.

import { ask } from "../api";
import type { Named } from "../answers";
import { act, fill, h } from "../h";
import { doing, sayFault, told } from "../parts/doing";
import { bdi } from "../parts/names";
import { rich, t } from "../words";

export function words(one: Named, done: () => Promise<void>): HTMLElement {
  const place = told();
  const list = h("ol", { class: "five", dir: "ltr" });
  const same = act(t("compare.same"), () => void doing(place, async () => {
    await ask("words", { person: one.person, same: true });
    await done();
  }), "main");
  const differ = act(t("compare.differ"), () => fill(place,
    rich("compare.differ.means", { name: bdi(one.name) })), "grave");
  ask("words", { person: one.person })
    .then((told) => fill(list, told.words.split(" ").map((word) => h("li", null, word))))
    .catch((fault: unknown) => sayFault(place, fault));
  return h("div", { class: "stack compare" },
    h("p", { class: "soft" }, rich("compare.means", { name: bdi(one.name) })), list,
    h("div", { class: "acts" }, same, differ), place);
}
