// My own word on one version: where I stand, and going along with it or stepping out.

import { ask } from "../api";
import { fill, h } from "../h";
import { field } from "../parts/frame";
import { isMe } from "../parts/names";
import type { CirclePlace } from "../route";
import { t } from "../words";
import type { Proposal, Version } from "./answers";
import { chosenIn, keeping, lines } from "./fields";
import { positions, positionText } from "./said";
import { saying } from "./saying";

interface Form {
  element: HTMLElement;
  written(): boolean;
  end(): void;
}

const but = positions[1];

/** Where I stand with exactly that version. */
export function stance(
  at: CirclePlace, view: Proposal, version: Version, done: () => void,
): Form {
  const before = view.stances.find((one) => isMe(one.person) && one.version === version.id);
  const radio = (position: string): HTMLElement => h("label", { class: "option" },
    h("input", { type: "radio", name: "position", value: position,
      checked: before?.position === position }), h("span", null, positionText(position)));
  const words = lines(3);
  const where = h("div", { class: "choose" }, positions.map(radio));
  const missing = h("p", { class: "told fault", role: "status" });
  const chosen = (): HTMLInputElement | null =>
    form.element.querySelector<HTMLInputElement>("input[name=position]:checked");
  const form = saying({
    circle: at.circle,
    answers: [version.id],
    say: async () => {
      const position = chosen()?.value;
      const said = words.value.trim();
      fill(missing, position === undefined ? t("stance.choose")
        : position === but && said === "" ? t("stance.but.words") : null);
      if (position === undefined)
        return form.element.querySelector<HTMLInputElement>("input[name=position]")?.focus();
      if (position === but && said === "") return words.focus();
      await ask("stance", { id: version.id, position, ...form.to(),
        ...(said === "" ? {} : { words: said }) });
      kept.done();
      done();
    },
  }, h("fieldset", null, h("legend", { class: "vh" }, t("stance.where")), where), field(t("stance.words"), words), missing);
  const kept = keeping(at.circle, `stance ${version.id}`, words, chosenIn(where), form.fewer);
  return {
    element: h("section", { class: "sheet mine" },
      h("h3", null, t(before === undefined ? "stance.yours" : "stance.change")),
      h("p", { class: "soft small" }, t(before === undefined ? "stance.yours.means"
        : "stance.change.means")), form.element),
    written: () => words.value.trim() !== "" ||
      (chosen() !== null && chosen()?.value !== before?.position),
    end: () => { form.end(); kept.end(); },
  };
}

/** Going along with exactly that text; or, where one does, going along no more. */
export function agreeing(
  at: CirclePlace, version: Pick<Version, "id">, along: boolean, done: () => void,
): Form {
  const words = lines(2);
  const form = saying({
    circle: at.circle,
    answers: [version.id],
    go: t(along ? "agreement.step_out" : "agreement.go"),
    say: async () => {
      const said = words.value.trim();
      await ask(along ? "step/out" : "agree", { id: version.id, ...form.to(),
        ...(said === "" ? {} : { words: said }) });
      kept.done();
      done();
    },
  }, h("p", { class: "soft" }, t(along ? "agreement.step_out.means" : "agreement.agree.means")),
    field(t("words.if_you_like"), words));
  const kept = keeping(at.circle, `${along ? "out" : "along"} ${version.id}`, words, form.fewer);
  return { element: form.element, written: () => words.value.trim() !== "",
    end: () => { form.end(); kept.end(); } };
}
