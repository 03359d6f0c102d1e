// How long ago something was, in words that go on with the clock for as long as they stand.

import { h } from "../h";
import { ago } from "../times";

const again_ms = 15_000;

export function agoNow(time: string): HTMLElement {
  const element = h("time", { datetime: time }, ago(time));
  const timer = setInterval(() => {
    if (element.isConnected) element.textContent = ago(time);
    else clearInterval(timer);
  }, again_ms);
  return element;
}
