// When somebody tends to be there, as a small picture of a week by this machine's clock: a row a
// day, a bar an hour. The words beside it say the same.

import type { Rhythm } from "../answers";
import { h, s } from "../h";
import type { Child } from "../h";
import { listOf, locale, rich, t } from "../words";

const hours = 24;
const days = 7;
const cell = { width: 8, height: 14 };
const left = 34;
const top_ = 14;
const often = 50; // percent

const weekday = (day: number, how: "short" | "long"): string => {
  // 2024-01-01 was a Monday.
  const date = new Date(Date.UTC(2024, 0, 1 + day, 12));
  return new Intl.DateTimeFormat(locale, { weekday: how, timeZone: "UTC" }).format(date);
};
const number = (value: number): string => new Intl.NumberFormat(locale).format(value);

/** By day and hour here, of what is told by hours of UTC. */
function local(rhythm: Rhythm): (number | null)[][] {
  const ahead = Math.round(-new Date().getTimezoneOffset() / 60);
  const all = rhythm.hours.length;
  return Array.from({ length: days }, (_, day) => Array.from({ length: hours }, (_, hour) =>
    rhythm.hours[(day * hours + hour - ahead + all) % all] ?? null));
}

// Every run of hours in which they are there more often than not.
function runs(day: (number | null)[]): string {
  const found: string[] = [];
  for (let from = 0; from < hours; from++) {
    let until = from;
    while (until < hours && (day[until] ?? 0) >= often) until++;
    if (until > from) found.push(t("rhythm.run", { from: number(from), until: number(until) }));
    from = until;
  }
  return found.join(", ");
}

// Days that are alike are said together.
function inWords(week: (number | null)[][]): string {
  const alike = new Map<string, string[]>();
  week.forEach((day, i) => {
    const times = runs(day);
    if (times !== "") alike.set(times, [...(alike.get(times) ?? []), weekday(i, "long")]);
  });
  if (alike.size === 0) return t("rhythm.seldom");
  const said = [...alike].map(([times, on]) => on.length === days
    ? t("rhythm.daily", { times }) : `${on.join(", ")}: ${times}`);
  return t("rhythm.often", { times: said.join("; ") });
}

function bar(share: number | null, x: number, y: number): Child {
  if (share === null) return null;
  const full = cell.height - 4;
  const height = Math.max(1, Math.round((full * share) / 100));
  return s("rect", { x, y: y + full - height + 2, width: cell.width - 2, height,
    class: share === 0 ? "none" : "there" });
}

function picture(week: (number | null)[][], words: string): SVGSVGElement {
  const width = left + hours * cell.width;
  const height = top_ + days * cell.height;
  const turned = document.documentElement.dir === "rtl";
  const at = (hour: number): number => turned
    ? (hours - 1 - hour) * cell.width : left + hour * cell.width;
  const edge = turned ? hours * cell.width + left : 0;
  return s("svg", { class: "rhythm", viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": words },
    [0, 6, 12, 18].map((hour) => s("text", { x: at(hour) + (turned ? cell.width : 0), y: 9,
      "text-anchor": "start" }, number(hour))),
    week.map((day, row) => [
      s("text", { x: edge, y: top_ + row * cell.height + 10, "text-anchor": "start" },
        weekday(row, "short")),
      day.map((share, hour) => bar(share, at(hour) + 1, top_ + row * cell.height)),
    ]));
}

function roads(rhythm: Rhythm): Child {
  const { near, direct, tor } = rhythm.over;
  const said = ([["near", near], ["direct", direct], ["tor", tor]] as const)
    .filter(([, share]) => share !== null)
    .map(([name, share]) => rhythm.tries[name] > 1 ? t(`over.${name}`, { n: number(share ?? 0) })
      : t("over.once", { way: t(`road.${name}`) }));
  return said.length > 0 && h("p", { class: "soft small" }, rich("rhythm.over", { ways: listOf(said) }));
}

const enough = 4; // hours in which one looked, to speak of a week

export function rhythmOf(rhythm: Rhythm): Child {
  if (rhythm.hours.filter((one) => one !== null).length < enough)
    return h("div", { class: "rhythm" }, h("p", { class: "soft small" }, t("rhythm.few")),
      roads(rhythm));
  const week = local(rhythm);
  const words = inWords(week);
  return h("figure", { class: "rhythm" }, picture(week, words),
    h("figcaption", { class: "small" }, h("p", null, words), roads(rhythm),
      h("p", { class: "soft small" }, t("rhythm.yours"))));
}
