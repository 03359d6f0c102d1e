// Bringing a text to those whom it concerns: a new one, one beside another's, or another version of
// one's own.

import { ask } from "../api";
import { h } from "../h";
import { fold, field } from "../parts/frame";
import type { CirclePlace } from "../route";
import { t } from "../words";
import type { Proposal } from "./answers";
import { keeping, line, lines, whom } from "./fields";
import { howHere, practicesOf } from "./how_here";
import { hasTitle } from "./proposal_in_talk";
import { saying } from "./saying";

export interface Bringing {
  element: HTMLElement;
  focus(): void;
  /** Something is half written in it. */
  written(): boolean;
  end(): void;
}

/** What it is of: nothing, another's to stand beside, or one's own to be amended. */
interface Of {
  proposal: Proposal;
  how: "beside" | "amend";
}

// Where there is a margin, this stands there.
function howInPlace(at: CirclePlace): HTMLElement {
  const inside = h("div", null);
  const place = h("div", { class: "in-place", hidden: true }, fold(t("how.here"), "", inside));
  void practicesOf(at).then((all) => {
    place.hidden = all.length === 0;
    inside.append(...[howHere(all)].flat().filter((one): one is HTMLElement =>
      one instanceof HTMLElement));
  }).catch(() => undefined);
  return place;
}

export function bring(at: CirclePlace, done: (id: string) => void, of?: Of): Bringing {
  const newest = of?.proposal.versions.filter((one) => one.newest) ?? [];
  const before = newest.at(-1);
  const text_before = before?.text ?? "";
  const title = line({ value: before !== undefined && hasTitle(before.title, text_before)
    ? before.title : "" });
  const text = lines(6, { required: true, value: text_before });
  const concerned = whom(t("concerns"), t("concerns.means"), "all");
  const form = saying({
    circle: at.circle,
    answers: newest.map((one) => one.id),
    deed: "proposal",
    hearers: concerned.of,
    say: async () => {
      if (text.value.trim() === "") return text.focus();
      const concerns = concerned.chosen();
      const brought = { text: text.value, ...form.to(),
        ...(title.value.trim() === "" ? {} : { title: title.value.trim() }),
        ...(concerns === undefined ? {} : { concerns }) };
      const said = of?.how === "amend"
        ? await ask("amend", { id: of.proposal.newest, ...brought })
        : await ask("propose", { circle: at.circle, ...brought,
            ...(newest.length === 0 ? {} : { answers: newest.map((one) => one.id) }) });
      kept.done();
      done(said.id);
    },
  }, howInPlace(at), field(t("proposal.title"), title, t("proposal.title.means")),
    field(t("proposal.text"), text, t(of?.how === "amend" ? "proposal.amend.means"
      : "proposal.text.means")), concerned.element);
  const kept = keeping(at.circle, `${of?.how ?? "bring"} ${before?.id ?? ""}`, title, text,
    concerned, form.fewer);
  return {
    element: form.element,
    focus: () => title.focus({ preventScroll: true }),
    written: () => text.value !== text_before,
    end: () => { form.end(); kept.end(); },
  };
}
