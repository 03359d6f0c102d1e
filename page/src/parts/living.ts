// A part of the page that is asked for again when kith tells of a change. It is drawn anew only
// where the answer is another one, and never while someone is writing or choosing in it.

import { fill, h } from "../h";
import type { Child } from "../h";
import { changes, standing } from "../live";
import { sentenceOf } from "./doing";
import { standingIn } from "./same";

export interface Living {
  element: HTMLElement;
  /** When it was drawn for the first time. */
  ready: Promise<unknown>;
  /** Asks again, and draws even where an act is open in it. */
  refresh(): Promise<void>;
  /** The same, where the answer is another one: what somebody opened meanwhile stays open else. */
  look(): Promise<void>;
  end(): void;
}

// What is open or written in: drawing over it would take it from under someone's hands.
const in_hand = "details[open], textarea:focus, input:focus, select:focus";
const let_go_ms = 300; // whatever was pressed meanwhile is not moved from under the pointer

export function living<T>(
  ask: () => Promise<T>,
  draw: (data: T) => Child,
  name = "div",
): Living {
  const element = h("div", { class: name });
  let drawn = "";
  let anew = false; // drawn though the answer is the same
  let withheld = false; // there is another answer than what is shown
  let asking: Promise<void> | null = null;
  let again = false;
  let over = false;

  function put(data: T, force: boolean): void {
    const next = JSON.stringify(data);
    if (over || (next === drawn && !anew)) return;
    withheld = !force && element.querySelector(in_hand) !== null;
    if (withheld) return;
    drawn = next;
    anew = false;
    const stand = standingIn(element);
    fill(element, draw(data));
    stand();
  }

  // What was withheld for something in hand is shown once nothing is.
  const letGo = (event: Event): void => {
    const to = event instanceof FocusEvent ? event.relatedTarget : null;
    if (!withheld || over || (to instanceof Node && element.contains(to))) return;
    setTimeout(() => withheld && void soon(false), let_go_ms);
  };
  element.addEventListener("toggle", letGo, { capture: true }); // it does not bubble
  element.addEventListener("focusout", letGo);

  async function look(force: boolean): Promise<void> {
    do {
      again = false;
      try {
        put(await ask(), force);
      } catch (fault) {
        // What was drawn stays; a page that never had anything says why.
        if (drawn === "") fill(element, h("p", { class: "fault" }, sentenceOf(fault)));
      }
    } while (again && !over);
  }

  function soon(force: boolean): Promise<void> {
    again = true;
    asking ??= look(force).finally(() => (asking = null));
    return asking;
  }

  const ready = soon(false);
  let watching = false; // a watch calls at once, and that was asked for already
  const unwatch = [
    changes.watch(() => watching && void soon(false)),
    standing.watch((now) => watching && now === "here" && void soon(false)),
  ];
  watching = true;
  return {
    element,
    ready,
    refresh: async () => {
      await asking;
      anew = true;
      await soon(true);
    },
    look: () => soon(true),
    end: () => {
      over = true;
      for (const stop of unwatch) stop();
    },
  };
}

/**
 * Tells of each change, and at once, for as long as `place` stands on the page: once it did and
 * does no more, that is over, as it is by the function that is returned.
 */
export function whileShown(
  place: HTMLElement, seen: () => void, over: () => void = () => undefined,
): () => void {
  let stood = false;
  const stop = changes.watch(() => {
    if (stood && !place.isConnected) {
      stop();
      return over();
    }
    stood ||= place.isConnected;
    seen();
  });
  return stop;
}
