// What is said when kith itself is not there, or when this page has not been let in.

import { h } from "../h";
import { standing } from "../live";
import { heading } from "../parts/frame";
import { t } from "../words";

export function standingLine(): HTMLElement {
  const line = h("p", { class: "standing", role: "status", hidden: true });
  standing.watch((now) => {
    line.hidden = now !== "away";
    line.textContent = now === "away" ? t("away") : "";
  });
  return line;
}

export function barredSheet(): { element: Element; end(): void } {
  const element = h("main", { class: "alone" },
    heading(t("barred.title")),
    h("p", { class: "said" }, t("barred.say")),
    h("p", { class: "soft" }, t("barred.how")));
  return { element, end: () => undefined };
}
