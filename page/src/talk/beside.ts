// Beside the talk: who hears whom in two sentences, who includes me and waits for mine, what ends,
// whom I do not see. Where there is no margin, what waits for an act stands above the composer.

import { ask } from "../api";
import type { Circle, Named, Today } from "../answers";
import { act, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { circleOf, circlesNow, todayNow } from "../parts/circles";
import { link, note } from "../parts/frame";
import { strangers } from "../hears/strangers";
import { icons } from "../parts/icons";
import { living } from "../parts/living";
import type { Living } from "../parts/living";
import { bdi, names } from "../parts/names";
import { date, moment } from "../times";
import { rich, t } from "../words";

type Said = Today["said"][number];

interface Around {
  circle: Circle;
  owed: Named[]; // who cannot read it yet
  strangers: [Named, Named][]; // whom I could introduce to each other
  stories: string[]; // whose device told two here
  ties: Said[]; // what people whom I hear here said to me alone, and I did not read yet
}

// What is said comes first: this is asked for behind it.
async function around(
  id: string, tie: boolean, said: () => Promise<unknown>,
): Promise<Around | null> {
  if (tie) return null;
  await said();
  const [circle, today, who] = await Promise.all([circleOf(id), todayNow(),
    ask("who", { circle: id })]);
  if (circle === undefined) return null;
  const heard = new Set(circle.i_hear.map((one) => one.person));
  return { circle: { ...circle, last: null },
    strangers: who.strangers,
    owed: today.owed.filter((one) => one.circle_id === id),
    stories: today.stories.filter((one) => one.circle_id === id).map((one) => one.author),
    ties: today.said.filter((one) => heard.has(one.tie_with ?? "")) };
}

function joining(
  { circle }: Around, done: () => Promise<void>, means: boolean,
): Child {
  const join = circle.join ?? [];
  if (join.length === 0) return null;
  const place = told();
  return note(circle.left === true ? t("left.here") :
    rich("include_you", { names: names(join), n: join.length }),
    means && h("p", { class: "soft" }, t("include_you.means", { n: join.length })),
    h("div", { class: "acts" },
      act(rich("include", { names: names(join) }), () => void doing(place, async () => {
        await ask("join", { circle: circle.circle });
        await circlesNow.again();
        await done();
      })),
      link(t("hears.see"), { view: "circle", circle: circle.circle, tab: "hears" })), place);
}

// Last words come this way: the circle itself is told nothing of a parting.
function alone({ ties }: Around): Child {
  return ties.map((one) => note(rich("beside.alone", { name: bdi(one.circle) }),
    h("p", null, link(rich("tie", { name: bdi(one.circle) }),
      { view: "circle", circle: one.tie_with ?? "", tab: "talk", tie: true }),
    h("span", { class: "soft" }, ", ", moment(one.entries.at(-1)?.time ?? "")))));
}

function owed({ owed }: Around): Child {
  return owed.length > 0 && note(rich("owed.here", { names: names(owed), n: owed.length }),
    h("p", { class: "ends" }, icons.late(), t("owed.means")));
}

function stories({ stories }: Around): Child {
  return stories.map((author) => note(t("stories"),
    h("p", { class: "ends" }, icons.two(), rich("two_stories", { name: bdi(author) })),
    h("p", { class: "soft" }, t("two_stories.means"))));
}

function unseen({ circle }: Around): Child {
  return circle.muted.length > 0 && note(t("mute.here"),
    h("p", { class: "soft" }, rich("mute.are", { names: names(circle.muted) }), " ",
      link(t("mute.where"), { view: "circle", circle: circle.circle, tab: "hears" })));
}

function here({ circle }: Around): Child {
  const leases = circle.hears_me.filter((one) => one.until !== null);
  return [
    note(t("here"),
      h("p", { class: "soft" }, circle.i_hear.length > 0
        ? rich("here.hear", { names: names(circle.i_hear) }) : t("here.hear.nobody")),
      h("p", { class: "soft" }, circle.hears_me.length > 0
        ? rich("here.heard", { names: names(circle.hears_me), n: circle.hears_me.length })
        : t("here.heard.nobody"))),
    leases.length > 0 && note(t("today.ends"), leases.map((one) =>
      h("p", { class: "ends" }, icons.ends(), rich("until.name", {
        name: bdi(one.name), day: date(one.until ?? "") })))),
  ];
}

/** In the margin. */
export function beside(circle: string, tie: boolean, said: () => Promise<unknown>): Living {
  const list: Living = living(() => around(circle, tie, said), (found) => found === null
    ? tie && note(t("here"), h("p", { class: "soft" }, t("tie.means")))
    : [joining(found, list.refresh, true), alone(found), strangers(found.strangers, list.refresh),
      here(found), owed(found), stories(found), unseen(found)], "notes");
  return list;
}

/** The same where there is no margin, and only what one would miss. */
export function waiting(circle: string, tie: boolean, said: () => Promise<unknown>): Living {
  const list: Living = living(() => around(circle, tie, said), (found) => found !== null &&
    [joining(found, list.refresh, false), alone(found), owed(found), stories(found), unseen(found)], "waiting");
  return list;
}
