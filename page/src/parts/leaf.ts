// One act of leaving or keeping: what it is, what it does not do, and where it is done.

import { h } from "../h";
import type { Child } from "../h";

export function leaf(title: string, says: string, limits: string[], ...acts: Child[]): HTMLElement {
  return h("section", { class: "sheet leaf" }, h("h2", null, title), h("p", null, says),
    h("ul", { class: "soft" }, limits.map((limit) => h("li", null, limit))), acts);
}
