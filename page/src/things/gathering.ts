// Where people sit together: what they agreed is written down as a text of one of them, who goes
// along with it; the others do so for themselves, on their own devices or on paper.

import { ask } from "../api";
import { act, add, fill, h } from "../h";
import { field, fold } from "../parts/frame";
import type { CirclePlace } from "../route";
import { t } from "../words";
import type { Proposal } from "./answers";
import { keeping, line, lines, whom } from "./fields";
import { toSign } from "./paper";
import { saying } from "./saying";

interface Part {
  element: HTMLDetailsElement;
  end(): void;
}

// All texts that stand here, each with lines below it: on paper alone.
async function printAll(at: CirclePlace, into: HTMLElement): Promise<void> {
  const all = await ask("proposals", { circle: at.circle });
  const views: Proposal[] = await Promise.all(all.map((one) => ask("proposal", { id: one.id })));
  fill(into, views.map((view) => view.versions.filter((one) => one.newest && one.text !== null)
    .map((one) => h("section", null, h("h2", { dir: "auto" }, one.title),
      h("p", { class: "said", dir: "auto" }, one.text), toSign(one)))));
  document.body.classList.add("prints");
  print();
  document.body.classList.remove("prints");
  fill(into);
}

export function gathering(at: CirclePlace, done: (id: string) => void): Part {
  let end = (): void => undefined;
  const make = (): HTMLElement => {
    const title = line();
    const text = lines(4, { required: true });
    const present = whom(t("gather.present"), t("gather.present.means"), "all");
    const kept = keeping(at.circle, "gather", title, text, present);
    const sheets = h("div", { class: "sheets" });
    const form = saying({
      circle: at.circle, fewer: false, go: t("gather.go"), hearers: present.of,
      say: async () => {
        if (text.value.trim() === "") return text.focus();
        const chosen = present.chosen();
        const said = await ask("gather/record", { circle: at.circle, text: text.value,
          ...(title.value.trim() === "" ? {} : { title: title.value.trim() }),
          ...(chosen === undefined ? {} : { present: chosen }) });
        kept.done();
        done(said.id);
      },
    }, h("p", { class: "soft" }, t("gather.means")), field(t("proposal.title"), title),
      field(t("gather.text"), text), present.element);
    end = () => { form.end(); kept.end(); };
    return h("div", { class: "stack" }, form.element, h("div", { class: "acts" },
      act(t("gather.print"), () => void printAll(at, sheets), "plain")), sheets);
  };
  // Few gather each day: made when it is opened.
  const element = fold(t("gather"), "sheet");
  element.addEventListener("toggle", () => {
    if (element.open && element.childElementCount === 1) add(element, make());
  });
  return { element, end: () => end() };
}
