// What kith tells by itself: that something changed, that it locked, that it is there at all.

import { ask, Fault, onBarred } from "./api";
import { signal } from "./signals";

/** Counts changes; its value means nothing else. */
export const changes = signal(0);
/** "away": kith does not answer. "barred": this page has to be let in again. */
export const standing = signal<"here" | "away" | "barred">("here");

/** Once kith answers again; at once where it does. */
export function answering(): Promise<void> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const seen = (now: string): void => {
      if (now === "away") return;
      queueMicrotask(() => stop()); // a watch tells at once, before it can be stopped
      resolve();
    };
    stop = standing.watch(seen);
  });
}

const retry_ms = 1500;
let source: EventSource | null = null;

onBarred((status) => {
  if (status === 0) return away();
  standing.set("barred");
});

// As of which commit this page asked what it shows: kith tells it at each opening, too.
let commits = -1;
export function asOf(commit: number): void {
  commits = commit;
}

function changed(commit: number): void {
  if (commit === commits) return;
  commits = commit;
  changes.set(changes() + 1);
}

const dataOf = (event: Event): { state?: string; commits?: number } =>
  JSON.parse((event as MessageEvent<string>).data) as { state?: string; commits?: number };

/** Told of locking, unlocking and making a home: what the state is now. */
export function listen(stateIs: (state: string) => void): void {
  // Once open it stays: kith tells the state at each opening, too.
  if (source !== null && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource("/api/events");
  source.addEventListener("changed", (event) => changed(dataOf(event).commits ?? -1));
  source.addEventListener("state", (event) => stateIs(dataOf(event).state ?? ""));
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
    await ask("state", null);
    standing.set("here");
  } catch (fault) {
    // Anything that was said means that kith is there; what, is looked at by whoever asks next.
    if (fault instanceof Fault && fault.status === 0) away();
    else standing.set("barred");
  }
}
