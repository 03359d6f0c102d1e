// A recovery key: made and shown once, used where a home came back from a copy, ended. What it says
// stands on the page until the next look elsewhere, and is kept nowhere.

import { ask } from "../api";
import { act, fill, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { field } from "../parts/frame";
import { leaf } from "../parts/leaf";
import { date } from "../times";
import { rich, t } from "../words";

function shown(key: string): Child {
  return [h("p", null, t("recovery.write")),
    h("p", { class: "code", dir: "ltr", tabindex: 0, role: "group",
      "aria-label": t("recovery.text") }, key.split("\n").flatMap((line) => [line, h("br", null)])),
    h("p", { class: "soft small" }, t("recovery.once"))];
}

function making(changed: () => void): HTMLElement {
  const place = told();
  const key = h("div", null);
  const make = act(t("recovery.make"), () => void doing(place, async () => {
    const made = await ask("recovery/make", {});
    fill(key, shown(made.key));
    if (made.replaces) fill(place, t("recovery.replaced"));
    changed();
  }));
  return h("div", { class: "stack" }, h("div", { class: "acts" }, make), place, key);
}

function using(): HTMLElement {
  const key = h("textarea", { rows: 4, autocomplete: "off", spellcheck: "false", dir: "ltr",
    required: true, class: "code" });
  const place = told();
  return h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    void doing(place, async () => {
      const used = await ask("recovery/use", { key: key.value });
      key.value = "";
      const { opened, unreadable } = used;
      const nothing = opened + unreadable === 0;
      fill(place, nothing ? t("recovery.nothing") : [t("recovery.opened", { n: opened }), " ",
        unreadable > 0 ? t("recovery.closed", { n: unreadable }) : ""]);
    });
  } }, field(t("recovery.key"), key, t("recovery.key.means")),
    h("div", { class: "acts" }, h("button", null, t("recovery.use"))), place);
}

export function recovering(): HTMLElement {
  const is = h("div", null);
  const place = told();
  const look = (): void => {
    void ask("status", {}).then(({ recovery_key }) => {
      const end = act(t("recovery.end"), () => void doing(place, async () => {
        await ask("recovery/end", {});
        fill(place, t("recovery.ended"));
        look();
      }), "plain");
      fill(is, recovery_key === null ? [] : [
        h("p", null, rich("recovery.is", { day: date(recovery_key.made) })),
        h("div", { class: "acts" }, end)]);
    }).catch(() => undefined);
  };
  look();
  return leaf(t("recovery"), t("recovery.means"),
    [t("recovery.limit"), t("recovery.limit.two"), t("recovery.limit.three")],
    making(look), is, place, h("h3", null, t("recovery.back")), using());
}
