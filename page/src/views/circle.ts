// A circle's place: its name, its ways of looking, and the one that stands open. What comes later
// becomes another tab here. The tie of two people is the same place with fewer tabs: nobody can be
// included in it, or parted from.

import { ask } from "../api";
import { fill, h } from "../h";
import type { Child } from "../h";
import { hears } from "../hears/hears";
import { find } from "../talk/find";
import { talk } from "../talk/talk";
import { circleOf } from "../parts/circles";
import { heading, tabs } from "../parts/frame";
import type { View } from "../parts/frame";
import { bdi } from "../parts/names";
import { changes } from "../live";
import { inCircle } from "../route";
import type { CirclePlace } from "../route";
import { events } from "../things/events";
import { endInTime } from "../things/juncture";
import { practices } from "../things/practices";
import { promises } from "../things/promises";
import { proposals } from "../things/proposals";
import { rich, t } from "../words";
import type { Key } from "../words";

export type { CirclePlace };
const of_circle: readonly CirclePlace["tab"][] =
  ["talk", "proposals", "promises", "events", "practices", "hears", "find"];
const of_tie: readonly CirclePlace["tab"][] = ["talk", "proposals", "promises", "events", "find"];

/** Where an entry is read. */
export const talkPlace = (
  of: { circle_id?: string; tie_with?: string | null }, entry?: string,
): CirclePlace => inCircle(of, "talk", entry);

function inside(at: CirclePlace): View {
  switch (at.tab) {
    case "talk": return talk(at);
    case "proposals": return proposals(at);
    case "promises": return promises(at);
    case "events": return events(at);
    case "practices": return practices(at);
    case "hears": return hears(at.circle);
    case "find": return find(at);
  }
}

// Its name, and the end that it has for me where that is near or gone by.
async function standing(at: CirclePlace): Promise<{ name: string; end: Child } | undefined> {
  if (at.tie) {
    const other = (await ask("contacts", {})).find((one) => one.person === at.circle);
    return other && { name: other.name, end: null };
  }
  const found = await circleOf(at.circle);
  return found && { name: found.name, end: at.tab === "hears" ? null : endInTime(found) };
}

export function circle(at: CirclePlace): View {
  let name = "";
  const title = h("span", null);
  const ways = h("div", null);
  const ending = h("div", null);
  const head = heading(title, null, [ways, ending]);
  const to = (tab: CirclePlace["tab"]): CirclePlace =>
    ({ view: "circle", circle: at.circle, tab, ...(at.tie ? { tie: true } : {}) });
  const draw = (): void => {
    const shown: Child = at.tie ? rich("tie", { name: bdi(name) }) : h("bdi", null, name);
    fill(title, shown);
    fill(ways, tabs(name, (at.tie ? of_tie : of_circle).map((tab) => ({
      label: t(`circle.${tab}` as Key), to: to(tab), here: tab === at.tab,
    }))));
  };
  const look = async (): Promise<void> => {
    const found = await standing(at);
    if (found === undefined) return;
    fill(ending, found.end);
    if (found.name === name) return;
    name = found.name;
    draw();
  };
  const view = inside(at);
  const unwatch = changes.watch(() => void look().catch(() => undefined));
  const element = h("div", { class: `view ${at.tab}` }, head, view.element);
  return {
    element,
    ready: Promise.all([look().catch(() => undefined), view.ready]),
    end: () => { unwatch(); view.end(); },
  };
}
