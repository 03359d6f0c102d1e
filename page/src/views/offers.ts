// Introductions that wait for an answer: take someone's card under a name of one's own, or let it
// pass.

import { ask } from "../api";
import type { Circle, Introduction } from "../answers";
import { act, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { field } from "../parts/frame";
import { bdi } from "../parts/names";
import { rich, t } from "../words";

function offer(one: Introduction, circles: readonly Circle[], done: () => Promise<void>): Child {
  const name = h("input", { type: "text", autocomplete: "off", dir: "auto", value: one.name });
  const place = told();
  const circle = circles.find((each) => each.circle === one.circle);
  const take = (event: Event): void => {
    event.preventDefault();
    void doing(place, async () => {
      const as = name.value.trim();
      await ask("accept", { id: one.id, ...(as === "" ? {} : { as }) });
      await done();
    });
  };
  const ignore = act(t("offer.ignore"), () => void doing(place, async () => {
    await ask("ignore", { id: one.id });
    await done();
  }), "plain");
  return h("form", { class: "sheet stack offer", onsubmit: take },
    h("h2", null, rich("offer", { by: bdi(one.by), name: bdi(one.name) })),
    one.note !== null && h("p", { class: "said", dir: "auto" }, one.note),
    h("p", { class: "soft" }, circle === undefined ? t("offer.means")
      : rich("offer.means.circle", { circle: bdi(circle.name) })),
    field(t("meet.name"), name, t("meet.name.means")),
    h("div", { class: "acts" }, h("button", { class: "main" }, t("offer.take")), ignore), place);
}

export function offers(
  all: readonly Introduction[], circles: readonly Circle[], done: () => Promise<void>,
): Child {
  return all.map((one) => offer(one, circles, done));
}
