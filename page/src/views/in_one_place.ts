// In one place: who of those whom I know is here by now, my card for whom I do not know yet, what is
// proposed, and what those present agreed: written down, gone along with, or on paper.

import { ask } from "../api";
import type { Circle, Ways } from "../answers";
import { act, fill, h } from "../h";
import type { Child } from "../h";
import { circlesNow } from "../parts/circles";
import { field, fold, frame, heading, link, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { living } from "../parts/living";
import { bdi, inOrder } from "../parts/names";
import { go, inCircle } from "../route";
import type { ProposalSummary } from "../things/answers";
import { by } from "../things/by";
import { gathering } from "../things/gathering";
import { opening } from "../things/proposal";
import type { Part } from "../things/proposal";
import { goesAlongText, positionText } from "../things/said";
import { agreeing } from "../things/word_of_mine";
import { rich, t } from "../words";
import { handOver } from "./meet";

const looks_every_ms = 2000; // who comes and goes writes nothing by it
const text_max = 2000; // what is longer is read where it stands, before it is signed

const hasAll = (one: Ways["people"][number]): boolean =>
  one.last_synced !== null && (one.to_receive ?? 0) === 0 && (one.to_send ?? 0) === 0;

function whoIsHere({ people }: Ways): Child {
  const here = inOrder(people.filter((one) => one.connected && one.over_tor !== true));
  if (here.length === 0) return h("p", { class: "soft" }, t("place.nobody"));
  return h("ul", null, here.map((one) => h("li", null,
    rich(hasAll(one) ? "place.has_all" : "place.exchanging", { name: bdi(one.name) }))));
}

const own = (one: ProposalSummary): string => {
  if (one.you_go_along) return goesAlongText(true);
  if (one.waits_for_you)
    return t(one.you_spoke_of_an_earlier_version ? "proposal.waits.again" : "proposal.waits");
  return one.your_position === null ? "" : positionText(one.your_position);
};

// Signing takes two steps: who will hear of it stands before the second.
function atHand(one: ProposalSummary, parts: Part[], again: () => void): HTMLElement {
  const text = one.text ?? "";
  const where = inCircle(one, "proposals", one.newest);
  return h("li", null, link(h("bdi", { class: "title" }, one.title), where),
    text.length <= text_max && h("p", { class: "said", dir: "auto" }, text),
    h("p", { class: "foot" }, h("span", null, by(one)), h("span", null, bdi(one.circle)),
      one.number > 1 && h("span", null, t("version", { n: one.number })),
      own(one) !== "" && h("span", null, own(one))),
    h("div", { class: "acts" },
      !one.you_go_along && text.length <= text_max && opening(t("agreement.agree"),
        () => agreeing(where, { id: one.newest }, false, again), parts, ""),
      link(t("place.paper"), where)));
}

function recording(circles: readonly Circle[], done: () => void): View {
  const part = h("div", null);
  let end = (): void => undefined;
  const choose = h("select", { autocomplete: "off" },
    circles.map((one) => h("option", { value: one.circle }, one.name)));
  const show = (): void => {
    end();
    if (choose.value === "") return fill(part);
    const made = gathering({ view: "circle", circle: choose.value, tab: "proposals" }, () => {
      done();
      show();
    });
    end = () => made.end();
    fill(part, made.element);
  };
  choose.addEventListener("change", show);
  show();
  const element = circles.length === 0
    ? h("p", { class: "soft" }, t("place.no_circle"), " ", link(t("begin"), { view: "begin" }))
    : h("div", { class: "stack" }, field(t("place.circle"), choose), part);
  return { element, end: () => end() };
}

export function inOnePlace(): View {
  const parts: Part[] = [];
  const here = living(() => ask("ways", {}), whoIsHere, "status");
  const all = living(async () =>
    (await ask("proposals", {})).filter((one) => one.text !== null).reverse(),
  (list): Child => list.length === 0 ? h("p", { class: "soft" }, t("place.none"))
    : h("ul", { class: "things" }, list.map((one) => atHand(one, parts, () => void all.refresh()))), "at-hand");
  const record = h("div", null);
  let recorder: View | undefined;
  const ready = circlesNow().then((circles) => {
    const mine = circles.filter((one) => one.left !== true);
    recorder = recording(mine, () => void all.refresh());
    fill(record, recorder.element);
  }).catch(() => undefined);
  here.element.setAttribute("role", "status");
  const timer = setInterval(() => void here.look(), looks_every_ms);
  const element = frame("place", heading(t("place"), t("place.say")), [
    h("section", null, h("h2", null, t("place.here")), here.element,
      h("p", { class: "soft small" }, t("place.here.means"))),
    fold(t("place.card"), "sheet", handOver(), h("p", { class: "acts" },
      act(t("meet.theirs"), () => go({ view: "meet" }), "plain"))),
    h("section", null, h("h2", null, t("place.proposed")), all.element),
    h("section", null, h("h2", null, t("place.agreed")), record),
  ], note(t("place.offline"), h("p", { class: "soft" }, t("place.offline.means"))),
  t("place.beside"));
  return { element, ready: Promise.all([here.ready, all.ready, ready]), end: () => {
    clearInterval(timer);
    here.end();
    all.end();
    recorder?.end();
    for (const part of parts) part.end();
  } };
}
