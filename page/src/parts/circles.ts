// The circles, asked for once after each change, however many places show something of them.

import { ask } from "../api";
import type { Circle } from "../answers";
import { changes } from "../live";

let asked_at = -1;
let asked: Promise<Circle[]> = Promise.resolve([]);

export function circlesNow(): Promise<Circle[]> {
  if (asked_at !== changes()) {
    asked_at = changes();
    asked = ask("circles", {});
    asked.catch(() => (asked_at = -1));
  }
  return asked;
}

/** As of now, or, where it is too new for that, as of this very moment. */
export async function circleOf(id: string): Promise<Circle | undefined> {
  const find = (all: readonly Circle[]): Circle | undefined =>
    all.find((one) => one.circle === id);
  const found = find(await circlesNow());
  if (found !== undefined) return found;
  asked_at = -1;
  return find(await circlesNow());
}
