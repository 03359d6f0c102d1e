// Pictures of each view for docs/page: the demo's home, light and dark, wide and narrow, as small
// WebP files. `KITH=… node pictures.mjs FOLDER`.

import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { around, goHome, look, madeHome, serve } from "./neighbours.mjs";

const folder = process.argv[2] ?? "docs/page";
const bytes_max = 60 * 1024;
mkdirSync(folder, { recursive: true });

function demo() {
  const child = spawn(process.env.KITH, ["--json", "page", "--demo", "--no-browser"]);
  const link = new Promise((resolve) => {
    let out = "";
    child.stdout.on("data", (text) => {
      out += text;
      const found = /"page":\s*"([^"]+)"/.exec(out);
      if (found) resolve(found[1]);
    });
  });
  return { child, link };
}

// The browser writes WebP itself, so nothing else is needed: in a page that has no policy.
let easel = null;
async function webp(context, png) {
  easel ??= await context.newPage();
  for (let quality = 0.82; ; quality -= 0.1) {
    const url = await easel.evaluate(async ([data, q]) => {
      const blob = await (await fetch(`data:image/png;base64,${data}`)).blob();
      const picture = await createImageBitmap(blob);
      const canvas = Object.assign(document.createElement("canvas"),
        { width: picture.width, height: picture.height });
      canvas.getContext("2d").drawImage(picture, 0, 0);
      return canvas.toDataURL("image/webp", q);
    }, [png.toString("base64"), quality]);
    const bytes = Buffer.from(url.split(",")[1], "base64");
    if (bytes.length <= bytes_max || quality < 0.3) return bytes;
  }
}

async function take(seen, name) {
  const { page, context } = seen;
  await page.waitForTimeout(300);
  writeFileSync(join(folder, `${name}.webp`), await webp(context, await page.screenshot()));
}

async function go(page, name) {
  if (await page.locator(".opener").isVisible()) await page.locator(".opener").click();
  await around(page, name).click();
  await page.locator("main h1").waitFor();
}
const tab = (page, name) => page.locator(".tabs").getByRole("link", { name, exact: true }).click();

async function views(seen, shot) {
  const { page } = seen;
  await page.locator(".today").waitFor();
  await shot("today");
  await go(page, "Garden");
  await page.locator("article").last().waitFor();
  await shot("talk");
  await tab(page, "Proposals");
  await page.locator(".things a").first().click();
  await page.getByRole("radio", { name: "with it, but" }).check();
  await page.getByLabel("In your own words").fill("I would like a name beside each level.");
  await page.locator(".mine button.main").waitFor();
  await page.evaluate(() => scrollTo(0, 0));
  await shot("proposal");
  await tab(page, "Who hears whom");
  await page.locator("svg.ring").waitFor();
  await shot("hears");
  await go(page, "Orchard");
  await tab(page, "Who hears whom");
  await page.locator("svg.cloth").waitFor();
  await shot("cloth");
  await go(page, "Find");
  await page.getByLabel("Words").fill("water");
  await page.locator("#main").getByRole("button", { name: "Find", exact: true }).click();
  await page.locator("article").first().waitFor();
  await shot("find");
  await go(page, "People");
  await page.locator(".folk").getByRole("link", { name: /^Ben/u }).click();
  await page.locator(".pattern").waitFor();
  await page.locator(".person").evaluate((sheet) => sheet.scrollIntoView());
  await shot("people");
  await go(page, "Meet");
  await page.locator("svg.qr").waitFor();
  await shot("meet");
  await go(page, "In one place");
  await page.locator(".at-hand li").first().waitFor();
  await shot("place");
  await go(page, "Ways");
  await page.locator(".way").first().waitFor();
  await shot("ways");
  await go(page, "A copy of your home");
  await shot("copy");
  await go(page, "Leave");
  await shot("leave");
}

const { child, link } = demo();
let next = await link;
for (const [colorScheme, width, height] of
  [["light", 1280, 850], ["dark", 1280, 850], ["light", 360, 740], ["dark", 360, 740]]) {
  const seen = await look(next, { colorScheme, viewport: { width, height } });
  next = await seen.page.evaluate(async () => (await (await fetch("/api/page", { method: "POST",
    body: "{}", headers: { "Content-Type": "application/json",
        "Kith-Token": sessionStorage.getItem("token") } })).json()).page);
  const kind = `${colorScheme}-${width > 700 ? "wide" : "narrow"}`;
  await views(seen, (name) => take(seen, `${name}-${kind}`));
}
child.kill("SIGTERM");
const first = await look((await serve(`${await madeHome("beside")}-new`)).link);
await take(first, "first-run-light-wide");
await goHome();
