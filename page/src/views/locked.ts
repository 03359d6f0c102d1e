// A home with a passphrase, before it was said.

import { ask } from "../api";
import { h } from "../h";
import { doing, told } from "../parts/doing";
import { field, heading } from "../parts/frame";
import { t } from "../words";

export function locked(opened: () => Promise<void>): { element: Element; end(): void } {
  const passphrase = h("input", {
    type: "password", autocomplete: "off", required: true, "aria-describedby": "why",
  });
  const place = told();
  place.id = "why";
  const open = (event: SubmitEvent): void => {
    event.preventDefault();
    void doing(place, async () => {
      const typed = passphrase.value;
      try {
        await ask("unlock", { passphrase: typed });
      } catch (fault) {
        passphrase.select();
        passphrase.focus();
        throw fault;
      }
      passphrase.value = "";
      await opened();
    });
  };
  const form = h("form", { class: "stack", onsubmit: open },
    field(t("locked.passphrase"), passphrase),
    h("div", { class: "acts" }, h("button", { class: "main" }, t("locked.open"))), place);
  const element = h("main", { class: "alone" },
    heading(t("locked.title"), t("locked.say")), h("div", { class: "sheet" }, form));
  return { element, end: () => undefined };
}
