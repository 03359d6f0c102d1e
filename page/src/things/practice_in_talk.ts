// A practice as it stands in the talk.

import { h } from "../h";
import { link } from "../parts/frame";
import { inCircle } from "../route";
import { t } from "../words";
import type { Kind } from "./kinds";
import { saidWords } from "./said";
import { prompts } from "./prompts";

export const practiceInTalk: Kind = {
  draw: (entry) => {
    const { title = "", text = "", prompts: all = [] } = entry.thing ?? {};
    return h("div", { class: "thing" },
      h("p", { class: "tag soft" }, t(text === "" ? "kind.practice.no_more" : "kind.practice")),
      h("p", { class: "title", dir: "auto" }, title), saidWords(text), prompts(all),
      h("p", null, link(t("practice.open"), inCircle(entry, "practices"), "more-of")));
  },
  line: (entry) => ({ sign: t("kind.practice"), words: entry.thing?.title ?? "" }),
};
