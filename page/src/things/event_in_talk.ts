// An event, what becomes of it, and who comes, as they stand in the talk.

import type { Entry } from "../answers";
import { h } from "../h";
import type { Child } from "../h";
import { link } from "../parts/frame";
import { bdi, bdis, isMe, names } from "../parts/names";
import { longWords } from "../parts/long";
import { inCircle } from "../route";
import { rich, t } from "../words";
import type { Happening, Thing, Timed } from "./answers";
import { comingText, dayText, eventTurningText, repeatText, whenOf, whenText } from "./event_text";
import type { Kind } from "./kinds";
import { saidWords, sign, signOf } from "./said";

type What = Timed & Pick<Thing, "where" | "bring" | "repeat" | "text">;

/** When, where, what to bring, and what else there is to say. */
export function whatOf(one: What): Child {
  return [
    whenOf(one),
    one.repeat != null && h("p", { class: "soft" }, repeatText(one.repeat)),
    one.where != null && h("p", null, rich("event.where_is", { where: bdi(one.where) })),
    one.bring !== undefined && one.bring.length > 0 &&
      h("p", null, rich("event.bring_is", { things: bdis(one.bring) })),
    one.text != null && one.text !== "" && longWords(one.text),
  ];
}

// Who comes, in one line for each answer, by name.
function whoComes(event: Happening): Child {
  return ["yes", "perhaps", "no"].map((coming) => {
    const of = event.coming.filter((one) => one.coming === coming && one.day === null);
    return of.length > 0 && h("p", { class: "soft small" },
      rich(`coming.${coming}.names` as "coming.yes.names", { names: names(of), n: of.length }));
  });
}

// What stands now, where that is not what was said here.
function nowOf(entry: Entry, event: Happening | undefined): Child {
  if (event === undefined) return null;
  if (event.called_off) return h("p", { class: "ends" }, t("event.off"));
  const changed = event.at !== entry.thing?.at || event.where !== entry.thing?.where ||
    event.title !== entry.thing?.title;
  return changed && h("p", { class: "ends" }, rich("event.now", { title: bdi(event.title ?? ""),
    when: whenText(event) ?? "" }));
}

export const eventInTalk: Kind = {
  draw: (entry, known) => {
    const event = known.event(entry.id);
    return h("div", { class: "thing" }, h("p", { class: "tag soft" }, t("kind.event")),
      h("p", { class: "title", dir: "auto" }, entry.thing?.title ?? ""),
      whatOf(entry.thing ?? {}), nowOf(entry, event), event && !event.called_off && whoComes(event),
      h("p", null, link(t(isMe(entry.author_id) ? "event.open" : "event.speak"),
        inCircle(entry, "events", entry.id), "more-of")));
  },
  line: ({ thing }) => ({ sign: t("kind.event"), words: [thing?.title ?? "",
    whenText(thing ?? {}) ?? ""].join(t("comma")) }),
};

export const eventTurnInTalk: Kind = {
  draw: (entry) => {
    const { turning = "", words, day, now } = entry.thing ?? {};
    const of = entry.about;
    return h("div", { class: "thing" }, sign(eventTurningText(turning, day)),
      of != null && of.author_id !== entry.author_id && h("p", { class: "soft small" },
        rich("event.no_effect", { name: bdi(of.author) })),
      now != null && [h("p", { class: "title", dir: "auto" }, now.title ?? ""), whatOf(now)],
      saidWords(words));
  },
  line: ({ thing, about }) => ({
    sign: signOf(eventTurningText(thing?.turning ?? "", thing?.day), about),
    words: thing?.words ?? "" }),
};

const comingSign = (thing: Thing | undefined): string => {
  const text = comingText(thing?.coming ?? "");
  return thing?.day == null ? text : t("event.on_day", { what: text, day: dayText(thing.day) });
};
export const comingInTalk: Kind = {
  draw: ({ thing }) => h("div", { class: "thing" }, sign(comingSign(thing)),
    saidWords(thing?.words)),
  line: ({ thing, about }) => ({ sign: signOf(comingSign(thing), about),
    words: thing?.words ?? "" }),
};
