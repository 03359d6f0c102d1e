// The entries of one circle that this page has seen, and what can be said from them together: whom
// an answer answers, who was around when something was said and does not hear it.

import { ask } from "../api";
import type { Entry, Named } from "../answers";
import { isMe } from "../parts/names";
import type { Happening, Proposal } from "../things/answers";

interface Around extends Named {
  since: string; // the earliest moment at which they spoke, or were spoken to, in what was seen
}

export class Known {
  private readonly entries = new Map<string, Entry>();
  private readonly proposals = new Map<string, Proposal>(); // by each of its versions
  private events = new Map<string, Happening>();
  private readonly around = new Map<string, Around>();

  take(entry: Entry): void {
    this.entries.set(entry.id, entry);
    this.seen({ person: entry.author_id, name: entry.author }, entry.time);
    entry.audience?.forEach((one) => this.seen(one, entry.time));
  }

  /** They were around then. */
  seen({ person, name }: Named, since: string): void {
    const before = this.around.get(person);
    if (before === undefined || since < before.since) this.around.set(person, { person, name, since });
  }

  get(id: string): Entry | undefined {
    return this.entries.get(id);
  }

  /** Asks for entries that were referred to and not seen; those that are not here stay unknown. */
  async fetch(ids: readonly string[]): Promise<void> {
    const wanted = ids.filter((id) => !this.entries.has(id));
    if (wanted.length === 0) return;
    for (const entry of await ask("entry", { ids: wanted })) this.entries.set(entry.id, entry);
  }

  /** The proposal of which this entry is a version, as it was when it was last asked for. */
  proposal(id: string): Proposal | undefined {
    return this.proposals.get(id);
  }

  /** Asks anew, of each proposal among them, who said what of it. */
  async fetchProposals(entries: readonly Entry[]): Promise<void> {
    const wanted = new Set(entries.filter((one) =>
      one.kind === "proposal" && one.thing !== undefined).map((one) => one.id));
    for (const id of wanted) { // one by one: a version tells of the others
      const proposal = await ask("proposal", { id }).catch(() => null);
      for (const version of proposal?.versions ?? []) {
        if (proposal !== null) this.proposals.set(version.id, proposal);
        wanted.delete(version.id);
      }
    }
  }

  /** What became of the event that this entry brought, as of when it was last asked for. */
  event(id: string): Happening | undefined {
    return this.events.get(id);
  }

  /** Asks anew for the events of a circle, where there is one among these. */
  async fetchEvents(circle: string, entries: readonly Entry[]): Promise<void> {
    if (!entries.some((one) => one.kind === "event")) return;
    const all = await ask("event/list", { circle }).catch(() => []);
    this.events = new Map(all.map((one) => [one.id, one]));
  }

  /** Who took part already and does not hear it. */
  missing(entry: Entry): Named[] {
    if (entry.audience === null) return [];
    const given = new Set(entry.past_given_to);
    return this.absent(entry.audience, entry.time).filter((one) =>
      one.person !== entry.author_id && !given.has(one.name));
  }

  /** The same, of what is being said. */
  absent(hearers: readonly Named[], before = "~"): Named[] {
    const hears = new Set(hearers.map((one) => one.person));
    return [...this.around.values()].filter((one) =>
      !hears.has(one.person) && !isMe(one.person) && one.since < before);
  }
}
