// Two whom I know and who may not know each other: said quietly to me alone, with the one act that
// hands each the other's card. It goes once it was done, or once one of them includes the other.

import { ask } from "../api";
import type { Named } from "../answers";
import { act, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { note } from "../parts/frame";
import { bdi, bdis, inOrder } from "../parts/names";
import { rich, t } from "../words";

export function strangers(
  pairs: readonly [Named, Named][], done: () => Promise<void>,
): Child {
  return pairs.map((pair) => {
    const [one = pair[0], other = pair[1]] = inOrder(pair);
    const place = told();
    return note(rich("strangers", { one: bdi(one.name), other: bdi(other.name) }),
      h("p", { class: "soft" }, t("strangers.means")),
      h("div", { class: "acts" }, act(t("introduce.go"), () => void doing(place, async () => {
        const sent = await ask("introduce", { person: one.person, to: other.person });
        place.replaceChildren();
        place.append(...rich("introduce.done", { names: bdis(sent.to) }).flat() as Node[]);
        await done();
      }))), place);
  });
}
