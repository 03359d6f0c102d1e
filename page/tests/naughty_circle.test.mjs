// What hurts elsewhere, typed where people meet and part: the name on a card and on one that is
// offered, a circle's new name, last words, why an event is called off, what is looked for. The page
// shows it to the letter, and so does the command line; or it is refused in one sentence, while what
// was typed still stands there.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { harm, lines, long, narrow as viewport, runs, turns, unruly, unruly_names } from "./harm.mjs";
import { around, goHome, kith, lacking, look, madeHome, serve, wait_ms } from "./neighbours.mjs";

const sentence = /^[A-Z“][^<>{}\n]{8,200}[.?]$/u;
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const too_much = "W".repeat(70_000);
const names = [runs, turns, ...unruly_names];
// Whole texts; the list in one.
const texts = [runs, turns, lines, unruly.join("\n")].map((text) => text.replace(/\r\n?/gu, "\n").trim())
  .filter((text) => text !== "");

describe("what hurts elsewhere, among people", { skip: lacking, timeout: 400_000 }, () => {
  let home, seen, page, bundles = 0;
  const homes = {};
  const card = async (of) => (await kith(of, "card")).card;
  const carry = async (from, to) => {
    const file = `${home}-bundle${++bundles}`;
    await kith(from, "bundle", "write", file);
    await kith(to, "bundle", "read", file);
  };
  before(async () => {
    for (const name of ["Ana", "Oda", "Bo"]) homes[name] = await madeHome(name);
    home = homes.Ana;
    for (const name of ["Oda", "Bo"]) {
      const cards = [await card(home), await card(homes[name])];
      await kith(home, "meet", cards[1], "--as", name, "--in-person");
      await kith(homes[name], "meet", cards[0], "--as", "Ana");
    }
    await kith(home, "circle", "new", "Garden");
    for (const name of ["Oda", "Bo"]) await kith(home, "include", "Garden", name);
    await carry(home, homes.Oda);
    seen = await look((await serve(home, { listen: null })).link, { viewport });
    ({ page } = seen);
    await page.locator("nav.around").waitFor({ state: "attached" });
  });
  after(goHome);

  const unharmed = async (what) => {
    assert.deepEqual(await harm(page), [], what);
    assert.deepEqual(seen.wrong, [], what);
  };
  const go = async (name) => {
    await page.locator(".opener").click();
    await around(page, name).click();
    await page.locator("main h1").waitFor();
  };
  const tab = async (name) => {
    await go("Garden");
    await page.locator(".tabs").getByRole("link", { name, exact: true }).click();
  };
  const button = (name, at = page) => at.getByRole("button", { name, exact: true });
  /** Once something there has exactly that text. */
  const stands = (selector, text) => page.waitForFunction(([place, wanted]) =>
    [...document.querySelectorAll(place)].some((one) => one.textContent === wanted),
  [selector, text], { timeout: wait_ms });
  const refused = async (form, field, typed) => {
    await form.locator(".fault:visible").waitFor();
    assert.match((await form.locator(".fault").textContent()).trim(), sentence);
    assert.equal(await field.inputValue(), typed);
    await unharmed("refused");
  };
  const contacts = async () => (await kith(home, "contacts")).map((one) => one.name);

  it("the name on a card, and what one calls them", async () => {
    for (const [i, text] of names.slice(0, 5).entries()) {
      const other = await madeHome(`other${i}`, text);
      await go("Today");
      await go("Meet");
      const form = page.locator(".drop-card");
      const pasted = await card(other);
      await form.getByLabel(/^Paste their card/u).fill(pasted);
      await form.getByText("The card was read.").waitFor();
      const name = form.getByLabel("What you call them");
      assert.equal(await name.inputValue(), text); // as it stands on their card
      await name.fill(long);
      await button("Take the card", form).click();
      await refused(form, name, long);
      assert.equal(await form.getByLabel(/^Paste their card/u).inputValue(), pasted);
      await name.fill(text);
      await button("Take the card", form).click();
      await stands(".met bdi", text);
      await unharmed(text);
      assert.ok((await contacts()).includes(text), text);
    }
  });

  it("the name of whom one is offered, and what one calls them", async () => {
    for (const [i, text] of [runs, turns].entries()) {
      const other = await madeHome(`offered${i}`, `o ${text}`);
      const cards = [await card(homes.Oda), await card(other)];
      await kith(homes.Oda, "meet", cards[1], "--as", `o ${text}`);
      await kith(other, "meet", cards[0], "--as", "Oda");
      await carry(other, homes.Oda);
      await kith(homes.Oda, "introduce", `o ${text}`, "to", "Ana", "--note", text);
      await carry(homes.Oda, home);
      await go("People");
      const form = page.locator(".offer");
      await form.waitFor();
      await stands(".offer h2 bdi", `o ${text}`);
      await stands(".offer p.said", text);
      await unharmed(text);
      const name = form.getByLabel("What you call them");
      assert.equal(await name.inputValue(), `o ${text}`);
      await name.fill(long);
      await button("Take the card", form).click();
      await refused(form, name, long);
      await name.fill(`mine ${text}`);
      await button("Take the card", form).click();
      await stands(".folk bdi", `mine ${text}`);
      await unharmed(text);
      assert.ok((await contacts()).includes(`mine ${text}`));
    }
  });

  it("a circle’s new name", async () => {
    await tab("Who hears whom");
    const opened = async () => {
      const fold = page.locator(".margin details", { has: page.getByText("Change its name") });
      await fold.evaluate((one) => (one.open = true));
      return fold.locator("form");
    };
    for (const text of names) {
      const form = await opened();
      const name = form.getByLabel("Your name for it");
      for (const no of [long, "ع".repeat(65), " \u00a0"]) {
        await name.fill(no);
        await button("Use this name", form).click();
        await refused(form, name, no);
        await form.locator(".fault").evaluate((one) => one.classList.remove("fault"));
      }
      await name.fill(text);
      await button("Use this name", form).click();
      await stands("h1 bdi", text);
      await stands("nav.around .names bdi", text);
      await unharmed(text);
      assert.deepEqual((await kith(home, "circles")).map((one) => one.name), [text]);
    }
    await kith(home, "circle", "rename", "--", names.at(-1), "Garden");
    await stands("h1 bdi", "Garden");
  });

  // With the same people it would be the circle that was begun with them before.
  it("the name under which some go on as a new circle", async () => {
    for (const [text, people] of [[runs, ["Oda"]], [turns, ["Bo"]], [names.at(-1), ["Oda", "Bo"]]]) {
      await tab("Who hears whom");
      const fold = page.locator(".margin details", { has: page.getByText("Go on as a new circle") });
      await fold.evaluate((one) => (one.open = true));
      const form = fold.locator("form");
      const name = form.getByLabel("Your name for it");
      for (const who of people) await form.getByLabel(who, { exact: true }).check();
      for (const no of [long, "ع".repeat(65)]) {
        await name.fill(no);
        await button("Go on with them", form).click();
        await refused(form, name, no);
        await form.locator(".fault").evaluate((one) => one.classList.remove("fault"));
      }
      await name.fill(text);
      await button("Go on with them", form).click();
      await stands("h1 bdi", text);
      await unharmed(text);
      assert.ok((await kith(home, "circles")).some((one) => one.name === text), text);
    }
  });

  it("last words, to whom one parts from", async () => {
    for (const text of texts) {
      await tab("Who hears whom");
      const row = page.locator(".rows > li", { has: page.getByRole("heading", { name: "Bo" }) });
      await row.getByText("Bo hears you.").waitFor();
      await row.getByText("Part from Bo").first().click();
      const form = row.locator("form", { has: page.getByLabel(/^Last words/u) });
      const words = form.getByLabel(/^Last words/u);
      await words.fill(too_much);
      await button("Part from Bo", form).click();
      await refused(form, words, too_much);
      assert.equal((await kith(home, "circles"))[0].hears_me.length, 2); // nothing was done by half
      await words.fill(text);
      await button("Part from Bo", form).click();
      await page.getByText("Your last words stand where only the two of you speak:").waitFor();
      await unharmed(text.slice(0, 40));
      assert.equal((await kith(home, "read", "Bo")).at(-1).text, text);
      await page.locator("#main").getByRole("link", { name: "You and Bo" }).click();
      const line = page.locator("article").last();
      await line.waitFor();
      if (text.length > 3000) await button("Show all of it", line).click();
      await stands("article p.said", text);
      await unharmed(text.slice(0, 40));
      await kith(home, "include", "Garden", "Bo");
    }
  });

  it("why an event is called off", async () => {
    for (const [i, text] of texts.entries()) {
      const { id } = await kith(home, "event", "Garden", `Soup ${i}`, "--at", tomorrow,
        ...(i % 2 === 0 ? [] : ["--repeat", "FREQ=DAILY"]));
      await tab("Events");
      const event = page.locator(`article.event[data-id="${id}"]`);
      await event.getByText("Call it off", { exact: true }).click();
      const form = event.locator("form");
      const words = form.getByLabel("In your own words, if you like");
      await words.fill(too_much);
      await button("Call it off, aloud", form).click();
      await refused(form, words, too_much);
      assert.deepEqual((await kith(home, "events", "Garden")).find((one) => one.id === id).turns, []);
      if (i % 2 !== 0) await form.getByLabel("Which time").selectOption({ index: 1 });
      await words.fill(text);
      await button("Call it off, aloud", form).click();
      await stands(`[data-id="${id}"] .turns p.said`, text);
      await unharmed(text.slice(0, 40));
      const { turns: [turn] } = (await kith(home, "events", "Garden")).find((one) => one.id === id);
      assert.equal(turn.words, text);
      // Of one day: that day is meant, and no other stands beside it.
      const said = await event.locator(".turns li > p").first().innerText();
      if (i % 2 !== 0) assert.match(said, /^called off, on \w+,? \d+ \w+( \d{4})?$/u);
      await tab("Talk");
      await stands("article p.said", text);
      await unharmed(text.slice(0, 40));
    }
  });

  it("what is looked for within a circle", async () => {
    const looked_for = [...names, ...texts.slice(0, 2), "\"", "\"tank", "tank*", "* OR -NEAR(", "':;--", long,
      ...unruly.filter((_, i) => i % 60 === 3)];
    for (const text of names) await kith(home, "say", "--", "Garden", text);
    await tab("Find");
    const words = page.getByLabel("Words");
    for (const text of looked_for) {
      await words.fill(text);
      const typed = await words.inputValue();
      const expected = await kith(home, "search", "--in", "Garden", "--", typed)
        .then((all) => all.map((one) => one.id), () => null);
      await page.locator("main .told").evaluate((place) => place.replaceChildren());
      await button("Find", page.locator("#main")).click();
      await page.locator("main .told", { hasText: /^It was said|\.$/u }).waitFor();
      assert.equal(await words.inputValue(), typed);
      const refused_it = await page.locator("main .told.fault").count() > 0;
      assert.equal(refused_it, expected === null, text.slice(0, 60));
      const found = await page.locator("main article").evaluateAll((all) => all.map((one) => one.dataset.id));
      assert.deepEqual(found, expected ?? [], text.slice(0, 60));
      if (names.includes(text) && /\p{L}/u.test(text)) await stands("article p.said", text);
      await unharmed(text.slice(0, 60));
    }
  });
});
