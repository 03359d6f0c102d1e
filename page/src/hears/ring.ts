// Up to eight people as a ring. A line reaches from the one who speaks towards the one who hears:
// where both reach, it closes; where one does not, it stops halfway, in a small ring.

import { s } from "../h";
import type { Child } from "../h";
import { daysFromToday, shortDate } from "../times";
import { direction, t } from "../words";
import { fitting } from "./fit";
import type { Member, Stances } from "./stances";

export const ring_people_max = 8;
const width = 640;
const radii = [0, 60, 90, 130, 150]; // of few people; a wider ring for more
const radius_most = 185;
const above = 65; // the names' room
const edge = 30; // of the picture, left and right
const name_letters_max = 16;

interface Point {
  x: number;
  y: number;
}

// You stand below, the others around by name.
interface Shape {
  centre: Point;
  radius: number;
  at: Point[];
}

function shapeFor(all: number): Shape {
  const radius = radii[all] ?? radius_most;
  const centre = { x: width / 2, y: radius + above };
  const at = Array.from({ length: all }, (_, i) => {
    const angle = Math.PI / 2 + (i * 2 * Math.PI) / all;
    return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
  });
  return { centre, radius, at };
}

const short = (name: string): string => {
  const letters = [...name];
  return letters.length > name_letters_max
    ? `${letters.slice(0, name_letters_max - 1).join("")}…` : name;
};

// From where its anchor stands to the edge.
function roomAt(x: number, anchor: string): number {
  const [left, right] = [x - edge, width - edge - x];
  return anchor === "start" ? right : anchor === "end" ? left : 2 * Math.min(left, right);
}

function half(from: Point, to: Point, kind: string, closes: boolean): Child {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const u = { x: (to.x - from.x) / distance, y: (to.y - from.y) / distance };
  const far = closes ? distance / 2 : distance * 0.42;
  const end = { x: from.x + u.x * far, y: from.y + u.y * far };
  const d = `M${from.x + u.x * 17} ${from.y + u.y * 17}L${end.x} ${end.y}`;
  return [
    s("path", { class: `e ${kind}${closes ? "" : " half"}`, d }),
    !closes && s("circle", { class: "stop", cx: end.x + u.x * 5, cy: end.y + u.y * 5, r: 5 }),
  ];
}

// Beside the half line, outward from the ring's middle; among many, past the neighbours' names.
const many = 7;
function untilLabel(from: Point, to: Point, { centre, at }: Shape, until: string): Child {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const u = { x: (to.x - from.x) / distance, y: (to.y - from.y) / distance };
  const mid = { x: (from.x + to.x) / 2 - centre.x, y: (from.y + to.y) / 2 - centre.y };
  const out = Math.sign(mid.x * u.y - mid.y * u.x) || 1;
  const along = distance * (at.length < many ? 0.29 : 0.42);
  const rtl = direction === "rtl"; // where "start" is the right side
  return s("text", {
    class: "until", direction,
    "text-anchor": (out * u.y > 0) === rtl ? "end" : "start",
    x: from.x + u.x * along + out * u.y * 14,
    y: from.y + u.y * along - out * u.x * 14 + 5,
  }, t("until", { day: shortDate(until) }));
}

// What a person said of whom they include may have changed since, and nobody need tell.
const old_days = 7;
const isOld = (one: Member): boolean =>
  one.as_of !== null && daysFromToday(one.as_of) <= -old_days;
function asOf(one: Member, x: number, y: number, anchor: string): Child {
  if (one.as_of === null || !isOld(one)) return null;
  return s("text", { class: "as-of", "text-anchor": anchor, direction, x, y },
    t("as_of", { day: shortDate(one.as_of) }));
}

function node(one: Member, { x, y }: Point, centre: Point): Child {
  const side = Math.abs(x - centre.x) < 20 ? 0 : Math.sign(x - centre.x);
  // Below there are lines to all of them: a name there stands outward of its node.
  const below = y > centre.y && side === 0;
  const beside = y > centre.y - 60 && side !== 0;
  const anchor = beside ? (side > 0 ? "start" : "end") : "middle";
  const at = { x: x + side * (beside ? 18 : 22), y: beside ? y + 6 : y + (below ? 36 : -20) };
  const name = one.me ? t("You") : one.known ? short(one.name) : t("quote.nobody");
  return [
    s("circle", { class: `node${one.me ? " you" : ""}${one.seen ? "" : " unseen"}`,
      cx: x, cy: y, r: one.me ? 10 : 8 }),
    s("text", { class: "nm", "text-anchor": anchor, direction: "ltr", ...at,
      "data-name": name, "data-room": roomAt(at.x, anchor) }, name),
    asOf(one, at.x, below || beside ? at.y + 19 : at.y - 21, anchor),
  ];
}

export function ring(stances: Stances, label: string): SVGSVGElement {
  const { people } = stances;
  const shape = shapeFor(people.length);
  const lines: Child[] = [];
  const labels: Child[] = [];
  people.forEach((one, i) => people.forEach((other, j) => {
    if (i === j || !stances.includes(one.person, other.person)) return;
    const [from, to] = [shape.at[i], shape.at[j]];
    if (from === undefined || to === undefined) return;
    const until = stances.until(one.person, other.person);
    // Where their row cannot be seen, nothing is said of the other half.
    const closes = stances.includes(other.person, one.person) || !other.seen;
    const kind = `${one.me || other.me ? "mine" : "them"}${until === null ? "" : " lease"}`;
    lines.push(half(from, to, kind, closes));
    if (until !== null) labels.push(untilLabel(from, to, shape, until));
  }));
  const nodes = people.map((one, i) => node(one, shape.at[i] ?? shape.centre, shape.centre));
  const height = 2 * shape.radius + 2 * above;
  const top = people.some(isOld) ? -14 : 14; // room for a line above a name
  return fitting(s("svg", { class: "ring", role: "img", "aria-label": label,
    viewBox: `${edge} ${top} ${width - 2 * edge} ${height - top}` }, lines, nodes, labels));
}
