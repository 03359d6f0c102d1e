// Inviting to something, and changing what one invited to: what, when, on whose clock, where, what
// to bring, how often.

import { ask } from "../api";
import { h } from "../h";
import { field } from "../parts/frame";
import type { CirclePlace } from "../route";
import { fieldIn } from "../times";
import { t } from "../words";
import type { Key } from "../words";
import type { Happening } from "./answers";
import { repeatText } from "./event_text";
import { keeping, line, lines, tagsIn } from "./fields";
import { saying } from "./saying";
import type { Saying } from "./saying";

const rules: [string, Key][] = [
  ["", "repeat.never"], ["FREQ=DAILY", "repeat.day"], ["FREQ=WEEKLY", "repeat.week"],
  ["FREQ=WEEKLY;INTERVAL=2", "repeat.fortnight"], ["FREQ=MONTHLY", "repeat.month"],
  ["FREQ=YEARLY", "repeat.year"],
];

// The types of this TypeScript do not know it yet; browsers do.
const zones = (): string[] =>
  (Intl as unknown as { supportedValuesOf(key: string): string[] }).supportedValuesOf("timeZone");
const own_zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

function zoneField(of: string | null): HTMLSelectElement {
  const chosen = of ?? own_zone();
  const all = new Set([chosen, ...zones()]);
  return h("select", { autocomplete: "off", dir: "ltr" }, [...all].sort().map((zone) =>
    h("option", { value: zone, selected: zone === chosen }, zone)));
}

function repeatField(rule: string): HTMLSelectElement {
  const plain = rules.some(([one]) => one === rule);
  return h("select", { autocomplete: "off" },
    rules.map(([one, key]) => h("option", { value: one, selected: one === rule }, t(key))),
    !plain && h("option", { value: rule, selected: true }, repeatText(rule)));
}

const input = (type: "date" | "time", value: string, required = false): HTMLInputElement =>
  h("input", { type, autocomplete: "off", value, required });

/** `of`: one of mine, to be changed. */
export function inviting(
  at: CirclePlace, done: () => Promise<void>, of?: Happening,
): Saying & { focus(): void } {
  const [day = "", hour = ""] = (of?.at ?? "").split("T");
  const [last_day = "", last_hour = ""] = (of?.until ?? "").split("T");
  const title = line({ value: of?.title ?? "" });
  title.required = true;
  const from = input("date", of === undefined ? fieldIn(1) : day, true);
  const from_hour = input("time", hour.slice(0, 5));
  const until = input("date", last_day);
  const until_hour = input("time", last_hour.slice(0, 5));
  const zone = zoneField(of?.zone ?? null);
  const where = line({ value: of?.where ?? "" });
  const bring = line({ value: (of?.bring ?? []).join(t("comma")) });
  const repeat = repeatField(of?.repeat ?? "");
  const text = lines(3, { value: of?.text ?? "" });
  const words = lines(2);
  const timed = (): boolean => from_hour.value !== "";
  // An hour of its end alone is on the day on which it begins.
  const end = (): string => {
    const last = until.value || (until_hour.value === "" ? "" : from.value);
    return last === "" || !timed() ? last : `${last}T${until_hour.value}`;
  };
  const clock = field(t("event.zone"), zone, t("event.zone.means"));
  const show = (): void => { clock.hidden = !timed(); };
  for (const kind of ["input", "put"]) from_hour.addEventListener(kind, show);
  show();
  const form = saying({
    circle: at.circle,
    ...(of === undefined ? { deed: "event" as const } : { answers: [of.id], fewer: false }),
    say: async () => {
      if (title.value.trim() === "") return title.focus();
      if (from.value === "") return from.focus();
      if (timed() && until.value !== "" && until_hour.value === "") return until_hour.focus();
      if (!timed() && until_hour.value !== "") return from_hour.focus();
      const invited = {
        title: title.value.trim(), at: timed() ? `${from.value}T${from_hour.value}` : from.value,
        ...(timed() ? { zone: zone.value } : {}),
        where: where.value.trim(), bring: tagsIn(bring.value), repeat: repeat.value,
        text: text.value.trim(),
      };
      if (of !== undefined)
        await ask("event/change", { id: of.id, ...invited, until: end(),
          ...(words.value.trim() === "" ? {} : { words: words.value.trim() }) });
      else
        await ask("event", { circle: at.circle, ...invited, ...form.to(),
          ...(end() === "" ? {} : { until: end() }) });
      kept.done();
      await done();
    },
  }, field(t("event.title"), title),
    h("fieldset", null, h("legend", null, t("event.begins")), h("div", { class: "when" },
      field(t("event.day"), from), field(t("event.hour"), from_hour, t("event.hour.means")))),
    clock,
    h("fieldset", null, h("legend", null, t("event.ends")), h("div", { class: "when" },
      field(t("event.day"), until), field(t("event.hour"), until_hour))),
    field(t("event.where"), where), field(t("event.bring"), bring, t("event.bring.means")),
    field(t("event.repeat"), repeat), field(t("event.text"), text),
    of !== undefined && field(t("words.if_you_like"), words));
  const kept = keeping(at.circle, of === undefined ? "event" : `event ${of.id}`, title, where, bring,
    text, words, from, from_hour, until, until_hour, zone, repeat, form.fewer);
  return { ...form, focus: () => title.focus({ preventScroll: true }),
    end: () => { form.end(); kept.end(); } };
}
