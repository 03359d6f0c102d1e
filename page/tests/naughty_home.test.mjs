// What hurts elsewhere, typed where a home begins and where it is taken along: a name, a passphrase,
// the name of a folder or a file. It is kept as it was typed, to the letter, or refused in one sentence
// while all that was typed still stands there.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { harm, long, narrow as viewport, runs, turns, unruly_names } from "./harm.mjs";
import { around, goHome, kith, lacking, look, madeHome, serve } from "./neighbours.mjs";

const sentence = /^[A-Z“][^<>{}\n]{8,200}[.?]$/u;
const apart = "  two   spaces, and two  "; // nothing of a passphrase is trimmed
const begins = (text) => JSON.stringify([...text].slice(0, 20).join(""));
const button = (page, name) => page.getByRole("button", { name, exact: true });

/** The refusal that stands there, once one does. */
async function refusal(page) {
  const fault = page.locator("main .fault:visible");
  await fault.first().waitFor();
  return (await fault.first().textContent()).trim();
}

describe("what hurts elsewhere, at the door", { skip: lacking, timeout: 400_000 }, () => {
  let folder;
  before(async () => {
    folder = join(dirname(await madeHome("beside")), "doors");
    mkdirSync(folder);
  });
  after(goHome);

  let homes = 0;
  /** The first screen of a home that is not there yet. */
  async function first() {
    const home = join(folder, `home${++homes}`);
    const served = await serve(home, { listen: null });
    return { home, ...served, ...await look(served.link, { viewport }) };
  }
  async function away({ context, child, ended }) {
    await context.close();
    child.kill("SIGTERM");
    await ended;
  }
  const inside = (page) => page.locator("nav.around").waitFor({ state: "attached" });
  const unharmed = async ({ page, wrong }) => {
    assert.deepEqual(await harm(page), []);
    assert.deepEqual(wrong, []);
  };
  async function go(page, name) {
    await page.locator(".opener").click();
    await around(page, name).click();
    await page.locator("main h1").waitFor();
  }

  for (const text of [runs, turns, ...unruly_names.slice(1, 3)])
    it(`one’s own name: ${begins(text)}`, async () => {
      const one = await first();
      const name = one.page.getByLabel("Your name");
      await name.fill(text);
      await one.page.getByText("Without one").click();
      await button(one.page, "Make my home").click();
      await inside(one.page);
      await unharmed(one);
      assert.equal((await kith(one.home, "whoami")).name, text);
      await away(one);
    });

  it("a name that is none is refused, and stands there to be mended", async () => {
    const one = await first();
    const { page } = one;
    const name = page.getByLabel("Your name");
    await page.getByText("Without one").click();
    for (const text of [long, "ع".repeat(65), " \u00a0 ", "a\u0001b", "a\u0000b"]) {
      await name.fill(text);
      await button(page, "Make my home").click();
      assert.match(await refusal(page), sentence);
      assert.equal(await name.inputValue(), text);
      await unharmed(one);
      await page.locator("main .fault").evaluate((fault) => fault.replaceChildren());
      await page.locator("main .fault").evaluate((fault) => fault.classList.remove("fault"));
    }
    await name.fill("ع".repeat(64));
    await button(page, "Make my home").click();
    await inside(page);
    assert.equal((await kith(one.home, "whoami")).name, "ع".repeat(64));
    await away(one);
  });

  /** Whether that passphrase opens the home on the command line. */
  function opens(home, passphrase) {
    const file = join(folder, "passphrase");
    writeFileSync(file, passphrase);
    return new Promise((resolve) => {
      const child = spawn(process.env.KITH, ["--home", home, "--json", "whoami"],
        { env: { ...process.env, KITH_PASSPHRASE_FILE: file }, stdio: "ignore" });
      child.on("close", (code) => resolve(code === 0));
    });
  }

  for (const text of [turns, apart])
    it(`a passphrase: ${begins(text)}`, async () => {
      const one = await first();
      const { page } = one;
      await page.getByLabel("Your name").fill("Ana");
      const fields = ["Passphrase", "The same once more"]
        .map((label) => page.getByLabel(label, { exact: true }).first());
      await fields[0].fill(text);
      await fields[1].fill(`${text}.`);
      await button(page, "Make my home").click();
      assert.equal(await refusal(page), "The two are not the same; type them again.");
      assert.deepEqual(await Promise.all(fields.map((field) => field.inputValue())), [text, `${text}.`]);
      await fields[1].fill(text);
      await button(page, "Make my home").click();
      const weak = page.getByText(/^That is quick to guess/u);
      await weak.or(page.locator(".opener")).first().waitFor();
      if (await weak.isVisible()) await button(page, "Make my home").click();
      await inside(page);
      // It stands nowhere any more.
      assert.equal(await page.evaluate((secret) => document.documentElement.textContent.includes(secret) ||
        [...document.querySelectorAll("*")].some((one) => String(one.value ?? "").includes(secret) ||
          [...one.attributes].some(({ value }) => value.includes(secret))), text.slice(0, 60)), false);
      await page.locator(".opener").click();
      await button(page, "Lock").click();
      const typed = page.getByLabel("Passphrase");
      await typed.fill(text === apart ? text.trim() : `${text}.`);
      await button(page, "Open").click();
      assert.equal(await refusal(page), "That passphrase does not open it.");
      await unharmed(one);
      await page.waitForTimeout(2100); // one try every two seconds
      await typed.fill(text);
      await button(page, "Open").click();
      await inside(page);
      await away(one);
      assert.equal(await opens(one.home, text), true);
      if (text === apart) assert.equal(await opens(one.home, text.trim()), false);
    });

  // As names of folders and files, below a folder that is there.
  const names = { turns, markup: "<img src=x onerror=ran=2>", shell: "-rf $(ran) `ran` ; ran & \"'\\*?|",
    hidden: "...", nul_like: "%00 \\0 con. aux" };

  it("the folder to take everything into", async () => {
    const home = await madeHome("Taker");
    await kith(home, "circle", "new", "What now? <b>*|\" con");
    await kith(home, "say", "What now? <b>*|\" con", "Here.");
    const one = await look((await serve(home, { listen: null })).link, { viewport });
    const { page } = one;
    await go(page, "Leave");
    const field = page.getByLabel("Into this folder");
    for (const [kind, name] of Object.entries({ ...names, runs })) {
      const path = join(folder, `${kind} `) + name; // that of `runs` has folders within
      await field.fill(path);
      await button(page, "Write the files").click();
      await page.getByText("Everything is in").locator("bdi").filter({ hasText: `${kind} ` }).waitFor();
      assert.equal(await page.getByText("Everything is in").locator("bdi").textContent(), path);
      await unharmed(one);
      const index = JSON.parse(readFileSync(join(path, "home.json"), "utf8"));
      assert.equal(index.circles[0].name, "What now? <b>*|\" con");
      // What a stick cannot hold in a name is not in the names of what is written.
      assert.match(index.circles[0].folder, /^[^<>:"|?*\\/]+$/u);
    }
    for (const path of [join(folder, long), "taken along", "~/taken along", "file:///tmp/x",
      `${join(folder, "cut")}\u0000off`, join(folder, "turns ") + turns]) {
      await field.fill(path);
      await button(page, "Write the files").click();
      await page.waitForFunction(() => document.querySelector("main .fault")?.textContent);
      assert.match(await refusal(page), sentence);
      assert.equal(await field.inputValue(), path);
      await unharmed(one);
    }
    assert.ok(!existsSync(join(folder, "cut")));
    for (const path of ["taken along", "~", "file:"]) assert.ok(!existsSync(path), path);
    await one.context.close();
  });

  it("the file of a safe copy, its passphrase, and the way back from it", async () => {
    const home = await madeHome("Keeper");
    await kith(home, "circle", "new", runs);
    const one = await look((await serve(home, { listen: null })).link, { viewport });
    const { page } = one;
    await go(page, "A copy of your home");
    const form = page.locator("form", { hasText: "A passphrase for the copy" });
    const field = form.getByLabel("Into this file");
    const copyTo = async (path) => {
      await field.fill(path);
      for (const label of ["A passphrase for the copy", "The same once more"])
        await form.getByLabel(label).fill(turns);
      await form.getByRole("button", { name: "Make the copy" }).click();
    };
    const path = join(folder, `copy ${names.shell} ${names.markup} ${turns}`);
    await copyTo(path);
    await page.getByText("The copy is in").waitFor();
    assert.equal(await page.getByText("The copy is in").locator("bdi").textContent(), path);
    await unharmed(one);
    assert.ok(existsSync(path));
    for (const no of [path, join(folder, long), join(folder, "nowhere", "copy"), "copy", "~/copy",
      `${join(folder, "cut")}\u0000off`]) {
      await copyTo(no);
      await page.waitForFunction(() => document.querySelector("main .fault")?.textContent);
      assert.match(await refusal(page), sentence);
      assert.doesNotMatch(await refusal(page), /disk/u); // nothing is wrong with it
      assert.equal(await field.inputValue(), no);
      assert.equal(await form.getByLabel("The same once more").inputValue(), turns);
      await unharmed(one);
    }
    assert.ok(!existsSync(join(folder, "cut")) && !existsSync("copy") && !existsSync("~"));
    await one.context.close();

    const back = await first();
    await back.page.getByText("From a safe copy").click();
    await back.page.locator("input[type=file]").setInputFiles({ name: names.markup + turns,
      mimeType: "application/octet-stream", buffer: readFileSync(path) });
    const read = back.page.getByText("was read.");
    await read.waitFor();
    assert.equal(await read.locator("bdi").textContent(), names.markup + turns);
    await unharmed(back);
    const sheet = back.page.locator(".restore form");
    await sheet.getByText("Without one").click();
    await sheet.getByLabel("The copy’s passphrase").fill(turns);
    await sheet.getByRole("button", { name: "Make my home from it" }).click();
    await inside(back.page);
    assert.deepEqual((await kith(back.home, "circles")).map((circle) => circle.name), [runs]);
    await unharmed(back);
    await away(back);
  });

  it("an old conversation, by a file that is named so", async () => {
    const home = await madeHome("Bringer");
    const one = await look((await serve(home, { listen: null })).link, { viewport });
    const { page } = one;
    await go(page, "Begin a circle");
    await page.getByText("Bring an old conversation along").click();
    const form = page.locator("form", { hasText: "Each line comes as a quote" });
    const file = names.markup + turns;
    await form.locator("input[type=file]").setInputFiles({ name: file, mimeType: "text/plain",
      buffer: Buffer.from(`[03:21] <${turns}> ${runs}\n[03:22] <b> ${turns}\n`) });
    const name = form.getByLabel("Your name for it").first();
    await name.fill(long);
    await form.getByRole("button", { name: "Bring it along" }).click();
    assert.match(await refusal(page), sentence);
    assert.equal(await name.inputValue(), long);
    assert.deepEqual(await kith(home, "circles"), []);
    await name.fill(runs);
    await form.getByRole("button", { name: "Bring it along" }).click();
    await page.locator("article", { hasText: runs }).getByText("About this").click();
    const source = page.getByText("From <img").locator("bdi");
    await source.waitFor();
    assert.equal(await source.textContent(), file);
    await unharmed(one);
    const quotes = await kith(home, "read", runs);
    assert.deepEqual(quotes.map((each) => [each.text, each.quoted.source]), [[runs, file], [turns, file]]);
    await one.context.close();
  });
});
