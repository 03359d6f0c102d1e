// Two people with real homes invite, come, change and call off, in two browsers on two clocks; then
// begin a circle with an end, go on in it, and see what its end says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import {
  around, goHome, kith, lacking, line, madeHome, look, meet, newcomer, openCircle, serve,
} from "./neighbours.mjs";

const dayIn = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const happening = ({ page }, title) => page.locator("article.event", { hasText: title });
const fill = async (form, fields) => {
  for (const [name, value] of Object.entries(fields))
    await form.getByLabel(name).fill(value);
};

describe("events and junctures", { skip: lacking, timeout: 300_000 }, () => {
  let ana, ben, cem;
  before(async () => {
    [ana, ben, cem] = await Promise.all([newcomer("Ana"),
      newcomer("Ben", { timezoneId: "America/Lima" }), newcomer("Cem")]);
    await meet(ana, ben);
    await meet(ana, cem);
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

  it("who will hear it stands there before one invites", async () => {
    const { page } = ana;
    await page.getByRole("link", { name: "Invite", exact: true }).click();
    const form = page.locator("details[open]");
    await form.getByText("Heard by Ben").waitFor();
    await fill(form, { "What it is": "Bread", "Where, if you like": "the oven",
      "What to bring, if you like": "flour, salt" });
    const [begins, ends] = [form.locator("fieldset").nth(0), form.locator("fieldset").nth(1)];
    await begins.locator("input[type=date]").fill(dayIn(3));
    await begins.locator("input[type=time]").fill("18:00");
    await ends.locator("input[type=time]").fill("20:00");
    await form.getByLabel("On the clock of").selectOption("Europe/Vienna");
    await form.getByLabel("Again").selectOption({ label: "Every two weeks" });
    await form.getByRole("button", { name: "Invite Ben" }).click();
    await happening(ana, "Bread").getByText(/18:00.20:00/u).waitFor();
    await happening(ana, "Bread").getByText("every 2 weeks").waitFor();
    await happening(ana, "Bread").getByText("To bring: flour and salt").waitFor();
    // The reader's clock shows the same: nothing is said of another.
    assert.equal(await happening(ana, "Bread").getByText("There, in").count(), 0);
  });

  it("another reads it on their own clock, and on that of the place", async () => {
    await openCircle(ben, "Garden", "Talk");
    const row = line(ben, "Bread");
    await row.getByText("an invitation").waitFor();
    await row.getByText(/1[12]:00.1[34]:00/u).waitFor();
    await row.getByText(/There, in Europe\/Vienna: .*18:00.20:00/u).waitFor();
  });

  it("under Today stands what is coming up, and leads there", async () => {
    await around(ben.page, "Today").click();
    const soon = ben.page.locator("section", { hasText: "Takes place" });
    await soon.getByText("You may say whether you come, or leave it.").waitFor();
    await soon.getByRole("link", { name: "Bread" }).click();
    await ben.page.locator("article.event:focus").waitFor();
  });

  it("each says for themself whether they come, in words, and changes it", async () => {
    const mine = happening(ben, "Bread");
    assert.equal(await mine.getByText("Change it").count(), 0);
    assert.equal(await mine.getByText("Call it off").count(), 0);
    await mine.locator("summary", { hasText: "Say whether you come" }).click();
    await mine.getByText("Heard by Ana").waitFor();
    await mine.getByRole("button", { name: "Say to Ana" }).click();
    await mine.getByText("Choose whether you come first.").waitFor();
    await mine.getByRole("radio", { name: "Perhaps" }).check();
    await mine.getByLabel("In your own words, if you like").fill("If the bus goes.");
    await mine.getByRole("button", { name: "Say to Ana" }).click();
    const seen = happening(ana, "Bread").locator(".said-of li", { hasText: "Ben" });
    await seen.getByText("perhaps").waitFor();
    await seen.getByText("If the bus goes.").waitFor();
    await mine.locator("summary", { hasText: "Change your word" }).click();
    await mine.getByRole("radio", { name: "I come" }).check();
    await mine.getByRole("button", { name: "Say to Ana" }).click();
    await seen.getByText("comes").waitFor();
    assert.equal(await seen.getByText("If the bus goes.").count(), 0);
    await mine.locator("summary", { hasText: "Change your word" }).click();
    await mine.getByRole("radio", { name: "I do not come" }).check();
    await mine.getByLabel("Which time").selectOption({ index: 1 });
    await mine.getByRole("button", { name: "Say to Ana" }).click();
    await happening(ana, "Bread").locator(".said-of").getByText(/does not come, on \w+/u).waitFor();
  });

  it("its author changes it and calls it off, aloud, and the talk says so", async () => {
    const own = happening(ana, "Bread");
    await own.locator("summary", { hasText: "Change it" }).click();
    const form = own.locator("details[open]");
    assert.equal(await form.getByLabel("What to bring, if you like").inputValue(), "flour, salt");
    await form.getByLabel("Where, if you like").fill("the shed");
    await form.getByLabel("In your own words, if you like").fill("The oven is cold.");
    await form.getByRole("button", { name: "Say to Ben" }).click();
    await own.getByText("At: the shed").waitFor();
    await happening(ben, "Bread").getByText("At: the shed").waitFor();
    await own.locator(".said-of li", { hasText: "comes" }).first()
      .getByText("said before it was moved").waitFor();
    await happening(ben, "Bread").getByText(/1[12]:00.1[34]:00/u).waitFor();
    await own.locator("summary", { hasText: "Call it off" }).click();
    await own.getByRole("button", { name: "Call it off, aloud" }).click();
    await happening(ben, "Bread").getByText("called off").first().waitFor();
    await openCircle(ben, "Garden", "Talk");
    await line(ben, "an invitation").locator("p.ends", { hasText: "called off" }).waitFor();
    await line(ben, "The oven is cold.").getByText("changed").waitFor();
    await line(ben, "The oven is cold.").getByText("At: the shed").waitFor();
    // It takes place no more.
    await around(ben.page, "Today").click();
    await ben.page.locator(".close").waitFor();
    assert.equal(await ben.page.locator("section", { hasText: "Takes place" }).count(), 0);
  });

  it("what comes once a year names the year of each time, and a long rule stays on the page", async () => {
    const rule = "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=1";
    await kith(ana.home, "event", "Garden", "New Year", "--at", "2099-01-01", "--repeat", "yearly");
    await kith(ana.home, "event", "Garden", "Firsts", "--at", "2098-01-01", "--repeat", rule);
    await openCircle(ben, "Garden", "Events"); // in Lima, whole days are of the same year
    const yearly = happening(ben, "New Year");
    await yearly.getByText("Thursday 1 January 2099").or(yearly.getByText("Thursday, 1 January 2099")).waitFor();
    await yearly.getByText(/Then: .*1 January 2100.*1 January 2101.*1 January 2102/u).waitFor();
    await happening(ben, "Firsts").getByText(rule).waitFor();
    const { page } = ben;
    const wide = page.viewportSize();
    await page.setViewportSize({ width: 320, height: 700 });
    assert.equal(await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    await page.setViewportSize(wide);
    for (const title of ["New Year", "Firsts"])
      await kith(ana.home, "call-off", (await kith(ana.home, "events"))
        .find((one) => one.title === title).id);
  });

  it("no count of anybody is on the page", async () => {
    await openCircle(ana, "Garden", "Events");
    await happening(ana, "Bread").waitFor();
    assert.doesNotMatch(await ana.page.locator("main").innerText(), /\d+ (of|people|come)|%/u);
  });

  it("a calendar goes out as a file and comes in again, as what the one invites to who brings it", async () => {
    const { page } = ana;
    await kith(ana.home, "event", "Garden", "Fair, and \"more\"", "--at", dayIn(30));
    await happening(ana, "Fair").waitFor();
    const [file] = await Promise.all([page.waitForEvent("download"),
      page.getByRole("button", { name: "Take it as a file" }).click()]);
    assert.equal(file.suggestedFilename(), "kith.ics");
    const path = await file.path();
    const text = readFileSync(path, "utf8");
    assert.match(text, /^BEGIN:VCALENDAR\r\n/u);
    assert.match(text, /SUMMARY:Fair\\, and/u);
    await openCircle(ben, "Garden", "Events");
    await happening(ben, "Fair").waitFor();
    await ben.page.locator("input[type=file]").setInputFiles({ name: "mine.ics",
      mimeType: "text/calendar", buffer: Buffer.from(text) });
    await ben.page.getByText(/\d events? w(as|ere) brought from mine.ics|One event/u).waitFor();
    await ben.page.locator("input[type=file]").setInputFiles({ name: "mine.ics",
      mimeType: "text/calendar", buffer: Buffer.from(text) });
    await ben.page.getByText(/Left out:/u).waitFor();
    assert.equal(await happening(ben, "Fair").count(), 2);
  });

  it("words of others are never markup", async () => {
    const unruly = "<img src=x onerror=alert(1)>\u202E <b>&amp;";
    await kith(ben.home, "event", "Garden", unruly, "--at", dayIn(2), "--where", unruly,
      "--bring", unruly, "--text", unruly);
    for (const tab of ["Talk", "Events"]) {
      await openCircle(ana, "Garden", tab);
      await ana.page.getByText(unruly).first().waitFor();
      assert.equal(await ana.page.locator("main :is(script, img, b)").filter({ hasText: "&amp;" })
        .count(), 0);
      assert.equal(await ana.page.locator("main img").count(), 0);
    }
  });

  it("a circle with an end is begun with people from elsewhere, who are named before", async () => {
    const { page } = ana;
    await around(page, "Begin a circle").click();
    await page.locator("summary", { hasText: "A circle with an end" }).click();
    const form = page.locator("details[open] form");
    await fill(form, { "A name for it": "Kitchen", "What it is for, if you like": "The feast." });
    await form.locator("input[type=date]").fill(dayIn(4));
    await form.getByRole("button", { name: "Begin it, until that day" }).click();
    await form.getByText("Choose at least one person first.").waitFor();
    for (const name of ["Ben", "Cem"]) await form.getByRole("checkbox", { name }).check();
    await form.getByText("Ben and Cem will hear you there.").waitFor();
    await form.getByRole("button", { name: "Begin it, until that day" }).click();
    await page.locator(".juncture").getByText(/^You take part until/u).waitFor();
    const [circle] = (await kith(ana.home, "circles")).filter((one) => one.name === "Kitchen");
    assert.equal(circle.hears_me.length, 2);
    assert.ok(circle.hears_me.every((one) => one.until !== null));
  });

  it("what ends is said in time: under Today, once, and in the circle", async () => {
    await around(cem.page, "Kitchen").waitFor();
    await kith(cem.home, "join", "Kitchen");
    await around(cem.page, "Today").click();
    const ends = cem.page.locator("section", { hasText: "Ends" });
    await ends.getByText(/Kitchen ends for you on/u).waitFor();
    assert.equal(await ends.locator("li").count(), 1);
    await openCircle(cem, "Kitchen", "Talk");
    await cem.page.locator("header").getByText(/This ends for you on/u).waitFor();
    await line(cem, "The feast.").getByText(/taking part until/u).waitFor();
  });

  it("going on is each one's own act", async () => {
    const { page } = cem;
    await page.locator("header").getByRole("link", { name: "Go on until another day" }).click();
    await page.locator(".juncture summary").click();
    await page.locator(".juncture input[type=date]").fill(dayIn(40));
    await page.getByLabel("In your own words, if you like").fill("There is soup left.");
    await page.getByRole("button", { name: "Go on until then" }).click();
    await openCircle(ana, "Kitchen", "Talk");
    await line(ana, "There is soup left.").waitFor();
    // Hers is as it was.
    await ana.page.locator("header").getByText(/This ends for you on/u).waitFor();
    await openCircle(ana, "Kitchen", "Who hears whom");
    await ana.page.locator(".juncture li", { hasText: "Cem takes part until" }).waitFor();
  });

  it("after it lapsed the page says so, and what one holds stays", async () => {
    const home = await madeHome("Dov");
    const other = await madeHome("Eli");
    const cards = [(await kith(home, "card")).card, (await kith(other, "card")).card];
    await kith(home, "meet", cards[1], "--as", "Eli");
    await kith(other, "meet", cards[0], "--as", "Dov");
    await kith(home, "juncture", "Shed", "--until", new Date(Date.now() + 2500).toISOString(),
      "--with", "Eli", "--text", "For an hour.");
    await new Promise((done) => setTimeout(done, 2600));
    const seen = await look((await serve(home)).link);
    await openCircle(seen, "Shed", "Talk");
    await seen.page.locator("header").getByText(/Your part here ended on/u).waitFor();
    await line(seen, "For an hour.").waitFor();
    await seen.page.getByRole("link", { name: "Go on until another day" }).click();
    await seen.page.getByText("What you hold stays with you").waitFor();
    assert.deepEqual(seen.wrong, []);
  });

  it("some go on as a new circle, with what one said before or without it", async () => {
    await openCircle(ana, "Garden", "Who hears whom");
    await ana.page.locator("summary", { hasText: "Go on as a new circle" }).click();
    const form = ana.page.locator("details[open] form");
    await form.getByText("Nothing is taken from anyone").waitFor();
    await fill(form, { "Your name for it": "Orchard" });
    await form.getByRole("button", { name: "Go on with them" }).click();
    await form.getByText("Choose at least one person first.").waitFor();
    await form.getByRole("checkbox", { name: "Ben" }).check();
    await form.getByLabel("Give them what I said here before").check();
    await form.getByRole("button", { name: "Go on with them" }).click();
    await ana.page.getByRole("heading", { name: "Orchard" }).waitFor();
    await openCircle(ben, "Orchard", "Talk");
    await line(ben, "goes on from another circle").waitFor();
    await openCircle(ana, "Garden", "Talk");
    await line(ana, "Here we are.").waitFor();
  });

  it("who signed on paper is typed in, and is shown as the testimony that it is", async () => {
    const said = await kith(ana.home, "propose", "Garden", "We bake on Sundays.");
    await openCircle(ana, "Garden", "Proposals");
    const { page } = ana;
    await page.locator(".things").getByRole("link", { name: "We bake on Sundays." }).click();
    await page.locator("summary", { hasText: "On paper" }).click();
    const form = page.locator("details[open] form");
    await form.getByText("Heard by Ben").waitFor();
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator(".to-sign").isVisible());
    assert.ok(!(await page.locator(".forms").isVisible()));
    await page.emulateMedia({ media: "screen" });
    assert.ok(!(await page.locator(".to-sign").isVisible()));
    await fill(form, { "Who signed": "Oda, Old Pell" });
    await form.getByRole("button", { name: "Say to Ben" }).click();
    await page.locator(".paper", { hasText: "Oda and Old Pell" }).getByText("Typed in by you.")
      .waitFor();
    const seen = await kith(ana.home, "proposal", said.id);
    assert.deepEqual(seen.agreements, []);
    await openCircle(ben, "Garden", "Talk");
    await line(ben, "Oda and Old Pell").getByText("It binds nobody.").waitFor();
  });

  it("who says to have been somebody is a claim, held or left by each for themself", async () => {
    await kith(ben.home, "i-was", "Cem", "--to", "Ana", "My bag was stolen.");
    await around(ana.page, "People").click();
    const claim = ana.page.locator(".offer", { hasText: "says to have been Cem" });
    await claim.getByText("My bag was stolen.").waitFor();
    await claim.getByText("You may let it pass; nobody is told.").waitFor();
    await claim.locator("summary").click();
    await claim.getByText("Nobody else’s choice changes.").waitFor();
    assert.equal(await claim.getByLabel("For whom").locator("option:checked").innerText(), "Cem");
    await claim.getByRole("button", { name: "Hold them for someone I knew" }).click();
    await ana.page.getByText("You hold Cem for the one whom you knew as Cem (before).").waitFor();
    await ana.page.getByRole("button", { name: "Hold them for that no more" }).click();
    await ana.page.locator("summary", { hasText: "Hold them for someone I knew" }).waitFor();
  });

  it("no request left this device, and nothing went wrong unseen", () => {
    for (const { outside, wrong } of [ana, ben, cem]) {
      assert.deepEqual(outside, []);
      assert.deepEqual(wrong, []);
    }
  });
});
