// The talk of a circle: what is heard, live, and the composer below it.

import { ask } from "../api";
import type { Entry } from "../answers";
import { act, fill, h } from "../h";
import { changes, standing } from "../live";
import { sayFault } from "../parts/doing";
import type { View } from "../parts/frame";
import { isMe } from "../parts/names";
import type { CirclePlace } from "../route";
import { inOneLine } from "../things/kinds";
import { t } from "../words";
import { beside, waiting } from "./beside";
import { composer } from "./composer";
import type { Composer } from "./composer";
import { Known } from "./known";
import { TalkList } from "./list";

const first_count = 60;
const page_count = 60; // read at once where one scrolls on, up or down
const tail_counts = [60, 250]; // looked at again after a change; an answer has no more

interface Parts {
  circle: string;
  tie: boolean;
  known: Known;
  list: TalkList;
  voice: HTMLElement; // read out by a screen reader
  beginning: HTMLElement;
  more: HTMLElement; // said where the newest are not what stands last
  follows: boolean; // who is at the end stays there while the composer grows and shrinks
}

const atEnd = (): boolean => {
  const page = document.documentElement;
  return page.scrollHeight - innerHeight - scrollY < 120;
};
const toEnd = (): void => scrollTo({ top: document.documentElement.scrollHeight });

async function take(parts: Parts, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) parts.known.take(entry);
  await Promise.all([
    parts.known.fetch(entries.flatMap((entry) => entry.answers)),
    parts.known.fetchProposals(entries),
    parts.known.fetchEvents(parts.circle, entries),
  ]).catch(() => undefined);
}

async function start(parts: Parts, at: string | undefined): Promise<void> {
  const { circle, list } = parts;
  performance.mark("talk asked");
  const { time } = list;
  const entries = await ask("read", { circle, last: first_count });
  await take(parts, entries);
  if (time !== list.time) return; // somebody went on to elsewhere meanwhile
  list.clear();
  list.prepend(entries);
  parts.more.hidden = true;
  parts.beginning.hidden = entries.length >= first_count;
  if (at === undefined || !list.show(at)) toEnd();
  performance.measure("talk stands", "talk asked");
}

/** The place of an entry that is not among the last: what was said before it, it, and what after. */
async function startAt(parts: Parts, id: string): Promise<void> {
  const { circle, list, known } = parts;
  const { time } = list;
  await known.fetch([id]);
  const entry = known.get(id);
  if (entry === undefined) return;
  const [before, after] = await Promise.all([
    ask("read", { circle, before: id, last: first_count }),
    ask("read", { circle, after: id, last: page_count }),
  ]);
  const around = [...before, entry, ...after];
  await take(parts, around);
  if (time !== list.time) return;
  list.clear();
  parts.beginning.hidden = true;
  parts.more.hidden = false; // until it stands there
  list.prepend(around);
  parts.follows = false; // no longer at the end, whatever grows next
  list.show(id);
  await goOn(parts, false);
  list.lookAtEnd();
}

async function older(parts: Parts): Promise<void> {
  const { circle, list } = parts;
  const { first, time } = list;
  if (first === undefined) return;
  const entries = await ask("read", { circle, before: first.id, last: page_count });
  const fresh = entries.filter((entry) => !list.has(entry.id));
  await take(parts, fresh);
  if (time !== list.time) return;
  list.prepend(fresh);
  parts.beginning.hidden = entries.length > 0;
}

/** What was said next after an old place: where that is nothing, the end is here again. */
async function later(parts: Parts): Promise<void> {
  const { circle, list, more } = parts;
  const { last, time } = list;
  if (last === undefined || more.hidden) return;
  const entries = await ask("read", { circle, after: last.id, last: page_count });
  await take(parts, entries);
  if (time !== list.time) return;
  list.appendAll(entries);
  if (entries.length === 0) await goOn(parts, false);
}

function speak(parts: Parts, entry: Entry): void {
  if (isMe(entry.author_id) || entry.forgotten) return;
  fill(parts.voice, t("voice", { name: entry.author, text: inOneLine(entry).slice(0, 500) }));
}

/** Puts what came into what is here; false where the two have nothing in common. */
async function merge(
  parts: Parts, tail: readonly Entry[], time: number, aloud: boolean,
): Promise<boolean> {
  const { list, known } = parts;
  if (time !== list.time) return true; // what is here is asked for anew by whoever put it here
  const common = tail.findIndex((entry) => list.has(entry.id));
  if (common < 0 && list.last !== undefined) return false;
  const fresh = tail.filter((entry) => !list.has(entry.id));
  const changed = tail.filter((entry) => {
    const had = known.get(entry.id);
    return list.has(entry.id) && JSON.stringify(had) !== JSON.stringify(entry);
  });
  // What was said of a proposal or an event grows, while its entry stays as it is.
  const growing = tail.filter((entry) => entry.kind === "proposal" || entry.kind === "event");
  await take(parts, [...fresh, ...changed, ...growing]);
  if (time !== list.time) return true;
  let before: string | null = null;
  tail.forEach((entry, i) => {
    // What stands before all that is common came late, to before what is here.
    if (i >= Math.max(common, 0)) {
      if (list.has(entry.id)) list.replace(entry);
      else {
        list.insertAfter(before, entry);
        if (aloud) speak(parts, entry);
      }
    }
    before = entry.id;
  });
  return true;
}

/** What came since; whoever looks at an old place stays there, and is told that there is more. */
async function goOn(parts: Parts, aloud: boolean): Promise<void> {
  const { circle, list, more } = parts;
  const { time } = list;
  for (const last of tail_counts) {
    if (!await merge(parts, await ask("read", { circle, last }), time, aloud)) continue;
    more.hidden = true;
    return;
  }
  more.hidden = false;
}

async function look(parts: Parts): Promise<void> {
  if (!parts.more.hidden) return;
  const follows = atEnd();
  await goOn(parts, true);
  if (!follows) return;
  if (!parts.more.hidden) await start(parts, undefined);
  toEnd();
}

// One look at a time; what changes meanwhile is looked at after it.
function oneAtATime(work: () => Promise<void>): () => void {
  let busy = false;
  let again = false;
  return () => {
    again = true;
    if (busy) return;
    busy = true;
    void (async () => {
      while (again) {
        again = false;
        await work().catch(() => undefined);
      }
      busy = false;
    })();
  };
}

export function talk(place_in: CirclePlace): View {
  const { circle, tie = false, entry: at } = place_in;
  const known = new Known();
  let write: Composer | null = null;
  const show = (id: string): void => {
    if (!parts.list.show(id)) void startAt(parts, id).catch(() => undefined);
  };
  const list = new TalkList(known, { show, answer: (entry) => write?.answer(entry) });
  const beginning = h("p", { class: "day", hidden: true }, t("talk.beginning"));
  const voice = h("div", { class: "vh", "aria-live": "polite" });
  const newest = act(t("talk.newest"), () =>
    void start(parts, undefined).catch((fault: unknown) => sayFault(place, fault)), "plain newest");
  const more = h("p", { class: "day", hidden: true }, t("talk.more"));
  const parts: Parts = { circle, tie, known, list, voice, beginning, more, follows: true };
  const lookSoon = oneAtATime(() => look(parts));
  const olderSoon = oneAtATime(() => older(parts));
  const laterSoon = oneAtATime(() => later(parts));
  list.onBeginning = () => list.last && olderSoon();
  list.onEnd = () => !more.hidden && laterSoon();
  const place = h("p", { class: "told" });
  const ready = start(parts, at)
    .then(async () => {
      parts.follows = at === undefined;
      if (at !== undefined && !list.has(at)) await startAt(parts, at);
    })
    .catch((fault: unknown) => sayFault(place, fault));
  const margin = beside(circle, tie, () => ready);
  const waits = waiting(circle, tie, () => ready);
  write = composer(place_in, known, () => {
    // From an old place one goes to where the words stand that were said.
    if (!more.hidden) void start(parts, undefined).catch(() => undefined);
    else lookSoon();
    toEnd();
  });
  // What grows below is no sign that somebody left the end; going up is.
  let was_at = 0;
  const scrolled = (): void => {
    if (atEnd() && more.hidden) parts.follows = true;
    else if (scrollY < was_at) parts.follows = false;
    was_at = scrollY;
    newest.hidden = more.hidden &&
      document.documentElement.scrollHeight - scrollY < 3 * innerHeight;
  };
  write.element.prepend(newest);
  const grown = new ResizeObserver(() => parts.follows && toEnd());
  grown.observe(write.element);
  grown.observe(waits.element);
  addEventListener("scroll", scrolled, { passive: true });
  scrolled();
  let isFirst = true;
  const lookLater = (): void => {
    if (!isFirst) void ready.then(lookSoon);
  };
  const unwatch = [changes.watch(lookLater), standing.watch(lookLater)];
  isFirst = false;
  return {
    element: h("div", { class: "columns" },
      h("div", { class: "page" }, beginning, list.element, more, place, voice, waits.element,
        write.element),
      h("aside", { class: "margin", "aria-label": t("talk.beside") }, margin.element)),
    ready,
    end: () => {
      removeEventListener("scroll", scrolled);
      for (const stop of unwatch) stop();
      write?.end();
      grown.disconnect();
      margin.end();
      waits.end();
      list.end();
    },
  };
}
