// An evening of three people in three browsers, each with a real home: they meet, include each
// other, talk, answer, speak aside, introduce a newcomer to a whole circle, part, let a lease end.

import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  around, goHome, kith, lacking, line, meet, newcomer, openCircle, say,
} from "./neighbours.mjs";

const rowOf = ({ page }, name) =>
  page.locator(".rows > li", { has: page.getByRole("heading", { name }) });

describe("an evening", { skip: lacking, timeout: 240_000 }, () => {
  let ana, ben, cem;
  before(async () => {
    [ana, ben, cem] = await Promise.all(["Ana", "Ben", "Cem"].map((name) => newcomer(name)));
  });
  after(goHome);

  it("two people meet by cards, each under the other's own name for them", async () => {
    await meet(ana, ben);
    for (const { page } of [ana, ben]) await page.locator(".five li").first().waitFor();
    const words = await Promise.all([ana, ben].map(({ page }) =>
      page.locator(".five li").allTextContents()));
    assert.equal(words[0].length, 5);
    assert.deepEqual(words[0], words[1]);
    await ana.page.getByRole("button", { name: "All five are the same" }).click();
    await ana.page.getByText("You and Ben compared the words").waitFor();
  });

  it("a circle begins with one alone, who includes the other", async () => {
    await around(ana.page, "Begin a circle").click();
    await ana.page.getByLabel("Your name for it").first().fill("Garden");
    await ana.page.getByRole("button", { name: "Begin it" }).click();
    await ana.page.getByRole("button", { name: "Include Ben" }).click();
    await ana.page.getByText("Ben hears you.").waitFor();
    await openCircle(ana, "Garden", "Talk");
    await say(ana, "Shall we dig on Saturday?", "Say to Ben");
  });

  it("what one says stands on the other's page without a reload, and joining is one act", async () => {
    await around(ben.page, "Garden").waitFor();
    await around(ben.page, "Today").click();
    await ben.page.getByText("Ana includes you in Garden; you do not include them yet.").click();
    await ben.page.getByRole("button", { name: "Include Ana", exact: true }).first().click();
    await ben.page.getByText("Ana hears you.").waitFor();
    await openCircle(ben, "Garden", "Talk");
    await line(ben, "Shall we dig on Saturday?").waitFor();
    await openCircle(ana, "Garden", "Talk");
    await say(ben, "I bring forks.", "Say to Ana");
    await line(ana, "I bring forks.").waitFor();
  });

  it("an answer stands under what it answers", async () => {
    await line(ana, "I bring forks.").getByRole("button", { name: "Answer" }).click();
    await ana.page.getByText("Answering Ben:").waitFor();
    await say(ana, "Then I bring soup.", "Say to Ben");
    await line(ben, "Then I bring soup.").getByText("I bring forks.").waitFor();
  });

  it("a newcomer is introduced to a whole circle in one act, and each answers with one", async () => {
    await meet(ben, cem);
    await openCircle(ben, "Garden", "Who hears whom");
    await ben.page.getByText("Include someone else").click();
    await ben.page.getByRole("button", { name: "Include Cem", exact: true }).click();
    await ben.page.getByText("Cem hears you.").waitFor();
    await around(ben.page, "People").click();
    await ben.page.locator(".folk").getByRole("link", { name: /^Cem/ }).click();
    await ben.page.getByText("Introduce Cem to someone").click();
    await ben.page.getByLabel("To whom").selectOption({ label: "Garden" });
    await ben.page.getByRole("button", { name: "Introduce them" }).click();
    await ben.page.getByText("The cards are on their way to Ana.").waitFor();
    for (const [{ page }, other] of [[ana, "Cem"], [cem, "Ana"]]) {
      await around(page, "Today").click();
      await page.getByText(`Ben introduces you to ${other}.`).click();
      await page.getByRole("button", { name: "Take the card" }).click();
      await page.locator(".folk").getByText(other).waitFor();
    }
    await openCircle(ana, "Garden", "Who hears whom");
    await ana.page.locator(".rows")
      .getByRole("button", { name: "Include Cem", exact: true }).click();
    await ana.page.getByText("Cem hears you.").waitFor();
    await around(cem.page, "Garden").waitFor();
    await openCircle(ben, "Garden", "Talk");
    await say(ben, "Cem is with us.", "Say to Ana and Cem");
    await openCircle(ana, "Garden", "Talk");
    await say(ana, "Welcome, Cem.", "Say to Ben and Cem");
    await openCircle(cem, "Garden", "Who hears whom");
    await cem.page.getByRole("button", { name: "Include Ana and Ben", exact: true }).click();
    await cem.page.getByText("Ana hears you.").waitFor();
    await openCircle(cem, "Garden", "Talk");
    await line(cem, "Welcome, Cem.").waitFor();
  });

  it("what is said aside reaches one alone, and its answer, too", async () => {
    await openCircle(ana, "Garden", "Talk");
    await ana.page.getByRole("button", { name: "Say to fewer" }).click();
    await ana.page.getByRole("checkbox", { name: "Ben" }).uncheck();
    await ana.page.getByText("You leave out Ben until you let all hear again.").waitFor();
    await say(ana, "A word for you, Cem.", "Say to Cem alone");
    await line(ana, "A word for you, Cem.").getByText("Aside: to Cem alone; Ben does not hear it").waitFor();
    const aside = line(cem, "A word for you, Cem.");
    await aside.getByText("Aside: to you alone").waitFor();
    await aside.getByRole("button", { name: "Answer aside" }).click();
    await cem.page.getByText("Ben does not hear what you answer").waitFor();
    await say(cem, "I heard it.", "Say to Ana alone");
    await line(ana, "I heard it.").waitFor();
    // Still aside until one leaves it: also after a look elsewhere, with nothing in the box, and
    // where something that all heard is answered.
    await around(ana.page, "Today").click();
    await openCircle(ana, "Garden", "Talk");
    await ana.page.getByText("You leave out Ben until you let all hear again.").waitFor();
    await ana.page.reload();
    await ana.page.getByText("You leave out Ben until you let all hear again.").waitFor();
    await line(ana, "Cem is with us.").getByRole("button", { name: "Answer" }).click();
    await ana.page.getByRole("button", { name: "Say to Cem alone" }).waitFor();
    await ana.page.getByText("You leave out Ben until you let all hear again.").waitFor();
    await ana.page.getByRole("button", { name: "Not as an answer" }).click();
    await ana.page.getByRole("button", { name: "Say to Cem alone" }).waitFor();
    await ana.page.getByRole("button", { name: "Let all hear again" }).click();
    await say(ana, "To all again.", "Say to Ben and Cem");
    await openCircle(ben, "Garden", "Talk");
    await line(ben, "To all again.").waitFor();
    assert.equal(await line(ben, "A word for you, Cem.").count(), 0);
    assert.equal(await line(ben, "I heard it.").count(), 0);
  });

  it("a lease shows its end, and goes on or ends as its giver says", async () => {
    await openCircle(ana, "Garden", "Who hears whom");
    const ben_row = rowOf(ana, "Ben");
    await ben_row.getByText("Part from Ben").first().click();
    await ben_row.getByRole("button", { name: "Part from Ben" }).click();
    await ben_row.getByText("Ben does not hear you.").waitFor();
    await ben_row.getByText("Until a day, or with what you said before").click();
    await ben_row.getByRole("radio", { name: "Until a day" }).check();
    await ben_row.getByRole("button", { name: "Include Ben" }).last().click();
    await ben_row.getByText(/Ben hears you until/).waitFor();
    await ana.page.locator("svg.ring text.until").waitFor();
    await ben_row.getByRole("button", { name: "Let it end" }).click();
    await ben_row.getByText("it ends by itself on that day").waitFor();
    await ben_row.getByRole("button", { name: "Go on with no end" }).click();
    await ben_row.getByText("Ben hears you.").waitFor();
  });

  it("parting with a word tells it to that person alone, who hears nothing after it", async () => {
    await openCircle(ana, "Garden", "Talk");
    await ana.page.getByRole("button", { name: "Say to fewer" }).click();
    await ana.page.getByRole("checkbox", { name: "Ben" }).uncheck();
    await ana.page.getByRole("button", { name: "Say to Cem alone" }).waitFor();
    await openCircle(ana, "Garden", "Who hears whom");
    const row = rowOf(ana, "Cem");
    await row.getByText("Part from Cem").first().click();
    await row.getByLabel("Last words to Cem alone, if you like").fill("Until the spring.");
    await row.getByRole("button", { name: "Part from Cem" }).click();
    await row.getByText("Cem does not hear you.").waitFor();
    // What was parted is not put together by the way: no act for several people offers it.
    await row.getByText(/^You parted on /u).waitFor();
    await row.getByRole("button", { name: "Include Cem again" }).waitFor();
    assert.equal(await rowOf(ana, "Ben").getByRole("button", { name: /Cem/u }).count(), 0);
    const { joins } = await kith(ana.home, "today");
    assert.deepEqual(joins, []);
    await openCircle(ana, "Garden", "Talk");
    // What was meant for Cem alone goes to nobody, and not to Ben by itself.
    const go = ana.page.locator(".composer button.main");
    await ana.page.getByRole("button", { name: "Let all hear again" }).waitFor();
    assert.equal(await go.isDisabled(), true);
    assert.doesNotMatch(await go.innerText(), /Ben/u);
    await ana.page.getByRole("button", { name: "Let all hear again" }).click();
    await say(ana, "Only Ben hears this.", "Say to Ben");
    await line(ben, "Only Ben hears this.").waitFor();
    await around(cem.page, "Today").click();
    await cem.page.getByText("Until the spring.").waitFor();
    await openCircle(cem, "Garden", "Talk");
    await line(cem, "Welcome, Cem.").waitFor();
    assert.equal(await line(cem, "Only Ben hears this.").count(), 0);
  });

  it("before and after, the same people in the same words hear it and do not", async () => {
    await openCircle(ana, "Garden", "Talk");
    const before = () => ana.page.locator(".composer .hearers").innerText();
    await ana.page.locator(".composer .hearers", { hasText: "Heard by" }).waitFor();
    assert.equal(await before(), "Heard by Ben; not by Cem");
    await line(ana, "Only Ben hears this.").getByText("Heard by Ben; not by Cem").waitFor();
  });

  it("what is said is on its way to those of whom no device said that it holds it", async () => {
    const all = line(ana, "To all again.");
    await all.waitFor();
    await all.locator(".on-its-way").waitFor({ state: "detached" });
    // Dora runs nothing that waits to be called: she looks in now and then.
    const dora = join(mkdtempSync(join(tmpdir(), "kith-dora-")), "home");
    await kith(dora, "init", "--name", "Dora", "--no-passphrase");
    const [hers, mine] = await Promise.all([kith(dora, "card"), kith(ana.home, "card")]);
    await kith(ana.home, "meet", hers.card, "--as", "Dora");
    await kith(dora, "meet", mine.card, "--as", "Ana");
    await kith(ana.home, "circle", "new", "Attic");
    await kith(ana.home, "include", "Attic", "Dora");
    await openCircle(ana, "Attic", "Talk");
    await say(ana, "The ladder is yours.", "Say to Dora");
    const row = line(ana, "The ladder is yours.");
    await row.getByText("On its way to Dora").waitFor();
    await kith(dora, "sync", "Ana");
    await row.getByText("On its way to Dora").waitFor({ state: "detached" });
    await row.getByText("About this").click();
    await row.getByText("It has reached Dora.").waitFor();
  });

  it("a reload stays where one was, and Back still goes to where one came from", async () => {
    await around(ben.page, "Ways").click();
    await openCircle(ben, "Garden", "Talk");
    await ben.page.reload();
    await line(ben, "Only Ben hears this.").waitFor();
    await ben.page.goBack();
    await ben.page.goBack();
    await ben.page.getByRole("heading", { name: "Ways", exact: true }).waitFor();
  });

  it("last words are mentioned in the circle, on a screen of any width", async () => {
    const last = await kith(ana.home, "part", "Garden", "Ben", "--say", "Thank you for the forks.");
    assert.deepEqual(last.audience, []);
    await ben.page.setViewportSize({ width: 360, height: 740 });
    await ben.page.locator(".opener").click();
    await around(ben.page, "Garden").click();
    await ben.page.getByText("Ana said something to you alone").first().waitFor();
    await ben.page.getByRole("link", { name: "You and Ana" }).first().click();
    await line(ben, "Thank you for the forks.").waitFor();
  });

  it("what one person says here is not shown, and shown again", async () => {
    await openCircle(cem, "Garden", "Who hears whom");
    await rowOf(cem, "Ben").getByText("Not see what they say here").click();
    await rowOf(cem, "Ben").getByRole("button", { name: "Do not show it" }).click();
    await rowOf(cem, "Ben").getByRole("button", { name: "Show it again" }).waitFor();
    await openCircle(cem, "Garden", "Talk");
    await cem.page.getByText("You chose not to see what is said here by Ben.").last().waitFor();
    assert.equal(await line(cem, "Cem is with us.").count(), 0);
    await openCircle(cem, "Garden", "Who hears whom");
    await rowOf(cem, "Ben").getByRole("button", { name: "Show it again" }).click();
    await rowOf(cem, "Ben").getByText("Not see what they say here").waitFor();
    await openCircle(cem, "Garden", "Talk");
    await line(cem, "Cem is with us.").waitFor();
  });

  it("what is shown again everywhere says where it is still not shown, and how to change that", async () => {
    const { page } = cem;
    const inGarden = () => openCircle(cem, "Garden", "Who hears whom");
    const everywhere = async (act) => {
      await around(page, "People").click();
      await page.locator(".folk").getByRole("link", { name: /^Ben/u }).click();
      await page.locator(".person h2", { hasText: "Ben" }).waitFor();
      if (act === "Do not show it") await page.getByText("Not see what they say, anywhere").click();
      await page.locator(".person").getByRole("button", { name: act }).click();
    };
    await inGarden();
    await rowOf(cem, "Ben").getByText("Not see what they say here").click();
    await rowOf(cem, "Ben").getByRole("button", { name: "Do not show it" }).click();
    await rowOf(cem, "Ben").getByRole("button", { name: "Show it again" }).waitFor();
    await everywhere("Do not show it");
    await page.locator(".person").getByRole("button", { name: "Show it again" }).waitFor();
    // Here alone it could not be shown again: the row says so, and leads to where it can.
    await inGarden();
    await rowOf(cem, "Ben").getByText("You do not see what they say, in any circle.").waitFor();
    assert.equal(await rowOf(cem, "Ben").getByRole("button", { name: "Show it again" }).count(), 0);
    await rowOf(cem, "Ben").getByRole("link", { name: "Change it" }).click();
    await page.locator(".person").getByRole("button", { name: "Show it again" }).click();
    const still = page.locator(".person").getByText("What they say in Garden you still do not see.");
    await still.waitFor();
    await still.getByRole("link", { name: "Garden" }).click();
    await rowOf(cem, "Ben").getByRole("button", { name: "Show it again" }).click();
    await rowOf(cem, "Ben").getByText("Not see what they say here").waitFor();
    await everywhere("Do not show it");
    await page.locator(".person").getByRole("button", { name: "Show it again" }).click();
    await page.getByText("Not see what they say, anywhere").waitFor();
    assert.equal(await still.count(), 0);
  });

  it("words are found in all circles at once", async () => {
    await around(cem.page, "Find").click();
    await cem.page.getByLabel("Words").fill("spring");
    await cem.page.getByRole("button", { name: "Find", exact: true }).click();
    await line(cem, "Until the spring.").getByRole("link", { name: "You and Ana" }).waitFor();
    await cem.page.getByRole("button", { name: "Go there" }).click();
    await cem.page.getByRole("heading", { name: "You and Ana" }).waitFor();
  });

  it("no request left this device, and nothing went wrong unseen", () => {
    for (const { outside, wrong } of [ana, ben, cem]) {
      assert.deepEqual(outside, []);
      assert.deepEqual(wrong, []);
    }
  });

  it("no name stands in the address, the title or the browser's storage", async () => {
    for (const { page } of [ana, ben, cem]) {
      const kept = await page.evaluate(() => JSON.stringify([location.href, document.title,
        { ...localStorage }, { ...sessionStorage }, history.state]));
      assert.doesNotMatch(kept, /Ana|Ben|Cem|Garden|[0-9a-f]{32}/);
    }
  });
});
