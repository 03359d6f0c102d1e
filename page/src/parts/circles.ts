// What several places of the page show something of is asked for once after each change.

import { ask } from "../api";
import type { Circle, Today, Unread } from "../answers";
import { changes } from "../live";

interface Shared<T> {
  (): Promise<T>;
  /** As of this very moment. */
  again(): Promise<T>;
}

function shared<T>(askFor: () => Promise<T>): Shared<T> {
  let asked_at = -1;
  let asked: Promise<T> | null = null;
  const again = (): Promise<T> => {
    asked_at = changes();
    asked = askFor();
    asked.catch(() => (asked = null));
    return asked;
  };
  const now = (() => asked === null || asked_at !== changes() ? again() : asked) as Shared<T>;
  now.again = again;
  return now;
}

export const circlesNow = shared<Circle[]>(() => ask("circles", { uncounted: true }));
/** Where something is unread; the one whose talk stands open is being read. */
export const unreadNow = shared<Unread[]>(() => ask("unread", {}));
export const todayNow = shared<Today>(() => ask("today", {}));

// Where somebody was included in this visit, from wherever that was.
const opened = new Set<string>();
export const openedTo = (circle: string): void => void opened.add(circle);
export const isOpened = (circle: string): boolean => opened.has(circle);
export const goneOn = (circle: string): void => void opened.delete(circle);

/** As of now, or, where it is too new for that, as of this very moment. */
export async function circleOf(id: string): Promise<Circle | undefined> {
  const find = (all: readonly Circle[]): Circle | undefined =>
    all.find((one) => one.circle === id);
  return find(await circlesNow()) ?? find(await circlesNow.again());
}
