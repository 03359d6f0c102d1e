// People for the tests: each with a home, a running kith that serves its page, and a browser of
// their own that may ask that page alone.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const program = process.env.KITH;
const browser_path = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const wait_ms = Number(process.env.KITH_PAGE_WAIT_MS ?? 20_000);

/** Why these tests cannot run here, or false. */
export const lacking =
  program === undefined ? "KITH names no program"
    : !existsSync(browser_path) ? `there is no browser at ${browser_path}` : false;

const folder = mkdtempSync(join(tmpdir(), "kith-page-"));
const running = new Set();
let window = null;

/** Runs one command on a home and gives its answer. */
export function kith(home, ...words) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["--home", home, "--json", ...words]);
    let out = "";
    let err = "";
    child.stdout.on("data", (bytes) => (out += bytes));
    child.stderr.on("data", (bytes) => (err += bytes));
    child.on("close", (code) =>
      code === 0 ? resolve(out === "" ? null : JSON.parse(out)) : reject(new Error(err)));
  });
}

export const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Serves the page of a home; resolves with its opening link. `listen` null: it waits for nobody. */
export async function serve(home, { port = 0, listen = "127.0.0.1:0", roads = [] } = {}) {
  const child = spawn(program, ["--home", home, "--json", "page", "--no-browser", "--at",
    `127.0.0.1:${port}`, ...(listen === null ? ["--no-lan"] : ["--listen", listen]), ...roads]);
  running.add(child);
  const ended = new Promise((resolve) => child.on("close", () => {
    running.delete(child);
    resolve();
  }));
  const link = await new Promise((resolve, reject) => {
    let out = "";
    let err = "";
    child.stderr.on("data", (bytes) => (err += bytes));
    child.stdout.on("data", (bytes) => {
      out += bytes;
      const found = /"page":\s*"([^"]+)"/.exec(out);
      if (found) resolve(found[1]);
    });
    child.on("close", () => reject(new Error(`kith page ended: ${err}`)));
  });
  return { link, child, ended, port: Number(new URL(link).port) };
}

function launch(film) {
  // A headless machine has no camera but a painted one, or one that sees a film.
  const args = ["--no-sandbox", "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream"];
  if (film !== undefined) args.push(`--use-file-for-fake-video-capture=${film}`);
  return chromium.launch({ executablePath: browser_path, args });
}

function theBrowser() {
  window ??= launch();
  return window;
}

/** A browser whose camera sees this picture, a JPEG; it has to be closed. */
export function browserThatSees(jpeg) {
  const film = join(folder, "film.mjpeg");
  writeFileSync(film, Buffer.concat(Array(20).fill(jpeg)));
  return launch(film);
}

/** A browser of one's own at that link. `outside` gathers each request that left this device. */
export async function look(link, { browser, ...options } = {}) {
  const context = await (browser ?? await theBrowser()).newContext({
    viewport: { width: 1280, height: 850 }, locale: "en-GB", timezoneId: "Europe/Vienna",
    permissions: ["clipboard-read", "clipboard-write", "camera"], ...options,
  });
  const outside = [];
  const wrong = [];
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && url.hostname !== "127.0.0.1")
      outside.push(request.url());
  });
  const page = await context.newPage();
  page.setDefaultTimeout(wait_ms);
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (said) => {
    // What the browser itself says of refused answers and a killed kith is what is tested.
    if (said.type() === "error" && !said.text().startsWith("Failed to load resource"))
      wrong.push(said.text());
  });
  await page.goto(link);
  await page.locator("h1").first().waitFor();
  return { page, context, outside, wrong };
}

/** Someone new: a home made through its page. */
export async function newcomer(name, { passphrase, ...options } = {}) {
  const home = join(folder, name);
  const served = await serve(home);
  const looked = await look(served.link, options);
  const { page } = looked;
  await page.getByLabel("Your name").fill(name);
  if (passphrase === undefined) await page.getByText("Without one").click();
  else {
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.getByLabel("The same once more").fill(passphrase);
  }
  await page.getByRole("button", { name: "Make my home" }).click();
  await page.locator("nav.around").waitFor();
  return { name, home, ...served, ...looked };
}

/** A home made by the command line; its page is served by the test. */
export async function madeHome(place, name = place) {
  const home = join(folder, place);
  await kith(home, "init", `--name=${name}`, "--no-passphrase");
  return home;
}

export const around = (page, name) =>
  page.locator("nav.around").getByRole("link", { name, exact: true });

/** Both take each other's card through their pages. */
export async function meet(one, other, { inPerson = true } = {}) {
  const card = async ({ page }) => {
    await around(page, "Meet").click();
    await page.locator("p.code").waitFor();
    return (await page.locator("p.code").textContent()).trim();
  };
  const cards = [await card(one), await card(other)];
  const take = async ({ page }, text, name) => {
    await page.getByLabel(/^Paste their card/).fill(text);
    await page.getByLabel("What you call them").fill(name);
    if (inPerson) await page.getByLabel(/^We are together/).check();
    await page.getByRole("button", { name: "Take the card" }).click();
    // The second of two may know at once that both have the other's.
    await page.getByText(new RegExp(`You took ${name}’s card|You and ${name} know each other now`, "u"))
      .first().waitFor();
  };
  await take(one, cards[1], other.name);
  await take(other, cards[0], one.name);
}

export const openCircle = async ({ page }, circle, tab) => {
  await around(page, circle).click();
  if (tab !== undefined)
    await page.locator(".tabs").getByRole("link", { name: tab, exact: true }).click();
};

/** Says something in the circle that stands open; the button names who hears. */
export async function say({ page }, words, button) {
  await page.getByLabel("Your words").fill(words);
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.locator("article", { hasText: words }).waitFor();
}

export const line = ({ page }, words) => page.locator("article", { hasText: words });

/** Ends whatever the tests began, and wipes their homes. */
export async function goHome() {
  await (await window)?.close();
  window = null;
  await Promise.all([...running].map((child) => new Promise((resolve) => {
    child.on("close", resolve);
    child.kill("SIGTERM");
  })));
  rmSync(folder, { recursive: true, force: true });
}
