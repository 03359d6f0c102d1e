// How people of a circle like to go about things: each keeps theirs, and those of one name stand
// side by side. It guides those who read it, and does nothing.

import { ask } from "../api";
import { h } from "../h";
import type { Child } from "../h";
import { circleOf } from "../parts/circles";
import { doing, told } from "../parts/doing";
import { field, fold, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { living } from "../parts/living";
import { isMe, names } from "../parts/names";
import type { CirclePlace } from "../route";
import { moment } from "../times";
import { rich, t } from "../words";
import type { Named } from "../answers";
import type { Practice } from "./answers";
import { keeping, remembering, line, lines } from "./fields";
import { by } from "./by";
import { prompts } from "./prompts";

interface Here {
  all: Practice[];
  hearers: Named[];
}
type Done = () => Promise<void>;

const questionsIn = (text: string): string[] =>
  text.split("\n").map((one) => one.trim()).filter((one) => one !== "");

// It is said to whoever hears me here.
const heardBy = (hearers: readonly Named[]): Child =>
  h("p", { class: "hearers" }, hearers.length === 0 ? t("heard.nobody")
    : rich("heard", { names: names(hearers) }));

function writing(
  at: CirclePlace, hearers: readonly Named[], done: Done, of?: Practice,
): HTMLElement {
  const title = line({ value: of?.title ?? "" });
  title.required = true;
  const text = lines(4, { required: true, value: of?.text ?? "" });
  const questions = lines(3, { value: of?.prompts.join("\n") ?? "" });
  // Of those that stand each has its form: what is changed in them is remembered, not asked for.
  const kept = of === undefined ? keeping(at.circle, "practice", title, text, questions)
    : remembering(`practice ${at.circle} ${of.id}`, title, text, questions);
  const place = told();
  return h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    void doing(place, async () => {
      await ask("practice/keep", { circle: at.circle, title: of?.title ?? title.value.trim(),
        text: text.value, prompts: questionsIn(questions.value) });
      kept.done();
      await done();
    });
  } }, of === undefined && field(t("practice.name"), title), field(t("practice.text"), text),
    field(t("practice.prompts"), questions, t("practice.prompts.means")), heardBy(hearers),
    h("div", { class: "acts" }, h("button", { class: "main" }, t("practice.keep"))), place);
}

function noMore(at: CirclePlace, hearers: readonly Named[], one: Practice, done: Done): Child {
  const place = told();
  return h("form", { class: "stack", onsubmit: (event: Event) => {
    event.preventDefault();
    void doing(place, async () => {
      await ask("practice/keep", { circle: at.circle, title: one.title, text: "" });
      await done();
    });
  } }, heardBy(hearers), h("div", { class: "acts" }, h("button", null, t("practice.no_more.go"))),
    place);
}

function kept(at: CirclePlace, { hearers }: Here, one: Practice, done: Done): HTMLElement {
  return h("article", { class: "sheet practice" },
    h("p", { class: "said", dir: "auto" }, one.text), prompts(one.prompts),
    h("p", { class: "foot" }, h("span", null, by({ author: one.name, author_id: one.person })),
      h("span", null, moment(one.time))),
    isMe(one.person) && h("div", { class: "folds" },
      fold(t("practice.change"), "", writing(at, hearers, done, one)),
      fold(t("practice.no_more"), "", noMore(at, hearers, one, done))));
}

function draw(at: CirclePlace, here: Here, done: Done): Child {
  const titles = [...new Set(here.all.map((one) => one.title))]
    .sort((a, b) => a.localeCompare(b));
  if (titles.length === 0) return h("p", { class: "said" }, t("practices.none"));
  return titles.map((title) => h("section", { class: "practices" },
    h("h2", { dir: "auto" }, title),
    h("div", { class: "side" }, here.all.filter((one) => one.title === title)
      .map((one) => kept(at, here, one, done)))));
}

export function practices(at: CirclePlace): View {
  const asking = async (): Promise<Here> => {
    const [all, circle] = await Promise.all([ask("practice", { circle: at.circle }),
      circleOf(at.circle)]);
    return { all, hearers: circle?.hears_me ?? [] };
  };
  const done: Done = async () => {
    await Promise.all([shown.refresh(), form.refresh()]);
    if (document.activeElement === document.body)
      document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  };
  const shown = living(asking, (here) => draw(at, here, done));
  const form = living(async () => (await asking()).hearers, (hearers) =>
    fold(t("practice.new"), "sheet", writing(at, hearers, done)));
  const element = h("div", { class: "columns" },
    h("div", { class: "page" }, form.element, shown.element),
    h("aside", { class: "margin", "aria-label": t("practices.beside") },
      note(t("practices.own"), h("p", { class: "soft" }, t("practices.own.means")))));
  return { element, ready: shown.ready, end: () => { shown.end(); form.end(); } };
}
