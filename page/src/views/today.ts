// Today: a letter about what was said since the last visit, what waits for a word, what ends. It
// ends itself, with a sentence.

import { ask } from "../api";
import type { Circle, Contact, Entry, Lease, Status, Today } from "../answers";
import { act, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { circlesNow, openedTo, todayNow } from "../parts/circles";
import { agoNow } from "../parts/ago";
import { frame, heading, link, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { icons } from "../parts/icons";
import { living } from "../parts/living";
import { gone } from "../talk/row";
import { bdi, isMe, me, names } from "../parts/names";
import { go, inCircle } from "../route";
import type { Place } from "../route";
import type { Happening, ProposalSummary, PromiseMade } from "../things/answers";
import { whenText } from "../things/event_text";
import { saysOf } from "../things/kinds";
import { goneText } from "../things/said";
import { ago, date, day, due, endOfDay, fieldIn, moment } from "../times";
import { rich, t } from "../words";
import { talkPlace } from "./circle";

interface Letter {
  status: Omit<Status, "node"> & { can_keep: boolean };
  today: Today;
  circles: Circle[];
  contacts: Contact[];
}

const goes_on_days = 21;

const hears = (circle: string): Place => ({ view: "circle", circle, tab: "hears" });

function section(title: string, items: Child[]): Child {
  return items.length > 0 && h("section", null, h("h2", null, title), h("ul", null, items));
}

const opening = (text: string): string => (text.length > 240 ? `${text.slice(0, 240)}…` : text);

// What kith says of it, before the words of who said it.
const signed = (sign: string, more: boolean): Child =>
  sign !== "" && h("span", { class: "signed" }, sign, more && ": ");

function wordsOf(entry: Entry): Child {
  if (entry.forgotten) return gone(entry);
  if (entry.unreadable) return t("entry.unreadable");
  const { sign, words } = saysOf(entry);
  return [signed(sign, words !== ""),
    h("span", { dir: "auto", class: "words" }, opening(words))];
}

function line(entry: Entry): HTMLElement {
  const mine = { person: me(), name: "" };
  const others = (entry.audience ?? []).filter((one) => !isMe(one.person));
  const about = entry.aside && entry.tie_with == null
    ? h("small", { class: "fewer" }, icons.fewer(), rich("today.aside", {
        circle: bdi(entry.circle), names: names([...others, mine], "you.after") }))
    : null;
  return h("li", null,
    link([h("b", null, bdi(entry.author)), " ", wordsOf(entry)], talkPlace(entry, entry.id)), about,
    entry.arrived_late && h("small", { class: "ends" }, icons.late(),
      t("today.late.written", { when: moment(entry.time) })));
}

function said(one: Today["said"][number]): Child[] {
  const lines = one.entries.map(line);
  const where = h("li", { class: "where" }, link(one.tie_with == null ? bdi(one.circle)
    : rich("tie", { name: bdi(one.circle) }), talkPlace(one)),
    one.more > 0 && h("span", { class: "soft" }, " ", t("today.more", { n: one.more })));
  return [where, lines];
}

function late(entry: Entry): HTMLElement {
  return h("li", null,
    link([h("b", null, bdi(entry.author)), " ", wordsOf(entry)],
      talkPlace(entry, entry.id)),
    h("small", { class: "ends" }, icons.late(), rich("today.late", {
      circle: bdi(entry.circle), when: moment(entry.time) })));
}

// What ends is told once, with the act beside it; another day is chosen where the circle itself tells it.
function goOn(circle: string, ends: string, act_on: (until: string) => Promise<unknown>): Child {
  const place = told();
  const until = endOfDay(fieldIn(goes_on_days, ends));
  return [h("div", { class: "acts" }, act(t("today.go_on", { day: day(until) }), () =>
    void doing(place, async () => {
      await act_on(until);
      await circlesNow.again();
      openedTo(circle);
      go(hears(circle));
    }), "plain")), place];
}

function lease(one: Lease): HTMLElement {
  const values = { name: bdi(one.mine ? one.name : one.speaker), circle: bdi(one.circle),
    day: day(one.until) };
  const sentence = one.mine ? rich("today.lease.mine", values)
    : rich("today.lease.theirs", values);
  return h("li", null, link(sentence, hears(one.circle_id)),
    h("small", { class: "ends" }, icons.ends(),
      t(one.mine ? "today.lease.mine.means" : "today.lease.theirs.means")),
    one.mine && goOn(one.circle_id, one.until, (until) =>
      ask("include", { circle: one.circle_id, person: one.person, until })));
}

const whereIn = (one: { tie_with: string | null; circle: string }): Child =>
  one.tie_with === null ? bdi(one.circle) : rich("tie", { name: bdi(one.circle) });

function proposal(one: ProposalSummary): HTMLElement {
  return h("li", null,
    link([h("b", null, bdi(one.author)), " ", signed(t("says.proposal"), true),
      h("bdi", { class: "words" }, opening(one.text === null ? goneText(one, "proposal.forgotten")
        : one.title))], inCircle(one, "proposals", one.newest)),
    h("small", null, whereIn(one), ". ", t(one.you_spoke_of_an_earlier_version
      ? "today.proposal.again" : "today.proposal.means")));
}

// A day that went by is said, and no more.
function promise(one: PromiseMade): HTMLElement {
  return h("li", null,
    link(h("span", { dir: "auto", class: "words" }, opening(one.text ?? goneText(one, "promise.forgotten"))),
      inCircle(one, "promises", one.id)),
    h("small", null, one.for.length > 0
      && [rich("today.promise.for", { names: names(one.for, "you.after") }), " "],
    whereIn(one), one.by !== null && [t("comma"),
      t(one.went_by ? "went_by" : "by", { day: due(one.by) })]));
}

function happening(one: Happening): HTMLElement {
  const next = one.repeat == null || one.next == null ? {} : one.next;
  const mine = one.coming.filter((each) => isMe(each.person));
  return h("li", null,
    link(h("bdi", { class: "words" }, opening(one.title ?? goneText(one, "event.forgotten"))),
      inCircle(one, "events", one.id)),
    h("small", null, whenText({ ...one, ...next }) ?? "", one.where != null && [t("comma"),
      bdi(one.where)]),
    h("small", null, whereIn(one), !one.mine && mine.length === 0
      && [". ", t("today.event.means")]));
}

// Its leases are not told one by one.
const juncture = (one: Today["junctures"][number]): HTMLElement => h("li", null,
  link(rich("today.juncture", { circle: bdi(one.circle), day: day(one.until) }),
    hears(one.circle_id)),
  h("small", { class: "ends" }, icons.ends(), t("today.juncture.means")),
  goOn(one.circle_id, one.until, (until) => ask("renew", { circle: one.circle_id, until })));

// One act, as in the circle itself.
function join(one: Today["joins"][number]): HTMLElement {
  const place = told();
  return h("li", null,
    link(rich("today.join", { names: names(one.people), circle: bdi(one.circle),
      n: one.people.length }), hears(one.circle_id)),
    h("small", null, t("today.join.means")),
    h("div", { class: "acts" }, act(rich("include", { names: names(one.people) }), () =>
      void doing(place, async () => {
        await ask("join", { circle: one.circle_id });
        await circlesNow.again();
        openedTo(one.circle_id);
        go(hears(one.circle_id));
      }))), place);
}

function waits(letter: Letter): Child[] {
  const { today } = letter;
  return [
    today.waiting.map(proposal),
    today.introductions.map((one) => h("li", null,
      link(rich("today.introduction", { by: bdi(one.by), name: bdi(one.name) }),
        { view: "people" }),
      h("small", null, t("today.introduction.means")))),
    today.joins.map(join),
  ].flat();
}

function clockDoubt(): Child {
  const place = told();
  return h("li", null, t("today.clock"), h("div", { class: "acts" },
    act(t("today.clock.right"), () => void doing(place, async () => {
      await ask("status", { clock_is_right: true });
    }))), place);
}

// Once, to whoever comes back; whatever is answered, it is not asked again.
function copy(): HTMLElement {
  const place = told();
  return h("li", null, h("p", null, t("today.copy")), h("small", null, t("today.copy.means")),
    h("div", { class: "acts" }, act(t("today.copy.go"), () => go({ view: "copy" })),
      act(t("today.copy.not"), () => void doing(place, async () => {
        await ask("backup/not", {});
        await todayNow.again();
        place.closest("section")?.remove();
      }), "plain")), place);
}

// Of circles each by its name; of what was said between two, or noted, once.
function returned(all: Status["own_returned"]): Child {
  const circles = new Map<string, boolean>(); // whether it cannot be read
  for (const one of all)
    circles.set(one.circle, (circles.get(one.circle) ?? false) || one.unreadable > 0);
  return [...circles].map(([circle, unreadable]) => h("li", null, circle === ""
    ? t("today.returned.else") : rich("today.returned", { circle: bdi(circle) }),
    h("small", null, t(unreadable ? "today.returned.unreadable" : "today.returned.means"))));
}

function notes(letter: Letter): Child {
  const { today, status } = letter;
  return [
    status.clock_is_sure ? [] : [clockDoubt()],
    status.can_keep ? [] : [h("li", null, t("cannot_keep"), h("small", null, t("cannot_keep.means")))],
    returned(status.own_returned),
    status.refused.map((one) => h("li", null, rich("today.refused", { name: bdi(one.person),
      circle: bdi(one.circle) }), h("small", null, t("today.refused.means")))),
    today.owed.map((one) => h("li", null,
      rich("today.owed", { name: bdi(one.name), circle: bdi(one.circle) }),
      h("small", { class: "ends" }, icons.late(), t("owed.means")))),
    today.stories.map((one) => h("li", null,
      link(rich("two_stories", { name: bdi(one.author) }), talkPlace(one)),
      h("small", null, bdi(one.circle)))),
  ].flat();
}

// Nobody known and nothing said: the letter says how it begins.
const isNew = (letter: Letter): boolean =>
  letter.contacts.length === 0 && letter.circles.length === 0;

function firstSteps(letter: Letter): Child {
  if (!isNew(letter)) return null;
  return section(t("today.begin"), [
    h("li", null, link(t("today.begin.meet"), { view: "meet" }),
      h("small", null, t("today.begin.meet.means"))),
    h("li", null, link(t("today.begin.circle"), { view: "begin" }),
      h("small", null, t("today.begin.circle.means"))),
  ]);
}

function page(letter: Letter): Child {
  const { today } = letter;
  const above = new Set(today.said.flatMap((one) => one.entries.map((entry) => entry.id)));
  const parts = [
    firstSteps(letter),
    section(t("today.said"), today.said.flatMap(said)),
    // What stands above says there that it is late.
    section(t("today.late.title"), today.late.filter((one) => !above.has(one.id)).map(late)),
    section(t("today.waits"), waits(letter)),
    section(t("today.events"), today.events.map(happening)),
    section(t("today.promised"), today.promised.map(promise)),
    section(t("today.ends"), [...today.junctures.map(juncture),
      ...today.leases.map(lease)]),
    section(t("today.notes"), [notes(letter)].flat()),
    today.copy && section(t("copy"), [copy()]),
  ].filter((part) => part !== false && part !== null);
  // To whom nothing was said yet, there is nothing to end.
  if (isNew(letter)) return parts;
  return [parts, h("p", { class: "close" },
    parts.length > 0 ? t("today.close") : t("today.quiet"))];
}

function lastExchange(contacts: readonly Contact[]): Child {
  const last = contacts.filter((one) => one.last_synced !== null)
    .sort((a, b) => String(b.last_synced).localeCompare(String(a.last_synced)))[0];
  if (last === undefined || last.last_synced === null) return t("today.kept");
  return [t("today.kept"), " ", rich("today.exchanged", {
    name: bdi(last.name), ago: agoNow(last.last_synced) })];
}

function draw(letter: Letter): Child {
  const { since } = letter.today;
  const lead = since === null ? t("today.first") : t("today.since", { when: sinceText(since) });
  return frame("today", heading(day(new Date()), lead), page(letter),
    note(t("today.kept.title"), h("p", { class: "soft" }, lastExchange(letter.contacts))),
    t("today.beside"));
}

const sinceText = (since: string): string =>
  Date.now() - Date.parse(since) < 86_400_000 ? ago(since) : date(since);

// A look shorter than this takes nothing from the letter: it is all there at the next one.
const visit_ms = 60_000;
const opened = Date.now();
let marks = false;
function markOnLeaving(): void {
  if (marks) return;
  marks = true;
  addEventListener("pagehide", () => {
    if (Date.now() - opened > visit_ms)
      void ask("today", { mark: true }, true).catch(() => undefined);
  });
}

export function today(): View {
  markOnLeaving();
  const list = living(async () => {
    const [letter, circles, contacts, status] = await Promise.all([
      todayNow(), circlesNow(), ask("contacts", {}), ask("status", {})]);
    const { clock_is_sure, own_returned, refused, recovery_key } = status;
    const can_keep = status.node?.can_keep ?? true;
    return { today: { ...letter, now: "" }, circles, contacts,
      status: { clock_is_sure, own_returned, refused, can_keep, recovery_key } };
  }, draw);
  return list;
}
