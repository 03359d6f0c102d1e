// Where the page is. A place never stands in the address, the title or any storage of the browser,
// which keeps these on disk in clear: the history holds a number, and what it means is here alone.

import { signal } from "./signals";

export type Place =
  | { view: "today" }
  // In a tie, the talk of two, `circle` is the other person.
  | {
      view: "circle"; circle: string; tab: "talk" | "hears" | "find"; entry?: string; tie?: boolean;
    }
  | { view: "begin" }
  | { view: "people"; person?: string }
  | { view: "meet" }
  | { view: "ways" }
  | { view: "leave" };

const places: Place[] = [{ view: "today" }];
export const place = signal<Place>({ view: "today" });

export function go(to: Place): void {
  places.push(to);
  history.pushState({ n: places.length - 1 }, "", "/");
  place.set(to);
}

export function startRoute(): void {
  history.replaceState({ n: 0 }, "", "/");
  addEventListener("popstate", (event) => {
    const n = (event.state as { n?: number } | null)?.n ?? 0;
    place.set(places[n] ?? { view: "today" });
  });
}
