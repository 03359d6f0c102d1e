// Two people sit together: each sees that the other is here, what is proposed, goes along with it from
// there, and writes down what was agreed; and what ends is told beside the act that goes on.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { around, goHome, kith, lacking, meet, newcomer, openCircle, line } from "./neighbours.mjs";

const dayIn = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe("in one place", { skip: lacking, timeout: 300_000 }, () => {
  let ana, ben;
  before(async () => {
    [ana, ben] = await Promise.all([newcomer("Ana"), newcomer("Ben")]);
    await meet(ana, ben);
    await kith(ana.home, "circle", "new", "Garden");
    await kith(ana.home, "include", "Garden", "Ben");
    await kith(ana.home, "say", "Garden", "Here we are.");
    await around(ben.page, "Garden").waitFor();
    await kith(ben.home, "join", "Garden");
    await kith(ben.home, "say", "Garden", "So am I.");
    await openCircle(ana, "Garden", "Talk");
    await line(ana, "So am I.").waitFor();
  });
  after(goHome);

  it("who is here is said, and that each has what they may have", async () => {
    await around(ana.page, "In one place").click();
    await ana.page.getByText("Ben is here. You two have all that each may have of the other.")
      .waitFor();
    await ana.page.getByText("Nothing was proposed that you hear.").waitFor();
    await ana.page.locator("summary", { hasText: "Someone is here whom you do not know" }).click();
    await ana.page.locator("svg.qr").waitFor();
  });

  it("what is proposed stands there as it comes, and is gone along with there", async () => {
    await kith(ben.home, "propose", "Garden", "We bake on Sundays.", "--title", "Bread");
    const row = ana.page.locator(".things li", { hasText: "Bread" });
    await row.getByText("We bake on Sundays.").waitFor();
    await row.getByText("you said nothing of it yet").waitFor();
    await row.locator("summary", { hasText: "Go along with exactly this text" }).click();
    await row.getByText(/^Heard by Ben/u).waitFor(); // before, not after
    await row.getByRole("button", { name: "Go along with it" }).click();
    await row.getByText("goes along").or(row.getByText("going along")).first().waitFor();
    const [seen] = await kith(ana.home, "proposals", "Garden");
    assert.equal(seen.you_go_along, true);
    await openCircle(ben, "Garden", "Proposals");
    await ben.page.locator(".things").getByRole("link", { name: "Bread" }).click();
    await ben.page.locator(".said-of", { hasText: "Ana" }).first().waitFor();
  });

  it("what was agreed is written down there, and the other signs it there", async () => {
    const { page } = ana;
    await page.locator("summary", { hasText: "Where you sit together" }).click();
    await page.getByLabel("What was agreed").fill("The oven is Ben's on Mondays.");
    await page.getByRole("button", { name: "Write it down, and go along with it" }).click();
    await page.locator(".things li", { hasText: "The oven is Ben's on Mondays." }).waitFor();
    await around(ben.page, "In one place").click();
    const row = ben.page.locator(".things li", { hasText: "The oven is Ben's on Mondays." });
    await row.locator("summary", { hasText: "Go along with exactly this text" }).click();
    await row.getByRole("button", { name: "Go along with it" }).click();
    await row.getByRole("button", { name: "Go along with it" }).waitFor({ state: "detached" });
    const all = await kith(ben.home, "proposals", "Garden");
    assert.equal(all.find((one) => one.text.startsWith("The oven")).you_go_along, true);
  });

  it("who is here no more is not said to be", async () => {
    ben.child.kill("SIGTERM");
    await ben.ended;
    await ana.page.getByText("Nobody whom you know is here yet.").waitFor();
    assert.deepEqual(ana.wrong, []);
  });

  it("what ends is told beside one act that goes on, and then no more", async () => {
    await kith(ana.home, "juncture", "Kitchen", "--until", dayIn(4), "--with", "Ben");
    await around(ana.page, "Today").click();
    await ana.page.getByText(/Kitchen ends for you on/u).first().waitFor();
    await ana.page.getByRole("button", { name: /^Go on until/u }).click();
    await ana.page.getByRole("heading", { name: "Kitchen" }).waitFor();
    await around(ana.page, "Today").click();
    await ana.page.locator(".today").waitFor();
    await ana.page.getByText(/Kitchen ends for you on/u).waitFor({ state: "detached" });
    const today = await kith(ana.home, "today");
    assert.deepEqual(today.junctures, []);
  });
});
