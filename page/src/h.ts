// Elements, built one by one. Text always becomes a text node, so that words from others are never
// markup; there is no other way to build here.

export type Child = Node | string | null | undefined | false | readonly Child[];
type Handler = (event: never) => void;
type Value = string | number | boolean | null | undefined | Handler;
export type Props = { readonly [name: string]: Value };

function set(element: Element, name: string, value: Value): void {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") {
    element.addEventListener(name.slice(2), value as (event: Event) => void);
  } else if (name === "value" || name === "checked") {
    Reflect.set(element, name, value); // the attribute is only what it began with
  } else {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

export function add(parent: Node, child: Child): void {
  if (child === null || child === undefined || child === false) return;
  if (child instanceof Node) parent.appendChild(child);
  else if (typeof child === "string") parent.appendChild(document.createTextNode(child));
  else for (const one of child) add(parent, one);
}

/** `h("p", {class: "soft"}, "words")`; a prop "onclick" listens to clicks. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props?: Props | null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  add(element, children);
  for (const name in props ?? {}) set(element, name, props?.[name]);
  return element;
}

export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  props?: Props | null,
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in props ?? {}) set(element, name, props?.[name]);
  add(element, children);
  return element;
}

export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  add(element, children);
}

/** An act: a button that does not send a form. */
export function act(
  label: Child, onclick: (event: MouseEvent) => void, kind = "",
): HTMLButtonElement {
  return h("button", { type: "button", class: kind, onclick }, label);
}
