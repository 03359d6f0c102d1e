// What becomes of a promise of mine, in a form that is made when it is opened.

import { ask } from "../api";
import { add } from "../h";
import { field, fold } from "../parts/frame";
import type { CirclePlace } from "../route";
import { t } from "../words";
import type { PromiseMade } from "./answers";
import { keeping, lines, when } from "./fields";
import { saying } from "./saying";
import type { Saying } from "./saying";

export type What = "kept" | "changed" | "withdrawn";

function form(
  at: CirclePlace, one: PromiseMade, what: What, done: () => Promise<void>,
): Saying {
  const text = lines(3, { required: true, value: one.text ?? "" });
  const by = when(one.by);
  const words = lines(2);
  const kept = keeping(at.circle, `promise ${what} ${one.id}`, words, text, ...by.fields);
  const said = saying({
    circle: at.circle, answers: [one.id], fewer: false, concerns: one.for,
    say: async () => {
      const more = words.value.trim() === "" ? {} : { words: words.value.trim() };
      if (what === "changed" && text.value.trim() === "") return text.focus();
      if (what === "changed")
        await ask("renegotiate", { id: one.id, text: text.value, by: by.value() ?? "none",
          ...more });
      else await ask(what === "kept" ? "kept" : "withdraw", { id: one.id, ...more });
      kept.done();
      kept.end();
      said.end();
      await done();
    },
  }, what === "changed" && [field(t("promise.text.now"), text), by.element],
    field(t("words.if_you_like"), words));
  return said;
}

export function turning(
  at: CirclePlace, one: PromiseMade, what: What, done: () => Promise<void>,
): HTMLDetailsElement {
  const details = fold(t(`promise.${what}`), "");
  let made: Saying | null = null;
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    if (made === null) add(details, (made = form(at, one, what, done)).element);
  });
  return details;
}
