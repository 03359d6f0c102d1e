// Somebody's words as they stand.

import { act, h } from "../h";
import type { Child } from "../h";
import { t } from "../words";

const text_max = 3000; // above it the rest unfolds

/** Where they are very long, the rest unfolds. */
export function longWords(text: string): Child {
  const said = h("p", { class: "said", dir: "auto" }, text.slice(0, text_max));
  if (text.length <= text_max) return said;
  const more = act(t("entry.more"), () => {
    said.textContent = text;
    more.remove();
  }, "plain");
  return [said, more];
}
