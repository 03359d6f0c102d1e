// What every view is: a heading, a column to read, and a margin for what helps but is not the
// matter.

import { h } from "../h";
import type { Child } from "../h";
import { go } from "../route";
import type { Place } from "../route";

export interface View {
  element: HTMLElement;
  /** When its heading stands. */
  ready?: Promise<unknown>;
  end(): void;
}

export interface Tab {
  label: string;
  to: Place;
  here: boolean;
}

/** A link whose goal stands in no address. */
export function link(label: Child, to: Place, kind = ""): HTMLAnchorElement {
  return h("a", {
    href: "/",
    class: kind,
    onclick: (event: MouseEvent) => {
      event.preventDefault();
      go(to);
    },
  }, label);
}

export function tabs(name: string, all: readonly Tab[]): HTMLElement {
  return h("nav", { class: "tabs", "aria-label": name }, all.map((tab) => {
    const a = link(tab.label, tab.to);
    if (tab.here) a.setAttribute("aria-current", "page");
    return a;
  }));
}

export function heading(title: Child, lead?: Child, below?: Child): HTMLElement {
  return h("header", null,
    h("h1", { tabindex: -1 }, title), lead && h("p", null, lead), below);
}

export function note(title: Child, ...inside: Child[]): HTMLElement {
  return h("section", { class: "note" }, h("h2", null, title), inside);
}

export function frame(
  kind: string,
  head: HTMLElement,
  page: Child,
  margin?: Child,
  marginName?: string,
): HTMLElement {
  return h("div", { class: `view ${kind}` }, head, h("div", { class: "page" }, page),
    margin && h("aside", { class: "margin", "aria-label": marginName }, margin));
}

/** A field with its name above it. */
export function field(name: Child, control: HTMLElement, below?: Child): HTMLElement {
  return h("label", { class: "field" }, h("span", null, name), control,
    below && h("small", null, below));
}

/** Something that opens in its place. */
export function fold(summary: Child, kind: string, ...inside: Child[]): HTMLDetailsElement {
  return h("details", { class: `fold ${kind}` }, h("summary", null, summary), inside);
}
