// A text on paper: to be printed and signed where people are together, and typed in afterwards who
// signed. That is the testimony of who types it; nobody signs by it.

import { ask } from "../api";
import { act, h } from "../h";
import type { Child } from "../h";
import { field } from "../parts/frame";
import { bdi, bdis, isMe } from "../parts/names";
import type { CirclePlace } from "../route";
import { date, endOfDay, fieldIn } from "../times";
import { rich, t } from "../words";
import type { Proposal, Version } from "./answers";
import { keeping, line, lines, tagsIn } from "./fields";
import { saidWords } from "./said";
import { saying } from "./saying";

const lines_to_sign = 12;

/** On paper alone: lines to sign on below the text. */
export const toSign = (version: Version): HTMLElement => h("div", { class: "to-sign" },
  h("p", null, t("paper.signs"), " ", h("code", null, version.id.slice(0, 16))),
  h("ul", null, Array.from({ length: lines_to_sign }, () => h("li", null))));

/** The papers that somebody typed in. */
export const papers = (view: Proposal): Child => view.papers.length > 0 &&
  h("section", { class: "each" }, h("h3", null, t("paper.all")),
    view.papers.map((one) => h("div", { class: "paper" },
      h("p", null, rich("kind.paper", { names: bdis(one.names) }), one.at !== null &&
        [t("comma"), date(one.at)]),
      h("p", { class: "soft small" }, isMe(one.typed_in_by_id) ? t("paper.by.you")
        : rich("paper.by", { name: bdi(one.typed_in_by) }), " ", t("paper.means")),
      saidWords(one.words))));

interface Form {
  element: HTMLElement;
  written(): boolean;
  end(): void;
}

export function onPaper(at: CirclePlace, version: Version, done: () => void): Form {
  const names = line();
  names.required = true;
  const day = h("input", { type: "date", autocomplete: "off", value: fieldIn(0) });
  const words = lines(2);
  const kept = keeping(at.circle, `paper ${version.id}`, names, words, day);
  const form = saying({
    circle: at.circle, answers: [version.id], fewer: false,
    say: async () => {
      if (tagsIn(names.value).length === 0) return names.focus();
      const said = words.value.trim();
      await ask("gather/paper", { id: version.id, names: tagsIn(names.value),
        ...(day.value === "" ? {} : { at: endOfDay(day.value) }),
        ...(said === "" ? {} : { words: said }) });
      kept.done();
      done();
    },
  }, h("p", { class: "soft" }, t("paper.print.means")),
    h("div", { class: "acts" }, act(t("paper.print"), () => print())),
    field(t("paper.names"), names, t("paper.names.means")), field(t("paper.day"), day),
    field(t("words.if_you_like"), words));
  return { element: form.element, written: () => names.value.trim() !== "",
    end: () => { form.end(); kept.end(); } };
}
