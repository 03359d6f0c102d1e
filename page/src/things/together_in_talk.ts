// What people say of being together, as it stands in the talk: until when they take part, that they
// go on from another circle, who signed on paper, whom they say to have been.

import type { Entry } from "../answers";
import { h } from "../h";
import { bdi, bdis } from "../parts/names";
import { day } from "../times";
import { listed, rich, t } from "../words";
import type { Kind } from "./kinds";
import { saidWords, sign } from "./said";

const kind = (text: (entry: Entry) => string): Kind => ({
  draw: (entry) => h("div", { class: "thing" }, sign(text(entry)), saidWords(entry.thing?.words)),
  line: (entry) => ({ sign: text(entry), words: entry.thing?.words ?? "" }),
});

export const takingPartInTalk = kind(({ thing }) =>
  t("kind.taking_part", { day: day(String(thing?.until ?? "")) }));
export const reFormInTalk = kind(() => t("kind.re_form"));

export const paperInTalk: Kind = {
  draw: ({ thing }) => h("div", { class: "thing" },
    h("p", null, rich("kind.paper", { names: bdis(thing?.names ?? []) })),
    h("p", { class: "soft small" }, t("paper.means")), saidWords(thing?.words)),
  line: ({ thing }) => ({ sign: t("kind.paper", { names: listed(thing?.names ?? []) }),
    words: thing?.words ?? "" }),
};

export const iWasInTalk: Kind = {
  draw: ({ thing }) => h("div", { class: "thing" },
    h("p", null, rich("kind.i_was", { name: bdi(thing?.name ?? "") })),
    h("p", { class: "soft small" }, t("i_was.claim")), saidWords(thing?.words)),
  line: ({ thing }) => ({ sign: t("kind.i_was", { name: thing?.name ?? "" }),
    words: thing?.words ?? "" }),
};
