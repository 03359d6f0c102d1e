// What is said when kith itself is not there, or when this page has not been let in.

import { h } from "../h";
import { standing } from "../live";
import { field, heading } from "../parts/frame";
import { t } from "../words";

export function standingLine(): HTMLElement {
  const line = h("p", { class: "standing", role: "status", hidden: true });
  standing.watch((now) => {
    line.hidden = now !== "away";
    line.textContent = now === "away" ? t("away") : "";
  });
  return line;
}

/** `words`: what was written here and kith could not be told. */
export function barredSheet(words: readonly string[]): { element: Element; end(): void } {
  const element = h("main", { id: "main", class: "alone" },
    heading(t("barred.title")),
    h("p", { class: "said" }, t("barred.say")),
    h("p", { class: "soft" }, t("barred.how")),
    words.length > 0 && field(t("barred.unkept"), h("textarea", {
      dir: "auto", rows: 6, readonly: true, autocomplete: "off", value: words.join("\n\n"),
    }), t("barred.unkept.means")));
  return { element, end: () => undefined };
}
