// Who hears something, in the same words before it is said and after.

import type { Named } from "../answers";
import { act, fill, h } from "../h";
import type { Child } from "../h";
import { icons } from "../parts/icons";
import { isMe, isUnknown, names } from "../parts/names";
import { rich, t } from "../words";

const named_max = 6; // above it they are counted, and unfold

// Whom I know and who does not hear it; that somebody whom I do not know does not is nothing to
// mend by me, and said without a colour.
const known = (missing: readonly Named[]): Named[] => missing.filter((one) => !isUnknown(one));

// "Heard by Tavi; not by Oda"; "Aside: to Tavi; Oda does not hear it".
function notBy(missing: readonly Named[], of: "heard" | "aside" = "heard"): Child {
  const mine = known(missing);
  const strangers = missing.length - mine.length;
  return [
    mine.length > 0 && [t("heard.then"), mine.length <= named_max
      ? rich(`${of}.not`, { names: names(mine), n: mine.length })
      : t(`${of}.not.many`, { n: mine.length })],
    strangers > 0 && h("span", { class: "stranger" }, t("heard.then"),
      t(`${of}.not.strangers`, { n: strangers })),
  ];
}

export function aside(others: readonly Named[], missing: readonly Named[]): Child {
  const to = others.length === 1 && others[0] !== undefined && isMe(others[0].person)
    ? t("aside.you")
    : rich(others.length === 1 ? "aside.one" : "aside.some", { names: names(others, "you.after") });
  return h("span", { class: "fewer" }, icons.fewer(), to, notBy(missing, "aside"));
}

/** Whom of them it has not reached yet; nothing once it has reached them all. */
export function onItsWay(to: readonly Named[], after = false): Child {
  if (to.length === 0) return null;
  const then = after ? ".then" : "";
  return h("span", { class: "on-its-way" }, to.length <= named_max
    ? rich(`on.its.way${then}`, { names: names(to) })
    : t(`on.its.way.many${then}`, { n: to.length }));
}

/**
 * "Heard by you, Tavi and Bento; not by Oda". Of what I said nobody counts as hearing it whom it is
 * still on its way to.
 */
export function heard(
  hearers: readonly Named[], missing: readonly Named[], awaited: readonly Named[] = [],
): Child {
  const some = known(missing).length > 0;
  const kind = some ? "fewer" : "";
  const mark = some && icons.fewer();
  if (hearers.length === 0)
    return h("span", { class: kind }, mark, t("heard.nobody"), notBy(missing));
  const late = new Set(awaited.map((one) => one.person));
  const there = hearers.filter((one) => !late.has(one.person));
  const rest = (): Child => [there.length > 0 && awaited.length > 0 && t("heard.then"),
    onItsWay(awaited, there.length > 0), notBy(missing)];
  const all = (): Child => [mark, there.length > 0 && rich("heard", { names: names(there) }), rest()];
  if (there.length <= named_max) return h("span", { class: kind }, all());
  const short = h("span", { class: kind });
  fill(short, mark, act(t("heard.many", { n: there.length }), () => fill(short, all()), "plain"),
    rest());
  return short;
}
