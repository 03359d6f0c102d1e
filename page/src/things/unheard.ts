// Who was not heard yet of what concerns them, by name, and of those whom one hears: for others,
// nothing is said.

import type { Named } from "../answers";
import { h } from "../h";
import type { Child } from "../h";
import { names } from "../parts/names";
import { rich } from "../words";
import type { Key } from "../words";
import type { Proposal } from "./answers";

const some = (key: Key, people: readonly Named[]): Child =>
  people.length > 0 && h("p", { class: "soft" },
    rich(key, { names: names(people, "you.after"), n: people.length }));

export function unheard(proposal: Proposal): Child {
  // Whoever brought it, or goes along with it, was heard without a stance.
  const heard = new Set([proposal.author_id, ...proposal.agreements.map((one) => one.person)]);
  const all = proposal.not_heard_yet.filter((one) => !heard.has(one.person));
  return [
    some("unheard", all.filter((one) => one.you_hear && !one.muted)),
    some("unheard.deaf", all.filter((one) => !one.you_hear && !one.muted)),
    some("unheard.muted", all.filter((one) => one.muted)),
  ];
}
