// A circle's place: its name, its ways of looking, and the one that stands open. What comes later
// (deciding, promising, dates) becomes another tab here.

import { ask } from "../api";
import { h, fill } from "../h";
import { hears } from "../hears/hears";
import { find } from "../talk/find";
import { talk } from "../talk/talk";
import { heading, tabs } from "../parts/frame";
import type { View } from "../parts/frame";
import { changes } from "../live";
import type { Place } from "../route";
import { t } from "../words";
import type { Key } from "../words";

export type CirclePlace = Extract<Place, { view: "circle" }>;
const all: readonly CirclePlace["tab"][] = ["talk", "hears", "find"];

function inside(at: CirclePlace, name: () => string): View {
  switch (at.tab) {
    case "talk": return talk(at.circle, name, at.entry);
    case "hears": return hears(at.circle, name);
    case "find": return find(at.circle, name);
  }
}

export function circle(at: CirclePlace): View {
  let name = "";
  const title = h("bdi", null);
  const ways = h("div", null);
  const head = heading(title, null, ways);
  const draw = (): void => {
    title.textContent = name;
    fill(ways, tabs(name, all.map((tab) => ({
      label: t(`circle.${tab}` as Key),
      to: { view: "circle", circle: at.circle, tab },
      here: tab === at.tab,
    }))));
  };
  const look = async (): Promise<void> => {
    const found = (await ask("circles", {})).find((one) => one.circle === at.circle);
    if (found === undefined || found.name === name) return;
    name = found.name;
    draw();
  };
  const view = inside(at, () => name);
  const unwatch = changes.watch(() => void look().catch(() => undefined));
  const element = h("div", { class: `view ${at.tab}` }, head, view.element);
  return {
    element,
    ready: Promise.all([look().catch(() => undefined), view.ready]),
    end: () => { unwatch(); view.end(); },
  };
}
