// More than eight people as a cloth: rows speak, columns hear. Where everyone hears it is plain
// weave; holes are what to look at; a hatched row is one that cannot be seen from here.

import { s } from "../h";
import type { Child } from "../h";
import { t } from "../words";
import { fitting } from "./fit";
import type { Member, Stances } from "./stances";

const cell = 16;
const name_px = 96;
const name_room = name_px - 9;
const name_letters_max = 16;
const scale_max = 1.45; // few people need no giant letters

const short = (one: Member): string => {
  const letters = [...(one.me ? t("You") : one.known ? one.name : t("quote.nobody"))];
  return letters.length > name_letters_max
    ? `${letters.slice(0, name_letters_max - 1).join("")}…` : letters.join("");
};

function hatch(): SVGElement {
  return s("defs", null, s("pattern", {
    id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  }, s("path", { class: "hatch", d: "M0 0v6" })));
}

function threads(speaker: Member, y: number, stances: Stances): Child {
  return stances.people.map((hearer, j) => {
    const x = name_px + j * cell;
    // Whom I do not know I cannot include: no hole of mine.
    if (hearer === speaker || (speaker.me && !hearer.known)) return null;
    return stances.includes(speaker.person, hearer.person)
      ? s("path", { class: "thread", d: `M${x + 2} ${y + cell / 2}h${cell - 4}` })
      : s("rect", { class: "missing", x: x + 3, y: y + 3, width: cell - 6, height: cell - 6,
          rx: 1.5 });
  });
}

export function cloth(stances: Stances, label: string): SVGSVGElement {
  const { people } = stances;
  const side = people.length * cell;
  const size = name_px + side + 8;
  const loud = (one: Member): boolean => one.me || people.some((other) =>
    other !== one && one.known && other.known && ((one.seen && !stances.includes(one.person, other.person)) ||
      (other.seen && !stances.includes(other.person, one.person))));
  const names = people.map((one, i) => {
    const kind = loud(one) ? "loud" : "";
    const y = name_px + i * cell;
    const fits = { class: kind, direction: "ltr", "data-name": short(one), "data-room": name_room };
    return [
      s("text", { ...fits, x: name_px - 7, y: y + 12, "text-anchor": "end" }, short(one)),
      s("text", { ...fits,
        transform: `translate(${name_px + i * cell + 12} ${name_px - 7}) rotate(-90)` }, short(one)),
    ];
  });
  const rows = people.map((one, i) => {
    const y = name_px + i * cell;
    if (one.seen || one.me) return threads(one, y, stances);
    return s("rect", { class: "unknown", x: name_px, y: y + 1, width: side, height: cell - 2 });
  });
  const mine = people.findIndex((one) => one.me);
  const bands = mine >= 0 && [
    s("rect", { class: "band", x: 0, y: name_px + mine * cell, width: size, height: cell }),
    s("rect", { class: "band", x: name_px + mine * cell, y: 0, width: cell, height: size }),
  ];
  const svg = s("svg", { class: "cloth", viewBox: `0 0 ${size} ${size}`, role: "img",
    "aria-label": label }, hatch(), bands, names, rows);
  svg.style.setProperty("max-inline-size", `${size * scale_max}px`);
  svg.style.setProperty("min-inline-size", `${size}px`);
  return fitting(svg);
}

export function clothKey(): Child {
  const one = (inside: Child, words: string): Child => [
    s("svg", { viewBox: "0 0 24 14", "aria-hidden": "true" }, inside), words];
  return [
    one(s("path", { class: "thread", d: "M3 7h18" }), t("cloth.hears")),
    one(s("rect", { class: "missing", x: 7, y: 2, width: 10, height: 10, rx: 1.5 }),
      t("cloth.not")),
    one(s("rect", { class: "unknown", width: 24, height: 14 }), t("cloth.unknown")),
    one(s("rect", { class: "band", width: 24, height: 14 }), t("You")),
  ];
}
