// Where the page begins: in by the opening link, then what the home's state asks for.

import { ask, enterBy, Fault } from "./api";
import type { State } from "./answers";
import { add, fill, h } from "./h";
import { asOf, listen, standing, stopListening } from "./live";
import { wearLook } from "./look";
import { me } from "./parts/names";
import { resume, startAfresh, startRoute } from "./route";
import { shell } from "./shell";
import { allKept, unkeptWords } from "./talk/draft";
import { begin } from "./views/first";
import { locked } from "./views/locked";
import { barredSheet, standingLine } from "./views/standing";
import { t } from "./words";

const root = h("div", { class: "root" });
let leave: () => void = () => undefined;
let shown = "";

function show(what: string, make: () => { element: Element; end(): void }): void {
  if (shown === what) return;
  const arrives = shown === ""; // at a page that just opened, the first Tab is the skip link's
  shown = what;
  leave();
  const next = make();
  leave = next.end;
  fill(root, next.element);
  document.querySelector("body > .opening")?.remove();
  if (!arrives) root.querySelector<HTMLElement>("h1")?.focus();
}

/** By the key of the link, where it brought one: what the home's state is, then. */
async function enter(): Promise<State | undefined> {
  const key = location.hash.slice(1);
  startRoute(); // takes the key out of the address at once: it is good only now
  if (key === "") return undefined;
  const state = await enterBy(key).catch(() => undefined);
  if (state !== undefined) startAfresh(); // else it may be a link that let this page in before
  return state;
}

async function open(state: State): Promise<void> {
  await resume();
  me.set(state.person ?? "");
  show("open", () => shell(state));
}

/** Shows what the home's state asks for; where kith may not be asked, says what to do. */
async function look(known?: State): Promise<void> {
  try {
    const state = known ?? (await ask("state", null));
    if (state.state === "none") show("none", () => begin(() => look()));
    else if (state.state === "locked") show("locked", () => locked(look));
    else await open(state);
    asOf(state.commits);
    listen((now) => {
      if (now !== shown) void look();
    });
  } catch (fault) {
    if (fault instanceof Fault && fault.status === 423) show("locked", () => locked(look));
    else if (fault instanceof Fault && fault.status === 401) await barred();
  }
}

async function barred(): Promise<void> {
  stopListening();
  await allKept(); // as far as that goes: the rest is handed over
  const words = unkeptWords();
  show("barred", () => barredSheet(words));
}

wearLook();
document.title = "kith";
const skip = h("a", {
  class: "skip",
  href: "#main",
  onclick: (event: MouseEvent) => {
    event.preventDefault();
    root.querySelector<HTMLElement>("main h1")?.focus();
  },
}, t("skip"));
add(document.body, [skip, standingLine(), root]);
let was = standing();
standing.watch((now) => {
  if (now === "barred" || (now === "here" && was === "away")) void look();
  was = now;
});
void enter().then(look);
