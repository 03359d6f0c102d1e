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

export function keepDraft(
  circle: string, held: () => { text: string; answers: string[]; to: string[] | null },
): Keeping {
  let timer = 0;
  let kept = "";
  // Asked for while the page is left, a question is short; while it stands, it is as long as it is.
  const keep = async (leaving: boolean): Promise<void> => {
    clearTimeout(timer);
    timer = 0;
    const { text, answers, to } = held();
    const draft = {
      circle, text,
      ...(text !== "" && answers.length > 0 ? { answers } : {}),
      ...(text !== "" && to !== null ? { to } : {}),
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
  const restored = ask("draft", { circle }).then((draft) => {
    kept = JSON.stringify({ circle, text: draft.text ?? "" });
    return draft;
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
