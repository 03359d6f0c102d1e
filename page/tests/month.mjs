// Pictures for docs/a-month.md: while tests/scripts/month_release.sh goes through its month, the pages
// of those homes are looked at on the days themselves. `KITH=… node month.mjs FOLDER`; needs faketime.

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const bytes_max = 60 * 1024;
const own = fileURLToPath(import.meta.url);
const script = fileURLToPath(new URL("../../tests/scripts/month_release.sh", import.meta.url));

const tab = (page, circle, name) => async () => {
  await page.locator(".opener").click(); // it is a narrow window
  await page.locator("nav.around").getByRole("link", { name: circle, exact: true }).click();
  await page.locator(".tabs").getByRole("link", { name, exact: true }).click();
};

// Whose page, what of it, and what stands at its top; of a talk its end is seen.
const moments = {
  stances: ["Ana", async (page) => {
    await tab(page, "Garden", "Proposals")();
    await page.locator(".things a").first().click();
    await page.locator(".said-of").first().waitFor();
  }, "h2.title"],
  promises: ["Ana", async (page) => {
    await tab(page, "Garden", "Promises")();
    await page.locator(".promised").first().waitFor();
  }, ".promised"],
  van: ["Eli", async (page) => {
    await tab(page, "Garden", "Events")();
    await page.locator("article.event").first().waitFor();
  }, ".promised"],
  apart: ["Ben", async (page) => {
    await tab(page, "Garden", "Who hears whom")();
    await page.locator("svg.ring").waitFor();
  }, "figure.pic"],
  orchard: ["Dov", async (page) => {
    await tab(page, "Orchard", "Talk")();
    await page.locator("article").first().waitFor();
  }, ""],
  ends: ["Cem", async (page) => page.locator(".today .close").waitFor(), ".today section:has(small.ends)"],
  over: ["Fay", async (page) => {
    await tab(page, "Kitchen", "Talk")();
    await page.locator("article").last().waitFor();
  }, ""],
};

const faketime = spawnSync("sh", ["-c", "ls /usr/lib/*/faketime/libfaketime.so.1"],
  { encoding: "utf8" }).stdout.trim();

function served(home, when) {
  const child = spawn(process.env.KITH, ["--home", home, "--json", "page", "--no-browser", "--no-lan"],
    { env: { ...process.env, FAKETIME: `@${when}`, FAKETIME_DONT_FAKE_MONOTONIC: "1",
      LD_PRELOAD: faketime } });
  const link = new Promise((resolve, reject) => {
    let out = "";
    child.stdout.on("data", (text) => {
      out += text;
      const found = /"page":\s*"([^"]+)"/u.exec(out);
      if (found) resolve(found[1]);
    });
    child.on("close", () => reject(new Error(`no page of ${home}`)));
  });
  return { child, link };
}

async function picture(name, base, when) {
  const [who, show, top = "h1"] = moments[name];
  const { child, link } = served(join(base, who), when);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"] });
  const context = await browser.newContext({ viewport: { width: 680, height: 600 },
    locale: "en-GB", timezoneId: "UTC", colorScheme: "light" });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date(`${when.replace(" ", "T")}Z`));
  await page.goto(await link);
  await page.locator("nav.around").waitFor();
  await show(page);
  if (top !== "") await page.locator(top).first().evaluate((one) => {
    one.scrollIntoView();
    scrollBy(0, -16);
  });
  await page.waitForTimeout(300);
  const path = join(process.env.KITH_MONTH_PICTURES, `${name}.png`);
  await page.screenshot({ path });
  const { size } = statSync(path);
  if (size > bytes_max) console.error(`${path} has ${size} bytes; ${bytes_max} are allowed.`);
  await browser.close();
  const ended = new Promise((resolve) => child.on("close", resolve));
  child.kill("SIGTERM");
  await ended;
}

const [first, base, when] = process.argv.slice(2);
if (base !== undefined) await picture(first, base, when);
else {
  mkdirSync(first, { recursive: true });
  const { status } = spawnSync("bash", [script, process.env.KITH], { stdio: "inherit",
    env: { ...process.env, KITH_MONTH_MOMENT: `${process.execPath} ${own}`,
      KITH_MONTH_PICTURES: first } });
  process.exitCode = status;
}
