// Words that hurt elsewhere, and whether they hurt the page: what runs, what turns the words around it,
// what makes it wider than a telephone.

import { existsSync, readFileSync } from "node:fs";

// Short enough for a name or a tag: a link that runs, markup, the end of a script, writing that is turned around,
// letters that nobody sees, faces of several letters.
export const runs = "javascript:ran=1//</script><img src=x onerror=ran=2>";
export const turns = "\u202egnorw דלת\u200ba\ufeff👩‍👩‍👧👍🏽";
export const lines = "first\nsecond\r\n\nthird";
export const long = "W".repeat(4096);
export const narrow = { width: 390, height: 800 };

const listed = new URL("../../../shared/data/vectors/text/blns.base64.json", import.meta.url);
/** The list of strings that lies beside this tree; empty where it does not. */
export const unruly = !existsSync(listed) ? [] : JSON.parse(readFileSync(listed, "utf8"))
  .map((text) => Buffer.from(text, "base64").toString("utf8"))
  .filter((text) => text.trim() !== "" && !text.includes("\0"));
/** Some of them, of all of its kinds, as a field of one line holds them and a name may be. */
export const unruly_names = unruly.filter((_, i) => i % 90 === 7)
  .map((text) => text.replace(/[\r\n]/gu, "").trim())
  .filter((text) => /^[^\u0000-\u001f\u007f]+$/u.test(text) && Buffer.byteLength(text) <= 128);
if (unruly.length === 0)
  console.log("SKIPPED, AND NO UNRULY TEXT WAS TRIED: the list of strings is not beside this tree.");

/** What is done to the page that nothing that was typed may do. */
export async function harm(page) {
  return page.evaluate((turns) => {
    const found = [];
    if (globalThis.ran !== undefined) found.push(`it ran: ${globalThis.ran}`);
    const made = document.querySelectorAll("main :is(img, script, iframe, b > b), [href^=javascript], [onerror]");
    for (const one of made) found.push(`it became ${one.outerHTML.slice(0, 90)}`);
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) {
      const wide = [...document.querySelectorAll("body *")].filter((one) =>
        one.getBoundingClientRect().right > clientWidth + 1).at(-1);
      found.push(`${scrollWidth - clientWidth} px too wide: ${wide?.outerHTML.slice(0, 90)}`);
    }
    const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = all.nextNode(); node !== null; node = all.nextNode()) {
      if (!node.data.includes("\u202e") || node.parentElement.closest("option, svg") !== null) continue;
      // Whatever holds it apart from its surroundings holds nothing else.
      let apart = node.parentElement;
      const holds = (one) => {
        const { unicodeBidi, display } = getComputedStyle(one);
        return /isolate|plaintext/u.test(unicodeBidi) || !display.startsWith("inline") || display !== "inline";
      };
      while (!holds(apart)) apart = apart.parentElement;
      const before = apart.textContent.slice(0, apart.textContent.indexOf(node.data));
      const own = node.data.includes(turns) ? node.data.split(turns).at(-1) : "";
      const after = own + apart.textContent.slice(apart.textContent.indexOf(node.data) + node.data.length);
      if (/[\p{L}\p{N}]/u.test(after)) found.push(`it turns “${after.slice(0, 40)}” in ` +
        `<${apart.localName} class="${apart.className}"> after “${before.slice(0, 30)}”`);
    }
    return found;
  }, turns);
}
