// Where one speaks. Who hears is part of saying: it stands above the words and on the button, and
// whoever falls away stays visible with the reason and a way round it.

import { ask } from "../api";
import type { Entry, Hearing } from "../answers";
import { act, fill, h } from "../h";
import type { Child } from "../h";
import { changes, standing } from "../live";
import { doing, sayFault, told } from "../parts/doing";
import { link } from "../parts/frame";
import { bdi, isMe, names } from "../parts/names";
import type { CirclePlace, Making, Place, Tab } from "../route";
import { rich, t } from "../words";
import { keepDraft } from "./draft";
import { aside, heard } from "./heard";
import { chooser, goLabel, hearing, missing, named_on_button_max, ofThese, reasons } from "./hearing";
import type { Known } from "./known";
import { author, quoteOf } from "./row";

export interface Composer {
  element: HTMLElement;
  answer(entry: Entry): void;
  end(): void;
}

const answers_max = 8;
const is_mac = navigator.platform.startsWith("Mac");

// What is being said, but for its words.
interface Saying {
  answers: string[];
  to: string[] | null; // null: whoever hears by itself
  choosing: boolean; // "say to fewer" stands open
}

// What is more than words has a place of its own.
function otherKinds(at: CirclePlace): Child {
  const { making: _, answers: __, entry: ___, ...here } = at;
  const to = (tab: Tab, making: Making): Place => ({ ...here, tab, making });
  return [link(t("bring.proposal"), to("proposals", "proposal")),
    link(t("bring.ask"), to("promises", "ask")),
    link(t("bring.promise"), to("promises", "promise")),
    link(t("bring.event"), to("events", "event"))];
}

export function composer(
  at: CirclePlace, known: Known, said: () => void,
): Composer {
  const { circle } = at;
  const saying: Saying = { answers: [], to: null, choosing: false };
  let heard_by: Hearing | null = null;
  const text = h("textarea", {
    dir: "auto", autocomplete: "off", rows: 2, placeholder: t("write"), "aria-label": t("words"),
  });
  const quoted = h("div", null);
  const hears = h("p", { class: "hearers", role: "status" });
  const why = h("div", null);
  const fewer = h("div", null);
  // Not there before it can say who hears.
  const go = h("button", { class: "main", hidden: true });
  const others = h("span", { class: "acts" });
  const place = told();
  // What is too long to be said is too long to be kept: that is said while it is written.
  const draft = keepDraft(circle, () => ({ text: text.value, ...saying }), "", undefined,
    (fault) => sayFault(place, fault));

  const fields = () => ({
    circle, ...(saying.answers.length > 0 ? { answers: saying.answers } : {}),
  });
  const set = (next: Partial<Saying>): void => {
    Object.assign(saying, next);
    draft.soon();
    void look();
  };

  function alternatives(now: Hearing): Child {
    const acts: Child[] = [];
    const whole = now.all;
    if (saying.answers.length > 0)
      acts.push(act(saying.to === null && now.left_out.length > 0 &&
        whole.length <= named_on_button_max
        ? rich("say.notAsAnswer", { names: names(whole) }) : t("answer.not"),
        () => set({ answers: [] }), "plain"));
    if (saying.answers.length > 0 && now.author_does_not_hear !== null)
      acts.push(includeAuthor(now.author_does_not_hear));
    if (saying.to !== null)
      acts.push(act(t("fewer.end"), () => set({ to: null, choosing: false }), "plain"));
    else if (whole.length > 1 && saying.answers.length === 0)
      acts.push(act(t("fewer"), () => set({ choosing: true, to: whole.map((one) => one.person) }),
        "plain"));
    return acts;
  }

  function includeAuthor(authorName: string): Child {
    const entry = saying.answers.map((id) => known.get(id))
      .find((one) => one !== undefined && one.author === authorName);
    return entry && act(rich("include.then", { name: bdi(authorName) }), () =>
      void doing(place, async () => {
        await ask("include", { circle, person: entry.author_id });
        await look();
      }), "plain");
  }

  const letGo = (entry: Entry): Child => [" ", act(t("answer.let_go"), () =>
    set({ answers: saying.answers.filter((id) => id !== entry.id) }), "plain")];

  function draw(): void {
    if (heard_by === null) return;
    const now = heard_by;
    const key = (document.activeElement as HTMLElement | null)?.dataset["key"];
    fill(quoted, saying.answers.map((id) => {
      const entry = known.get(id);
      return entry && h("p", { class: "re" },
        isMe(entry.author_id) ? t("answering.self") : rich("answering", { name: author(entry) }),
        " ", quoteOf(entry), saying.answers.length > 1 && letGo(entry));
    }));
    const absent = missing(now, known);
    fill(hears, now.aside && now.audience.length > 0 ? aside(now.audience, absent)
      : heard(now.audience, absent));
    fill(why, reasons(now, saying.answers.length > 0));
    fill(fewer, saying.choosing && chooser(now, saying.to, (to) => set({ to })));
    if (key !== undefined)
      fewer.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
    fill(go, goLabel(now));
    go.hidden = false;
    go.disabled = saying.to !== null && now.audience.length === 0;
    fill(others, alternatives(now));
  }

  // The last question alone counts: answers may come in another order.
  let asked = 0;
  async function look(): Promise<void> {
    const turn = ++asked;
    const answer = await hearing(fields(), saying.to).catch((fault: unknown) => {
      if (turn === asked) throw fault;
      return null;
    });
    if (turn !== asked || answer === null) return;
    heard_by = answer.now;
    if (answer.to !== saying.to) {
      saying.to = answer.to;
      draft.soon();
    }
    draw();
  }

  // Who leaves somebody out goes on to, whatever is answered.
  const answering = (entry: Entry): Promise<void> => doing(place, async () => {
    // What is half said answers this, too; before a word it answers this instead.
    const others = text.value.trim() === "" ? [] : saying.answers.filter((id) => id !== entry.id);
    const answers = [...others, entry.id].slice(-answers_max);
    const to = saying.to && await ofThese({ circle, answers }, saying.to);
    set({ answers, to, choosing: false });
  });

  const speak = (): Promise<void> => doing(place, async () => {
    if (heard_by === null || go.disabled || text.value.trim() === "") return text.focus();
    const words = text.value;
    const { answers, to } = saying;
    const before = new Date(Date.now() - 1000).toISOString();
    for (const one of heard_by.left_out) known.seen(one, before); // after it, too, it is "not by"
    const done = await ask("say", { ...fields(), ...(to === null ? {} : { to }), text: words });
    // What was written, or chosen, while it was on its way is of the next words.
    if (text.value.startsWith(words)) text.value = text.value.slice(words.length).trimStart();
    // Spoken aside, one stays aside until one leaves it: the next words do not go to all unasked.
    const stays = done.aside ? done.audience.filter((one) => !isMe(one.person)) : null;
    if (saying.answers === answers) saying.answers = [];
    if (saying.to === to)
      Object.assign(saying, { to: stays?.map((one) => one.person) ?? null, choosing: false });
    if (text.value === "") draft.now();
    else draft.soon();
    if (!element.isConnected) return;
    await look();
    if (document.activeElement === document.body || element.contains(document.activeElement))
      text.focus();
    said();
  });

  text.addEventListener("input", () => {
    if (place.classList.contains("fault")) fill(place); // of what stood there before
    draft.soon();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void speak();
  });
  const element = h("form", {
    class: "composer", "aria-label": t("composer"),
    onsubmit: (event: Event) => {
      event.preventDefault();
      void speak();
    },
  }, quoted, hears, why, fewer, text, h("div", { class: "acts" }, go, others,
    h("span", { class: "others" }, otherKinds(at)), h("span", { class: "keys soft small" }, t("say.keys", { key: is_mac ? "⌘" : "Ctrl" }))), place);

  void draft.restored.then(async (kept) => {
    const before = kept.text ?? "";
    // Written before that was known, it goes on from there.
    text.value = [before, text.value].filter((one) => one !== "").join("\n");
    if (saying.answers.length === 0 && saying.to === null)
      Object.assign(saying, { answers: kept.answers ?? [], to: kept.to ?? null });
    await known.fetch(saying.answers).catch(() => undefined);
    await look();
  }).catch(() => undefined);
  let isFirst = true;
  const lookAgain = (): void => {
    if (!isFirst) void look().catch(() => undefined);
  };
  const unwatch = [changes.watch(lookAgain), standing.watch(lookAgain)];
  isFirst = false;
  return {
    element,
    answer: (entry) => {
      void answering(entry);
      text.focus({ preventScroll: true });
    },
    end: () => {
      for (const stop of unwatch) stop();
      draft.now();
      draft.end();
    },
  };
}
