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

export function keepDraft(
  circle: string, held: () => { text: string; answers: string[]; to: string[] | null },
): Keeping {
  let timer = 0;
  let kept = "";
  // Asked for while the page is left, a question is short; while it stands, it is as long as it is.
  const keep = (leaving: boolean): void => {
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
    void ask("draft/keep", draft, leaving).catch(() => {
      kept = ""; // the next touch tries again
    });
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => keep(false), keep_after_ms);
  };
  const hidden = (): void => {
    if (timer !== 0) keep(document.hidden);
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
      if (timer !== 0 || held().text === "") keep(false);
    },
    end: () => {
      clearTimeout(timer);
      removeEventListener("pagehide", hidden);
      document.removeEventListener("visibilitychange", hidden);
    },
  };
}
