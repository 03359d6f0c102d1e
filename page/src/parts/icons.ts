// The few marks of the page. None stands without words beside it.

import { s } from "../h";

function mark(...paths: [string, boolean][]): SVGSVGElement {
  return s("svg", { class: "i", viewBox: "0 0 20 20", "aria-hidden": "true" },
    paths.map(([d, filled]) => s("path", { d, class: filled ? "i-fill" : "i-line" })));
}

const dot = (x: number): [string, boolean] =>
  [`M${x - 2.6} 10a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0`, true];

export const icons = {
  hears: () => mark(dot(5), ["M10 5.6a6.5 6.5 0 0 1 0 8.8M13.4 3a10.5 10.5 0 0 1 0 14", false]),
  fewer: () => mark(dot(6), ["M11 6.2a6 6 0 0 1 0 7.6", false]),
  late: () =>
    mark(["M3 6.5v7h9.5a3.5 3.5 0 0 0 0-7H9", false], ["M11.5 3.8 8.7 6.5l2.8 2.7", false]),
  ends: () => mark(["M2 10h9M11 6.5v7", false], ["M13.6 10h.1M17.3 10h.1", false]),
  hole: () => mark(["M10 3a7 7 0 1 1-.1 0", false]),
  two: () => mark(["M3 10h5l8-5M8 10l8 5", false]),
};

export function emblem(): SVGSVGElement {
  return s("svg", { class: "emblem", viewBox: "0 0 30 20", "aria-hidden": "true" },
    s("circle", { class: "emblem-me", cx: 4, cy: 10, r: 3.2 }),
    s("circle", { class: "emblem-you", cx: 26, cy: 10, r: 3.2 }),
    s("path", { class: "emblem-mine", d: "M8 10h6.2" }),
    s("path", { class: "emblem-yours", d: "M22 10h-4.4" }));
}
