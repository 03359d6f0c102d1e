// What is being written is kept by kith, sealed in the home, so that it outlives the page. The
// browser keeps none of it. What kith could not be told, since it does not answer, stays in this
// page's memory until it can.

import { ask, Fault } from "../api";
import type { Draft } from "../answers";
import { answering, standing } from "../live";

const keep_after_ms = 500;

export interface Keeping {
  restored: Promise<Draft>;
  soon(): void;
  now(): void;
  end(): void;
}

interface Held {
  text: string;
  answers: string[];
  to: string[] | null;
}
interface Where { circle?: string; form?: string }

interface Unkept {
  draft: Where & { text: string; answers?: string[]; to?: string[] };
  words: string; // as their writer would read them
}

const open = new Set<() => Promise<void>>();
const unkept = new Map<string, Unkept>(); // by where it is written
const telling = new Map<string, Promise<void>>(); // the last of each place, on its way

/** Once everything that is being written is kept. */
export async function allKept(): Promise<void> {
  await Promise.all([...open].map((keep) => keep()));
}

/** What is written and not kept, in the words of whoever wrote it. */
export const unkeptWords = (): string[] =>
  [...unkept.values()].map((one) => one.words).filter((words) => words.trim() !== "");
export const forgetUnkept = (): void => unkept.clear();

// Locked, or refused for what it is: that is no question of when.
const mayBeKeptLater = (fault: unknown): boolean =>
  fault instanceof Fault && (fault.status === 0 || fault.status === 401);

async function send(at: string, one: Unkept, leaving: boolean): Promise<void> {
  const over = (): void => void (unkept.get(at) === one && unkept.delete(at));
  try {
    await ask("draft/keep", one.draft, leaving);
    over();
  } catch (fault) {
    if (!mayBeKeptLater(fault)) over();
    throw fault;
  }
}

async function after(before: Promise<void>, at: string, one: Unkept): Promise<void> {
  await before.catch(() => undefined);
  if (unkept.get(at) === one) await send(at, one, false); // else there is something newer
}

// One after the other: two that are on their way at once may come in either order, and the older
// one would be kept. Who leaves has no time to wait.
function tell(at: string, one: Unkept, leaving: boolean): Promise<void> {
  unkept.set(at, one);
  const before = telling.get(at);
  const told =
    before === undefined || leaving ? send(at, one, leaving) : after(before, at, one);
  telling.set(at, told);
  return told.finally(() => void (telling.get(at) === told && telling.delete(at)));
}

standing.watch((now) => {
  if (now === "here")
    for (const [at, one] of unkept) void tell(at, one, false).catch(() => undefined);
});

// Where kith does not answer, it is asked again once it does: what is kept is not known until then,
// and nothing may take its place.
async function begun(at: string, where: Where): Promise<Draft> {
  const here = unkept.get(at);
  if (here !== undefined) return here.draft;
  try {
    return await ask("draft", where);
  } catch (fault) {
    if (!(fault instanceof Fault) || fault.status !== 0) throw fault;
    await answering();
    return begun(at, where);
  }
}

/** `form`: what is written in a form of that name, beside the talk; or in no circle yet. */
export function keepDraft(
  circle: string | undefined, held: () => Held, form = "", wordsOf = (): string => held().text,
  refused: (fault: Fault) => void = () => undefined,
): Keeping {
  const where: Where = {
    ...(circle === undefined ? {} : { circle }), ...(form === "" ? {} : { form }),
  };
  const at = JSON.stringify(where);
  // Whom one leaves out stays left out without a word in the box, too.
  const draftOf = ({ text, answers, to }: Held): Unkept["draft"] => ({
    ...where, text,
    ...(answers.length > 0 ? { answers } : {}),
    ...(to !== null ? { to } : {}),
  });
  let timer = 0;
  let kept = "";
  let is_known = false; // what was kept before; till then there is nothing to put in its place
  // Asked for while the page is left, a question is short; while it stands, it is as long as it is.
  const keep = async (leaving: boolean): Promise<void> => {
    if (!is_known) return;
    clearTimeout(timer);
    timer = 0;
    const draft = draftOf(held());
    const written = JSON.stringify(draft);
    if (written === kept) return telling.get(at)?.catch(() => undefined);
    kept = written;
    await tell(at, { draft, words: wordsOf() }, leaving).catch((fault: unknown) => {
      kept = ""; // the next touch tries again
      if (fault instanceof Fault && fault.code !== "") refused(fault);
    });
  };
  const keepNow = (): Promise<void> => keep(false);
  open.add(keepNow);
  const soon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void keep(false), keep_after_ms);
  };
  const hidden = (): void => {
    if (timer !== 0) void keep(document.hidden);
  };
  addEventListener("pagehide", hidden);
  document.addEventListener("visibilitychange", hidden);
  const restored = begun(at, where).then((found) => {
    // Left as it was found it is not kept anew: another page may have gone on with it since.
    kept = JSON.stringify(draftOf({ text: "", answers: [], to: null, ...found }));
    return found;
  }).finally(() => {
    is_known = true;
    if (held().text !== "") soon(); // written meanwhile
  });
  return {
    restored, soon,
    now: () => {
      if (timer !== 0 || held().text === "") void keep(false);
    },
    end: () => {
      clearTimeout(timer);
      open.delete(keepNow);
      removeEventListener("pagehide", hidden);
      document.removeEventListener("visibilitychange", hidden);
    },
  };
}
