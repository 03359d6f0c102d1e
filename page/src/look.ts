// Light or dark, by the system until the reader chooses. Kept in the browser: it says nothing about
// anyone.

const kept_as = "look";
export type Look = "system" | "light" | "dark";
export const looks: readonly Look[] = ["system", "light", "dark"];

export function look(): Look {
  const kept = localStorage.getItem(kept_as);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function chooseLook(next: Look): void {
  if (next === "system") localStorage.removeItem(kept_as);
  else localStorage.setItem(kept_as, next);
  wearLook();
}

export function wearLook(): void {
  const now = look();
  if (now === "system") delete document.documentElement.dataset["look"];
  else document.documentElement.dataset["look"] = now;
}
