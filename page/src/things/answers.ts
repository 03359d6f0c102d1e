// The shapes of kith's answers about things: proposals, promises, practices, my own notes.

import type { Hearer, Named } from "../answers";

/** When, as its author put it; moments where its zone is known. */
export interface Timed {
  at?: string;
  until?: string | null;
  zone?: string | null;
  whole_days?: boolean;
  starts?: string | null;
  ends?: string | null;
}

/** What an entry of a thing's own kind holds; which of it, its kind says. */
export interface Thing extends Timed {
  title?: string;
  concerns?: Named[];
  position?: string;
  goes_along?: boolean;
  text?: string | null;
  prompts?: string[];
  of?: Named[];
  for?: Named[];
  by?: string | null;
  tags?: string[];
  turning?: string;
  words?: string | null;
  where?: string | null;
  bring?: string[];
  repeat?: string | null;
  day?: string | null;
  now?: Thing | null;
  coming?: string;
  names?: string[];
  name?: string;
}

/** One who says whether they come: always, or on one day. */
export interface Coming extends Named {
  id: string;
  me: boolean;
  coming: string;
  words: string | null;
  day: string | null;
  time: string;
  before_it_moved: boolean; // said when it had another time or place
}

export interface EventTurn {
  id: string;
  turning: string;
  stands: boolean;
  words: string | null;
  day: string | null;
  time: string;
}

/** An event after all changes; without title and times where it was forgotten. */
export interface Happening extends Placed {
  title: string | null;
  called_off: boolean;
  days_off: string[];
  changed_apart: boolean;
  two_stories: boolean;
  at?: string;
  until?: string | null;
  zone?: string | null;
  zone_known?: boolean;
  whole_days?: boolean;
  where?: string | null;
  bring?: string[];
  repeat?: string | null;
  text?: string | null;
  next?: { day: string; at: string; until: string | null; starts: string | null;
    ends: string | null } | null;
  then?: { at: string; until: string | null; starts: string | null; ends: string | null }[];
  next_known?: boolean; // false: its author's rules took too much looking
  coming: Coming[];
  coming_more: number;
  turns: EventTurn[];
  turns_more: number;
}

export interface Juncture {
  until: string;
  people: Hearer[];
}

export interface About {
  id: string;
  kind: string;
  title: string;
  forgotten: boolean;
  wanted: boolean;
  author: string;
  author_id: string;
}

interface Placed {
  id: string;
  wanted: boolean; // let go by whoever brought it, and asked of others
  circle_id: string;
  circle: string;
  tie_with: string | null;
  author: string;
  author_id: string;
  mine: boolean;
  time: string;
}

export interface ProposalSummary extends Placed {
  title: string;
  text: string | null;
  newest: string;
  number: number;
  waits_for_you: boolean;
  you_spoke_of_an_earlier_version: boolean;
  your_position: string | null;
  you_go_along: boolean;
}

export interface Concerned extends Named {
  you_hear: boolean;
  muted: boolean;
}

export interface Version {
  id: string;
  number: number;
  newest: boolean;
  title: string;
  text: string | null;
  wanted: boolean;
  time: string;
  audience: Hearer[] | null;
}

/** What somebody said of one version. */
export interface Word extends Named {
  id: string;
  version: string;
  number: number;
  newest: boolean;
  latest: boolean;
  words: string | null;
  time: string;
  two_stories: boolean;
  position?: string;
  goes_along?: boolean;
}

export interface Proposal extends ProposalSummary {
  versions: Version[];
  concerns: Concerned[];
  stances: Word[];
  not_heard_yet: Concerned[];
  agreements: Word[];
  of_those_you_hear: Concerned[];
  papers: {
    id: string; version: string; typed_in_by: string; typed_in_by_id: string; names: string[];
    at: string | null; words: string | null; time: string;
  }[];
  beside: About[];
  beside_of: About[];
}

export interface Practice extends Named {
  id: string;
  title: string;
  text: string;
  prompts: string[];
  time: string;
}

export interface Turn {
  id: string;
  turning: string;
  stands: boolean;
  words: string | null;
  text: string | null;
  by: string | null;
  time: string;
}

export interface PromiseMade extends Placed {
  text: string | null;
  for: (Concerned & { hears_you?: boolean })[]; // of mine, whether they still hear me there
  for_you: boolean;
  by: string | null;
  went_by: boolean;
  tags: string[];
  open: boolean;
  two_stories: boolean;
  asks: (About | null)[];
  turns: Turn[];
  now: { text: string | null; by: string | null }[]; // several: changed on two devices apart
}

export interface Asked extends Placed {
  text: string | null;
  of: Concerned[];
  of_you: boolean;
  by: string | null;
  tags: string[];
  promises: PromiseMade[];
}

export interface PatternGroup {
  group: string;
  came_through: number;
  of: number;
  strip: { at: string; went: string }[];
  next: { of: number; low: number; high: number } | null;
}

export interface Pattern extends Named {
  notes: number;
  by_tag: PatternGroup[];
  by_weekday: PatternGroup[];
  by_notice: PatternGroup[];
}

export interface Observing {
  on: boolean;
  notes: number;
  of_promises: { promise: string; went: string }[];
}
