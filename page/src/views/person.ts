// One person: how well I know that it is them, my own notes, and the acts that concern them.

import { ask } from "../api";
import type { Circle, Contact } from "../answers";
import { act, fill, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { field, fold, link } from "../parts/frame";
import { icons } from "../parts/icons";
import { bdi, bdis } from "../parts/names";
import { date } from "../times";
import { patternOf } from "../things/observing";
import { listOf, locale, rich, t } from "../words";
import type { Key } from "../words";
import { level } from "./people";
import type { Folk } from "./people";
import { words } from "./words";

type Done = () => Promise<void>;
const levels = ["pasted", "introduced", "compared", "met"] as const;
const note_after_ms = 600;

function levelOf(verification: string): (typeof levels)[number] {
  if (verification === "met in person") return "met";
  if (verification === "words compared") return "compared";
  return verification.startsWith("introduced") ? "introduced" : "pasted";
}

function ladder(one: Contact): Child {
  const now = levelOf(one.verification);
  return h("ol", { class: "levels" }, levels.map((each) =>
    h("li", { class: each === now ? "on" : "" }, t(`level.${each}` as Key),
      each === now && h("span", { class: "vh" }, " ", t("level.now")))));
}

function notes(one: Contact, kept: string): Child {
  const text = h("textarea", { dir: "auto", rows: 3, autocomplete: "off", value: kept });
  const place = told();
  let timer = 0;
  let last = kept;
  const keep = (): void => {
    clearTimeout(timer);
    if (text.value === last) return;
    void doing(place, async () => {
      while (text.value !== last) { // what is written while it is kept is kept after it
        const now = text.value;
        await ask("note/keep", { person: one.person, text: now }, true);
        last = now;
        fill(place, t("note.kept"));
      }
    });
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(keep, note_after_ms);
  });
  text.addEventListener("blur", keep);
  return [field(t("note"), text, t("note.means")), place];
}

function renaming(one: Contact, done: Done): Child {
  const name = h("input", { type: "text", autocomplete: "off", dir: "auto", required: true,
    value: one.name });
  const place = told();
  return fold(t("rename"), "", h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    void doing(place, async () => {
      await ask("rename", { person: one.person, name: name.value.trim() });
      await done();
    });
  } }, field(t("meet.name"), name, t("meet.name.means")),
    h("div", { class: "acts" }, h("button", null, t("rename.go"))), place));
}

function introducing(one: Contact, folk: Folk): Child {
  const others = folk.contacts.filter((each) => each !== one);
  const circles = folk.circles.filter((each) => each.i_hear.length > 0);
  if (others.length === 0 && circles.length === 0) return null;
  const to = h("select", { autocomplete: "off" },
    circles.length > 0 && h("optgroup", { label: t("introduce.circles") }, circles.map((each) =>
      h("option", { value: `circle ${each.circle}` }, each.name))),
    others.length > 0 && h("optgroup", { label: t("people") }, others.map((each) =>
      h("option", { value: `to ${each.person}` }, each.name))));
  const words = h("input", { type: "text", autocomplete: "off", dir: "auto" });
  const place = told();
  const send = (event: Event): void => {
    event.preventDefault();
    void doing(place, async () => {
      const [kind, id = ""] = to.value.split(" ");
      const note = words.value.trim();
      const done = await ask("introduce", {
        person: one.person, ...(kind === "to" ? { to: id } : { circle: id }),
        ...(note === "" ? {} : { note }),
      });
      place.replaceChildren();
      place.append(...rich("introduce.done", { names: bdis(done.to) }).flat()
        .filter((part): part is Node | string => part instanceof Node || typeof part === "string"));
    });
  };
  return fold(rich("introduce", { name: bdi(one.name) }), "", h("form",
    { class: "stack", onsubmit: send },
    h("p", { class: "soft" }, t("introduce.means")), field(t("introduce.to"), to),
    field(t("introduce.note"), words),
    h("div", { class: "acts" }, h("button", null, t("introduce.go"))), place));
}

// Everywhere is not each circle: where they are not shown one by one stays so.
function stillMuted(one: Contact, circles: readonly Circle[]): Child {
  const where = circles.filter((each) => each.muted.some((other) => other.person === one.person));
  return where.length > 0 && h("p", null, rich("mute.still", { names: listOf(where.map((each) =>
    link(bdi(each.name), { view: "circle", circle: each.circle, tab: "hears" }))) }));
}

function muting(one: Contact, done: Done): Child {
  const place = told();
  const set = (command: "mute" | "unmute") => () => void doing(place, async () => {
    await ask(command, { person: one.person });
    await done();
  });
  if (one.muted)
    return h("p", null, t("mute.is"), " ", act(t("unmute.go"), set("unmute"), "plain"), place);
  return fold(t("mute.all"), "", h("div", { class: "stack" },
    h("p", { class: "soft" }, rich("mute.means", { name: bdi(one.name) })),
    h("div", { class: "acts" }, act(t("mute.go"), set("mute"))), place));
}

function comparing(one: Contact, done: Done): Child {
  const inside = h("div", null);
  const details = fold(t("compare"), "", inside);
  details.addEventListener("toggle", () => {
    if (details.open && inside.childElementCount === 0) inside.append(words(one, done));
  });
  return details;
}

function hearsIn(one: Contact, circles: readonly Circle[]): Child {
  const where = circles.flatMap((circle) =>
    circle.hears_me.filter((each) => each.person === one.person)
      .map((each) => ({ circle, until: each.until })));
  return h("div", null, h("h3", null, rich("person.hears", { name: bdi(one.name) })),
    where.length === 0 ? h("p", { class: "soft" }, t("person.hears.nowhere"))
      : h("ul", null, where.map(({ circle, until }) => h("li", null,
          link(bdi(circle.name), { view: "circle", circle: circle.circle, tab: "hears" }),
          until !== null && [" ", h("span", { class: "ends" }, icons.ends(),
            t("until", { day: date(until) }))]))));
}

export function person(one: Contact, folk: Folk, done: Done): HTMLElement {
  return h("article", { class: "sheet stack person", "aria-labelledby": "person" },
    h("h2", { id: "person", tabindex: -1 }, bdi(one.name)),
    one.looks_like.length > 0 && h("p", { class: "fewer" }, icons.two(),
      rich("looks_like", { names: bdis(one.looks_like) })),
    h("h3", null, rich("person.level", { name: bdi(one.name) })),
    ladder(one), one.verification.startsWith("introduced") &&
      h("p", { class: "soft" }, level(one.verification)),
    h("p", null, link(rich("tie.go", { name: bdi(one.name) }),
      { view: "circle", circle: one.person, tab: "talk", tie: true })),
    notes(one, folk.note),
    patternOf(one, folk.pattern, folk.observing.on, locale, done), hearsIn(one, folk.circles),
    !one.muted && stillMuted(one, folk.circles),
    h("div", { class: "folds" }, comparing(one, done), introducing(one, folk),
      renaming(one, done), muting(one, done)),
  );
}
