// A part of the page that is drawn anew stays where it is for whoever is in it: the focus goes to
// what says the same as what had it, and what stood at the top of the window stands there again.

const steps = "h1, h2, h3, p, li, article, section, form, figure";

// By its key, or else by its words and by whom, or what, it stands with.
function saysOf(one: HTMLElement): string {
  if (one.dataset["key"] !== undefined) return one.dataset["key"];
  const around = one.parentElement?.closest("li, article, section, form");
  return [one.tagName, one.getAttribute("aria-label"), (one.closest("label") ?? one).textContent,
    around?.querySelector("h2, h3, b, .who")?.textContent].join("\n");
}

// Which of those that say the same it is.
interface Mark { kind: string; says: string; nth: number }

function markOf(place: HTMLElement, one: HTMLElement): Mark {
  const kind = one.tagName.toLowerCase();
  const says = saysOf(one);
  const same = [...place.querySelectorAll<HTMLElement>(kind)].filter((each) => saysOf(each) === says);
  return { kind, says, nth: same.indexOf(one) };
}

const found = (place: HTMLElement, { kind, says, nth }: Mark): HTMLElement | undefined =>
  [...place.querySelectorAll<HTMLElement>(kind)].filter((one) => saysOf(one) === says)[nth];

const read_max = 20;

// What is read: whatever begins in the window, the first of it first. Where the part itself begins
// in it, or stands beside what is read, nothing has to be held.
function readIn(place: HTMLElement): HTMLElement[] {
  const { top, bottom } = place.getBoundingClientRect();
  if (top >= 0 || bottom <= 0 || place.closest("aside, nav") !== null) return [];
  return [...place.querySelectorAll<HTMLElement>(steps)].filter((one) => {
    const at = one.getBoundingClientRect();
    return at.top >= 0 && at.top < innerHeight && at.height > 0;
  }).slice(0, read_max);
}

/** As it is now; the function that is returned makes it so again. */
export function standingIn(place: HTMLElement): () => void {
  const now = document.activeElement;
  const had = now instanceof HTMLElement && now !== place && place.contains(now)
    ? markOf(place, now) : undefined;
  const read = readIn(place).map((one) =>
    ({ mark: markOf(place, one), top: one.getBoundingClientRect().top }));
  return () => {
    for (const { mark, top } of read) {
      const there = found(place, mark);
      if (there === undefined) continue;
      scrollBy(0, there.getBoundingClientRect().top - top);
      break;
    }
    if (had === undefined) return;
    const same = found(place, had);
    // Where it is folded away now, what unfolds it; where it is gone, the heading.
    for (const next of [same, same?.closest("details")?.querySelector("summary"),
      document.querySelector<HTMLElement>("main h1")]) {
      next?.focus({ preventScroll: true });
      if (next && document.activeElement === next) return;
    }
  };
}
