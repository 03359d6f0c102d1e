// What a person who has only used a chat app looks for: what to do next, that something was said
// elsewhere, that a form half filled in is as they left it. And what has not come yet says so.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  around, freePort, goHome, kith, lacking, line, look, madeHome, meet, newcomer, openCircle, say,
  serve,
} from "./neighbours.mjs";

const button = ({ page }, name) => page.getByRole("button", { name, exact: true });
const mark = ({ page }, name) => page.locator("nav.around li", {
  has: page.getByRole("link", { name, exact: true }) }).locator(".unread");
const dayIn = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** Does that, and waits until what is half written is kept. */
async function kept({ page }, act) {
  await Promise.all([
    page.waitForResponse((one) => one.url().endsWith("/api/draft/keep")), act()]);
}

describe("what is next, and elsewhere", { skip: lacking, timeout: 300_000 }, () => {
  let ana, ben;
  before(async () => {
    [ana, ben] = await Promise.all([newcomer("Ana"), newcomer("Ben")]);
    await meet(ana, ben);
  });
  after(goHome);

  it("who begins a circle is led on: whom to include, then to where one writes", async () => {
    const { page } = ana;
    await around(page, "Begin a circle").click();
    await page.getByLabel("Your name for it").first().fill("Garden");
    await button(ana, "Begin it").click();
    await page.getByText("Whom do you include first?").waitFor();
    assert.equal(await button(ana, "Write in the talk").count(), 0);
    await button(ana, "Include Ben").click();
    await page.getByText("Ben hears what you say in the talk from now on.").waitFor();
    await page.reload(); // nothing was said yet: it still stands there
    await button(ana, "Write in the talk").click();
    await say(ana, "Here we are.", "Say to Ben");
    await openCircle(ana, "Garden", "Who hears whom");
    await page.locator(".rows").waitFor();
    assert.equal(await button(ana, "Write in the talk").count(), 0);
  });

  it("who includes somebody from Today is led on, too, and not for ever", async () => {
    const { page } = ben;
    await around(page, "Garden").waitFor();
    await around(page, "Today").click();
    await button(ben, "Include Ana").click();
    await page.getByText("Ana hears what you say in the talk from now on.").waitFor();
    await button(ben, "Write in the talk").click();
    await line(ben, "Here we are.").waitFor();
    await say(ben, "So am I.", "Say to Ana");
    await openCircle(ben, "Garden", "Who hears whom");
    await page.locator(".rows").waitFor();
    assert.equal(await button(ben, "Write in the talk").count(), 0);
  });

  it("what is said elsewhere is marked by a word beside the name, until it is read", async () => {
    const { page } = ben;
    await openCircle(ana, "Garden", "Talk");
    await around(page, "Ways").click();
    await page.getByRole("heading", { name: "Ways", level: 1 }).waitFor();
    assert.equal(await mark(ben, "Garden").count(), 0);
    await say(ana, "The beans are up.", "Say to Ben");
    await mark(ben, "Garden").waitFor();
    assert.equal(await mark(ben, "Garden").textContent(), "new");
    await say(ana, "And the peas.", "Say to Ben");
    await around(page, "Garden").and(page.locator("[aria-describedby]")).waitFor();
    assert.equal(await page.title(), "kith");
    await page.reload(); // it waits for whoever was away as well
    await mark(ben, "Garden").waitFor();
    await openCircle(ben, "Garden", "Talk");
    await line(ben, "And the peas.").waitFor();
    await mark(ben, "Garden").waitFor({ state: "detached" });
    await around(page, "Ways").click();
    await page.getByRole("heading", { name: "Ways", level: 1 }).waitFor();
    assert.equal(await mark(ben, "Garden").count(), 0);
  });

  it("where the talk stands open nothing is marked, nor for who says it", async () => {
    const { page } = ben;
    await openCircle(ben, "Garden", "Talk");
    await page.evaluate(() => {
      window.marks = 0;
      new MutationObserver(() => {
        window.marks += document.querySelectorAll("nav.around li .unread").length;
      }).observe(document.querySelector("nav.around"), { childList: true, subtree: true });
    });
    await say(ana, "Water on Monday?", "Say to Ben");
    await line(ben, "Water on Monday?").waitFor();
    await around(page, "Ways").click();
    await page.getByRole("heading", { name: "Ways", level: 1 }).waitFor();
    assert.equal(await page.evaluate(() => window.marks), 0);
    assert.equal(await mark(ana, "Garden").count(), 0);
  });

  it("what one person writes to me alone is marked at People, and beside their name", async () => {
    const { page } = ben;
    await kith(ana.home, "say", "Ben", "Between us.");
    await mark(ben, "People").waitFor();
    await around(page, "People").click();
    await page.locator(".folk .unread").waitFor();
    await page.locator(".folk").getByRole("link", { name: /^Ana new/u }).click();
    await page.getByRole("link", { name: "Write to Ana alone" }).click();
    await line(ben, "Between us.").waitFor();
    await mark(ben, "People").waitFor({ state: "detached" });
  });

  it("on a narrow page the word stands where the way around opens", async () => {
    const { page } = ben;
    await page.setViewportSize({ width: 360, height: 740 });
    assert.equal(await page.locator(".opener .unread").isVisible(), false);
    await say(ana, "And on Friday?", "Say to Ben");
    await page.locator(".opener .unread").waitFor();
    assert.ok(await page.evaluate(() =>
      document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    await page.locator(".opener").click();
    await openCircle(ben, "Garden", "Talk");
    await line(ben, "And on Friday?").waitFor();
    await page.locator(".opener .unread").waitFor({ state: "hidden" });
    await page.setViewportSize({ width: 1280, height: 850 });
  });

  it("a promise half made is kept with its day, its hour and to whom, over a reload", async () => {
    const { page } = ana;
    await openCircle(ana, "Garden", "Promises");
    const form = page.locator("details", { hasText: "Promise something" }).first();
    await form.locator("summary").first().click();
    await form.getByLabel("What you promise").fill("The ladder.");
    await form.locator("input[type=date]").fill(dayIn(4));
    await form.locator("input[type=time]").fill("17:30");
    await kept(ana, () => form.getByRole("checkbox", { name: "Ben" }).check());
    await page.reload();
    await form.locator("summary").first().click();
    await page.waitForFunction(() =>
      [...document.querySelectorAll("textarea")].some((one) => one.value === "The ladder."));
    assert.equal(await form.locator("input[type=date]").inputValue(), dayIn(4));
    assert.equal(await form.locator("input[type=time]").inputValue(), "17:30");
    await form.locator("label.tick input:checked").waitFor();
    await form.getByRole("button", { name: /^Promise/u }).click();
    await page.locator("article", { hasText: "The ladder." }).waitFor();
    const [made] = await kith(ana.home, "promises", "Garden");
    assert.deepEqual(made.for.map((one) => one.name), ["Ben"]);
    assert.notEqual(made.by, null);
    // Once it is said, nothing of it waits.
    await page.reload();
    await form.locator("summary").first().click();
    await form.getByRole("status").getByText("Heard by Ben").waitFor();
    assert.equal(await form.locator("input[type=date]").inputValue(), "");
    assert.equal(await form.locator("label.tick input:checked").count(), 0);
  });

  it("a word on a proposal is kept with the position that was chosen", async () => {
    const { page } = ben;
    await kith(ana.home, "propose", "Garden", "A bench by the tap.");
    await openCircle(ben, "Garden", "Proposals");
    await page.locator(".things a").first().click();
    await kept(ben, () => page.getByRole("radio", { name: "standing aside" }).check());
    await page.reload();
    await page.locator("input[name=position]:checked").waitFor();
    assert.equal(await page.getByRole("radio", { name: "standing aside" }).isChecked(), true);
    await kept(ben, () => page.getByRole("button", { name: "Say to Ana" }).click());
    await page.getByText("Change your word").first().waitFor();
  });

  it("an invitation is kept with its days, its hours, its clock and how often", async () => {
    const { page } = ana;
    await openCircle(ana, "Garden", "Events");
    const form = page.locator("details", { hasText: "Invite to something" }).first();
    await form.locator("summary").first().click();
    await form.getByLabel("What it is").fill("Soup");
    const [days, hours] = [form.locator("input[type=date]"), form.locator("input[type=time]")];
    await days.nth(0).fill(dayIn(5));
    await hours.nth(0).fill("18:00");
    await hours.nth(1).fill("20:00");
    await form.getByLabel("On the clock of").selectOption("America/Lima");
    await kept(ana, () => form.getByLabel("Again").selectOption({ label: "Every week" }));
    await page.reload();
    await form.locator("summary").first().click();
    await page.waitForFunction(() =>
      [...document.querySelectorAll("input")].some((one) => one.value === "Soup"));
    assert.equal(await days.nth(0).inputValue(), dayIn(5));
    assert.equal(await days.nth(1).inputValue(), "");
    assert.deepEqual(await Promise.all([hours.nth(0).inputValue(), hours.nth(1).inputValue()]),
      ["18:00", "20:00"]);
    assert.equal(await form.getByLabel("On the clock of").inputValue(), "America/Lima");
    assert.equal(await form.getByLabel("Again").inputValue(), "FREQ=WEEKLY");
  });

  it("a circle with an end that is half begun is kept with its day and with whom", async () => {
    const { page } = ana;
    await around(page, "Begin a circle").click();
    const form = page.locator("details", { hasText: "A circle with an end" }).first();
    await form.locator("summary").first().click();
    await form.getByLabel("A name for it").fill("Harvest");
    await form.getByLabel("Until").fill(dayIn(9));
    await kept(ana, () => form.getByRole("checkbox", { name: "Ben" }).check());
    await page.reload();
    await form.locator("summary").first().click();
    await form.locator("input:checked").waitFor();
    assert.equal(await form.getByLabel("A name for it").inputValue(), "Harvest");
    assert.equal(await form.getByLabel("Until").inputValue(), dayIn(9));
    await form.getByRole("button", { name: "Begin it, until that day" }).click();
    await page.getByText("Ben hears what you say in the talk from now on.").waitFor();
  });

  it("no request left this device, and nothing went wrong unseen", () => {
    for (const { outside, wrong } of [ana, ben]) {
      assert.deepEqual(outside, []);
      assert.deepEqual(wrong, []);
    }
  });
});

describe("what has not come yet", { skip: lacking, timeout: 120_000 }, () => {
  after(goHome);

  it("says so, in place of words that whoever brought it had forgotten, until they come", async () => {
    const names = ["Dora", "Emil", "Fay"];
    const homes = await Promise.all(names.map(madeHome));
    const [dora, emil, fay] = homes;
    for (const [i, home] of homes.entries())
      for (const [j, name] of names.entries())
        if (i !== j) await kith(home, "meet", (await kith(homes[j], "card")).card, "--as", name);
    await kith(dora, "circle", "new", "Garden");
    for (const name of ["Emil", "Fay"]) await kith(dora, "include", "Garden", name);
    const { id } = await kith(dora, "say", "Garden", "We meet at the gate.");
    const carry = async (from, to) => {
      await kith(from, "bundle", "write", `${from}-bundle`);
      await kith(to, "bundle", "read", `${from}-bundle`);
    };
    await carry(dora, emil);
    await kith(emil, "forget", id);
    await carry(emil, fay);
    const seen = await look((await serve(fay)).link);
    await openCircle(seen, "Garden", "Talk");
    await seen.page.locator("article").getByText("Not here yet: whoever brought it had let it go.")
      .waitFor();
    assert.equal((await kith(fay, "read", "Garden"))[0].wanted, true);
    const port = await freePort();
    await serve(dora, { listen: `127.0.0.1:${port}` });
    await kith(fay, "sync", "Dora", "--at", `tcp:127.0.0.1:${port}`);
    await line(seen, "We meet at the gate.").waitFor();
    assert.equal((await kith(fay, "read", "Garden"))[0].wanted, false);
    assert.deepEqual(seen.wrong, []);
  });
});
