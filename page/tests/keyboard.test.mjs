// A whole beginning by the keyboard alone: a home, a circle, the first words in it.

import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { goHome, kith, lacking, look, madeHome, serve } from "./neighbours.mjs";

const focused = (page) => page.evaluate(() => document.activeElement?.tagName ?? "");

describe("by the keyboard alone", { skip: lacking, timeout: 120_000 }, () => {
  after(goHome);

  /** Tab until what has the focus carries this name. */
  async function tabTo(page, name, key = "Tab") {
    for (let i = 0; i < 80; i++) {
      const now = await page.evaluate(() => {
        const one = document.activeElement;
        const label = one?.labels?.[0]?.querySelector("span, b")?.textContent;
        return one?.getAttribute("aria-label") ?? label ?? one?.textContent ?? "";
      });
      if (now.trim() === name) return;
      await page.keyboard.press(key);
    }
    assert.fail(`Tab never came to "${name}"`);
  }

  it("a home is made, a circle begun, something said in it", async () => {
    const { link } = await serve(`${await madeHome("keys")}-new`);
    const { page, wrong } = await look(link);
    const press = (key) => page.keyboard.press(key);
    await tabTo(page, "Your name");
    await page.keyboard.type("Kay");
    await press("Tab");
    await press("ArrowDown");
    await tabTo(page, "Make my home");
    await press("Enter");
    await page.locator("nav.around").waitFor();
    await tabTo(page, "Begin a circle");
    await press("Enter");
    await page.getByRole("heading", { name: "Begin a circle" }).waitFor();
    // The heading has the focus: the next Tab is inside the view.
    await page.waitForFunction(() => document.activeElement?.tagName === "H1");
    await tabTo(page, "Your name for it");
    await page.keyboard.type("Choir");
    await press("Enter");
    await page.getByRole("heading", { name: "Choir" }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === "H1");
    await tabTo(page, "Talk");
    await press("Enter");
    await page.locator(".composer").waitFor();
    await tabTo(page, "Your words");
    await page.keyboard.type("Heard by nobody yet.");
    await press("Control+Enter");
    await page.locator("article", { hasText: "Heard by nobody yet." }).waitFor();
    // A reload stays where one was. The skip link is first, and goes past the way around.
    await page.reload();
    await page.locator(".composer").waitFor();
    await press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.className), "skip");
    await press("Enter");
    assert.equal(await focused(page), "H1");
    assert.deepEqual(wrong, []);
  });

  it("a text is brought, and a word given of it", async () => {
    const home = await madeHome("stance");
    await kith(home, "circle", "new", "Choir");
    const { page, wrong } = await look((await serve(home)).link);
    const press = (key) => page.keyboard.press(key);
    await tabTo(page, "Choir");
    await press("Enter");
    await page.locator(".composer").waitFor();
    await tabTo(page, "Propose");
    await press("Enter");
    await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
    await page.keyboard.type("Mondays");
    await tabTo(page, "Its text");
    await page.keyboard.type("We sing on Mondays.");
    await tabTo(page, "Write it for yourself");
    await press("Enter");
    await page.locator(".mine").waitFor();
    await tabTo(page, "with it");
    await press("Space");
    await press("ArrowDown"); // the next of the four
    await tabTo(page, "In your own words");
    await page.keyboard.type("Not the first one.");
    await tabTo(page, "Write it for yourself");
    await press("Enter");
    await page.locator(".each").getByText("Not the first one.").waitFor();
    // Where the act stood there is another now: one goes on at the heading of what was spoken of.
    await page.waitForFunction(() => document.activeElement?.textContent === "Mondays");
    assert.deepEqual(wrong, []);
  });

  it("whatever has the focus shows it", async () => {
    const { page } = await look((await serve(await madeHome("seen"))).link);
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press("Tab");
      const outline = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement ?? document.body);
        return document.activeElement === document.body ? 2 : parseFloat(style.outlineWidth);
      });
      assert.ok(outline >= 2, `outline ${outline}`);
    }
  });
});
