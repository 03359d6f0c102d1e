// Moments as a reader says them: nearer is shorter. Knows the calendar of the language alone.

import { locale, t } from "./words";

const formats = new Map<string, Intl.DateTimeFormat>();

function written(time: Date, key: string, options: Intl.DateTimeFormatOptions): string {
  let format = formats.get(key);
  if (format === undefined) formats.set(key, (format = new Intl.DateTimeFormat(locale, options)));
  return format.format(time);
}

const day_ms = 86_400_000;
const startOfDay = (time: Date): number =>
  new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
/** Days from today: -1 is yesterday. */
export const daysFromToday = (time: string): number =>
  Math.round((startOfDay(new Date(time)) - startOfDay(new Date())) / day_ms);

export const clock = (time: string): string =>
  written(new Date(time), "clock", { hour: "numeric", minute: "2-digit" });

/** Thursday, 26 November; with its year where it is another. */
export function day(time: string | Date): string {
  const date = new Date(time);
  return date.getFullYear() === new Date().getFullYear()
    ? written(date, "day", { weekday: "long", day: "numeric", month: "long" })
    : written(date, "dayOfYear", {
        weekday: "long", day: "numeric", month: "long", year: "numeric",
      });
}

/** 1 December */
export function date(time: string): string {
  const at = new Date(time);
  return at.getFullYear() === new Date().getFullYear()
    ? written(at, "date", { day: "numeric", month: "long" })
    : written(at, "dateOfYear", { day: "numeric", month: "long", year: "numeric" });
}

/** 1 Dec, for pictures. */
export const shortDate = (time: string): string =>
  written(new Date(time), "short", { day: "numeric", month: "short" });

/** 17:50 today, Thursday 17:50 in this week, 2 November 17:50 before that. */
export function moment(time: string): string {
  const away = daysFromToday(time);
  const at = new Date(time);
  if (away === 0) return clock(time);
  if (away < 0 && away > -7)
    return written(at, "weekday", { weekday: "long", hour: "numeric", minute: "2-digit" });
  return `${date(time)}, ${clock(time)}`;
}

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400], ["hour", 3600], ["minute", 60],
];

/** 4 minutes ago. */
export function ago(time: string): string {
  const seconds = (Date.parse(time) - Date.now()) / 1000;
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return t("ago.now");
}

export const dayKey = (time: string): string => new Date(time).toDateString();

/** The end of that day here, as kith takes it; from what a date field holds. */
export const endOfDay = (field: string): string => new Date(`${field}T23:59:59`).toISOString();
const two = (n: number): string => String(n).padStart(2, "0");
const dayField = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
/** What a date field holds for the day so many days from now, or from another time. */
export function fieldIn(days: number, from?: string): string {
  return dayField(new Date((from === undefined ? Date.now() : Date.parse(from)) + days * day_ms));
}

// A day alone is kept as its last second.
const isEndOfDay = (at: Date): boolean => at.getHours() === 23 && at.getMinutes() === 59;
/** Thursday, 26 November; with the hour where it is not the day alone that is meant. */
export const due = (time: string): string =>
  isEndOfDay(new Date(time)) ? day(time) : `${day(time)}, ${clock(time)}`;
/** What a date field and a field for the hour hold. The hour may stay empty. */
export const dueFrom = (field: string, hour: string): string =>
  hour === "" ? endOfDay(field) : new Date(`${field}T${hour}`).toISOString();
export function fieldsOf(time: string): { day: string; hour: string } {
  const at = new Date(time);
  return {
    day: dayField(at),
    hour: isEndOfDay(at) ? "" : `${two(at.getHours())}:${two(at.getMinutes())}`,
  };
}
