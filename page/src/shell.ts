// The page around every view: the way around, and the view that stands at the place.

import type { Circle, State, Unread } from "./answers";
import { ask } from "./api";
import { act, fill, h } from "./h";
import type { Child } from "./h";
import { chooseLook, look, looks } from "./look";
import type { Look } from "./look";
import { circlesNow, unreadNow } from "./parts/circles";
import { link } from "./parts/frame";
import type { View } from "./parts/frame";
import { emblem } from "./parts/icons";
import { living } from "./parts/living";
import { place } from "./route";
import { allKept, forgetUnkept } from "./talk/draft";
import type { Place } from "./route";
import { findAll } from "./talk/find";
import { forgetHalfWritten } from "./things/fields";
import { begin } from "./views/begin";
import { boundaries } from "./views/boundaries";
import { copy, leave } from "./views/leave";
import { inOnePlace } from "./views/in_one_place";
import { meet } from "./views/meet";
import { people } from "./views/people";
import { today } from "./views/today";
import { ways } from "./views/ways";
import { circle } from "./views/circle";
import { chooseLanguage, languageCode, languages, t } from "./words";

function viewAt(at: Place, state: State): View {
  switch (at.view) {
    case "today": return today();
    case "circle": return circle(at);
    case "find": return findAll();
    case "begin": return begin();
    case "people": return people(at.person);
    case "boundaries": return boundaries();
    case "meet": return meet();
    case "place": return inOnePlace();
    case "ways": return ways(state);
    case "copy": return copy(state);
    case "leave": return leave(state);
  }
}

const same = (one: Place, other: Place): boolean =>
  one.view === other.view &&
  (one.view !== "circle" || other.view !== "circle" || one.circle === other.circle);

function mark(a: HTMLAnchorElement, to: Place): HTMLAnchorElement {
  a.dataset["key"] = `to ${JSON.stringify(to)}`;
  if (same(to, place())) a.setAttribute("aria-current", "page");
  return a;
}

// A word and no number: it calls nobody, and goes once what is there is read.
function item(label: Child, to: Place, unread = false): HTMLElement {
  const a = mark(link(label, to), to);
  if (!unread) return h("li", null, a);
  const id = `unread ${String(a.dataset["key"])}`.replace(/[^\w]/gu, "-");
  a.setAttribute("aria-describedby", id);
  return h("li", null, a, h("span", { class: "unread", id }, t("unread")));
}

interface Around {
  circles: readonly Circle[];
  unread: readonly Unread[];
}

async function aroundNow(): Promise<Around> {
  const [circles, unread] = await Promise.all([circlesNow(), unreadNow()]);
  const at = place();
  const open = at.view === "circle" && at.tab === "talk" ? at : undefined; // it is being read
  return { circles, unread: unread.filter((one) =>
    open?.circle !== (open?.tie === true ? one.tie_with : one.circle_id)) };
}

function draw({ circles, unread }: Around): HTMLElement[] {
  const circleItem = (one: Circle): HTMLElement => item(h("bdi", null, one.name),
    { view: "circle", circle: one.circle, tab: "talk" },
    unread.some((each) => each.circle_id === one.circle));
  const sorted = [...circles].sort((a, b) => a.name.localeCompare(b.name));
  return [
    h("ul", null, item(t("today"), { view: "today" }), item(t("find.all"), { view: "find" })),
    h("div", null,
      h("span", { class: "label", id: "circles" }, t("circles")),
      h("ul", { class: "names", "aria-labelledby": "circles" }, sorted.map(circleItem),
        h("li", null, mark(link(t("begin"), { view: "begin" }, "quiet"), { view: "begin" })))),
    h("ul", null, item(t("people"), { view: "people" }, unread.some((one) => one.tie_with !== null)), item(t("meet"), { view: "meet" }),
      item(t("place"), { view: "place" }),
      item(t("ways"), { view: "ways" }), item(t("copy"), { view: "copy" }),
      item(t("leave"), { view: "leave" })),
  ];
}

function chooser<T extends string>(
  name: string, options: readonly [T, string][], now: T, choose: (next: T) => void,
): HTMLElement {
  const select = h("select", {
    "aria-label": name,
    autocomplete: "off",
    onchange: (event: Event) => choose((event.target as HTMLSelectElement).value as T),
  }, options.map(([value, label]) => h("option", { value, selected: value === now }, label)));
  return select;
}

// What is half written stays, too.
async function lock(): Promise<void> {
  await allKept();
  await ask("lock", {}).catch(() => undefined);
}

function settings(state: State): HTMLElement {
  const lookNames = looks.map((one): [Look, string] => [one, t(`look.${one}`)]);
  return h("div", { class: "look" },
    chooser(t("look"), lookNames, look(), chooseLook),
    chooser(t("language"), languages(), languageCode, chooseLanguage),
    state.passphrase && act(t("lock"), () => void lock(), "plain"));
}

function around(state: State): View {
  const list = living(aroundNow, draw, "ways-around");
  const here = h("span", { class: "here" });
  const unread = h("span", { class: "unread", hidden: true }, " ", t("unread"));
  const opener = act([here, unread, h("span", { "aria-hidden": "true" }, " ▾")], () => open(),
    "opener");
  const all = h("div", { class: "all", id: "all" }, list.element, settings(state));
  opener.setAttribute("aria-controls", "all");
  const open = (now = opener.getAttribute("aria-expanded") !== "true"): void => {
    opener.setAttribute("aria-expanded", String(now));
    element.classList.toggle("open", now);
  };
  const home = link([emblem(), "kith"], { view: "today" }, "mark");
  const element = h("nav", {
    class: "around",
    "aria-label": "kith",
    onkeydown: (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !element.classList.contains("open")) return;
      open(false);
      opener.focus();
    },
  }, h("div", { class: "bar" }, home, opener), all);
  const label = (): void => {
    const now = element.querySelector("[aria-current]");
    here.textContent = now?.textContent ?? t("ways.around");
    unread.hidden = list.element.querySelector(".unread") === null;
  };
  const observer = new MutationObserver(label);
  observer.observe(list.element, { childList: true });
  const unwatch = place.watch(() => {
    open(false);
    void list.refresh().then(label);
  });
  return { element, end: () => { unwatch(); list.end(); observer.disconnect(); } };
}

// The heading takes the focus, so that the keyboard and a reader's voice go where the eye goes.
async function focusHeading(view: View, main: HTMLElement): Promise<void> {
  await view.ready;
  // Unless the view itself gave the focus to something already.
  if (main.contains(view.element) && !view.element.contains(document.activeElement))
    main.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}

export function shell(state: State): View {
  const main = h("main", { id: "main" });
  let view: View | null = null;
  let first = true;
  const unwatch = place.watch((at) => {
    view?.end();
    view = viewAt(at, state);
    fill(main, view.element);
    scrollTo(0, 0);
    if (!first) void focusHeading(view, main);
    first = false;
  });
  const nav = around(state); // behind the view: what it shows is asked for first
  const element = h("div", { class: "shell" },
    state.demo && h("p", { class: "demo" }, t("demo")), nav.element, main);
  return { element, end: () => {
    unwatch();
    nav.end();
    view?.end();
    forgetHalfWritten();
    forgetUnkept();
  } };
}
