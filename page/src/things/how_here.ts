// How it is done here: the practices of a circle, to be read beside what one writes.

import { ask } from "../api";
import { h } from "../h";
import type { Child } from "../h";
import type { CirclePlace } from "../route";
import type { Practice } from "./answers";
import { by } from "./by";
import { prompts } from "./prompts";

export const howHere = (all: readonly Practice[]): Child =>
  all.map((one) => h("div", { class: "how" },
    h("p", { class: "title", dir: "auto" }, one.title),
    h("p", { class: "said", dir: "auto" }, one.text), prompts(one.prompts),
    h("p", { class: "soft small" }, by({ author: one.name, author_id: one.person }))));

/** Of those whom one hears there; none in the talk of two. */
export async function practicesOf(at: CirclePlace): Promise<Practice[]> {
  return at.tie ? [] : ask("practice", { circle: at.circle });
}
