// When something takes place, and how often, in the reader's language: on the reader's own clock,
// and on the clock of its place where that shows another hour.

import { h } from "../h";
import type { Child } from "../h";
import { bdi } from "../parts/names";
import { day } from "../times";
import { listed, locale, rich, t } from "../words";
import type { Key } from "../words";
import type { Timed } from "./answers";

const at_length = "2026-12-05T18:00".length;

// A clock's own time, as a moment of a clock that never changes.
const civil = (text: string): Date =>
  new Date(text.includes("T") ? `${text}Z` : `${text}T00:00Z`);

function span(from: Date, until: Date | null, clock: boolean, timeZone?: "UTC"): string {
  const year = timeZone === undefined ? from.getFullYear() : from.getUTCFullYear();
  const format = new Intl.DateTimeFormat(locale, {
    weekday: "long", day: "numeric", month: "long",
    ...(year === new Date().getFullYear() ? {} : { year: "numeric" }),
    ...(clock ? { hour: "numeric", minute: "2-digit" } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return until === null || until < from ? format.format(from) : format.formatRange(from, until);
}

const two = (n: number): string => String(n).padStart(2, "0");
const onMyClock = (time: Date): string =>
  `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}` +
  `T${two(time.getHours())}:${two(time.getMinutes())}`;

/** Saturday 5 December, 18:00–20:00. Undefined: nothing is known of when. */
export function whenText(one: Timed): string | undefined {
  if (one.at === undefined) return undefined;
  if (one.whole_days === true || one.starts == null)
    return span(civil(one.at), one.until == null ? null : civil(one.until),
      one.whole_days !== true, "UTC");
  return span(new Date(one.starts), one.ends == null || one.until == null ? null
    : new Date(one.ends), true);
}

/** The day on which it begins, on the reader's own clock. */
export const dayOf = (one: Timed): string => one.whole_days === true || one.starts == null
  ? dayText((one.at ?? "").slice(0, "2026-12-05".length)) : day(one.starts);

/** Where the clock of its place shows something else, that too. */
export function whenOf(one: Timed): Child {
  const when = whenText(one);
  if (when === undefined || one.at === undefined) return null;
  const zone = one.zone ?? null;
  const same = one.starts != null &&
    onMyClock(new Date(one.starts)) === one.at.slice(0, at_length);
  return [h("p", { class: "at" }, when),
    zone !== null && !same && h("p", { class: "soft small" },
      one.starts == null ? rich("event.clock", { zone: bdi(zone) })
        : rich("event.there", { zone: bdi(zone), when: span(civil(one.at),
            one.until == null ? null : civil(one.until), true, "UTC") }))];
}

/** Of a day alone: 2026-12-05. */
export const dayText = (text: string): string => span(civil(text), null, false, "UTC");

const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const weekday_format = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
// 5 January 1970 was a Monday.
const weekdayText = (code: string): string =>
  weekday_format.format(new Date(Date.UTC(1970, 0, 5 + weekdays.indexOf(code))));
const followed = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"];
const which: Record<string, Key> = {
  "1": "repeat.1", "2": "repeat.2", "3": "repeat.3", "4": "repeat.4", "-1": "repeat.last",
};

// On which days of it; undefined: in a way that has no words here.
function daysOf(frequency: string, codes: string): string | undefined {
  const days = codes.split(",").map((one) => /^(-?\d)?([A-Z]{2})$/u.exec(one));
  if (days.some((one) => one === null || !weekdays.includes(one[2] ?? ""))) return undefined;
  if (frequency === "WEEKLY" && days.every((one) => one?.[1] === undefined))
    return t("repeat.on", { days: listed(days.map((one) => weekdayText(one?.[2] ?? ""))) });
  const [only] = days;
  const key = which[only?.[1] ?? ""];
  if (frequency !== "MONTHLY" || days.length > 1 || key === undefined) return undefined;
  return t(key, { day: weekdayText(only?.[2] ?? "") });
}

/** "every 2 weeks on Monday, until 5 March". A rule that has no words here is shown as it is. */
export function repeatText(rule: string): string {
  const parts = Object.fromEntries(rule.replace(/^RRULE:/u, "").split(";").map((one) =>
    one.split("=") as [string, string]));
  const frequency = parts["FREQ"] ?? "";
  const every = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].includes(frequency);
  const on = parts["BYDAY"] === undefined ? "" : daysOf(frequency, parts["BYDAY"]);
  if (!every || on === undefined || Object.keys(parts).some((one) => !followed.includes(one)))
    return t("repeat.rule", { rule });
  const until = /^(\d{4})(\d\d)(\d\d)/u.exec(parts["UNTIL"] ?? "");
  return [t(`repeat.${frequency}` as Key, { n: Number(parts["INTERVAL"] ?? 1) }),
    on === "" ? "" : ` ${on}`,
    until === null ? "" : t("repeat.until", { day: dayText(until.slice(1, 4).join("-")) }),
    parts["COUNT"] === undefined ? "" : t("repeat.count", { n: Number(parts["COUNT"]) })].join("");
}

const coming_keys: Record<string, Key> = {
  yes: "coming.yes", perhaps: "coming.perhaps", no: "coming.no",
};
export const attendings = ["yes", "perhaps", "no"];
/** "comes", of another; of the reader: "you come". */
export function comingText(coming: string): string {
  const key = coming_keys[coming];
  return key === undefined ? t("stance.other", { name: coming }) : t(key);
}

const turnings: Record<string, Key> = {
  changed: "turn.changed", "called off": "event.off",
};
export function eventTurningText(turning: string, day?: string | null): string {
  const key = turnings[turning];
  const text = key === undefined ? t("turn.other", { name: turning }) : t(key);
  return day == null ? text : t("event.on_day", { what: text, day: dayText(day) });
}
