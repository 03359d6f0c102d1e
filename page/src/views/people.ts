// People: whom I know, under the names that I gave them, and how well I know that it is them; and
// whom I was offered.

import { ask } from "../api";
import type { Circle, Contact, Introduction } from "../answers";
import { h } from "../h";
import type { Child } from "../h";
import { unreadNow } from "../parts/circles";
import { frame, heading, link, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { living } from "../parts/living";
import type { Living } from "../parts/living";
import { bdi } from "../parts/names";
import type { Observing, Pattern } from "../things/answers";
import { cameThrough, keepingNotes } from "../things/observing";
import { rich, t } from "../words";
import { claims, iWas } from "./claims";
import type { Claim } from "./claims";
import { offers } from "./offers";
import { person } from "./person";

export interface Folk {
  contacts: Contact[];
  circles: Circle[];
  unread: string[]; // of whom, in the talk of two
  introductions: Introduction[];
  open: string;
  note: string;
  observing: Observing;
  claims: Claim[];
  pattern: Pattern | null; // of the one that is open
}

/** The level in the reader's language; who introduced someone stays named. */
export function level(verification: string): Child {
  if (verification === "met in person") return t("level.met");
  if (verification === "words compared") return t("level.compared");
  const by = /^introduced by (.*), unchecked$/s.exec(verification)?.[1];
  if (by !== undefined) return rich("level.introduced_by", { name: bdi(by) });
  return t(verification.startsWith("introduced") ? "level.introduced" : "level.pasted");
}

function list(folk: Folk): Child {
  const sorted = [...folk.contacts].sort((a, b) => a.name.localeCompare(b.name));
  return h("ul", { class: "folk" }, sorted.map((one) => {
    const a = link([h("b", null, bdi(one.name)),
      folk.unread.includes(one.person) && h("span", { class: "unread" }, " ", t("unread")),
      h("small", null, level(one.verification))],
      { view: "people", person: one.person });
    a.dataset["key"] = one.person;
    if (one.person === folk.open) a.setAttribute("aria-current", "true");
    return h("li", null, a);
  }));
}

function draw(folk: Folk, done: () => Promise<void>): Child {
  const open = folk.contacts.find((one) => one.person === folk.open);
  const page = [
    offers(folk.introductions, folk.circles, done),
    claims(folk.claims, folk.contacts, done),
    folk.contacts.length > 0 ? list(folk) : h("p", { class: "said" }, t("people.nobody"), " ",
      link(t("today.begin.meet"), { view: "meet" })),
    open && person(open, folk, done),
    folk.observing.notes > 0 && cameThrough(),
    iWas(folk.circles, folk.contacts),
  ];
  return frame("people", heading(t("people"), t("people.say")), page, [
    note(t("people.levels"), h("p", { class: "soft" }, t("people.levels.means"))),
    note(t("people.new"), h("p", { class: "soft" }, t("people.new.means")),
      h("p", null, link(t("today.begin.meet"), { view: "meet" }))),
    note(t("boundaries"), h("p", { class: "soft" }, t("boundaries.short"), " ",
      link(t("boundaries.go"), { view: "boundaries" }))),
    keepingNotes(folk.observing, done),
  ], t("people.beside"));
}

export function people(open = ""): View {
  const list: Living = living(async (): Promise<Folk> => {
    const [contacts, circles, introductions, kept, observing, pattern, claims, unread] =
      await Promise.all([
      ask("contacts", {}), ask("circles", { uncounted: true }), ask("introductions", {}),
      open === "" ? { text: "" } : ask("note", { person: open }).catch(() => ({ text: "" })),
      ask("observing", {}),
      open === "" ? null : ask("pattern", { person: open }).catch(() => null),
      ask("recognised", {}), unreadNow(),
    ]);
    return { contacts: contacts.map((one) => ({ ...one, last_synced: null })), introductions, open,
      circles: circles.map((one) => ({ ...one, last: null })), note: kept.text, observing, pattern, claims,
      unread: unread.flatMap((one) => one.tie_with ?? []) };
  }, (folk) => draw(folk, list.refresh));
  const ready = list.ready.then(() => {
    // Chosen from the list above it: the reader goes on at the person, not at the top.
    const sheet = list.element.querySelector<HTMLElement>(".person h2");
    sheet?.scrollIntoView({ block: "nearest" });
    sheet?.focus({ preventScroll: true });
  });
  return { element: list.element, ready, end: list.end };
}
