// The questions of a practice.

import { h } from "../h";
import type { Child } from "../h";

export const prompts = (all: readonly string[]): Child =>
  all.length > 0 && h("ul", { class: "prompts" }, all.map((one) =>
    h("li", null, h("p", { class: "said", dir: "auto" }, one))));
