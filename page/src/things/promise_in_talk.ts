// An ask, a promise and what becomes of one, as they stand in the talk.

import type { Entry, Named } from "../answers";
import { h } from "../h";
import type { Child } from "../h";
import { link } from "../parts/frame";
import { bdi, bdis, isMe, names, namesAsText } from "../parts/names";
import { inCircle } from "../route";
import { due } from "../times";
import { rich, t } from "../words";
import type { Key } from "../words";
import type { Kind } from "./kinds";
import { saidWords, sign, signOf, turningText } from "./said";
import { longWords } from "../parts/long";

/** By when and of what kind, below it. */
export function about(by: string | null | undefined, tags: readonly string[] = []): Child {
  return [by != null && h("span", null, t("by", { day: due(by) })),
    tags.length > 0 && h("span", null, rich("tags", { names: bdis(tags) }))];
}

const below = (entry: Entry): Child => {
  const inside = about(entry.thing?.by, entry.thing?.tags);
  return h("p", { class: "foot" }, inside);
};

const whomOf = (entry: Entry): Named[] => entry.thing?.of ?? entry.thing?.for ?? [];

function wish(kind: "ask" | "promise", more: (entry: Entry) => Child): Kind {
  const bare: Key = `kind.${kind}`;
  const to: Key = `kind.${kind}.to`;
  return {
    draw: (entry) => h("div", { class: "thing" },
      h("p", { class: "tag soft" }, whomOf(entry).length === 0 ? t(bare)
        : rich(to, { names: names(whomOf(entry), "you.after") })),
      longWords(entry.thing?.text ?? ""), below(entry), h("p", null, more(entry))),
    line: (entry) => ({ sign: whomOf(entry).length === 0 ? t(bare)
      : t(to, { names: namesAsText(whomOf(entry)) }), words: entry.thing?.text ?? "" }),
  };
}

export const askInTalk = wish("ask", (entry) => isMe(entry.author_id)
  ? link(t("ask.open"), inCircle(entry, "promises", entry.id), "more-of")
  : link(t("ask.promise"), { ...inCircle(entry, "promises"), making: "promise",
      answers: entry.id }, "more-of"));

export const promiseInTalk = wish("promise", (entry) =>
  link(t(isMe(entry.author_id) ? "promise.open.mine" : "promise.open"),
    inCircle(entry, "promises", entry.id), "more-of"));

export const turnInTalk: Kind = {
  draw: (entry) => {
    const { turning = "", text, words, by } = entry.thing ?? {};
    const of = entry.about;
    return h("div", { class: "thing" }, sign(turningText(turning)),
      of != null && of.author_id !== entry.author_id && h("p", { class: "soft small" },
        rich("turn.no_effect", { name: bdi(of.author) })),
      turning === "changed" && [saidWords(text), h("p", { class: "foot" }, about(by))],
      saidWords(words));
  },
  line: ({ thing, about: of }) => ({ sign: signOf(turningText(thing?.turning ?? ""), of),
    words: thing?.words ?? thing?.text ?? "" }),
};
