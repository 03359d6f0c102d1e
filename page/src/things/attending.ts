// My own word on whether I come, and calling off what I invited to.

import { ask } from "../api";
import { fill, h } from "../h";
import { field } from "../parts/frame";
import { isMe } from "../parts/names";
import type { CirclePlace } from "../route";
import { t } from "../words";
import type { Key } from "../words";
import type { Happening } from "./answers";
import { attendings, dayText } from "./event_text";
import { chosenIn, keeping, lines } from "./fields";
import { saying } from "./saying";
import type { Saying } from "./saying";

// Of all of it, or of the next time alone.
function whichDay(one: Happening): HTMLSelectElement | null {
  const next = one.next?.day;
  return one.repeat == null || next === undefined ? null : h("select", { autocomplete: "off" },
    h("option", { value: "" }, t("event.each_time")),
    h("option", { value: next }, t("event.only_on", { day: dayText(next) })));
}
const on = (day: HTMLSelectElement | null): { on?: string } =>
  day === null || day.value === "" ? {} : { on: day.value };

export function attending(at: CirclePlace, one: Happening, done: () => Promise<void>): Saying {
  const before = one.coming.find((each) => isMe(each.person) && each.day === null);
  const option = (coming: string): HTMLElement => h("label", { class: "option" },
    h("input", { type: "radio", name: `coming ${one.id}`, value: coming,
      checked: before?.coming === coming }),
    h("span", null, t(`coming.${coming}.i` as Key)));
  const words = lines(2);
  const day = whichDay(one);
  const choice = h("div", { class: "choose three" }, attendings.map(option));
  const kept = keeping(at.circle, `coming ${one.id}`, words, chosenIn(choice),
    ...(day === null ? [] : [day]));
  const missing = h("p", { class: "told fault", role: "status" });
  const form = saying({
    circle: at.circle, answers: [one.id], fewer: false,
    say: async () => {
      const coming = form.element.querySelector<HTMLInputElement>("input:checked")?.value;
      fill(missing, coming === undefined ? t("coming.choose") : null);
      if (coming === undefined)
        return form.element.querySelector<HTMLInputElement>("input[type=radio]")?.focus();
      const said = words.value.trim();
      await ask("coming", { id: one.id, coming, ...on(day), ...(said === "" ? {} : { words: said }) });
      kept.done();
      await done();
    },
  }, h("fieldset", null, h("legend", { class: "vh" }, t("coming.yours")), choice), day && field(t("event.which"), day), field(t("words.if_you_like"), words), missing);
  return { ...form, end: () => { form.end(); kept.end(); } };
}

export function callingOff(at: CirclePlace, one: Happening, done: () => Promise<void>): Saying {
  const words = lines(2);
  const day = whichDay(one);
  const kept = keeping(at.circle, `call off ${one.id}`, words, ...(day === null ? [] : [day]));
  const form = saying({
    circle: at.circle, answers: [one.id], fewer: false, go: t("event.call_off"),
    say: async () => {
      const said = words.value.trim();
      await ask("call/off", { id: one.id, ...on(day), ...(said === "" ? {} : { words: said }) });
      kept.done();
      await done();
    },
  }, h("p", { class: "soft" }, t("event.call_off.means")), day && field(t("event.which"), day),
    field(t("words.if_you_like"), words));
  return { ...form, end: () => { form.end(); kept.end(); } };
}
