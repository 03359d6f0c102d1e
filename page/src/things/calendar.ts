// A calendar as a file: out for other programs, and in from them.

import { ask } from "../api";
import { act, fill, h } from "../h";
import type { Child } from "../h";
import { doing, told } from "../parts/doing";
import { bdi, bdis } from "../parts/names";
import { rich, t } from "../words";

const file_bytes_max = 900 * 1024; // of a request there may be 1 MiB

interface Done { events: number; left_out: { title: string; why: string }[] }
const leftOut = ({ left_out }: Done): Child => left_out.length > 0 &&
  h("p", null, rich("calendar.left_out", { titles: bdis(left_out.map((one) => one.title)) }));

function handOver(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/calendar" }));
  h("a", { href: url, download: "kith.ics" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function calendar(circle: string, done: () => Promise<void>): Child {
  const place = told();
  const out = act(t("calendar.out"), () => void doing(place, async () => {
    const made = await ask("calendar", { circle });
    handOver(made.text);
    fill(place, t("calendar.out.done"), leftOut(made));
  }));
  const file = h("input", { type: "file", accept: ".ics,text/calendar", hidden: true,
    "aria-label": t("calendar.in"), onchange: () => void doing(place, async () => {
      const [chosen] = file.files ?? [];
      file.value = "";
      if (chosen === undefined) return;
      if (chosen.size > file_bytes_max) return fill(place, t("calendar.too_large"));
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const brought = await ask("import/ics", { circle, text: await chosen.text(), zone });
      fill(place, rich("calendar.in.done", { file: bdi(chosen.name), n: brought.events }),
        leftOut(brought));
      void done(); // the next file need not wait for what is drawn
    }) });
  return [h("p", { class: "soft" }, t("calendar.means")), h("div", { class: "acts" }, out,
    act(t("calendar.in"), () => file.click())), file, place];
}
