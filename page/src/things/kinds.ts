// How each kind of thing is drawn where it is said, in the talk: a kind is one entry here. A kind
// that is not here is shown as what it is, unknown.

import type { Entry } from "../answers";
import type { Child } from "../h";
import { t } from "../words";
import type { Key } from "../words";
import type { Known } from "../talk/known";
import { comingInTalk, eventInTalk, eventTurnInTalk } from "./event_in_talk";
import { agreementInTalk, proposalInTalk, stanceInTalk } from "./proposal_in_talk";
import { practiceInTalk } from "./practice_in_talk";
import { askInTalk, promiseInTalk, turnInTalk } from "./promise_in_talk";
import { iWasInTalk, paperInTalk, reFormInTalk, takingPartInTalk } from "./together_in_talk";

/** What kith says of it, and its author's words. */
export interface Line {
  sign: string;
  words: string;
}

export interface Kind {
  /** Where the words of a message stand. */
  draw(entry: Entry, known: Known): Child;
  /** In one line, where it is quoted, read out, or told of. */
  line(entry: Entry): Line;
}

const kinds: Readonly<Record<string, Kind>> = {
  proposal: proposalInTalk,
  stance: stanceInTalk,
  agreement: agreementInTalk,
  practice: practiceInTalk,
  ask: askInTalk,
  promise: promiseInTalk,
  turn: turnInTalk,
  event: eventInTalk,
  "event turn": eventTurnInTalk,
  coming: comingInTalk,
  "taking part": takingPartInTalk,
  "re-form": reFormInTalk,
  paper: paperInTalk,
  "i was": iWasInTalk,
};

const isPlain = (entry: Entry): boolean => entry.kind === "message" || entry.kind === "quote";

/**
 * Undefined: it is words alone, or of a kind that is not known here. A circle may call a kind of
 * its own by any name; kith says what a thing holds of those kinds alone that it knows.
 */
export const kindOf = (entry: Entry): Kind | undefined =>
  entry.thing !== undefined && Object.hasOwn(kinds, entry.kind) ? kinds[entry.kind] : undefined;

export const isUnknownKind = (entry: Entry): boolean =>
  !isPlain(entry) && kindOf(entry) === undefined;

export const lineOf = (entry: Entry): Line =>
  isUnknownKind(entry) ? { sign: t("entry.kind", { kind: entry.kind }), words: "" }
    : kindOf(entry)?.line(entry) ?? { sign: "", words: entry.text };

// Where a name stands before it: "Ana proposes: The roof tank".
const verbs: Readonly<Record<string, Key>> = {
  proposal: "says.proposal", ask: "says.ask", promise: "says.promise", event: "says.event",
  practice: "says.practice",
};
export function saysOf(entry: Entry): Line {
  const { sign, words } = lineOf(entry);
  const verb = isUnknownKind(entry) ? undefined : verbs[entry.kind];
  return { sign: verb === undefined || words === "" ? sign : t(verb), words };
}

/** As plain text. */
export function inOneLine(entry: Entry): string {
  const { sign, words } = lineOf(entry);
  return sign === "" ? words : words === "" ? sign : t("signed", { sign, words });
}
