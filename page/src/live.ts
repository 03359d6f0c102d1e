// What kith tells by itself: that something changed, that it locked, that it is there at all.

import { onBarred } from "./api";
import { signal } from "./signals";

/** Counts changes; its value means nothing else. */
export const changes = signal(0);
/** "away": kith does not answer. "barred": this page has to be let in again. */
export const standing = signal<"here" | "away" | "barred">("here");

const retry_ms = 1500;
let source: EventSource | null = null;

onBarred((status) => {
  if (status === 0) return away();
  standing.set("barred");
});

/** Told of locking, unlocking and making a home. */
export function listen(stateChanged: () => void): void {
  source?.close();
  source = new EventSource("/api/events");
  source.addEventListener("changed", () => changes.set(changes() + 1));
  source.addEventListener("state", stateChanged);
  source.addEventListener("error", () => {
    // The browser tries again by itself, unless it was refused.
    if (source?.readyState === EventSource.CLOSED || source?.readyState === EventSource.CONNECTING)
      away();
  });
}

export function stopListening(): void {
  source?.close();
  source = null;
}

let waiting = false;
function away(): void {
  standing.set("away");
  if (waiting) return;
  waiting = true;
  setTimeout(lookAgain, retry_ms);
}

async function lookAgain(): Promise<void> {
  waiting = false;
  try {
    const answer = await fetch("/api/state", { credentials: "same-origin" });
    standing.set(answer.status === 401 ? "barred" : "here");
  } catch {
    away();
  }
}
