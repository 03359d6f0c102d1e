// The first run: a name, a passphrase or not, and then how to meet someone; or a home from a safe
// copy.

import { ask, handOverBackup } from "../api";
import { act, fill, h } from "../h";
import { bar, doing, told } from "../parts/doing";
import { field, fold, heading } from "../parts/frame";
import { emblem } from "../parts/icons";
import { bdi } from "../parts/names";
import { warning } from "../parts/weak";
import { rich, t } from "../words";

const secret = (): HTMLInputElement =>
  h("input", { type: "password", autocomplete: "off" });

interface Choice {
  element: HTMLElement;
  /** The passphrase, or none; nothing where it says in `place` what is wrong with it. */
  chosen(place: HTMLElement): { passphrase?: string } | null;
}

let choices = 0; // radios of two are two groups

function choice(): Choice {
  const name = `lock${++choices}`;
  const [first, second] = [secret(), secret()];
  const warns = warning();
  const both = h("div", { class: "stack" },
    field(t("first.passphrase"), first), field(t("first.passphrase.again"), second));
  const wanted = (): boolean =>
    fieldset.querySelector<HTMLInputElement>("input:checked")?.value === "yes";
  const option = (value: string, label: string, means: string): HTMLElement =>
    h("label", { class: "option" },
      h("input", { type: "radio", name, value, checked: value === "yes",
        onchange: () => (both.hidden = !wanted()) }),
      h("span", null, h("b", null, label), h("small", null, means)));
  const fieldset = h("fieldset", { class: "stack" },
    h("legend", null, t("first.lock")),
    option("yes", t("first.lock.yes"), t("first.lock.yes.means")),
    option("no", t("first.lock.no"), t("first.lock.no.means")));
  return {
    element: h("div", { class: "stack wide" }, fieldset, both),
    chosen: (place) => {
      if (!wanted()) return {};
      const fits = first.value !== "" && first.value === second.value;
      const weak = fits && warns(first.value);
      if (fits && !weak) return { passphrase: first.value };
      place.classList.toggle("fault", !fits);
      place.textContent = t(weak ? "first.weak" : first.value === second.value ? "first.empty"
        : "first.unlike");
      if (!fits) (first.value === second.value ? first : second).focus();
      return null;
    },
  };
}

function making(made: () => Promise<void>): HTMLElement {
  const name = h("input", { type: "text", autocomplete: "off", required: true, dir: "auto" });
  const place = told();
  const lock = choice();
  const make = (event: SubmitEvent): void => {
    event.preventDefault();
    void doing(place, async () => {
      const wish = lock.chosen(place);
      if (wish === null) return;
      await ask("init", { name: name.value.trim(), ...wish });
      await made();
    });
  };
  return h("form", { class: "stack wide", onsubmit: make },
    field(t("first.name"), name, t("first.name.means")), lock.element,
    h("div", { class: "acts" }, h("button", { class: "main" }, t("first.make"))), place);
}

// The file goes to kith once; a passphrase may be tried again.
function restoring(made: () => Promise<void>): HTMLElement {
  const opens = secret();
  opens.required = true;
  const lock = choice();
  const place = told();
  const handed = h("p", { class: "told", role: "status" });
  const rest = h("div", { class: "stack wide", hidden: true },
    field(t("restore.passphrase"), opens), lock.element,
    h("div", { class: "acts" }, h("button", { class: "main" }, t("restore.go"))));
  const picker: HTMLInputElement = h("input", {
    type: "file", class: "vh", tabindex: -1, "aria-label": t("restore.file"), onchange: () => {
      const file = picker.files?.[0];
      if (file === undefined) return;
      void doing(handed, async () => {
        await handOverBackup(file, bar(handed, t("restore.reading")));
        fill(handed, rich("restore.read", { file: bdi(file.name) }));
        rest.hidden = false;
        opens.focus();
      });
    },
  });
  const restore = (event: SubmitEvent): void => {
    event.preventDefault();
    void doing(place, async () => {
      const wish = lock.chosen(place);
      if (wish === null) return;
      fill(place, t("restore.running"));
      await ask("restore", { passphrase: opens.value,
        ...(wish.passphrase === undefined ? {} : { new_passphrase: wish.passphrase }) });
      await made();
    });
  };
  return h("form", { class: "stack wide", onsubmit: restore },
    h("p", { class: "soft" }, t("restore.means")),
    h("div", { class: "acts" }, act(t("restore.file"), () => picker.click()), picker), handed, rest,
    place);
}

export function begin(made: () => Promise<void>): { element: Element; end(): void } {
  // Built when it is opened: few come with a copy.
  const from_copy = fold(t("restore"), "restore");
  from_copy.addEventListener("toggle", () => {
    if (from_copy.childElementCount === 1)
      from_copy.append(h("div", { class: "sheet" }, restoring(made)));
  });
  const element = h("main", { id: "main", class: "alone" }, emblem(),
    heading(t("first.title"), t("first.say")), h("div", { class: "sheet" }, making(made)),
    from_copy);
  return { element, end: () => undefined };
}
