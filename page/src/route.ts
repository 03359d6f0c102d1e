// Where the page is. A place never stands in the address, the title or any storage of the browser,
// which keeps these on disk in clear: the history holds a number, and what it means is here, and
// with kith, in memory, for a reload.

import { ask } from "./api";
import { signal } from "./signals";

export type Tab = "talk" | "proposals" | "promises" | "events" | "practices" | "hears" | "find";
export type Making = "proposal" | "ask" | "promise" | "event";
export type Place =
  | { view: "today" }
  // In a tie, the talk of two, `circle` is the other person.
  | {
      view: "circle"; circle: string; tab: Tab; tie?: boolean;
      entry?: string; // the one that is looked at
      making?: Making; // what is being brought
      answers?: string; // what that answers
    }
  | { view: "find" }
  | { view: "begin" }
  | { view: "people"; person?: string }
  | { view: "boundaries" }
  | { view: "meet" }
  | { view: "place" } // where those present are together
  | { view: "ways" }
  | { view: "copy" }
  | { view: "leave" };

export type CirclePlace = Extract<Place, { view: "circle" }>;

/** Where an entry stands: in its circle, or in the tie with its other person. */
export function inCircle(
  of: { circle_id?: string; tie_with?: string | null }, tab: Tab, entry?: string,
): CirclePlace {
  const tie = of.tie_with ?? null;
  return {
    view: "circle", circle: tie ?? of.circle_id ?? "", tab,
    ...(tie === null ? {} : { tie: true }), ...(entry === undefined ? {} : { entry }),
  };
}

const kept_max = 40;
let places: Place[] = [{ view: "today" }];
let first = 0; // the number of the first of them
let now = 0; // the number of the one that stands
export const place = signal<Place>({ view: "today" });

const keep = (): void =>
  void ask("place/keep", { place: JSON.stringify({ places, first }) }, true)
    .catch(() => undefined);

export function go(to: Place): void {
  // What one had gone back from is left behind.
  places = [...places.slice(0, now - first + 1), to].slice(-kept_max);
  now++;
  first = now - places.length + 1;
  history.pushState({ n: now }, "", "/");
  place.set(to);
  keep();
}

const numberIn = (state: unknown): number => (state as { n?: number } | null)?.n ?? 0;

export function startRoute(): void {
  now = numberIn(history.state);
  history.replaceState({ n: now }, "", "/");
  addEventListener("popstate", (event) => {
    now = numberIn(event.state);
    place.set(places[now - first] ?? { view: "today" });
  });
}

let asked = false;
/** A page that was just let in was nowhere yet. */
export function startAfresh(): void {
  asked = true;
  now = first = 0;
  history.replaceState({ n: 0 }, "", "/");
}

/** After a reload: where one was. Once; kith knows it until it ends. */
export async function resume(): Promise<void> {
  if (asked) return;
  asked = true;
  const kept = await ask("place", {}).catch(() => ({ place: "" }));
  if (kept.place === "") {
    history.replaceState({ n: (now = first = 0) }, "", "/");
    return;
  }
  ({ places, first } = JSON.parse(kept.place) as { places: Place[]; first: number });
  place.set(places[now - first] ?? { view: "today" });
}
