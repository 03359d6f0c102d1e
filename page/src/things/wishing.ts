// Asking for something, and promising something. Only the one who promises can: there is no field
// for whose task it is.

import { ask } from "../api";
import { act, fill, h } from "../h";
import { field, fold } from "../parts/frame";
import { bdi, isMe } from "../parts/names";
import type { CirclePlace } from "../route";
import { rich, t } from "../words";
import type { Asked } from "./answers";
import { keeping, line, lines, tagsIn, whom, when } from "./fields";
import { saying } from "./saying";

export interface Wishing {
  element: HTMLDetailsElement;
  /** And goes there. A promise may answer an ask. */
  open(of?: Asked): void;
  end(): void;
}

const quote_max = 160;

export function wishing(
  at: CirclePlace, kind: "ask" | "promise", done: () => Promise<void>,
): Wishing {
  let answered: Asked | undefined;
  const text = lines(3, { required: true });
  const tags = line();
  const by = when();
  const re = h("div", null);
  const for_whom = h("div", null);
  let people = whom("", "", []);
  let hearing: Parameters<typeof people.of>[0] = [];
  const chooseWhom = (): void => {
    const from = answered === undefined || isMe(answered.author_id) ? [] : [answered.author_id];
    people = whom(t(kind === "ask" ? "ask.of" : "promise.for"),
      t(kind === "ask" ? "ask.of.means" : "promise.for.means"), from);
    people.of(hearing);
    fill(for_whom, people.element);
  };
  const answer = (of?: Asked): void => {
    answered = of;
    form.answers(of === undefined ? [] : [of.id]);
    fill(re, of !== undefined && h("p", { class: "re" },
      rich("answering", { name: bdi(of.author) }), " ",
      h("span", { dir: "auto" }, (of.text ?? "").slice(0, quote_max))),
      of !== undefined && act(t("answer.not"), () => answer(), "plain"));
    chooseWhom();
  };
  const form = saying({
    circle: at.circle, deed: kind,
    hearers: (audience) => people.of((hearing = audience)),
    say: async () => {
      if (text.value.trim() === "") return text.focus();
      const day = by.value();
      const wish = { circle: at.circle, text: text.value, ...form.to(),
        ...(day === undefined ? {} : { by: day }),
        ...(tagsIn(tags.value).length === 0 ? {} : { tags: tagsIn(tags.value) }) };
      const chosen = people.chosen();
      if (kind === "ask")
        await ask("ask", { ...wish, ...(chosen === undefined ? {} : { of: chosen }) });
      else
        await ask("promise", { ...wish, ...(chosen === undefined ? {} : { for: chosen }),
          ...(answered === undefined ? {} : { answers: [answered.id] }) });
      kept.done();
      answer();
      element.open = false;
      element.querySelector<HTMLElement>("summary")?.focus();
      await done();
    },
  }, re, field(t(kind === "ask" ? "ask.text" : "promise.text"), text), by.element, for_whom,
    field(t("tags.field"), tags, t("tags.means")),
    h("p", { class: "soft small" }, t(kind === "ask" ? "ask.means" : "promise.means")));
  const element = fold(t(kind === "ask" ? "ask.bring" : "promise.bring"), "sheet", form.element);
  chooseWhom();
  const kept = keeping(at.circle, kind, text, tags, ...by.fields, {
    place: for_whom, get value() { return people.value; }, set value(next) { people.value = next; },
  }, form.fewer);
  return {
    element,
    open: (of) => {
      element.open = true;
      if (of !== undefined) answer(of);
      element.scrollIntoView({ block: "nearest" });
      text.focus({ preventScroll: true });
    },
    end: () => { form.end(); kept.end(); },
  };
}
