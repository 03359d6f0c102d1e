// A value that tells those who watch it when it becomes another. Refuses to know what for.

export interface Signal<T> {
  (): T;
  set(next: T): void;
  /** Calls at once and at each change, until the returned function is called. */
  watch(seen: (value: T) => void): () => void;
}

export function signal<T>(first: T): Signal<T> {
  let value = first;
  const watchers = new Set<(value: T) => void>();
  const read = (() => value) as Signal<T>;
  read.set = (next) => {
    if (Object.is(next, value)) return;
    value = next;
    // A copy: who is told may stop watching, or begin to.
    for (const seen of [...watchers]) seen(value);
  };
  read.watch = (seen) => {
    watchers.add(seen);
    seen(value);
    return () => watchers.delete(seen);
  };
  return read;
}
