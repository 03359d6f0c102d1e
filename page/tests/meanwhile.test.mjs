// What happens meanwhile takes nothing from anyone: not the words that somebody writes, in this tab
// or in another, not the focus, not the line that is being read.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import {
  around, freePort, goHome, kith, lacking, line, look, madeHome, openCircle, serve,
} from "./neighbours.mjs";

const words = (page) => page.getByLabel("Your words");
const card = async (home) => (await kith(home, "card")).card;

async function met(one, other, names) {
  const cards = [await card(one), await card(other)];
  await kith(one, "meet", cards[1], "--as", names[1]);
  await kith(other, "meet", cards[0], "--as", names[0]);
}

/** Speaks in the composer that stands open, and waits until kith keeps it. */
async function written(page, text) {
  const kept = page.waitForResponse((answer) => answer.url().endsWith("/api/draft/keep") &&
    (answer.request().postData() ?? "").includes(text));
  await words(page).fill(text);
  await kept;
}

/** What a bundle of theirs brings, taken while this page is looked at. */
async function brings({ page }, from, file) {
  await kith(from, "bundle", "write", file);
  const bytes = [...readFileSync(file)];
  await page.evaluate(async (all) => {
    await fetch("/api/bundle/take", { method: "POST", body: new Uint8Array(all), headers: {
      "Content-Type": "application/octet-stream",
      "Kith-Token": sessionStorage.getItem("token") } });
  }, bytes);
}

describe("meanwhile", { skip: lacking, timeout: 240_000 }, () => {
  let ana;
  let oda;
  before(async () => {
    const [home, other] = [await madeHome("meanwhile-ana"), await madeHome("meanwhile-oda")];
    await met(home, other, ["Ana", "Oda"]);
    for (const name of ["Garden", "Choir"]) {
      await kith(home, "circle", "new", name);
      await kith(home, "include", name, "Oda");
    }
    oda = other;
    const port = await freePort();
    const served = await serve(home, { port });
    ana = { home, port, served, ...await look(served.link) };
  });
  after(goHome);

  async function inGarden(page) {
    await around(page, "Garden").click();
    await page.locator(".composer button.main").waitFor();
  }

  it("a tab that leaves a circle takes nothing from what another writes there", async () => {
    const { page, context } = ana;
    await inGarden(page);
    const [other] = await Promise.all([context.waitForEvent("page"),
      page.evaluate(() => { window.open("/"); })]);
    await other.locator("nav.around").waitFor();
    await inGarden(other);
    await written(page, "Half a thought about the beans");
    await around(other, "Choir").click();
    await other.locator(".composer button.main").waitFor();
    await inGarden(other);
    assert.equal(await words(other).inputValue(), "Half a thought about the beans");
    await other.close();
    await words(page).fill("");
  });

  it("what is typed while words are on their way is of the next ones", async () => {
    const { page } = ana;
    await inGarden(page);
    let go = () => undefined;
    const held = new Promise((resolve) => (go = resolve));
    await page.route("**/api/say", async (route) => {
      await held;
      await route.continue();
    });
    await words(page).fill("The first of two.");
    const asked = page.waitForRequest("**/api/say");
    await words(page).press("Control+Enter");
    await asked;
    await words(page).press("End");
    await page.keyboard.type(" And the next");
    go();
    await line(ana, "The first of two.").waitFor();
    await page.waitForFunction(() =>
      document.querySelector(".composer textarea").value === "And the next");
    await page.unroute("**/api/say");
    await words(page).fill("");
  });

  it("nothing is written by the keys that the button would not do", async () => {
    const { page } = ana;
    await inGarden(page);
    const said = [];
    page.on("request", (request) => request.url().endsWith("/api/say") && said.push(request));
    const tavi = await madeHome("meanwhile-tavi");
    await met(ana.home, tavi, ["Ana", "Tavi"]);
    await kith(ana.home, "include", "Garden", "Tavi");
    await page.getByRole("button", { name: "Say to fewer" }).click();
    for (const name of ["Oda", "Tavi"]) await page.getByRole("checkbox", { name }).uncheck();
    await page.locator(".composer button.main:disabled").waitFor();
    await words(page).fill("To nobody at all");
    await words(page).press("Control+Enter");
    await page.getByRole("button", { name: "Let all hear again" }).click();
    await page.locator(".composer button.main:enabled").waitFor();
    assert.equal(said.length, 0);
    assert.equal(await words(page).inputValue(), "To nobody at all");
    await words(page).fill("");
  });

  it("what is too long to be kept is said to be so while it is written", async () => {
    const { page } = ana;
    await inGarden(page);
    await words(page).fill("long ".repeat(14_000));
    await page.locator(".composer .told", { hasText: "more than can be said at once" }).waitFor();
    await words(page).fill("short");
    await page.waitForFunction(() => document.querySelector(".composer .told").textContent === "");
    await words(page).fill("");
  });

  it("what comes leaves the focus and the line that is read where they are", async () => {
    const { page } = ana;
    for (const name of ["A", "B", "C", "D", "E"]) {
      await kith(oda, "circle", "new", `Band ${name}`);
      await kith(oda, "include", `Band ${name}`, "Ana");
      await kith(oda, "say", `Band ${name}`, `Hello in band ${name}`);
    }
    await page.setViewportSize({ width: 1280, height: 320 });
    await around(page, "Today").click();
    await brings(ana, oda, `${oda}-bundle-1`);
    const last = page.locator(".today li a", { hasText: "includes you in Band E" });
    await last.waitFor();
    await last.evaluate((one) => one.scrollIntoView({ block: "center" }));
    await last.focus();
    const top = () => last.evaluate((one) => Math.round(one.getBoundingClientRect().top));
    const stood = await top();
    await kith(oda, "circle", "new", "A new band");
    await kith(oda, "include", "A new band", "Ana");
    await kith(oda, "say", "A new band", "A long hello. ".repeat(20));
    await brings(ana, oda, `${oda}-bundle-2`);
    await page.locator(".today li a", { hasText: "A long hello." }).waitFor();
    assert.ok(Math.abs(await top() - stood) <= 1, `${stood} px, then ${await top()}`);
    assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ""),
      /includes you in Band E/u);
    await page.setViewportSize({ width: 1280, height: 850 });
  });

  it("whoever acts by the keyboard goes on where the act was, or at the heading", async () => {
    const { page } = ana;
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    await around(page, "People").click();
    await page.locator(".folk").getByRole("link", { name: /^Tavi/u }).click();
    const rename = page.locator("summary", { hasText: "Change the name you use" });
    await rename.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Tavi the elder");
    await page.keyboard.press("Enter");
    await page.locator(".person h2", { hasText: "Tavi the elder" }).waitFor();
    await page.waitForFunction(() => document.activeElement !== document.body);
    assert.match(await focused(), /^Change the name you use/u);
  });

  it("what stood open while something came shows it once it is closed", async () => {
    const { page } = ana;
    await around(page, "Garden").click();
    await page.locator(".tabs").getByRole("link", { name: "Who hears whom" }).click();
    const fold = page.locator(".rows summary").first();
    await fold.click();
    await kith(ana.home, "rename", "Tavi the elder", "Tavi");
    await page.locator("nav.around").getByRole("link", { name: "People" }).waitFor();
    await page.waitForTimeout(700);
    await page.locator(".rows h3", { hasText: "Tavi the elder" }).waitFor(); // in hand
    await fold.click();
    await page.locator(".rows h3", { hasText: /^Tavi$/u }).waitFor();
  });

  it("a note goes on being kept while it is written", async () => {
    const { page } = ana;
    await around(page, "People").click();
    await page.locator(".folk").getByRole("link", { name: /^Oda/u }).click();
    const note = page.locator(".person textarea").first();
    let go = () => undefined;
    const held = new Promise((resolve) => (go = resolve));
    await page.route("**/api/note/keep", async (route) => {
      await held;
      await route.continue();
    });
    await note.fill("Keeps bees");
    await page.waitForRequest("**/api/note/keep");
    await note.fill("Keeps bees and a goat");
    await note.blur();
    go();
    await page.waitForResponse((answer) => answer.url().endsWith("/api/note/keep") &&
      (answer.request().postData() ?? "").includes("goat"));
    await page.unroute("**/api/note/keep");
    const kept = await page.evaluate(async () => {
      const asked = (path, fields) => fetch(`/api/${path}`, { method: "POST",
        body: JSON.stringify(fields), headers: { "Content-Type": "application/json",
          "Kith-Token": sessionStorage.getItem("token") } }).then((one) => one.json());
      const all = await asked("contacts", {});
      return asked("note", { person: all.find((one) => one.name === "Oda").person });
    });
    assert.equal(kept.text, "Keeps bees and a goat");
  });

  it("a camera that was allowed too late sees nothing", async () => {
    const { page } = ana;
    await around(page, "Meet").click();
    await page.evaluate(() => {
      const media = navigator.mediaDevices;
      const ask = media.getUserMedia.bind(media);
      globalThis.given = [];
      media.getUserMedia = async (wish) => {
        await new Promise((allow) => (globalThis.allow = allow));
        const stream = await ask(wish);
        globalThis.given.push(...stream.getTracks());
        return stream;
      };
    });
    await page.getByRole("button", { name: "Use the camera" }).click();
    await around(page, "Choir").click();
    await page.locator(".composer").waitFor();
    await page.evaluate(() => globalThis.allow());
    await page.waitForFunction(() => globalThis.given.length > 0 &&
      globalThis.given.every((one) => one.readyState === "ended"));
  });

  it("what is written while kith is away is not lost by looking elsewhere, nor when it is back",
    async () => {
      const { page, served } = ana;
      await inGarden(page);
      await written(page, "Before it ended");
      served.child.kill("SIGKILL");
      await served.ended;
      await page.locator(".standing:visible").waitFor();
      await words(page).fill("Before it ended, and after");
      await page.waitForEvent("requestfailed", (one) => one.url().endsWith("/api/draft/keep"));
      await around(page, "Choir").click();
      await page.getByRole("heading", { name: "Choir" }).waitFor();
      await around(page, "Garden").click();
      await page.waitForFunction(() =>
        document.querySelector(".composer textarea")?.value === "Before it ended, and after");
      await serve(ana.home, { port: ana.port });
      // Another kith than the one that let this page in: what it could not keep is handed over.
      await page.getByRole("heading", { name: "This page is closed" }).waitFor();
      assert.equal(await page.getByLabel(/^You wrote this/u).inputValue(),
        "Before it ended, and after");
      assert.deepEqual(ana.wrong, []);
    });
});
