// Who hears whom as a picture, of people with long names: each name stands whole or shortened with
// its own sign, inside the picture, and over no other.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { around, goHome, kith, lacking, look, madeHome, serve } from "./neighbours.mjs";

const names = ["Anna Maria Theresia von und zu Hohenfels", "Bento", "Maximiliana Wilhelmina",
  "Oda", "Tavi", "Wolfeschlegelsteinhausenbergerdorff", "أحمد بن عبد الله", "WWWWWWWWWWWWWWWWWWW"];

describe("who hears whom, of long names", { skip: lacking, timeout: 240_000 }, () => {
  let ana;
  before(async () => {
    const home = await madeHome("hears-ana");
    const theirs = await madeHome("hears-all");
    await kith(home, "circle", "new", "Ring");
    await kith(home, "circle", "new", "Cloth");
    for (const [i, name] of names.entries()) {
      const one = i === 0 ? theirs : await madeHome(`hears-${i}`);
      await kith(home, "meet", (await kith(one, "card")).card, "--as", name);
      await kith(home, "include", "Cloth", name);
      if (i > 0) await kith(home, "include", "Ring", name,
        ...(i === 1 ? ["--until", "2099-12-01"] : []));
    }
    ana = await look((await serve(home)).link);
  });
  after(goHome);

  const texts = (page, of) => page.evaluate((svg) => {
    const all = document.querySelector(svg);
    const frame = all.getBoundingClientRect();
    const box = (one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return { text: one.textContent, left: left - frame.left, right: frame.right - right,
        top: top - frame.top, bottom: frame.bottom - bottom, at: [left, right, top, bottom] };
    };
    return [...all.querySelectorAll("text")].map(box);
  }, of);

  for (const width of [1280, 320])
    for (const [circle, of] of [["Ring", "svg.ring"], ["Cloth", "svg.cloth"]])
      it(`${circle} at ${width} pixels`, async () => {
        const { page } = ana;
        await page.setViewportSize({ width, height: 800 });
        if (width === 320) await page.locator(".opener").click();
        await around(page, circle).click();
        await page.locator(".tabs").getByRole("link", { name: "Who hears whom" }).click();
        await page.locator(of).waitFor();
        await page.waitForTimeout(300);
        const all = await texts(page, of);
        assert.ok(all.length >= 8);
        for (const one of all)
          assert.ok(Math.min(one.left, one.right, one.top, one.bottom) > -1, JSON.stringify(one));
        if (of !== "svg.ring") return;
        for (const one of all)
          for (const other of all.filter((each) => each !== one)) {
            const [left, right, top, bottom] = one.at;
            const [l, r, t, b] = other.at;
            assert.ok(right <= l || r <= left || bottom <= t || b <= top,
              `${one.text} lies over ${other.text}`);
          }
      });
});
