// By which roads this home goes: directly, over Tor as well, or over Tor alone; how far Tor is; and
// how kith is started to go by others, since a road is chosen where it starts.

import { ask } from "../api";
import type { TorStatus } from "../answers";
import { h } from "../h";
import type { Child } from "../h";
import { fold } from "../parts/frame";
import { living } from "../parts/living";
import type { Living } from "../parts/living";
import { bdi } from "../parts/names";
import { rich, t } from "../words";
import type { Key } from "../words";

interface Roads {
  only_tor: boolean;
  tor: TorStatus | null;
}

const ask_again_ms = 5000; // while Tor is on its way: that is no change of what the home holds

async function roadsNow(): Promise<Roads> {
  const { node } = await ask("status", {});
  return { only_tor: node?.only_tor ?? false, tor: node?.tor ?? null };
}

function howFar(tor: TorStatus): Child {
  if (tor.state === "failing") return tor.says; // as kith says it
  if (tor.state === "reachable")
    return rich("tor.reachable", { address: h("bdi", { dir: "ltr" }, tor.address) });
  return t(`tor.${tor.state}` as Key, { n: tor.progress });
}

const kindOf = ({ only_tor, tor }: Roads): string =>
  only_tor ? "only" : tor === null ? "direct" : "both";

// Each with what is typed for it; only "over Tor alone" is kept until it is taken back.
const ways_to_start: readonly [string, string][] =
  [["direct", ""], ["both", " --tor"], ["only", " --only-tor"]];

function otherwise(now: string): Child {
  return fold(t("roads.otherwise"), "", h("div", { class: "stack" },
    h("p", { class: "soft" }, t("roads.otherwise.means")),
    h("ul", { class: "roads" }, ways_to_start.filter(([kind]) => kind !== now)
      .map(([kind, command]) => h("li", null, h("span", null, t(`roads.${kind}` as Key)), " ",
        h("code", { dir: "ltr" },
          `kith page${command}${now === "only" ? " --any-road" : ""}`))))));
}

function draw(roads: Roads): Child {
  const kind = kindOf(roads);
  return h("section", { class: "sheet stack" }, h("h2", null, t("roads")),
    h("p", null, h("b", null, t(`roads.${kind}` as Key))),
    h("p", { class: "soft" }, t(`roads.${kind}.means` as Key)),
    roads.tor !== null && h("p", null, bdi("Tor"), ": ", howFar(roads.tor)),
    otherwise(kind));
}

export function roads(): Living {
  let is_on_its_way = false;
  const list = living(async () => {
    const now = await roadsNow();
    is_on_its_way = now.tor !== null && now.tor.state !== "reachable";
    return now;
  }, draw);
  const timer = setInterval(() => {
    if (is_on_its_way && !document.hidden && list.element.querySelector("details[open]") === null)
      void list.refresh();
  }, ask_again_ms);
  return { ...list, end: () => { clearInterval(timer); list.end(); } };
}
