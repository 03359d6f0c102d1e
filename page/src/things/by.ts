// Whose a thing is, and where one proposal stands.

import type { Child } from "../h";
import { bdi, isMe } from "../parts/names";
import type { CirclePlace } from "../route";
import { rich, t } from "../words";

/** Of one of them, or of all, in the talk where one is. */
export function placeOf({ circle, tie }: CirclePlace, entry?: string): CirclePlace {
  return { view: "circle", circle, tab: "proposals", ...(tie ? { tie } : {}),
    ...(entry === undefined ? {} : { entry }) };
}

export const by = (one: { author: string; author_id: string }): Child =>
  isMe(one.author_id) ? t("by.you") : rich("by.name", { name: bdi(one.author) });
