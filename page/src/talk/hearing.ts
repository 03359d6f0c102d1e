// Who will hear what is not said yet, in words: on the button, with whoever falls away and why, and
// the choice of fewer. Used wherever something is said, of whatever kind.

import { ask, Fault } from "../api";
import type { Hearing, Named } from "../answers";
import { h } from "../h";
import type { Child } from "../h";
import { bdi, inOrder, names, named } from "../parts/names";
import { rich, t } from "../words";
import type { Known } from "./known";

export const named_on_button_max = 3;

interface Said {
  circle: string;
  answers?: string[];
}

const hears = (who: readonly Named[], person: string): boolean =>
  who.some((one) => one.person === person);

/** Of the few that were chosen, those who would hear it without a choice. */
export async function ofThese(said: Said, chosen: readonly string[]): Promise<string[]> {
  const { audience } = await ask("hearers", said);
  return chosen.filter((person) => hears(audience, person));
}

/**
 * Who will hear it now; `to` null: whoever does by itself. Whom I address no more falls away from
 * the few that were chosen. Nobody else ever comes to hear it for that, nor because kith is away.
 */
export async function hearing(
  said: Said, to: string[] | null,
): Promise<{ now: Hearing; to: string[] | null }> {
  if (to === null) return { now: await ask("hearers", said), to };
  try {
    return { now: await ask("hearers", { ...said, to }), to };
  } catch (fault) {
    if (!(fault instanceof Fault) || fault.code !== "not_in_audience") throw fault;
    const { all } = await ask("hearers", said);
    const still = to.filter((person) => hears(all, person));
    return { now: await ask("hearers", { ...said, to: still }), to: still };
  }
}

/** What is done by it, where that is more than to say something. */
export type Deed = "proposal" | "event" | "ask" | "promise";

/** On the button: "Say to Oda and Tavi", "Propose to Oda and Tavi". */
export function goLabel(hearing: Hearing, deed?: Deed): Child {
  const to = hearing.audience;
  if (to.length === 0) return t("say.nobody");
  if (deed !== undefined)
    return to.length > named_on_button_max ? t(`go.${deed}.many`, { n: to.length })
      : rich(`go.${deed}`, { names: names(to) });
  if (to.length > named_on_button_max) return t("say.many", { n: to.length });
  const alone = to.length === 1 && hearing.all.length > 1;
  return rich(alone ? "say.alone" : "say", { names: names(to) });
}

// Those who are left out now, and those who were around before and are not addressed any more.
export function missing(hearing: Hearing, known: Known): Named[] {
  const all = new Map<string, Named>();
  for (const one of [...hearing.left_out, ...known.absent(hearing.audience)])
    all.set(one.person, one);
  return [...all.values()];
}

/** Why someone of my audience will not hear it. */
export function reasons(hearing: Hearing, answering: boolean): Child {
  const why = (kind: string): Named[] =>
    hearing.left_out.filter((one) => one.why === kind);
  const deaf = why("does_not_hear_it");
  const unnamed = why("not_named");
  const lines: Child[] = [];
  if (deaf.length > 0)
    lines.push(rich("why.deaf", { names: names(deaf), n: deaf.length }));
  if (unnamed.length > 0)
    lines.push(rich("why.unnamed", { names: names(unnamed), n: unnamed.length }));
  if (answering && hearing.author_does_not_hear !== null)
    lines.push(rich("why.author", { name: bdi(hearing.author_does_not_hear) }));
  if (hearing.all.length === 0) lines.push(t("why.nobody"));
  return lines.map((line) => h("p", { class: "why" }, line));
}

/** "Say to fewer": each of my audience, to be left out. */
export function chooser(
  hearing: Hearing, to: string[] | null, changed: (to: string[]) => void,
): HTMLElement {
  const chosen = new Set(to ?? hearing.audience.map((one) => one.person));
  return h("fieldset", { class: "chooser" }, h("legend", null, t("fewer.legend")),
    inOrder(hearing.all).map((one) => h("label", { class: "tick" },
      h("input", {
        type: "checkbox", checked: chosen.has(one.person), "data-key": one.person,
        onchange: (event: Event) => {
          if ((event.target as HTMLInputElement).checked) chosen.add(one.person);
          else chosen.delete(one.person);
          changed([...chosen]);
        },
      }), h("span", null, named(one)))));
}
