// What stops a newcomer, and does not any more: three people who know chat apps, in three browsers,
// each with a real home.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  around, goHome, kith, lacking, line, look, madeHome, meet, newcomer, openCircle, say, serve,
} from "./neighbours.mjs";

const rowOf = ({ page }, name) =>
  page.locator(".rows > li", { has: page.getByRole("heading", { name }) });
const button = ({ page }, name) => page.getByRole("button", { name, exact: true });
const asked = (page, command, fields) => page.evaluate(async ([name, body]) =>
  (await fetch(`/api/${name}`, { method: "POST", body: JSON.stringify(body), headers: {
    "Content-Type": "application/json", "Kith-Token": sessionStorage.getItem("token") } })).json(),
[command, fields]);
const day_ms = 86_400_000;
const dayIn = (days) => new Date(Date.now() + days * day_ms).toISOString().slice(0, 10);

describe("a newcomer", { skip: lacking, timeout: 300_000 }, () => {
  let ana, ben, cem;
  before(async () => {
    [ana, ben, cem] = await Promise.all(["Ana", "Ben", "Cem"].map((name) => newcomer(name)));
  });
  after(goHome);

  it("a short passphrase is said to be weak, once, and taken when it is wished for", async () => {
    const { link } = await serve(`${await madeHome("beside")}-weak`);
    const { page } = await look(link);
    await page.getByLabel("Your name").fill("Una");
    for (const field of ["Passphrase", "The same once more"])
      await page.getByLabel(field, { exact: true }).fill("abc");
    await page.getByRole("button", { name: "Make my home" }).click();
    await page.getByText(/^That is quick to guess .* Five or six words/u).waitFor();
    await page.getByRole("button", { name: "Make my home" }).click();
    await page.locator("nav.around").waitFor();
  });

  it("the name on a card stands there already, and meeting says that it worked", async () => {
    await around(ben.page, "Meet").click();
    const text = (await ben.page.locator("p.code").textContent()).trim();
    await around(ana.page, "Meet").click();
    const mine = (await ana.page.locator("p.code").textContent()).trim();
    await ana.page.getByLabel(/^Paste their card/u).fill(text);
    const name = ana.page.getByLabel("What you call them");
    await ana.page.getByText("The card was read. What do you call them?").waitFor();
    assert.equal(await name.inputValue(), "Ben");
    await button(ana, "Take the card").click();
    await ana.page.getByText("You took Ben’s card. Once they have taken yours").waitFor();
    await ben.page.getByLabel(/^Paste their card/u).fill(mine);
    await ben.page.getByText("The card was read.").waitFor();
    await button(ben, "Take the card").click();
    for (const [{ page }, other] of [[ana, "Ben"], [ben, "Ana"]]) {
      await page.getByRole("heading", { name: `You and ${other} know each other now` }).waitFor();
      await page.locator(".met").getByRole("link", { name: `Write to ${other} alone` }).waitFor();
    }
    // A card of somebody whom one knows says so.
    await around(ben.page, "Today").click();
    await around(ben.page, "Meet").click();
    const again = (await ben.page.locator("p.code").textContent()).trim();
    await button(ana, "Meet someone else").click();
    await ana.page.getByLabel(/^Paste their card/u).fill(again);
    await ana.page.getByText("You know them already, as Ben.").waitFor();
  });

  it("who includes me is included from Today, by a button there", async () => {
    await meet(ana, cem);
    await kith(ana.home, "circle", "new", "Garden");
    for (const name of ["Ben", "Cem"]) await kith(ana.home, "include", "Garden", name);
    await kith(ana.home, "say", "Garden", "Here we are.");
    for (const one of [ben, cem]) {
      await around(one.page, "Garden").waitFor();
      await around(one.page, "Today").click();
      await one.page.getByText("Ana includes you in Garden; you do not include them yet.").waitFor();
      await button(one, "Include Ana").click();
      await one.page.getByText("Ana hears you.").waitFor();
    }
  });

  it("a stranger is no number and no red line; who could introduce them is named", async () => {
    await openCircle(ben, "Garden", "Talk");
    await line(ben, "Here we are.").waitFor();
    await say(ben, "I dig.", "Say to Ana");
    const row = line(ben, "I dig.");
    await row.getByText("not by one whom you do not know").waitFor();
    assert.equal(await row.locator(".fewer").count(), 0);
    await openCircle(ben, "Garden", "Who hears whom");
    const stranger = rowOf(ben, "someone you do not know");
    await stranger.getByText("Ask Ana to introduce you.").waitFor();
    await stranger.getByRole("link", { name: "Write to Ana alone" }).waitFor();
    assert.doesNotMatch(await ben.page.locator("svg.ring").textContent(), /[0-9a-f]{8}/u);
  });

  it("whoever knows both is told quietly that they may not know each other: one act", async () => {
    const prompt = ana.page.locator(".note", { hasText: "Ben and Cem may not know each other" });
    await openCircle(ana, "Garden", "Talk");
    await prompt.getByRole("button", { name: "Introduce them" }).waitFor();
    await openCircle(ana, "Garden", "Who hears whom");
    await prompt.getByRole("button", { name: "Introduce them" }).click();
    await prompt.waitFor({ state: "detached" });
    for (const [{ page }, other] of [[ben, "Cem"], [cem, "Ben"]]) {
      await around(page, "Today").click();
      await page.getByText(`Ana introduces you to ${other}.`).click();
      await page.getByRole("button", { name: "Take the card" }).click();
      await page.locator(".folk").getByText(other).waitFor();
    }
    await openCircle(ana, "Garden", "Talk");
    assert.equal(await prompt.count(), 0);
  });

  it("a proposal is proposed, and told of with a verb", async () => {
    for (const one of [ben, cem]) {
      await openCircle(one, "Garden", "Who hears whom");
      await one.page.locator(".rows").getByRole("button", { name: /^Include (Ben|Cem)$/u }).click();
      await one.page.locator(".rows").getByText(/^(Ben|Cem) hears you\.$/u).waitFor();
    }
    await openCircle(ana, "Garden", "Talk");
    await ana.page.getByRole("link", { name: "Propose" }).click();
    await ana.page.getByLabel("Its text").fill("A bench by the tap.");
    await button(ana, "Propose to Ben and Cem").click();
    await ana.page.getByRole("heading", { name: "A bench by the tap." }).waitFor();
    await around(ben.page, "Today").click();
    await ben.page.getByText("Ana proposes: A bench by the tap.").first().waitFor();
    const { id } = (await kith(ben.home, "proposals", "Garden"))[0];
    await kith(ben.home, "stance", id, "with", "Gladly.");
    await openCircle(ana, "Garden", "Talk");
    await line(ana, "Gladly.").getByText("You, a proposal: A bench by the tap.").waitFor();
  });

  it("a proposal that is half written outlives a reload", async () => {
    await openCircle(cem, "Garden", "Proposals");
    await cem.page.getByText("Bring a proposal").click();
    await cem.page.getByLabel("Title, if you like").fill("The shed");
    await cem.page.getByLabel("Its text").fill("We paint it gre");
    const kept = cem.page.waitForResponse((one) => one.url().endsWith("/api/draft/keep"));
    await cem.page.getByLabel("Its text").press("e");
    await kept;
    await cem.page.reload();
    await cem.page.getByText("Bring a proposal").click();
    await cem.page.waitForFunction(() =>
      [...document.querySelectorAll("textarea")].some((one) => one.value === "We paint it gree"));
    assert.equal(await cem.page.getByLabel("Title, if you like").inputValue(), "The shed");
    await cem.page.getByLabel("Its text").fill("We paint it green.");
    await button(cem, "Propose to Ana and Ben").click();
    await cem.page.getByRole("heading", { name: "The shed" }).waitFor();
    await openCircle(cem, "Garden", "Proposals");
    await cem.page.reload();
    await cem.page.getByText("Bring a proposal").click();
    await cem.page.getByText("Propose to Ana and Ben").waitFor();
    assert.equal(await cem.page.getByLabel("Its text").inputValue(), "");
  });

  it("what those agreed who sit together is written down in one act", async () => {
    const { page } = ben;
    await openCircle(ben, "Garden", "Proposals");
    await page.getByText("Where you sit together").click();
    await page.getByLabel("What was agreed").fill("Ladders stay in the shed.");
    await page.getByRole("checkbox", { name: "Cem" }).uncheck();
    await button(ben, "Write it down, and go along with it").click();
    await page.getByRole("heading", { name: "Ladders stay in the shed." }).waitFor();
    await page.getByText("going along with exactly this text").waitFor();
    await page.getByText("Concerns you and Ana.").waitFor();
  });

  it("of what repeats, the next times are said", async () => {
    await kith(ana.home, "event", "Garden", "Soup", "--at", `${dayIn(2)}T18:00`, "--zone",
      "Europe/Vienna", "--repeat", "weekly");
    await openCircle(ana, "Garden", "Events");
    const then = ana.page.locator("article.event", { hasText: "Soup" }).getByText(/^Then: /u);
    const says = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long",
      timeZone: "Europe/Vienna" });
    for (const days of [9, 16, 23])
      assert.ok((await then.textContent()).includes(says.format(new Date(Date.now() + days * day_ms))
        .replace(/,? \d{4}$/u, "")), `after ${days} days`);
  });

  it("a promise to somebody who hears no more says so, with the ways that there are", async () => {
    await kith(ana.home, "promise", "Garden", "The ladder by Friday.", "--for", "Cem");
    await openCircle(cem, "Garden", "Promises");
    await line(cem, "The ladder by Friday.").waitFor();
    await kith(ana.home, "part", "Garden", "Cem");
    await openCircle(ana, "Garden", "Promises");
    const row = line(ana, "The ladder by Friday.");
    await row.getByText("Cem does not hear you here any more").waitFor();
    await row.locator("summary", { hasText: "It is done" }).click();
    await row.getByText("not by Cem").waitFor();
    await row.locator("summary", { hasText: "Take it back" }).waitFor();
    await row.getByRole("link", { name: "Write to Cem alone" }).click();
    await ana.page.getByRole("heading", { name: "You and Cem" }).waitFor();
    // And who was promised something by one whom they parted from.
    await kith(cem.home, "part", "Garden", "Ana");
    await openCircle(cem, "Garden", "Promises");
    await line(cem, "The ladder by Friday.").getByText("You do not include Ana here any more.")
      .waitFor();
  });

  it("whom one parted from is offered nowhere but beside their name", async () => {
    await kith(ana.home, "part", "Garden", "Ben");
    await openCircle(ana, "Garden", "Who hears whom");
    await rowOf(ana, "Ben").getByText(/^You parted on /u).waitFor();
    assert.equal(await button(ana, "Include Ben").count(), 0);
    assert.equal(await ana.page.getByText("Whom do you include first?").count(), 0);
    await rowOf(ana, "Ben").getByRole("button", { name: "Include Ben again" }).click();
    await rowOf(ana, "Ben").getByText("Ben hears you.").waitFor();
  });

  it("whoever lost their keys says on the page who they were", async () => {
    const { page } = ben;
    await around(page, "People").click();
    await page.getByText("I lost my keys, and was somebody").click();
    await page.getByLabel("The name you went by").fill("Benno");
    await page.getByLabel("Who hears of it").selectOption({ label: "Ana" });
    await button(ben, "Say that you were them").click();
    await page.getByText("Said. Each of them decides for themself.").waitFor();
    await around(ana.page, "People").click();
    await ana.page.getByText("Ben says to have been Benno").waitFor();
  });

  it("a copy is found in the menu, and asked for once, when one comes back", async () => {
    const { page } = ana;
    const asks = page.getByText("If this device is lost, so is your home");
    await around(page, "Today").click();
    await page.locator(".today .close").waitFor();
    assert.equal(await asks.count(), 0); // not on the first evening
    await asked(page, "today", { mark: true }); // she was here, and comes back
    await asks.waitFor();
    await button(ana, "Make a copy").click();
    await page.getByRole("heading", { name: "A copy of your home", level: 1 }).waitFor();
    await page.getByText("choose “From a safe copy”").waitFor();
    await around(page, "Today").click();
    await button(ana, "Not now").click();
    await asks.waitFor({ state: "detached" });
    await page.reload();
    await page.locator(".today .close").waitFor();
    assert.equal(await asks.count(), 0);
    assert.equal((await kith(ana.home, "today")).copy, false);
  });

  it("a recovery key is shown once, opens nothing where nothing is closed, and ends", async () => {
    const { page } = ana;
    await around(page, "Leave").click();
    await page.getByRole("link", { name: "Keep a safe copy" }).click();
    const sheet = page.locator(".leaf", { hasText: "A recovery key" });
    await sheet.getByRole("button", { name: "Make a key" }).click();
    const key = await sheet.locator("p.code").innerText();
    assert.match(key.replace(/\s/gu, ""), /^kith-recovery:[a-z2-7]{72}$/u);
    await sheet.getByText("There is a key since").waitFor();
    const opens = sheet.getByRole("button", { name: "Open what came back" });
    await sheet.getByLabel(/^The key/u).fill(key.slice(0, 50));
    await opens.click();
    await sheet.getByText("This key is not whole").waitFor();
    await sheet.getByLabel(/^The key/u).fill(key);
    await opens.click();
    await sheet.getByText("Nothing of yours is closed here.").waitFor();
    await sheet.getByRole("button", { name: "End it" }).click();
    await sheet.getByText("Burn the paper.").waitFor();
    assert.equal((await kith(ana.home, "status")).recovery_key, null);
    await around(page, "Today").click();
  });

  it("once is no share of anything, and now is not an hour ago", async () => {
    await around(ana.page, "Ways").click();
    const ways = ana.page.locator(".way", { hasText: "Ben" });
    await ways.getByText(/Last exchanged less than a minute ago|Last exchanged \d+ minutes? ago/u)
      .waitFor();
    assert.doesNotMatch(await ways.textContent(), /100 %/u);
  });

  it("who was there before is called so in the reader's language", async () => {
    const { page: link } = await asked(ana.page, "page", {});
    const { page, context } = await look(link, { locale: "es-ES" });
    await page.locator(".around").getByRole("link", { name: "Personas", exact: true }).click();
    await page.locator(".offer summary").click();
    await page.locator(".offer select").selectOption({ label: "Cem" });
    await page.locator(".offer form button").click();
    await page.locator(".folk").getByText("Cem (antes)").waitFor();
    await context.close();
    assert.deepEqual((await kith(ana.home, "contacts")).map((one) => one.name).sort(),
      ["Cem", "Cem (antes)"]);
  });

  it("no request left this device, and nothing went wrong unseen", () => {
    for (const { outside, wrong } of [ana, ben, cem]) {
      assert.deepEqual(outside, []);
      assert.deepEqual(wrong, []);
    }
  });
});
