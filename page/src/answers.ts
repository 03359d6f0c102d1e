// The shapes of kith's answers, field by field as `--json` prints them. Those about things are in
// `things/answers.ts`.

import type { About, Happening, Juncture, PromiseMade, ProposalSummary, Thing } from "./things/answers";

export interface Named {
  person: string;
  name: string;
}

export interface Hearer extends Named {
  until: string | null;
}

export interface State {
  state: "none" | "locked" | "open";
  name: string;
  person: string | null;
  home: string;
  passphrase: boolean;
  demo: boolean;
  commits: number;
}

export interface Entry {
  id: string;
  author: string;
  author_id: string;
  circle: string;
  circle_id?: string;
  tie_with?: string | null;
  time: string;
  arrived?: string;
  kind: string;
  text: string;
  answers: string[];
  audience: Hearer[] | null;
  reached: Named[] | null;
  past_given_to: string[];
  aside: boolean;
  arrived_late: boolean;
  unseen_answers: number;
  forgotten: boolean;
  wanted: boolean; // forgotten by whoever brought it, and asked of others
  unreadable: boolean;
  two_stories: boolean;
  story?: number | null;
  about?: About | null;
  thing?: Thing;
  quoted?: { who: string | null; when: string | null; source: string | null };
}

export interface Found {
  entries: Entry[]; // the newest first
  next: string | null;
  waiting: number;
}

export interface Circle {
  circle: string;
  name: string;
  hears_me: Hearer[];
  i_hear: Named[];
  to_answer: string[];
  left?: boolean;
  muted: Named[];
  juncture?: Juncture | null;
  join?: Named[];
  last?: string | null;
}

export interface CircleChanged {
  circle: string;
  name: string;
  audience: Hearer[];
  owed: string[];
}

export interface Apart extends Named {
  since: string;
  lapsed: boolean;
}

export interface Who {
  me?: string;
  people: (Named & {
    me?: boolean; known?: boolean; seen?: boolean; as_of?: string | null; muted?: boolean;
  })[];
  hears: {
    speaker: string; hearer: string; until: string | null; speaker_id: string; hearer_id: string;
  }[];
  apart: Apart[];
  no_longer: (Named & { speaker: string; speaker_id: string })[];
  strangers: [Named, Named][]; // whom I could introduce to each other
}

export interface Hearing {
  audience: Hearer[];
  all: Hearer[];
  left_out: { person: string; name: string; why: "does_not_hear_it" | "not_named" }[];
  aside: boolean;
  author_does_not_hear: string | null;
}

export interface Said {
  id: string;
  audience: Hearer[];
  aside: boolean;
}

/** Where something is that I have not read. */
export interface Unread {
  circle: string;
  circle_id: string;
  tie_with: string | null;
}

export interface Draft {
  text?: string;
  answers?: string[];
  to?: string[] | null;
}

export interface Contact extends Named {
  looks_like: string[];
  verification: string;
  muted?: boolean;
  reach: string[];
  last_synced: string | null;
}

export interface Words extends Contact {
  words: string; // five, with spaces between
}

export interface Introduction {
  id: string;
  person: string;
  name: string;
  by: string;
  note: string | null;
  circle: string | null;
}

export interface Lease {
  circle_id: string;
  circle: string;
  person: string;
  name: string;
  until: string;
  speaker_id: string;
  speaker: string;
  mine: boolean;
}

export interface Today {
  since: string | null;
  now: string;
  said: {
    circle_id: string; circle: string; tie_with?: string | null; entries: Entry[]; more: number;
  }[];
  waiting: ProposalSummary[];
  promised: PromiseMade[];
  events: Happening[];
  junctures: (Juncture & { circle_id: string; circle: string })[];
  introductions: Introduction[];
  leases: Lease[];
  joins: { circle_id: string; circle: string; people: Named[] }[];
  owed: { circle_id: string; circle: string; person: string; name: string }[];
  late: Entry[];
  stories: { circle_id: string; circle: string; tie_with?: string | null; author: string }[];
  copy: boolean; // whether to ask, once, for a copy to be made
}

export interface Rhythm {
  hours: (number | null)[]; // percent, 168 of them, from Monday 00:00 UTC on
  over: { direct: number | null; near: number | null; tor: number | null }; // percent
  tries: { direct: number; near: number; tor: number }; // of which that is the share
}

export interface KnownWay {
  address: string;
  from: "mine" | "told" | "earlier";
  since: string;
  reached: string | null;
}

export interface Ways {
  listening: string[];
  people: (Named & {
    ways: string[]; // addresses, in the order in which they are tried
    book: KnownWay[]; // the same
    rhythm: Rhythm | null;
    last_synced: string | null;
    breaches: { times: number; since: string } | null; // sessions that were not as they should be
    connected: boolean;
    received?: number; // by the connection that stands
    sent?: number;
    to_receive?: number; // by what they told, at most
    to_send?: number;
    over_tor?: boolean;
  })[];
}

export interface Nearby {
  on: boolean;
  listening: string[];
}

export interface TorStatus {
  state: "starting" | "connecting" | "publishing" | "reachable" | "failing";
  code: string; // of what it says
  says: string;
  progress: number; // percent
  address: string;
}

export type Road = "direct" | "both" | "only_tor";
export interface Roads {
  by: Road;
  tor: TorStatus | null;
}

/** Of a part that may fail: a code and a sentence, both empty where all is well. */
export interface Trouble {
  code: string;
  says: string;
}

export interface NodeStatus {
  can_keep: boolean;
  network?: (Trouble & { state: "there" | "none" | "changed" | "woke" }) | undefined;
  port_map?: (Trouble & { address: string }) | undefined;
}

export interface Status {
  clock_is_sure: boolean;
  node?: NodeStatus;
  refused: { person: string; circle: string; last: number }[];
  own_returned: { circle: string; retired: boolean; unreadable: number }[];
  recovery_key: { made: string } | null;
}

export interface Bundle {
  entries: number;
  bytes: number;
}
