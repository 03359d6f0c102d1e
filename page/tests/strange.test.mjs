// What is rare and has to read well all the same: a device that told two stories, somebody whose key
// is too old, what was forgotten, what nobody can read.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync,
  writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { around, goHome, kith, lacking, line, look, madeHome, openCircle,
  serve } from "./neighbours.mjs";

// The marks by which a copy is noticed: they are put back with it.
const marks = mkdtempSync(join(tmpdir(), "kith-marks-"));
process.env.XDG_STATE_HOME = marks;
const has_faketime = spawnSync("faketime", ["--version"]).status === 0;

const files = (folder) => readdirSync(folder, { recursive: true })
  .filter((name) => statSync(join(folder, name)).isFile());

async function met(one, other, names) {
  const cards = [(await kith(one, "card")).card, (await kith(other, "card")).card];
  await kith(one, "meet", cards[1], "--as", names[1]);
  await kith(other, "meet", cards[0], "--as", names[0]);
}

let bundles = 0;
async function carry(from, to) {
  const file = `${from}-bundle-${++bundles}`;
  await kith(from, "bundle", "write", file);
  await kith(to, "bundle", "read", file);
}

/** Runs `work`; then all is as before it, in the same files, so that nothing notices. */
async function undone(home, work) {
  const kept = `${home}-kept`;
  cpSync(home, `${kept}/home`, { recursive: true });
  cpSync(marks, `${kept}/marks`, { recursive: true });
  await work();
  for (const [from, to] of [[`${kept}/home`, home], [`${kept}/marks`, marks]])
    for (const name of files(from)) writeFileSync(join(to, name), readFileSync(join(from, name)));
}

describe("what is rare", { skip: lacking, timeout: 240_000 }, () => {
  let ana, seen;
  before(async () => {
    ana = await madeHome("Ana");
    const ben = await madeHome("Ben");
    await met(ana, ben, ["Ana", "Ben"]);
    await kith(ben, "circle", "new", "Garden");
    await kith(ben, "include", "Garden", "Ana");
    await kith(ben, "say", "Garden", "We meet at the gate.");
    await carry(ben, ana);
    await undone(ben, async () => {
      await kith(ben, "say", "Garden", "I bring the ladder.");
      await carry(ben, ana);
    });
    await kith(ben, "say", "Garden", "I have no ladder.");
    await carry(ben, ana);
    seen = await look((await serve(ana)).link);
  });
  after(goHome);

  it("both stories of one device are shown, each said to be one, and what is common is not", async () => {
    const today = seen.page.getByText("Ben’s device told two different stories here.");
    await today.first().waitFor();
    await openCircle(seen, "Garden");
    const stories = await Promise.all(["I bring the ladder.", "I have no ladder."].map((words) =>
      line(seen, words).locator(".tag").innerText()));
    assert.deepEqual(stories.map((text) => text.trim()).sort(),
      ["Ben’s device, story 1", "Ben’s device, story 2"]);
    assert.equal(await line(seen, "We meet at the gate.").locator(".tag").count(), 0);
    await seen.page.getByRole("heading", { name: "Two stories" }).waitFor();
  });

  it("what is forgotten says so in its place, and stays so after a reload", async () => {
    const { page } = seen;
    const row = line(seen, "We meet at the gate.");
    await row.getByText("About this").click();
    await row.getByRole("button", { name: "Forget what it says" }).click();
    await page.getByText("Forgotten here.").waitFor();
    await page.reload();
    await page.getByText("What was said here was forgotten.").waitFor();
    assert.equal(await page.getByText("We meet at the gate.").count(), 0);
  });

  it("what nobody can read, or nobody here knows, is named and can be looked into", async () => {
    const { page } = seen;
    await page.route("**/api/read", async (route) => {
      const response = await route.fetch();
      const read = await response.json();
      if (!Array.isArray(read)) return route.fulfill({ response }); // there was nobody any more
      const [one] = read;
      await route.fulfill({ response, json: [
        { ...one, id: "a".repeat(32), forgotten: false, unreadable: true },
        { ...one, id: "b".repeat(32), forgotten: false, kind: "kind 77" }] });
    });
    await page.reload();
    await page.getByText("What was written here has a form that kith cannot read.").waitFor();
    await page.getByText("Something of the kind “kind 77”").waitFor();
    await page.unrouteAll({ behavior: "ignoreErrors" });
    assert.deepEqual(seen.wrong, []);
  });

  it("logs of one's own that others know better are told in whole sentences, each once", async () => {
    const { page } = seen;
    await page.route("**/api/status", async (route) => {
      const response = await route.fetch();
      const of = (circle) => ({ circle, retired: true, unreadable: 0 });
      await route.fulfill({ response, json: { ...await response.json(),
        own_returned: [of(""), of("Garden"), of(""), of("Garden")] } });
    });
    await around(page, "Today").click();
    const told = page.locator("li", { hasText: "that this home did not know." });
    await told.first().waitFor();
    assert.deepEqual((await told.allInnerTexts()).map((text) => text.split("\n")[0]), [
      "You said or noted things outside your circles that this home did not know.",
      "You said things in Garden that this home did not know."]);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });
});

describe("an old key", { skip: lacking || (!has_faketime && "there is no faketime"),
  timeout: 120_000 }, () => {
  after(async () => {
    await goHome();
    rmSync(marks, { recursive: true, force: true });
  });

  it("who cannot read it yet is named where one speaks, and under Today", async () => {
    const [ana, cem] = ["Ana", "Cem"].map((name) => join(marks, name));
    const long_ago = (home, ...words) => {
      const { stdout, stderr, status } = spawnSync("faketime", ["-f", "-100d", process.env.KITH,
        "--home", home, "--json", ...words], { encoding: "utf8" });
      assert.equal(status, 0, stderr);
      return JSON.parse(stdout);
    };
    for (const [home, name] of [[ana, "Ana"], [cem, "Cem"]])
      long_ago(home, "init", "--name", name, "--no-passphrase");
    long_ago(ana, "meet", long_ago(cem, "card").card, "--as", "Cem");
    await kith(ana, "circle", "new", "Cellar");
    assert.deepEqual((await kith(ana, "include", "Cellar", "Cem")).owed, ["Cem"]);
    const seen = await look((await serve(ana)).link);
    await seen.page.getByText("Cem is included in Cellar, and cannot read it yet.").waitFor();
    await openCircle(seen, "Cellar");
    await seen.page.getByRole("heading", { name: "Cem cannot read it yet" }).waitFor();
    await around(seen.page, "Today").click();
    assert.deepEqual(seen.wrong, []);
  });
});
