// Meeting: hand over a card, take theirs, compare five words. Both do it, in either order, and no
// network is needed.

import { ask } from "../api";
import type { Contact } from "../answers";
import { act, fill, h, s } from "../h";
import type { Child } from "../h";
import { doing, sentenceOf, told } from "../parts/doing";
import { field, frame, heading, link, note } from "../parts/frame";
import type { View } from "../parts/frame";
import { living } from "../parts/living";
import { bdi, bdis } from "../parts/names";
import { rich, t } from "../words";
import { camera, textInFile } from "./camera";
import { words } from "./words";

// A card is for one person: it is kept as long as the page stands, until another is asked for.
let mine: { card: string; qr?: string[] } | null = null;

/** The modules as one path, on a light ground in both looks: cameras need it. */
function picture(rows: readonly string[]): SVGSVGElement {
  const quiet = 4; // light modules around; readers need them
  const size = rows.length + 2 * quiet;
  const d = rows.flatMap((row, y) => [...row].map((bit, x) =>
    bit === "1" ? `M${x + quiet} ${y + quiet}h1v1h-1z` : "")).join("");
  return s("svg", { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img",
    "aria-label": t("card.qr"), "shape-rendering": "crispEdges" }, s("path", { d }));
}

function showCard(into: HTMLElement, another: () => void): void {
  if (mine === null) return;
  const { card, qr } = mine;
  const place = told();
  const copy = act(t("card.copy"), () => void doing(place, async () => {
    await navigator.clipboard.writeText(card);
    place.textContent = t("card.copied");
  }));
  fill(into, h("div", { class: "card" }, qr && qr.length > 0 && picture(qr),
    h("div", { class: "stack" }, h("p", null, t("card.hand")),
      h("p", { class: "code", dir: "ltr", tabindex: 0, role: "group",
        "aria-label": t("card.text") }, card),
      h("div", { class: "acts" }, copy, act(t("card.another"), another, "plain")), place,
      h("p", { class: "soft small" }, t("card.once")))));
}

/** My card, as a picture and as text. */
export function handOver(): Child {
  const into = h("div", null);
  const fetchCard = (): void => {
    ask("card", { qr: true })
      .then((card) => {
        mine = card;
        showCard(into, fetchCard);
      })
      .catch((fault: unknown) => fill(into, h("p", { class: "fault" }, sentenceOf(fault))));
  };
  if (mine === null) fetchCard();
  else showCard(into, fetchCard);
  return h("section", { class: "sheet" }, h("h2", null, t("meet.mine")), into);
}

function takeTheirs(met: (contact: Contact) => void): Child {
  const card = h("textarea", { rows: 3, autocomplete: "off", spellcheck: "false", dir: "ltr",
    required: true, class: "code" });
  const name = h("input", { type: "text", autocomplete: "off", dir: "auto", required: true });
  const inPerson = h("input", { type: "checkbox" });
  const place = told();
  // Under what name they go, until I wrote another.
  let written = false;
  name.addEventListener("input", () => (written = name.value !== ""));
  const nameOf = async (): Promise<void> => {
    const text = card.value.trim();
    if (text === "") return;
    const told = await ask("card/look", { card: text }).catch(() => null);
    if (told === null || card.value.trim() !== text) return; // taking it says what is wrong
    if (!written) name.value = told.known_as ?? told.name;
    place.classList.remove("fault");
    fill(place, told.known_as === null ? t("card.read")
      : rich("meet.known_as", { name: bdi(told.known_as) }));
  };
  card.addEventListener("input", () => void nameOf());
  const found = (text: string): void => {
    card.value = text;
    void nameOf();
    name.focus();
  };
  const fromFile = (file: File | undefined): void => {
    if (file === undefined) return;
    void doing(place, async () => {
      const text = await textInFile(file);
      if (text === null) fill(place, t("card.not_found"));
      else found(text);
    });
  };
  const picker: HTMLInputElement = h("input", {
    type: "file", accept: "image/*,text/plain,.kith", class: "vh", tabindex: -1,
    "aria-label": t("card.file"), onchange: () => fromFile(picker.files?.[0]),
  });
  const eye = camera(found);
  const take = (event: Event): void => {
    event.preventDefault();
    void doing(place, async () => {
      const contact = await ask("meet", { card: card.value.trim(), as: name.value.trim(),
        ...(inPerson.checked ? { in_person: true } : {}) });
      eye.stop();
      mine = null;
      met(contact);
    });
  };
  const form = h("form", { class: "stack drop-card", onsubmit: take,
    ondragover: (event: DragEvent) => event.preventDefault(),
    ondrop: (event: DragEvent) => {
      event.preventDefault();
      fromFile(event.dataTransfer?.files[0]);
    },
  }, field(t("meet.paste"), card),
    h("div", { class: "acts" }, eye.button, act(t("card.file"), () => picker.click()), picker),
    eye.element, field(t("meet.name"), name, t("meet.name.means")),
    h("label", { class: "tick" }, inPerson, h("span", null, t("meet.in_person"))),
    h("div", { class: "acts" }, h("button", { class: "main" }, t("meet.take"))), place);
  return h("section", { class: "sheet" }, h("h2", null, t("meet.theirs")), form);
}

/** Once their device answered ours, both hold the other's card: that is said, with what comes next. */
function whetherMet(contact: Contact): View {
  return living(async () => (await ask("contacts", {})).some((one) =>
    one.person === contact.person && one.last_synced !== null), (met) => met
    ? h("section", { class: "sheet stack asked" },
        h("h2", null, rich("meet.know", { name: bdi(contact.name) })),
        h("p", null, rich("meet.know.means", { name: bdi(contact.name) })),
        h("p", { class: "acts" }, link(t("begin"), { view: "begin" }),
          link(rich("tie.go", { name: bdi(contact.name) }),
            { view: "circle", circle: contact.person, tab: "talk", tie: true })))
    : h("p", { class: "said" }, rich("meet.done", { name: bdi(contact.name) })), "met");
}

function after(contact: Contact): HTMLElement {
  const section = h("section", { class: "sheet" });
  const compared = async (): Promise<void> => {
    fill(section, h("h2", { tabindex: -1 }, rich("compare.done", { name: bdi(contact.name) })),
      h("p", null, link(t("begin"), { view: "begin" })));
    section.querySelector("h2")?.focus();
  };
  fill(section, h("h2", { tabindex: -1 }, rich("compare.with", { name: bdi(contact.name) })),
    contact.looks_like.length > 0 && h("p", { class: "fewer" },
      rich("looks_like", { names: bdis(contact.looks_like) })),
    words(contact, compared));
  return section;
}

export function meet(): View {
  const steps = h("div", { class: "steps" });
  let met_one: View | null = null;
  const begin = (): void => fill(steps, handOver(), takeTheirs(met));
  function met(contact: Contact): void {
    met_one?.end();
    met_one = whetherMet(contact);
    met_one.element.setAttribute("role", "status");
    fill(steps, met_one.element, after(contact), h("p", { class: "acts" },
      act(t("meet.next"), begin)));
    steps.querySelector<HTMLElement>("h2")?.focus();
  }
  begin();
  const element = frame("meet", heading(t("meet"), t("meet.say")), steps, [
    note(t("meet.after"), h("p", { class: "soft" }, t("meet.after.means"))),
    note(t("meet.far"), h("p", { class: "soft" }, t("meet.far.means"))),
  ], t("meet.beside"));
  return { element, end: () => {
    met_one?.end();
    document.dispatchEvent(new Event("camera-off"));
  } };
}
