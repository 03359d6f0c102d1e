// The talk as a list that only ever holds what is near the eye. Entries stand in blocks; a block
// far away is empty and as tall as it was. What is being read never moves: whatever changes above
// it, the page is scrolled by as much.

import type { Entry } from "../answers";
import { h } from "../h";
import type { Known } from "./known";
import { row } from "./row";
import type { RowActs } from "./row";

const block_entries = 30;
const near_px = 1600; // drawn this far beyond the window

interface Block {
  element: HTMLElement;
  entries: Entry[];
  drawn: boolean;
}

export class TalkList {
  readonly element = h("div", { class: "list" });
  /** Called when the beginning of what is here comes near. */
  onBeginning: () => void = () => undefined;
  /** The same, of the end. */
  onEnd: () => void = () => undefined;
  /** Another each time that what is here is put aside: what was asked for before is not of it. */
  time = 0;
  private blocks: Block[] = [];
  private readonly blockOf = new Map<string, Block>();
  private readonly top = h("div", { class: "edge" });
  private readonly bottom = h("div", { class: "edge" });
  private readonly observer: IntersectionObserver;

  constructor(private readonly known: Known, private readonly acts: RowActs) {
    this.observer = new IntersectionObserver((seen) => this.nearness(seen),
      { rootMargin: `${near_px}px 0px` });
    this.element.append(this.top, this.bottom);
    this.observer.observe(this.top);
    this.observer.observe(this.bottom);
  }

  get first(): Entry | undefined {
    return this.blocks[0]?.entries[0];
  }

  get last(): Entry | undefined {
    return this.blocks.at(-1)?.entries.at(-1);
  }

  has(id: string): boolean {
    return this.blockOf.has(id);
  }

  clear(): void {
    this.time++;
    for (const block of this.blocks) this.drop(block);
    this.blocks = [];
    this.blockOf.clear();
  }

  end(): void {
    this.observer.disconnect();
  }

  /** Entries older than all that are here, in order. */
  prepend(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.keepingPlace(() => {
      const old = this.blocks[0];
      for (let end = entries.length; end > 0; end -= block_entries) {
        const block = this.make(entries.slice(Math.max(0, end - block_entries), end));
        this.top.after(block.element);
        this.blocks.unshift(block);
      }
      // Drawn from the oldest on, since a row says its day where the one before has another.
      for (const block of this.blocks.slice(0, Math.ceil(entries.length / block_entries)))
        this.draw(block);
      if (old?.drawn) this.redraw(old, 0); // its first row may say its day no more
    });
    this.lookAt(this.top);
  }

  /** Entries newer than all that are here, in order; those that came here meanwhile stay. */
  appendAll(entries: readonly Entry[]): void {
    for (const entry of entries) if (!this.has(entry.id)) this.append(entry);
    this.lookAt(this.bottom);
  }

  /** Calls onEnd anew, where the end of what is here is near. */
  lookAtEnd(): void {
    this.lookAt(this.bottom);
  }

  /** A new entry behind the one with this id; first of all where there is none. */
  insertAfter(id: string | null, entry: Entry): void {
    const block = id === null ? this.blocks[0] : this.blockOf.get(id);
    if (block === undefined) return this.append(entry);
    const at = id === null ? 0 : block.entries.findIndex((one) => one.id === id) + 1;
    const isLast = block === this.blocks.at(-1) && at === block.entries.length;
    if (isLast && at >= block_entries) return this.append(entry);
    this.keepingPlace(() => {
      block.entries.splice(at, 0, entry);
      this.blockOf.set(entry.id, block);
      if (!block.drawn) return;
      const next = block.element.children[at];
      block.element.insertBefore(this.rowAt(block, at), next ?? null);
      this.redraw(block, at + 1); // as above
    });
  }

  replace(entry: Entry): void {
    const block = this.blockOf.get(entry.id);
    const at = block?.entries.findIndex((one) => one.id === entry.id) ?? -1;
    if (block === undefined || at < 0) return;
    block.entries[at] = entry;
    if (!block.drawn) return;
    const old = block.element.children[at];
    // Its details stand open: it is left as it is while it is looked at.
    if (old === undefined || old.querySelector("details[open]") !== null) return;
    this.keepingPlace(() => old.replaceWith(this.rowAt(block, at)));
  }

  /** Scrolls to an entry and gives it the focus. */
  show(id: string): boolean {
    const block = this.blockOf.get(id);
    if (block === undefined) return false;
    this.draw(block);
    const found = this.rowOf(id);
    found?.scrollIntoView({ block: "center" });
    found?.focus({ preventScroll: true });
    return found !== undefined;
  }

  // An observer tells of crossings alone: of an edge that is near still, it has to be asked again.
  private lookAt(edge: HTMLElement): void {
    this.observer.unobserve(edge);
    this.observer.observe(edge);
  }

  private append(entry: Entry): void {
    let block = this.blocks.at(-1);
    if (block === undefined || block.entries.length >= block_entries) {
      block = this.make([]);
      this.bottom.before(block.element);
      this.blocks.push(block);
      block.drawn = true;
    }
    block.entries.push(entry);
    this.blockOf.set(entry.id, block);
    if (block.drawn) block.element.append(this.rowAt(block, block.entries.length - 1));
  }

  private make(entries: Entry[]): Block {
    const block = { element: h("div", { class: "block" }), entries, drawn: false };
    for (const entry of entries) this.blockOf.set(entry.id, block);
    this.observer.observe(block.element);
    return block;
  }

  private drop(block: Block): void {
    this.observer.unobserve(block.element);
    block.element.remove();
  }

  private rowAt(block: Block, at: number): HTMLElement {
    const entry = block.entries[at] as Entry;
    const earlier = this.blocks[this.blocks.indexOf(block) - 1];
    const before = at > 0 ? block.entries[at - 1] : earlier?.entries.at(-1);
    return row(entry, before, this.known, this.acts);
  }

  private draw(block: Block): void {
    block.element.replaceChildren(...block.entries.map((_, at) => this.rowAt(block, at)));
    block.element.style.removeProperty("block-size");
    block.drawn = true;
  }

  private redraw(block: Block, at: number): void {
    const old = block.element.children[at];
    if (old !== undefined) old.replaceWith(this.rowAt(block, at));
  }

  private nearness(seen: readonly IntersectionObserverEntry[]): void {
    for (const one of seen) {
      if (one.target === this.top) {
        if (one.isIntersecting) this.onBeginning();
        continue;
      }
      if (one.target === this.bottom) {
        if (one.isIntersecting) this.onEnd();
        continue;
      }
      const block = this.blocks.find((each) => each.element === one.target);
      if (block === undefined) continue;
      if (one.isIntersecting && !block.drawn) this.keepingPlace(() => this.draw(block));
      else if (!one.isIntersecting && block.drawn) this.empty(block);
    }
  }

  // Emptied at its own height, so nothing moves. What holds the focus or stands open stays.
  private empty(block: Block): void {
    const { element } = block;
    if (element.contains(document.activeElement) || element.querySelector("details[open]")) return;
    if (!element.isConnected || block === this.blocks.at(-1)) return;
    element.style.setProperty("block-size", `${element.getBoundingClientRect().height}px`);
    element.replaceChildren();
    block.drawn = false;
  }

  /** Does `work`; then the first row in the window stands where it stood. */
  private keepingPlace(work: () => void): void {
    const anchor = this.anchor();
    const before = anchor?.getBoundingClientRect().top ?? 0;
    const id = anchor?.dataset["id"];
    work();
    // The row may have been drawn anew: then it is another element with the same entry.
    const now = anchor?.isConnected || id === undefined ? anchor : this.rowOf(id);
    if (now !== undefined && now.isConnected)
      scrollBy(0, now.getBoundingClientRect().top - before);
  }

  private rowOf(id: string): HTMLElement | undefined {
    const block = this.blockOf.get(id)?.element;
    return block?.querySelector<HTMLElement>(`[data-id="${id}"]`) ?? undefined;
  }

  private anchor(): HTMLElement | undefined {
    for (const block of this.blocks) {
      if (block.element.getBoundingClientRect().bottom < 0) continue;
      if (!block.drawn) return block.element;
      for (const child of block.element.children)
        if (child.getBoundingClientRect().bottom > 0) return child as HTMLElement;
    }
    return undefined;
  }
}
