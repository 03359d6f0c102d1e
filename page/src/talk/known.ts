// The entries of one circle that this page has seen, and what can be said from them together: whom
// an answer answers, who was around when something was said and does not hear it.

import { ask } from "../api";
import type { Entry, Named, Who } from "../answers";
import { isMe } from "../parts/names";

export class Known {
  private readonly entries = new Map<string, Entry>();
  // The earliest moment at which each person spoke, or was spoken to, in what was seen.
  private readonly around = new Map<string, string>();
  private people: Named[] = [];

  take(entry: Entry): void {
    this.entries.set(entry.id, entry);
    const seen = (person: string): void => {
      const before = this.around.get(person);
      if (before === undefined || entry.time < before) this.around.set(person, entry.time);
    };
    seen(entry.author_id);
    entry.audience?.forEach((one) => seen(one.person));
  }

  get(id: string): Entry | undefined {
    return this.entries.get(id);
  }

  setWho(who: Who): void {
    this.people = who.people;
  }

  /** Asks for entries that were referred to and not seen; those that are not here stay unknown. */
  async fetch(ids: readonly string[]): Promise<void> {
    const wanted = ids.filter((id) => !this.entries.has(id));
    if (wanted.length === 0) return;
    for (const entry of await ask("entry", { ids: wanted })) this.entries.set(entry.id, entry);
  }

  /** Who took part already and does not hear it. */
  missing(entry: Entry): Named[] {
    const audience = entry.audience;
    if (audience === null || entry.aside) return [];
    const hears = new Set(audience.map((one) => one.person));
    const given = new Set(entry.past_given_to);
    return this.people.filter((one) =>
      !hears.has(one.person) && one.person !== entry.author_id && !isMe(one.person) &&
      !given.has(one.name) && (this.around.get(one.person) ?? "~") < entry.time);
  }
}
