// A proposal, a stance and an agreement as they stand in the talk.

import type { Entry } from "../answers";
import { h } from "../h";
import type { Child } from "../h";
import { link } from "../parts/frame";
import { longWords } from "../parts/long";
import { isMe, named, names } from "../parts/names";
import { inCircle } from "../route";
import type { Known } from "../talk/known";
import { rich, t } from "../words";
import type { Proposal, Word } from "./answers";
import type { Kind } from "./kinds";
import { goesAlongText, positionText, saidWords, sign, signOf } from "./said";
import { unheard } from "./unheard";

const words_max = 240; // of each, in the talk; all of it stands with the proposal

/** Where it has none, kith takes the beginning of its text for one. */
export const hasTitle = (title: string, text: string): boolean =>
  !text.startsWith(title.replace(/…$/u, ""));

const short = (words: string | null): string | null =>
  words !== null && words.length > words_max ? `${words.slice(0, words_max)}…` : words;

/** A person and what they said, in words. */
export function wordOf(one: Word, inside: Child): HTMLElement {
  return h("li", null, h("b", { class: "who" }, isMe(one.person) ? t("You") : named(one)), " ",
    h("div", null, inside));
}

function wordsOf(proposal: Proposal, version: string): Child {
  const stances = proposal.stances.filter((one) => one.version === version);
  const along = proposal.agreements.filter((one) => one.version === version);
  return (stances.length > 0 || along.length > 0) && h("ul", { class: "said-of" },
    stances.map((one) => wordOf(one, [sign(positionText(one.position ?? "")),
      saidWords(short(one.words))])),
    along.map((one) => wordOf(one, [sign(goesAlongText(one.goes_along ?? false)),
      saidWords(short(one.words))])));
}

function which(proposal: Proposal | undefined, id: string): Child {
  const version = proposal?.versions.find((one) => one.id === id);
  if (proposal === undefined || version === undefined || proposal.versions.length === 1)
    return t("kind.proposal");
  return [t("kind.proposal.version", { n: version.number }), !version.newest &&
    [t("comma"), link(t("proposal.newer", { n: proposal.number }),
      inCircle(proposal, "proposals", proposal.newest))]];
}

function draw(entry: Entry, known: Known): Child {
  const proposal = known.proposal(entry.id);
  const newest = proposal?.versions.some((one) => one.id === entry.id && one.newest) ?? false;
  const title = entry.thing?.title ?? "";
  const concerns = entry.thing?.concerns ?? [];
  return h("div", { class: "thing" },
    h("p", { class: "tag soft" }, which(proposal, entry.id), concerns.length > 0 &&
      [". ", rich("proposal.concerns", { names: names(concerns, "you.after") })]),
    hasTitle(title, entry.text) && h("p", { class: "title", dir: "auto" }, title),
    longWords(entry.text), proposal !== undefined && [wordsOf(proposal, entry.id),
      newest && unheard(proposal)],
    h("p", null, link(t(newest && proposal?.waits_for_you ? "proposal.speak" : "proposal.open"),
      inCircle(entry, "proposals", entry.id), "more-of")));
}

export const proposalInTalk: Kind = {
  draw,
  line: (entry) => ({ sign: t("kind.proposal"), words: entry.thing?.title ?? entry.text }),
};

const word = (words: (entry: Entry) => string): Kind => ({
  draw: (entry) => h("div", { class: "thing" }, sign(words(entry)), saidWords(entry.text)),
  line: (entry) => ({ sign: signOf(words(entry), entry.about), words: entry.text }),
});

export const stanceInTalk = word((entry) => positionText(entry.thing?.position ?? ""));
export const agreementInTalk = word((entry) => goesAlongText(entry.thing?.goes_along ?? false));
