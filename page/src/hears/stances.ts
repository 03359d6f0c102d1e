// Who hears whom in a circle as the pictures and the words need it: a table of inclusions, with the
// rows that cannot be seen known as such.

import type { Apart, Named, Who } from "../answers";
import { isMe } from "../parts/names";

export interface Member extends Named {
  me: boolean;
  known: boolean; // by a card, or an introduction that was taken
  seen: boolean; // whom they include is known here
  as_of: string | null; // as of when, where it is another's
  muted: boolean;
}

export interface Stances {
  people: Member[]; // you first, then by name
  includes(speaker: string, hearer: string): boolean;
  until(speaker: string, hearer: string): string | null;
  apart(person: string): Apart | undefined; // whom only an act about them alone includes again
}

export function stancesOf(who: Who): Stances {
  const pairs = new Map<string, string | null>();
  for (const one of who.hears) pairs.set(`${one.speaker_id} ${one.hearer_id}`, one.until);
  const people = who.people.map((one) => ({
    person: one.person, name: one.name, me: one.me ?? isMe(one.person), known: one.known ?? true,
    seen: one.seen ?? true,
    as_of: one.as_of ?? null, muted: one.muted ?? false,
  }));
  people.sort((a, b) => Number(b.me) - Number(a.me) || a.name.localeCompare(b.name));
  return {
    people,
    includes: (speaker, hearer) => pairs.has(`${speaker} ${hearer}`),
    until: (speaker, hearer) => pairs.get(`${speaker} ${hearer}`) ?? null,
    apart: (person) => who.apart.find((one) => one.person === person),
  };
}
