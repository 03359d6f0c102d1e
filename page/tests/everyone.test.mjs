// For everyone: no view has anything that axe-core objects to, light or dark, wide or narrow; none
// is wider than its window; and the same in a language that runs from right to left.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { around, goHome, lacking, look, madeHome, serve } from "./neighbours.mjs";
import { eachView, neighbourhood } from "./views.mjs";

const axe_path = () => createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const axe = lacking ? "" : readFileSync(axe_path(), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function offences(page) {
  // By the debugger's door: the page's own policy lets no script in from elsewhere.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document,
    { runOnly: tags, resultTypes: ["violations"] }), rules);
  // What a bar that stays covers now is scrolled out from under it by whoever goes there.
  const covered = ({ failureSummary }) => failureSummary.includes("partially obscured");
  const found = violations.map(({ id, nodes }) =>
    ({ id, nodes: nodes.filter((node) => id !== "target-size" || !covered(node)) }));
  return found.filter(({ nodes }) => nodes.length > 0).map(({ id, nodes }) =>
    `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) =>
      `${html.slice(0, 160)} ${failureSummary.replace(/\s+/g, " ").slice(0, 200)}`).join(" / ")}`);
}

const wider = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function anotherLink(page) {
  return page.evaluate(async () => {
    const answer = await fetch("/api/page", { method: "POST", body: "{}",
      headers: { "Content-Type": "application/json",
        "Kith-Token": sessionStorage.getItem("token") } });
    return (await answer.json()).page;
  });
}

describe("for everyone", { skip: lacking, timeout: 300_000 }, () => {
  let home, served, first;
  before(async () => {
    home = await neighbourhood();
    served = await serve(home);
    first = await look(served.link);
  });
  after(goHome);

  const looks = [["light", 1280], ["dark", 1280], ["light", 320], ["dark", 3840]];
  for (const [colorScheme, width] of looks) {
    it(`axe-core objects to nothing, ${colorScheme} at ${width}`, async () => {
      const link = await anotherLink(first.page);
      const seen = await look(link, { colorScheme, viewport: { width, height: 900 } });
      const found = [];
      await eachView(seen, async (view) => {
        for (const offence of await offences(seen.page)) found.push(`${view}: ${offence}`);
        const over = await wider(seen.page);
        if (over > 0) found.push(`${view}: ${over} px wider than its window`);
      });
      assert.deepEqual(found, []);
      assert.deepEqual(seen.outside, []);
      assert.deepEqual(seen.wrong, []);
      await seen.context.close();
    });
  }

  for (const [locale, direction] of [["ar", "rtl"], ["es-ES", "ltr"]]) {
    it(`it speaks ${locale}`, async () => {
      const seen = await look(await anotherLink(first.page),
        { locale, viewport: { width: 360, height: 800 } });
      const { page } = seen;
      assert.equal(await page.evaluate(() => document.documentElement.dir), direction);
      const found = [];
      const check = async (place) => {
        await page.locator("main h1").waitFor();
        for (const offence of await offences(page)) found.push(`${place}: ${offence}`);
        if ((await wider(page)) > 0) found.push(`${place}: wider than its window`);
      };
      for (const place of ["today", "find", "meet", "ways", "copy", "leave", "people"]) {
        await page.locator(".opener").click();
        await page.locator(`.around a[data-key*='"${place}"']`).click();
        await check(place);
      }
      await page.locator(".margin .note").nth(2).getByRole("link").click();
      await page.locator(".boundary").first().waitFor();
      await check("boundaries");
      const signs = ["article", ".things", ".promised", "article.event", ".practice", ".rows", "input[type=search]"];
      await page.locator(".opener").click();
      await around(page, "Garden").click();
      for (const [i, sign] of signs.entries()) {
        await page.locator(".tabs a").nth(i).click();
        await page.locator(sign).first().waitFor();
        await check(`tab ${sign}`);
      }
      assert.deepEqual(found, []);
      await seen.context.close();
    });
  }

  it("at four times the size, what is said is read, and the box for one's own is seen", async () => {
    const seen = await look(await anotherLink(first.page), { viewport: { width: 320, height: 213 } });
    const { page } = seen;
    await page.locator(".opener").click();
    await around(page, "Garden").click();
    await page.locator(".composer button.main").waitFor();
    await page.waitForFunction((at) => {
      document.querySelector("article:last-of-type")?.scrollIntoView({ block: "center" });
      const read = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
      return read?.closest("article, .composer")?.tagName === at;
    }, "ARTICLE");
    await page.getByLabel("Your words").focus();
    const box = await page.getByLabel("Your words").evaluate((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      const over = document.elementFromPoint(innerWidth / 2, (top + bottom) / 2);
      return { inside: top >= 0 && bottom <= innerHeight, on_top: over === one };
    });
    assert.deepEqual(box, { inside: true, on_top: true });
    await seen.context.close();
  });

  it("the first page of all has nothing to object to either", async () => {
    const empty = await serve(`${await madeHome("nobody")}-none`);
    const seen = await look(empty.link, { reducedMotion: "reduce" }); // colours change at once
    await seen.page.getByText("From a safe copy").click();
    await seen.page.getByRole("button", { name: "Choose the copy" }).first().waitFor();
    for (const colorScheme of ["light", "dark"]) {
      await seen.page.emulateMedia({ colorScheme });
      assert.deepEqual(await offences(seen.page), []);
    }
  });
});
