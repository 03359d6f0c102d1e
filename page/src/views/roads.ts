// By which roads this home goes: directly, over Tor as well, or over Tor alone. Chosen here, and so
// from that moment; how far Tor is stands below.

import { ask } from "../api";
import type { Road, TorStatus } from "../answers";
import { act, fill, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { living } from "../parts/living";
import { bdi } from "../parts/names";
import { byCode } from "./troubles";
import { rich, t } from "../words";
import type { Key } from "../words";

const all: readonly Road[] = ["direct", "both", "only_tor"];
const ask_again_ms = 5000; // while Tor is on its way: that is no change of what the home holds

function howFar(tor: TorStatus): Child {
  if (tor.state === "failing") {
    return byCode("tor", tor);
  }
  if (tor.state === "reachable")
    return rich("tor.reachable", { address: h("bdi", { dir: "ltr" }, tor.address) });
  return t(`tor.${tor.state}` as Key, { n: tor.progress });
}

function option(one: Road, now: Road, chosen: (one: Road) => void): HTMLElement {
  return h("label", { class: "option" },
    h("input", { type: "radio", name: "roads", value: one, checked: one === now,
      "data-key": `roads.${one}`, onchange: () => chosen(one) }),
    h("span", null, h("b", null, t(`roads.${one}` as Key)),
      h("small", null, t(`roads.${one}.means` as Key))));
}

/** `gone`: another choice holds, whatever it was; draws it. */
function choosing(now: Road, gone: () => Promise<void>): Child {
  const place = told();
  const next = h("div", { class: "stack" });
  const goBy = (by: Road, seen: boolean): void => void doing(place, async () => {
    await ask("roads", { by, seen });
    await gone();
  });
  // Who went over Tor alone is asked once more before anybody sees where they are.
  const askedAgain = (by: Road): void => {
    const yes = act(t("roads.seen.go"), () => goBy(by, true), "grave");
    fill(next, h("p", null, t("roads.seen")), h("div", { class: "acts" }, yes,
      act(t("roads.seen.back"), () => void gone())));
    yes.focus();
  };
  const chosen = (by: Road): void => fill(next, by !== now && h("div", { class: "acts" },
    act(t("roads.go"), () => now === "only_tor" ? askedAgain(by) : goBy(by, false), "main")));
  return [h("fieldset", { class: "stack" }, h("legend", { class: "vh" }, t("roads")),
    all.map((one) => option(one, now, chosen))), next, place];
}

export function roads(): { element: HTMLElement; end(): void } {
  let is_on_its_way = false;
  const far = living(async () => {
    const { tor } = await ask("roads", {});
    is_on_its_way = tor !== null && tor.state !== "reachable";
    return tor;
  }, (tor) => tor !== null && h("p", { role: "status" }, bdi("Tor"), ": ", howFar(tor)));
  const choice = living(async () => (await ask("roads", {})).by,
    (by) => choosing(by, async () => {
      await Promise.all([choice.refresh(), far.refresh()]);
      choice.element.querySelector<HTMLInputElement>("input:checked")?.focus();
    }), "stack");
  const timer = setInterval(() => {
    if (is_on_its_way && !document.hidden) void far.refresh();
  }, ask_again_ms);
  return {
    element: h("section", { class: "sheet stack" }, h("h2", null, t("roads")), choice.element,
      far.element),
    end: () => {
      clearInterval(timer);
      choice.end();
      far.end();
    },
  };
}
