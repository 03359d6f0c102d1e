// Leaving: take everything along, keep a safe copy, forget, or be rid of it all. Each act says what
// it does not do; only burning asks twice.

import { ask } from "../api";
import type { State } from "../answers";
import { act, fill, h } from "../h";
import { doing, told } from "../parts/doing";
import { field, frame, heading, link, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { leaf } from "../parts/leaf";
import { bdi } from "../parts/names";
import { warning } from "../parts/weak";
import { fieldIn } from "../times";
import { rich, t } from "../words";
import { recovering } from "./recovery";

// Where a person looks for their files: their own folder, as far as the home's path tells it.
function beside(state: State, name: string): string {
  const home = state.home ?? "";
  const own = /^(\/home\/[^/]+|\/Users\/[^/]+|\/root)\//.exec(home)?.[1];
  return own === undefined ? `${home}-${name}` : `${own}/kith-${name}`;
}

// A page stands in no folder: what is not named in full would lie wherever kith was started.
function isInFull(path: string, place: HTMLElement): boolean {
  if (path.startsWith("/")) return true;
  place.classList.add("fault");
  fill(place, t("path.in_full"));
  return false;
}

function exporting(state: State): HTMLElement {
  const folder = h("input", { type: "text", autocomplete: "off", dir: "ltr", required: true,
    value: beside(state, `export-${fieldIn(0)}`) });
  // What I noted for myself alone stays out unless I say so, each time.
  const notes = h("input", { type: "checkbox", autocomplete: "off" });
  const logs = h("input", { type: "checkbox", autocomplete: "off" });
  const place = told();
  return leaf(t("export"), t("export.means"), [t("export.limit"), t("export.notes.limit")],
    h("form", { class: "stack", onsubmit: (event: Event) => {
      event.preventDefault();
      const into = folder.value.trim();
      void doing(place, async () => {
        if (!isInFull(into, place)) return;
        fill(place, t("export.running"));
        await ask("export", { folder: into, ...(notes.checked ? { notes: true } : {}),
          ...(logs.checked ? { logs: true } : {}) });
        fill(place, rich("export.done", { folder: bdi(into) }));
      });
    } }, field(t("export.folder"), folder, t("export.folder.means")),
      h("label", { class: "tick" }, notes, h("span", null, t("export.notes"))),
      h("label", { class: "tick" }, logs, h("span", null, t("export.logs"))),
      h("div", { class: "acts" }, h("button", { class: "main" }, t("export.go"))), place));
}

function copying(state: State): HTMLElement {
  const file = h("input", { type: "text", autocomplete: "off", dir: "ltr", required: true,
    value: beside(state, `backup-${fieldIn(0)}`) });
  const secret = (): HTMLInputElement =>
    h("input", { type: "password", autocomplete: "off", required: true });
  const [first, second] = [secret(), secret()];
  const warns = warning();
  const place = told();
  return leaf(t("backup"), t("backup.means"), [t("backup.limit"), t("backup.limit.two")],
    h("form", { class: "stack", onsubmit: (event: Event) => {
      event.preventDefault();
      void doing(place, async () => {
        if (first.value !== second.value) {
          place.classList.add("fault");
          fill(place, t("first.unlike"));
          return;
        }
        const into = file.value.trim();
        if (!isInFull(into, place)) return;
        if (warns(first.value)) return fill(place, t("first.weak"));
        fill(place, t("backup.running"));
        const done = await ask("backup", { file: into, passphrase: first.value });
        first.value = second.value = "";
        fill(place, rich("backup.done", { file: bdi(done.file) }));
      });
    } }, field(t("backup.file"), file, t("backup.file.means")),
      field(t("backup.passphrase"), first), field(t("first.passphrase.again"), second),
      h("div", { class: "acts" }, h("button", null, t("backup.go"))), place));
}

function burning(): HTMLElement {
  const place = told();
  const second = h("div", null);
  const typed = h("input", { type: "text", autocomplete: "off", required: true });
  const burn = (event: Event): void => {
    event.preventDefault();
    void doing(place, async () => {
      if (typed.value.trim().toLowerCase() !== t("burn.word").toLowerCase()) {
        fill(place, t("burn.not"));
        return;
      }
      await ask("burn", { typed: "yes" });
      location.reload();
    });
  };
  const once = act(t("burn.go"), () => {
    fill(second, h("form", { class: "stack", onsubmit: burn },
      field(t("burn.type", { word: t("burn.word") }), typed),
      h("div", { class: "acts" }, h("button", { class: "grave" }, t("burn.really")),
        act(t("burn.back"), () => { fill(second); once.hidden = false; once.focus(); }, "plain"))));
    once.hidden = true;
    typed.focus();
  }, "grave");
  const section = leaf(t("burn"), t("burn.means"),
    [t("burn.limit"), t("burn.limit.two")], h("div", { class: "acts" }, once), second, place);
  section.classList.add("burn");
  return section;
}

function circles(): HTMLElement {
  const list = h("ul", null);
  void ask("circles", { uncounted: true }).then((all) => fill(list, all.map((one) =>
    h("li", null, link(bdi(one.name), { view: "circle", circle: one.circle, tab: "hears" })))))
    .catch(() => undefined);
  return list;
}

/** A copy of the home, and how it comes back. */
export function copy(state: State): View {
  const element = frame("leave", heading(t("copy"), t("today.copy")), [copying(state), recovering()],
    note(t("copy.back"), h("p", { class: "soft" }, t("copy.back.means"))), t("copy.beside"));
  return { element, end: () => undefined };
}

export function leave(state: State): View {
  const element = frame("leave", heading(t("leave"), t("leave.say")),
    [exporting(state),
      leaf(t("forget.title"), t("forget.how"), [t("forget.means")]), burning()], [
      note(t("copy"), h("p", null, link(t("backup"), { view: "copy" }))),
      note(t("leave.one"), h("p", { class: "soft" }, t("leave.one.means")), circles()),
      note(t("leave.nobody"), h("p", { class: "soft" }, t("leave.nobody.means"))),
    ], t("leave.beside"));
  return { element, end: () => undefined };
}
