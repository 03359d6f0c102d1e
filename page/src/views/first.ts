// The first run: a name, a passphrase or not, and then how to meet someone.

import { ask } from "../api";
import { h } from "../h";
import { doing, told } from "../parts/doing";
import { field, heading } from "../parts/frame";
import { emblem } from "../parts/icons";
import { t } from "../words";

const secret = (): HTMLInputElement =>
  h("input", { type: "password", autocomplete: "off" });

interface Choice {
  element: HTMLElement;
  wanted(): boolean;
}

function choice(changed: () => void): Choice {
  const option = (value: string, name: string, means: string): HTMLElement =>
    h("label", { class: "option" },
      h("input", { type: "radio", name: "lock", value, checked: value === "yes",
        onchange: changed }),
      h("span", null, h("b", null, name), h("small", null, means)));
  const element = h("fieldset", { class: "stack" },
    h("legend", null, t("first.lock")),
    option("yes", t("first.lock.yes"), t("first.lock.yes.means")),
    option("no", t("first.lock.no"), t("first.lock.no.means")));
  const wanted = (): boolean =>
    element.querySelector<HTMLInputElement>("input:checked")?.value === "yes";
  return { element, wanted };
}

export function begin(made: () => Promise<void>): { element: Element; end(): void } {
  const name = h("input", { type: "text", autocomplete: "off", required: true, dir: "auto" });
  const first = secret();
  const second = secret();
  const place = told();
  const both = h("div", { class: "stack" },
    field(t("first.passphrase"), first), field(t("first.passphrase.again"), second));
  const lock = choice(() => {
    both.hidden = !lock.wanted();
  });
  const make = (event: SubmitEvent): void => {
    event.preventDefault();
    void doing(place, async () => {
      const wish: { name: string; passphrase?: string } = { name: name.value.trim() };
      if (lock.wanted()) {
        const unlike = first.value !== second.value;
        if (first.value === "" || unlike) {
          place.classList.add("fault");
          place.textContent = t(unlike ? "first.unlike" : "first.empty");
          (unlike ? second : first).focus();
          return;
        }
        wish.passphrase = first.value;
      }
      await ask("init", wish);
      await made();
    });
  };
  const form = h("form", { class: "stack wide", onsubmit: make },
    field(t("first.name"), name, t("first.name.means")), lock.element, both,
    h("div", { class: "acts" }, h("button", { class: "main" }, t("first.make"))), place);
  const element = h("main", { id: "main", class: "alone" }, emblem(),
    heading(t("first.title"), t("first.say")), h("div", { class: "sheet" }, form));
  return { element, end: () => undefined };
}
