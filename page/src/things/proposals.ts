// What was proposed in a circle, and bringing something; and one proposal as it stands.

import { ask } from "../api";
import { h } from "../h";
import type { Child } from "../h";
import { fold, link, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { living } from "../parts/living";
import { go, inCircle } from "../route";
import type { CirclePlace } from "../route";
import { moment } from "../times";
import { t } from "../words";
import type { Practice, ProposalSummary } from "./answers";
import { bring } from "./bringing";
import { by, placeOf } from "./by";
import { howHere, practicesOf } from "./how_here";
import { proposal } from "./proposal";
import { gathering } from "./gathering";
import { hasTitle } from "./proposal_in_talk";
import { goneText } from "./said";

const text_max = 300;

const opening = (text: string): string =>
  text.length > text_max ? `${text.slice(0, text_max)}…` : text;

function item(one: ProposalSummary): HTMLElement {
  const text = one.text;
  const title = text === null ? goneText(one, "proposal.forgotten") : one.title;
  return h("li", null,
    link(h("bdi", { class: "title" }, title), inCircle(one, "proposals", one.newest)),
    text !== null && hasTitle(one.title, text) &&
      h("p", { class: "said", dir: "auto" }, opening(text)),
    h("p", { class: "foot" }, h("span", null, by(one)),
      one.number > 1 && h("span", null, t("version", { n: one.number })),
      h("span", null, moment(one.time)),
      one.waits_for_you && h("span", null, t(one.you_spoke_of_an_earlier_version
        ? "proposal.waits.again" : "proposal.waits"))));
}

function beside(all: readonly Practice[]): Child {
  return [
    note(t("proposals.own"), h("p", { class: "soft" }, t("proposals.own.means"))),
    all.length > 0 && note(t("how.here"), howHere(all)),
  ];
}

function list(at: CirclePlace): View {
  const shown = living(() => ask("proposals", { circle: at.circle }), (all) =>
    all.length === 0 ? h("p", { class: "said" }, t("proposals.none"))
      : h("ul", { class: "things" }, [...all].reverse().map(item)));
  const margin = living(() => practicesOf(at), beside, "notes");
  const form = bring(at, (id) => go(placeOf(at, id)));
  const open = fold(t("proposal.bring"), "sheet", form.element);
  const together = gathering(at, (id) => go(placeOf(at, id)));
  if (at.making !== undefined) open.open = true;
  const element = h("div", { class: "columns" },
    h("div", { class: "page" }, open, together.element, shown.element),
    h("aside", { class: "margin", "aria-label": t("proposals.beside") }, margin.element));
  const ready = shown.ready.then(() => {
    if (at.making !== undefined) form.focus();
  });
  return { element, ready, end: () => {
    shown.end();
    margin.end();
    form.end();
    together.end();
  } };
}

export const proposals = (at: CirclePlace): View =>
  at.entry === undefined ? list(at) : proposal(at, at.entry);
