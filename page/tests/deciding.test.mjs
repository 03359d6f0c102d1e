// Three people decide and promise in three browsers, each with a real home: a proposal is brought,
// spoken of, amended, gone along with and stepped out of; something is asked for, promised, changed,
// done; one of them notes, for herself alone, how it went. Nobody is counted, and nobody is given
// a task.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { unruly } from "./harm.mjs";
import {
  around, goHome, kith, lacking, line, look, madeHome, meet, newcomer, openCircle, serve,
} from "./neighbours.mjs";

// In the last weeks: notes older than two years go.
const gone_by = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10);

const button = ({ page }, name) => page.getByRole("button", { name, exact: true });
const sheet = ({ page }) => page.locator(".mine");
const wordsOf = (who, name) => who.page.locator(".each .said-of > li", { hasText: name });

async function stand(who, position, words, to) {
  await sheet(who).getByRole("radio", { name: position, exact: true }).check();
  if (words !== "") await sheet(who).getByLabel("In your own words").fill(words);
  await sheet(who).getByRole("button", { name: to, exact: true }).click();
}

async function openProposal(who, title) {
  await openCircle(who, "Garden", "Proposals");
  await who.page.locator(".things").getByRole("link", { name: title }).click();
  await sheet(who).waitFor();
}

describe("deciding and promising", { skip: lacking, timeout: 300_000 }, () => {
  let ana, ben, cem;
  before(async () => {
    [ana, ben, cem] = await Promise.all(["Ana", "Ben", "Cem"].map((name) => newcomer(name)));
    await meet(ana, ben);
    await meet(ben, cem);
    await meet(ana, cem);
    await kith(ana.home, "circle", "new", "Garden");
    for (const name of ["Ben", "Cem"]) await kith(ana.home, "include", "Garden", name);
    await kith(ana.home, "say", "Garden", "Here we are.");
    for (const { page } of [ben, cem]) await around(page, "Garden").waitFor();
    for (const one of [ben, cem]) await kith(one.home, "join", "Garden");
    await kith(ben.home, "include", "Garden", "Cem");
    await kith(ben.home, "say", "Garden", "I am here.");
    await openCircle(cem, "Garden", "Talk");
    await line(cem, "I am here.").waitFor();
    await kith(cem.home, "include", "Garden", "Ben");
    await kith(cem.home, "say", "Garden", "So am I.");
    for (const one of [ana, ben]) {
      await openCircle(one, "Garden", "Talk");
      await line(one, "So am I.").waitFor();
    }
  });
  after(goHome);

  it("a practice is kept, and its questions stand beside a proposal that is being written", async () => {
    const { page } = ana;
    await openCircle(ana, "Garden", "How we do it");
    await page.getByText("Keep a practice").click();
    await page.getByText("Heard by Ben and Cem").first().waitFor();
    await page.getByLabel("What it is about").fill("Deciding");
    await page.getByLabel("How you like to do it").fill("A round, the quiet first.");
    await page.getByLabel("Questions to go by, if you like")
      .fill("Whom does it concern?\nWhat if we do nothing?");
    await button(ana, "Keep it").click();
    await page.locator(".practice", { hasText: "What if we do nothing?" }).waitFor();
    await openCircle(ana, "Garden", "Talk");
    await page.getByRole("link", { name: "Propose" }).click();
    await page.getByLabel("Its text").waitFor();
    await page.locator(".margin").getByText("What if we do nothing?").waitFor();
    await page.setViewportSize({ width: 700, height: 850 });
    await page.locator(".in-place summary").click();
    await page.locator(".in-place").getByText("What if we do nothing?").waitFor();
    await page.setViewportSize({ width: 1280, height: 850 });
  });

  it("another keeps theirs of the same name beside it", async () => {
    const { page } = ben;
    await openCircle(ben, "Garden", "How we do it");
    await page.locator(".practice", { hasText: "A round, the quiet first." }).waitFor();
    assert.equal(await page.getByText("Change it").count(), 0);
    await page.getByText("Keep a practice").click();
    await page.getByLabel("What it is about").fill("Deciding");
    await page.getByLabel("How you like to do it").fill("We sleep over it.");
    await button(ben, "Keep it").click();
    await page.locator(".practice", { hasText: "We sleep over it." }).waitFor();
    assert.equal(await page.locator("section.practices").count(), 1);
    assert.equal(await page.locator(".practice").count(), 2);
  });

  it("who will hear a proposal stands there before it is said, and it is drawn as what it is", async () => {
    const { page } = ana;
    await page.getByText("Heard by Ben and Cem").first().waitFor();
    await page.getByLabel("Title, if you like").fill("The roof tank");
    await page.getByLabel("Its text").fill("We water from the roof tank alone.");
    await button(ana, "Propose to Ben and Cem").click();
    await page.getByRole("heading", { name: "The roof tank" }).waitFor();
    await page.getByText("No word from Ben and Cem yet.").waitFor();
    await openCircle(ben, "Garden", "Talk");
    const row = line(ben, "We water from the roof tank alone.");
    await row.locator(".title", { hasText: "The roof tank" }).waitFor();
    await row.getByText("Concerns you, Ana and Cem.").waitFor();
    await row.getByText("No word from you and Cem yet.").waitFor();
    await row.getByRole("link", { name: "Say where you stand" }).waitFor();
  });

  it("what waits for my word stands under Today, and leads there", async () => {
    await around(cem.page, "Today").click();
    const waits = cem.page.locator("section", { hasText: "Waits for your word" });
    await waits.getByText("You may say where you stand, or leave it.").waitFor();
    await waits.getByRole("link", { name: /The roof tank/u }).click();
    await sheet(cem).waitFor();
  });

  it("a stance is said in words, needs some where there is a but, and is changed", async () => {
    await stand(cem, "with it, but", "", "Say to Ana and Ben");
    await cem.page.getByText("With it, but: say what, in your own words.").waitFor();
    await sheet(cem).getByLabel("In your own words").fill("The slate gets wet.");
    await sheet(cem).getByRole("button", { name: "Say to Ana and Ben", exact: true }).click();
    await wordsOf(cem, "You").getByText("The slate gets wet.").waitFor();
    await cem.page.getByText("Change your word").waitFor();
    // In the talk of the others, under the proposal and by itself.
    await line(ben, "The roof tank").getByText("No word from you yet.").waitFor();
    await line(ben, "The slate gets wet.").getByText("with it, but").last().waitFor();
    await stand(cem, "standing aside", "You who carry the cans should say.", "Say to Ana and Ben");
    await wordsOf(cem, "You").getByText("standing aside").waitFor();
    assert.equal(await wordsOf(cem, "You").getByText("The slate gets wet.").count(), 0);
    await openProposal(ana, "The roof tank");
    await wordsOf(ana, "Cem").getByText("standing aside").waitFor();
  });

  it("one may say it to fewer, and sees before it who does not hear", async () => {
    await openProposal(ben, "The roof tank");
    await sheet(ben).getByRole("button", { name: "Say to fewer" }).click();
    await sheet(ben).getByRole("checkbox", { name: "Cem" }).uncheck();
    await sheet(ben).getByText("You leave out Cem until you let all hear again.").waitFor();
    await sheet(ben).getByRole("button", { name: "Let all hear again" }).click();
    await stand(ben, "cannot live with it", "The herbs die.", "Say to Ana and Cem");
    await wordsOf(ben, "You").getByText("cannot live with it").waitFor();
    await wordsOf(ana, "Ben").getByText("The herbs die.").waitFor();
  });

  it("no count, no bar and no verdict is on the page, in any number of stances", async () => {
    for (const { page } of [ana, ben, cem]) {
      const main = (await page.locator("main").innerText()).replace(/version \d/gu, "");
      assert.doesNotMatch(main, /\d+ (of|people)|passed|rejected|majority|%/iu);
      assert.equal(await page.locator("main progress, main meter").count(), 0);
    }
  });

  it("one goes along with the exact text and steps out, for all to see", async () => {
    await cem.page.getByText("Go along with exactly this text").click();
    await cem.page.getByText("It binds you and nobody else.").waitFor();
    await button(cem, "Go along with it").click();
    await wordsOf(cem, "You").getByText("going along with exactly this text").waitFor();
    await wordsOf(ana, "Cem").getByText("going along with exactly this text").waitFor();
    await cem.page.locator("summary", { hasText: "Step out again" }).click();
    await button(cem, "Step out again").click();
    await wordsOf(cem, "You").getByText("stepped out again").waitFor();
    await wordsOf(ana, "Cem").getByText("stepped out again").waitFor();
  });

  it("its author amends it, and stances stay with the version that they were said of", async () => {
    await ben.page.locator(".mine textarea").fill("Half a word of mine");
    await ana.page.getByText("Make a new version").click();
    await ana.page.getByLabel("Its text").fill("We water from the roof tank, the herbs excepted.");
    await ana.page.locator("details[open]")
      .getByRole("button", { name: "Propose to Ben and Cem", exact: true }).click();
    await ana.page.getByText("version 2").first().waitFor();
    await wordsOf(ana, "Ben").getByText("of version 1").waitFor();
    await ana.page.locator(".folds-down summary").click();
    await ana.page.getByText("We water from the roof tank alone.").waitFor();
    // What someone is writing is not taken from under their hands.
    await ben.page.getByText("Something changed while you were writing").waitFor();
    assert.equal(await ben.page.locator(".mine textarea").inputValue(), "Half a word of mine");
    await ben.page.getByRole("link", { name: "Read what stands now" }).click();
    await ben.page.getByText("the herbs excepted").first().waitFor();
    await openCircle(cem, "Garden", "Talk");
    await line(cem, "We water from the roof tank alone.")
      .getByRole("link", { name: "version 2 stands now" }).waitFor();
    await around(cem.page, "Today").click();
    await cem.page.getByText("There is a new version since you spoke.").waitFor();
  });

  it("another brings a version of his own beside it", async () => {
    await ben.page.getByText("Bring another version beside it").click();
    await ben.page.getByLabel("Title, if you like").fill("The roof tank and the mains");
    await ben.page.getByLabel("Its text").fill("Both, in turns.");
    await ben.page.locator("details[open]")
      .getByRole("button", { name: "Propose to Ana and Cem", exact: true }).click();
    await ben.page.getByText("Brought beside:").waitFor();
    await openProposal(ana, /^The roof tank$/u);
    await ana.page.getByText("Beside it:").waitFor();
  });

  it("what is asked for, somebody promises of themself, and nobody can for them", async () => {
    await openCircle(ana, "Garden", "Talk");
    await ana.page.getByRole("link", { name: "Ask", exact: true }).click();
    await ana.page.getByLabel("What you ask for").fill("Who drives the compost?");
    await ana.page.getByLabel("Of what kind, if you like").first().fill("rides");
    await ana.page.locator("details[open]").getByRole("button", { name: "Ask Ben and Cem" }).click();
    await line(ana, "Who drives the compost?").waitFor();
    assert.equal(await ana.page.getByText("Promise it").count(), 0);
    await openCircle(ben, "Garden", "Talk");
    await line(ben, "Who drives the compost?").getByRole("link", { name: "Promise it" }).click();
    const form = ben.page.locator("details[open]");
    await form.getByText("Answering Ana:").waitFor();
    await form.getByLabel("What you promise").fill("I drive it.");
    await form.getByLabel("By when, if you like").fill(gone_by);
    await form.getByLabel("Of what kind, if you like").fill("rides");
    assert.ok(await form.getByRole("checkbox", { name: "Ana" }).isChecked());
    await form.getByRole("button", { name: "Promise, heard by Ana and Cem" }).click();
    await ben.page.locator(".answers", { hasText: "I drive it." }).waitFor();
    await ana.page.locator(".answers", { hasText: "I drive it." }).getByText("a promise, to you")
      .waitFor();
    // A day that goes by is said, and does nothing.
    await ana.page.getByText(/went by on \w+/u).waitFor();
  });

  it("under Today stands what I promised", async () => {
    await around(ben.page, "Today").click();
    const promised = ben.page.locator("section", { hasText: "You promised" });
    await promised.getByText(/went by on/u).waitFor();
    await promised.getByRole("link", { name: "I drive it." }).click();
    await ben.page.locator(".answers article:focus", { hasText: "I drive it." }).waitFor();
  });

  it("its author changes it and says that it is done; for others there is nothing to press", async () => {
    assert.equal(await ana.page.getByText("It is done").count(), 0);
    const mine = ben.page.locator(".answers article");
    await mine.getByText("Change it").click();
    await mine.getByText("Heard by Ana and Cem").waitFor();
    await mine.getByLabel("What you promise now").fill("I drive it on Sunday.");
    await mine.getByRole("button", { name: "Say to Ana and Cem" }).click();
    await ana.page.locator(".answers", { hasText: "I drive it on Sunday." }).waitFor();
    await mine.getByText("It is done").click();
    await mine.getByLabel("In your own words, if you like").fill("Two loads.");
    await mine.getByRole("button", { name: "Say to Ana and Cem" }).click();
    await ana.page.locator(".turns", { hasText: "Two loads." }).waitFor();
  });

  it("a promise is taken back", async () => {
    await ben.page.getByText("Promise something").click();
    await ben.page.getByLabel("What you promise").fill("Soup on Friday.");
    await ben.page.locator("details[open]").getByRole("button", { name: "Promise, heard by Ana and Cem" }).click();
    const mine = ben.page.locator("article", { hasText: "Soup on Friday." });
    await mine.getByText("Take it back").click();
    await mine.getByRole("button", { name: "Say to Ana and Cem" }).click();
    await ana.page.locator("article", { hasText: "Soup on Friday." }).getByText("taken back")
      .waitFor();
  });

  it("how it went, one notes for oneself alone, and once", async () => {
    const row = ana.page.locator(".answers article");
    for (const went of ["not", "late"]) {
      await row.locator("summary", { hasText: "How did it go? For yourself alone" }).click();
      await row.getByText("Nobody is told").waitFor();
      await row.getByRole("radio", { name: went, exact: true }).check();
      await row.getByRole("button", { name: "Note it" }).click();
      await row.getByText(`You noted for yourself: ${went}.`).waitFor();
    }
    for (const { home } of [ben, cem]) assert.equal((await kith(home, "observing")).notes, 0);
  });

  it("a person's pattern begins with a count in words, and its dots are told in words", async () => {
    const { page } = ana;
    await around(page, "People").click();
    await page.locator(".folk").getByRole("link", { name: /^Ben/u }).click();
    const pattern = page.locator(".pattern").first();
    await pattern.getByText("0 of 1 came through").first().waitFor();
    await pattern.getByText("One note is too little to say more.").first().waitFor();
    await pattern.locator("summary", { hasText: "Note how something went" }).click();
    await pattern.getByRole("radio", { name: "came through" }).check();
    await pattern.getByLabel("Of what kind, if you like").fill("rides");
    await pattern.getByRole("button", { name: "Note it" }).click();
    await pattern.getByText("1 of 2 came through").first().waitFor();
    await pattern.getByText(/of the next 10, likely \d+ to \d+/u).first().waitFor();
    const label = await pattern.locator("svg.dots").first().getAttribute("aria-label");
    assert.match(label, /^\d+ \w+.*: late; \d+ \w+.*: came through$/u);
    await pattern.getByText("By weekday").click();
    await pattern.locator("li", { hasText: /^\w+day/u }).first().waitFor();
  });

  it("who came through stands by name; notes are switched off and wiped", async () => {
    const { page } = ana;
    await kith(ana.home, "observe", "Cem", "came-through", "--tags", "rides");
    await page.getByText("Who has come through for …?").click();
    await page.getByLabel("What kind of thing").fill("rides");
    await page.getByRole("button", { name: "Look", exact: true }).click();
    const found = page.locator("details[open] ul.pattern");
    await found.waitFor();
    assert.deepEqual(await found.locator("b").allTextContents(), ["Ben", "Cem"]);
    await page.getByText("Who has come through for …?").click();
    await page.getByText("Wipe all of them").click();
    await page.locator("aside").getByRole("button", { name: "Wipe them" }).click();
    await page.getByText("You noted nothing yet.").waitFor();
    await page.getByRole("switch", { name: "I keep such notes" }).uncheck();
    await page.locator(".pattern").waitFor({ state: "detached" });
    assert.deepEqual(await kith(ana.home, "observing"), { on: false, notes: 0, of_promises: [] });
  });

  it("whom others include no more is said with names, and nothing follows by itself", async () => {
    await kith(ben.home, "part", "Garden", "Cem");
    await kith(ben.home, "say", "Garden", "To Ana alone.");
    await openCircle(ana, "Garden", "Who hears whom");
    const row = ana.page.locator(".rows > li", { has: ana.page.getByRole("heading", { name: "Cem" }) });
    await row.getByText("Ben no longer includes Cem here, as far as you see.").waitFor();
    await row.getByText("Cem hears you.").waitFor();
    await row.getByText("Part from Cem, too").click();
    await row.locator(".no-longer").getByRole("button", { name: "Part from Cem" }).click();
    await row.getByText("Cem does not hear you.").waitFor();
  });

  it("what each way of keeping apart does stands on a plain page", async () => {
    await ana.page.getByRole("link", { name: "Read about it" }).first().click();
    await ana.page.getByRole("heading", { name: "Keeping apart" }).waitFor();
    await ana.page.getByText("They are not told, and still hear you.").waitFor();
    await around(ana.page, "People").click();
    await ana.page.getByRole("link", { name: "Read about it" }).waitFor();
  });

  it("two people decide and promise between them, too", async () => {
    const { page } = ana;
    await page.locator(".folk").getByRole("link", { name: /^Ben/u }).click();
    await page.getByRole("link", { name: "Write to Ben alone" }).click();
    await page.getByRole("link", { name: "Propose" }).click();
    await page.getByLabel("Its text").fill("We meet on Mondays.");
    await button(ana, "Propose to Ben").click();
    await page.getByRole("heading", { name: "We meet on Mondays." }).waitFor();
    await page.locator(".tabs").getByRole("link", { name: "Promises" }).click();
    await page.getByText("Promise something").click();
    await page.getByLabel("What you promise").fill("I bring the key.");
    await page.locator("details[open]").getByRole("button", { name: "Promise, heard by Ben" }).click();
    await line(ana, "I bring the key.").waitFor();
    await around(ben.page, "Today").click();
    await ben.page.locator("section", { hasText: "Waits for your word" })
      .getByRole("link", { name: /We meet on Mondays/u }).click();
    await stand(ben, "with it", "", "Say to Ana");
    await wordsOf(ben, "You").getByText("with it").waitFor();
  });

  it("no request left this device, and nothing went wrong unseen", () => {
    for (const { outside, wrong } of [ana, ben, cem]) {
      assert.deepEqual(outside, []);
      assert.deepEqual(wrong, []);
    }
  });
});

describe("unruly text", { timeout: 240_000,
  skip: lacking || (unruly.length === 0 && "the list of strings is not beside this tree") }, () => {
  after(goHome);

  it("stands in proposals and promises as it is, and breaks no drawing", async () => {
    const home = await madeHome("unruly");
    await kith(home, "circle", "new", "Garden");
    const seen = await look((await serve(home)).link);
    const { page } = seen;
    // Many of them in one: each drawing is then of a page of them.
    const texts = [];
    for (let i = 0; i < unruly.length; i += 40) texts.push(unruly.slice(i, i + 40).join("\n"));
    for (const [i, text] of texts.entries()) {
      await page.evaluate(async ([circle, body, title]) => {
        const ask = async (path, fields) => {
          const answer = await fetch(`/api/${path}`, { method: "POST", body: JSON.stringify(fields),
            headers: { "Content-Type": "application/json",
              "Kith-Token": sessionStorage.getItem("token") } });
          if (!answer.ok) throw new Error(await answer.text());
        };
        await ask("propose", { circle, text: body, title });
        await ask("promise", { circle, text: body });
      }, ["Garden", text, unruly[i * 40].slice(0, 60)]);
    }
    let alerted = false;
    page.on("dialog", (dialog) => {
      alerted = true;
      void dialog.dismiss();
    });
    const wide = () => page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await page.setViewportSize({ width: 320, height: 800 });
    for (const tab of ["Talk", "Proposals", "Promises"]) {
      await page.locator(".opener").click();
      await around(page, "Garden").click();
      await page.locator(".tabs").getByRole("link", { name: tab, exact: true }).click();
      await page.locator("main :is(.said, .title)").first().waitFor();
      assert.equal(await page.locator("main :is(script, img, iframe, marquee, style)").count(), 0);
      assert.ok((await wide()) <= 0, `${tab} is ${await wide()} px too wide`);
    }
    const shown = await page.locator(".promised .said").allTextContents();
    assert.equal(shown.length, texts.length);
    for (const text of texts)
      assert.ok(shown.some((one) => text.startsWith(one)), `lost: ${text.slice(0, 80)}`);
    assert.equal(alerted, false);
    assert.deepEqual(seen.wrong, []);
  });
});
