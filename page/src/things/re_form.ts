// Going on as a new circle with some of one: one act, for oneself. Nothing is taken from anyone.

import { ask } from "../api";
import type { Circle, Named } from "../answers";
import { fill, h } from "../h";
import type { Child } from "../h";
import { openedTo } from "../parts/circles";
import { doing, told } from "../parts/doing";
import { field, fold, link } from "../parts/frame";
import { bdis, inOrder, isMe, named } from "../parts/names";
import { go } from "../route";
import { rich, t } from "../words";
import { keeping, line, ticked } from "./fields";

export function reForming(circle: Circle): Child {
  const all = new Map<string, Named>();
  for (const one of [...circle.hears_me, ...circle.i_hear])
    if (!isMe(one.person)) all.set(one.person, one);
  if (all.size === 0) return null;
  const name = line({ value: circle.name });
  name.required = true;
  const past = h("input", { type: "checkbox", autocomplete: "off" });
  const chosen = new Set<string>();
  const place = told();
  const tick = (one: Named): HTMLElement => h("label", { class: "tick" },
    h("input", { type: "checkbox", checked: chosen.has(one.person), onchange: (event: Event) => {
      if ((event.target as HTMLInputElement).checked) chosen.add(one.person);
      else chosen.delete(one.person);
    } }), h("span", null, named(one)));
  const ticks = h("div", { class: "ticks" });
  const draw = (): void => {
    for (const one of [...chosen]) if (!all.has(one)) chosen.delete(one);
    fill(ticks, inOrder([...all.values()]).map(tick));
  };
  draw();
  const kept = keeping(circle.circle, "re-form", name, past, ticked(ticks, chosen, draw));
  return fold(t("re_form"), "", h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    void doing(place, async () => {
      if (chosen.size === 0) {
        place.classList.add("fault");
        return fill(place, t("juncture.nobody"));
      }
      const made = await ask("re-form", { circle: circle.circle, name: name.value.trim(),
        with: [...chosen], ...(past.checked ? { past: "all" } : {}) });
      kept.done();
      openedTo(made.circle);
      const there = { view: "circle", circle: made.circle, tab: "hears" } as const;
      if (made.past_not_given.length === 0) return go(there);
      // They do not hear me here, so that nothing of here was given to them.
      fill(place, rich("re_form.not_given", { names: bdis(made.past_not_given) }), " ",
        link(t("re_form.there"), there));
    });
  } }, h("p", { class: "soft" }, t("re_form.means")), field(t("begin.name"), name),
    h("fieldset", null, h("legend", null, t("re_form.with")), ticks),
    h("label", { class: "tick" }, past, h("span", null, t("re_form.past"))),
    h("p", { class: "soft small" }, t("past.means")),
    h("div", { class: "acts" }, h("button", null, t("re_form.go"))), place));
}
