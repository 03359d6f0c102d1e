// Ways: how each person is reached, when we last exchanged, and bundles for where no network goes.

import { ask, giveBundle, takeBundle } from "../api";
import type { KnownWay, State, Ways } from "../answers";
import { act, fill, h } from "../h";
import type { Child } from "../h";
import { bar, doing, told } from "../parts/doing";
import { field, fold, frame, heading, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { living } from "../parts/living";
import type { Living } from "../parts/living";
import { bdi, bdis, isLong } from "../parts/names";
import { rhythmOf } from "./rhythm";
import { roads } from "./roads";
import { troubles } from "./troubles";
import { agoNow } from "../parts/ago";
import { listOf, rich, t } from "../words";
import type { Key } from "../words";

type Person = Ways["people"][number];

const place_of = (address: string): string => address.replace(/^tcp:/, "");

function exchanged(one: Person): Child {
  const { received = 0, sent = 0, to_receive = 0, to_send = 0 } = one;
  if (received + sent + to_receive + to_send === 0) return null;
  const says = h("p", { class: "soft" }, t("way.exchanged", { received, sent }));
  const left = (done: number, rest: number, label: Key): Child => rest > 0 && h("label", { class: "soft" },
    t(label, { n: rest }),
    h("progress", { max: done + rest, value: done }));
  return [says, left(received, to_receive, "way.to_come"), left(sent, to_send, "way.to_go")];
}

function means(one: Person): Child {
  if (one.connected)
    return [t(one.over_tor === true ? "way.connected.tor" : "way.connected"), exchanged(one)];
  if (one.ways.length === 0) return t("way.none");
  return rich("way.at", { address: listOf(one.ways.map((way) => bdi(place_of(way)))) });
}

function syncing(one: Person): Child {
  const address = h("input", { type: "text", autocomplete: "off", dir: "ltr",
    placeholder: "192.168.1.20:4040" });
  const place = told();
  const run = (event: Event): void => {
    event.preventDefault();
    fill(place, t("sync.running"));
    const at = address.value.trim();
    void doing(place, async () => {
      const done = await ask("sync", { person: one.person, newest_first: true,
        ...(at === "" ? {} : { at: at.startsWith("tcp:") ? at : `tcp:${at}` }) });
      fill(place, t("sync.done", { received: done.received, sent: done.sent }));
    });
  };
  const now = act(t("sync"), () => void doing(place, async () => {
    const done = await ask("sync", { person: one.person, newest_first: true });
    fill(place, t("sync.done", { received: done.received, sent: done.sent }));
  }), "plain");
  return [h("div", { class: "acts" }, one.ways.length > 0 && now,
    fold(t("sync.at"), "", h("form", { class: "stack", onsubmit: run },
      field(t("sync.address"), address), h("div", { class: "acts" },
        h("button", null, t("sync")))))), place];
}

function book(one: Person, changed: () => void): Child {
  const place = told();
  const then = (asked: Promise<unknown>): Promise<void> => asked.then(changed);
  const address = h("input", { type: "text", autocomplete: "off", dir: "ltr",
    placeholder: "192.168.1.20:4040" });
  const line = (known: KnownWay): Child => h("li", null, bdi(place_of(known.address)), " ",
    h("span", { class: "soft small" }, t(`book.${known.from}`)), " ",
    act(t("book.strike"), () => void doing(place, () =>
      then(ask("way/forget", { person: one.person, address: known.address }))), "plain"));
  const write = (event: Event): void => {
    event.preventDefault();
    void doing(place, () => then(ask("way/add",
      { person: one.person, address: address.value.trim() })));
  };
  return fold(t("book"), "", h("div", { class: "stack" },
    one.book.length > 0 && h("ul", null, one.book.map(line)),
    h("form", { class: "stack", onsubmit: write }, field(t("book.new"), address),
      h("div", { class: "acts" }, h("button", null, t("book.add")))),
    one.rhythm !== null && h("div", { class: "acts" },
      act(t("rhythm.wipe"), () => void doing(place, () =>
        then(ask("wipe/rhythm", { person: one.person }))), "plain")), place));
}

function way(one: Person, changed: () => void): Child {
  return h("li", { class: isLong(one.name) ? "way long" : "way" },
    h("h2", { class: "who" }, bdi(one.name)),
    h("div", null, h("div", null, means(one)),
      h("p", { class: "soft small" }, one.last_synced === null ? t("way.never")
        : rich("way.last", { ago: agoNow(one.last_synced) })),
      one.breaches !== null && note(rich("way.breaches",
        { n: one.breaches.times, ago: agoNow(one.breaches.since) })),
      one.rhythm !== null && rhythmOf(one.rhythm),
      syncing(one), book(one, changed)));
}

function people(): { element: HTMLElement; end(): void; ready: Promise<unknown> } {
  const list: Living = living(() => ask("ways", {}), (all) => [
    all.people.length === 0 ? h("p", { class: "said" }, t("ways.nobody"))
      : h("ul", null, [...all.people].sort((a, b) => a.name.localeCompare(b.name))
          .map((one) => way(one, () => void list.refresh()))),
  ]);
  return list;
}

function writing(): Child {
  const who = h("div", { class: "ticks" });
  const place = told();
  void ask("contacts", {}).then((all) => fill(who, all.map((one) =>
    h("label", { class: "tick" },
      h("input", { type: "checkbox", value: one.person, checked: true }),
      h("span", null, bdi(one.name)))))).catch(() => undefined);
  const write = (event: Event): void => {
    event.preventDefault();
    const boxes = [...who.querySelectorAll<HTMLInputElement>("input:checked")];
    void doing(place, async () => {
      const bundle = await giveBundle(boxes.map((box) => box.value),
        bar(place, t("bundle.writing")));
      const url = URL.createObjectURL(bundle.file);
      // A name that says nothing about anyone: the file lies on a stick for all to see.
      h("a", { href: url, download: "kith.bundle" }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      fill(place, t("bundle.written"), bundle.not_for.length > 0 &&
        [" ", rich("bundle.not_for", { names: bdis(bundle.not_for) })]);
    });
  };
  return fold(t("bundle.write"), "", h("form", { class: "stack", onsubmit: write },
    h("fieldset", null, h("legend", null, t("bundle.for")), who),
    h("div", { class: "acts" }, h("button", { class: "main" }, t("bundle.write.go"))), place));
}

function bundles(): Child {
  const place = told();
  const take = (files: FileList | null | undefined): void => void doing(place, async () => {
    for (const file of files ?? []) {
      const read = await takeBundle(file, bar(place, t("bundle.reading")));
      fill(place, t("bundle.read", { n: read.entries }));
    }
  });
  const picker: HTMLInputElement = h("input", {
    type: "file", class: "vh", tabindex: -1, "aria-label": t("bundle.take"),
    onchange: () => take(picker.files),
  });
  const zone: HTMLElement = h("section", { class: "drop",
    ondragover: (event: DragEvent) => {
      event.preventDefault();
      zone.classList.add("over");
    },
    ondragleave: () => zone.classList.remove("over"),
    ondrop: (event: DragEvent) => {
      event.preventDefault();
      zone.classList.remove("over");
      take(event.dataTransfer?.files);
    },
  }, h("h2", null, t("bundle")), h("p", null, t("bundle.means")),
    h("div", { class: "acts" }, act(t("bundle.take"), () => picker.click()), picker), place,
    writing());
  return zone;
}

// At once, and from then on. Imaginary people are on no network.
function nearby(): { element: HTMLElement; end(): void } {
  const list: Living = living(async () => {
    const { by } = await ask("roads", {});
    return { ...await ask("nearby", {}), only_tor: by === "only_tor" };
  }, (now) => {
    const place = told();
    if (now.only_tor)
      return h("section", { class: "sheet nearby stack" }, h("h2", null, t("nearby")),
        h("p", { class: "soft" }, t("nearby.only_tor")));
    const box: HTMLInputElement = h("input", { type: "checkbox", role: "switch", checked: now.on,
      "data-key": "nearby",
      onchange: () => void doing(place, async () => {
        try {
          await ask("nearby", { on: box.checked });
        } finally {
          await list.refresh();
        }
      }) });
    return h("section", { class: "sheet nearby stack" }, h("h2", null, t("nearby")),
      h("label", { class: "tick" }, box, h("span", null, t("nearby.on"))),
      h("p", { class: "soft" }, t(now.on ? "nearby.on.means" : "nearby.off.means")),
      h("p", { class: "soft small" }, now.listening.length === 0 ? t("ways.silent")
        : rich("ways.listening", { address: bdi(now.listening.map(place_of).join(", ")) })),
      place);
  });
  return list;
}

export function ways(state: State): View {
  const list = people();
  const near = state.demo ? null : nearby();
  const by = state.demo ? null : roads();
  const now = state.demo ? null : troubles();
  const element = frame("ways", heading(t("ways"), t("ways.say")),
    [now?.element, list.element, near?.element, by?.element, bundles()], [
    note(t("ways.off"), h("p", { class: "soft" }, t("ways.off.means"))),
    note(t("ways.servers"), h("p", { class: "soft" }, t("ways.servers.means"))),
  ], t("ways.beside"));
  return { element, ready: list.ready, end: () => { list.end(); near?.end(); by?.end(); now?.end(); } };
}
