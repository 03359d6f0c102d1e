// What is being written is kept by kith, sealed in the home, so that it outlives the page. The
// browser keeps none of it.

import { ask } from "../api";
import type { Draft } from "../answers";

const keep_after_ms = 500;

export interface Keeping {
  restored: Promise<Draft>;
  soon(): void;
  now(): void;
  end(): void;
}

const open = new Set<() => Promise<void>>();

/** Once everything that is being written is kept. */
export async function allKept(): Promise<void> {
  await Promise.all([...open].map((keep) => keep()));
}

/** `form`: what is written in a form of that name, beside the talk; or in no circle yet. */
export function keepDraft(
  circle: string | undefined, held: () => { text: string; answers: string[]; to: string[] | null },
  form = "",
): Keeping {
  const where = {
    ...(circle === undefined ? {} : { circle }), ...(form === "" ? {} : { form }),
  };
  let timer = 0;
  let kept = "";
  let is_known = false; // what was kept before; till then there is nothing to put in its place
  // Asked for while the page is left, a question is short; while it stands, it is as long as it is.
  const keep = async (leaving: boolean): Promise<void> => {
    if (!is_known) return;
    clearTimeout(timer);
    timer = 0;
    const { text, answers, to } = held();
    // Whom one leaves out stays left out without a word in the box, too.
    const draft = {
      ...where, text,
      ...(answers.length > 0 ? { answers } : {}),
      ...(to !== null ? { to } : {}),
    };
    const written = JSON.stringify(draft);
    if (written === kept) return;
    kept = written;
    await ask("draft/keep", draft, leaving).catch(() => {
      kept = ""; // the next touch tries again
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
  const restored = ask("draft", where).finally(() => {
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
