// What keeps this device from keeping what others send, or from reaching them: a sentence each, and
// nothing where all is well.

import { ask } from "../api";
import type { NodeStatus } from "../answers";
import { h } from "../h";
import type { Child } from "../h";
import { living } from "../parts/living";
import { bdi } from "../parts/names";
import { isKey, rich, t } from "../words";

const news_ms = 60_000; // so long a change of the network is told

/** By its code in the words of the page, or as kith says it. */
export function byCode(prefix: string, told: { code: string; says: string }): string {
  const key = `${prefix}.${told.code}`;
  return isKey(key) ? t(key) : told.says;
}

const trouble = (words: Child): HTMLElement => h("p", null, words);

function troublesOf(node: NodeStatus): Child[] {
  const { network, port_map } = node;
  return [
    !node.can_keep && h("p", null, t("cannot_keep"), " ", h("small", null, t("cannot_keep.means"))),
    network !== undefined && network.code !== "" && trouble(byCode("network", network)),
    port_map !== undefined && port_map.code !== "" && trouble(byCode("port", port_map)),
    port_map !== undefined && port_map.address !== "" &&
      trouble(rich("port.open", { address: bdi(port_map.address.replace(/^tcp:/, "")) })),
  ].filter((one) => one !== false);
}

/** Asks by itself once more when what is news now is none any longer. */
export function troubles(): { element: HTMLElement; end(): void } {
  let later: ReturnType<typeof setTimeout> | undefined;
  const list = living(async () => {
    const { node } = await ask("status", {});
    clearTimeout(later);
    const state = node?.network?.state;
    if (state === "changed" || state === "woke")
      later = setTimeout(() => void list.look(), news_ms);
    return node === undefined ? null
      : { can_keep: node.can_keep, network: node.network, port_map: node.port_map };
  }, (node) => {
    const all = node === null ? [] : troublesOf(node);
    return all.length > 0 && h("section", { class: "sheet stack", role: "status" }, all);
  });
  return {
    element: list.element,
    end: () => {
      clearTimeout(later);
      list.end();
    },
  };
}
