// A home behind its passphrase, a kith that is killed, words that outlive the page, cards from
// pictures, bundles by hand, and what nobody may find in the browser afterwards.

import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import {
  around, browserThatSees, freePort, goHome, kith, lacking, line, look, madeHome, meet, newcomer, openCircle, say,
  serve,
} from "./neighbours.mjs";

const focused = (page) => page.evaluate(() => document.activeElement?.tagName ?? "");

describe("a home", { skip: lacking, timeout: 240_000 }, () => {
  after(goHome);

  it("with a passphrase it is made, locked, refuses another, and opens with its own", async () => {
    const { page, wrong } = await newcomer("Lock", { passphrase: "the third pot" });
    await page.getByRole("button", { name: "Lock" }).click();
    await page.getByRole("heading", { name: "This home is locked" }).waitFor();
    assert.equal(await page.locator("nav.around").count(), 0);
    const open = async (typed) => {
      await page.getByLabel("Passphrase").fill(typed);
      await page.getByRole("button", { name: "Open" }).click();
    };
    await open("the second pot");
    await page.locator(".fault").waitFor();
    assert.match(await page.locator(".fault").textContent(), /\S/);
    assert.equal(await focused(page), "INPUT");
    await page.waitForTimeout(2100); // one try every two seconds
    await open("the third pot");
    await page.locator("nav.around").waitFor();
    assert.deepEqual(wrong, []);
  });

  it("a safe copy becomes a home on the first screen, by its passphrase alone", async () => {
    const old = await newcomer("Old");
    await kith(old.home, "circle", "new", "Attic");
    await kith(old.home, "say", "Attic", "The roof holds.");
    const copy = `${old.home}-copy`;
    await around(old.page, "A copy of your home").click();
    await old.page.getByLabel("Into this file").fill(copy);
    await old.page.getByLabel("A passphrase for the copy").fill("a copy of the old attic");
    await old.page.locator("form", { hasText: "A passphrase for the copy" })
      .getByLabel("The same once more").fill("a copy of the old attic");
    await old.page.getByRole("button", { name: "Make the copy" }).click();
    await old.page.getByText(/^The copy is in/).waitFor();
    const { link } = await serve(`${old.home}-again`);
    const { page, wrong } = await look(link);
    await page.getByText("From a safe copy").click();
    await page.locator("input[type=file]").setInputFiles(copy);
    await page.getByLabel("The copy’s passphrase").fill("another");
    const form = page.locator(".restore form");
    await form.getByText("Without one").click();
    await form.getByRole("button", { name: "Make my home from it" }).click();
    await page.getByText("That passphrase does not open it.").waitFor();
    await page.getByLabel("The copy’s passphrase").fill("a copy of the old attic");
    await page.waitForTimeout(2100); // one try every two seconds
    await form.getByRole("button", { name: "Make my home from it" }).click();
    await openCircle({ page }, "Attic");
    await line({ page }, "The roof holds.").waitFor();
    assert.deepEqual(wrong, []);
  });

  it("an old conversation comes along as quotes, and one sentence answers two of them", async () => {
    const { page, home, wrong } = await newcomer("Rita");
    await around(page, "Begin a circle").click();
    await page.getByText("Bring an old conversation along").click();
    const form = page.locator("form", { hasText: "Each line comes as a quote" });
    await form.getByLabel("Your name for it").first().fill("Orchard");
    await form.locator("input[type=file]").setInputFiles({ name: "2019-05-01.log", mimeType: "text/plain",
      buffer: Buffer.from("[03:21] <olga> the pears are ripe\n[03:22] <bo> so are the plums\n") });
    await form.getByRole("button", { name: "Bring it along" }).click();
    await page.getByRole("heading", { name: "Orchard" }).waitFor();
    const answer = (words) => line({ page }, words).getByRole("button", { name: "Answer" });
    await answer("the pears are ripe").click();
    await page.getByRole("textbox", { name: "Your words" }).fill("Both by Friday.");
    await answer("so are the plums").click();
    await page.getByRole("button", { name: "Not this one" }).nth(1).waitFor();
    await page.keyboard.press("Control+Enter");
    await line({ page }, "Both by Friday.").waitFor();
    const said = (await kith(home, "read", "Orchard")).at(-1);
    assert.deepEqual([said.text, said.answers.length], ["Both by Friday.", 2]);
    assert.deepEqual(wrong, []);
  });

  it("by which roads it goes is chosen while kith runs, and asked again before it is seen", async () => {
    const noor = await madeHome("Noor");
    const nowhere = ["--tor-at", "127.0.0.1:9"]; // no Tor is there
    const served = await serve(noor, { roads: nowhere });
    const { page, wrong } = await look(served.link);
    const road = (name) => page.getByRole("radio", { name });
    const button = (name) => page.getByRole("button", { name, exact: true });
    const [direct, both, only] = [road(/^Directly(?!,)/u), road(/^Directly, and/u), road(/^Over Tor/u)];
    const goBy = async (one) => {
      await one.check();
      await button("Go so from now on").click();
    };
    const node = async () => (await kith(noor, "status")).node;
    await around(page, "Ways").click();
    await page.getByText("This device waits for the others at").waitFor();
    assert.equal(await direct.isChecked(), true);
    assert.equal(await button("Go so from now on").count(), 0);
    await goBy(both);
    await page.getByText("Tor: it does not answer").waitFor();
    assert.equal((await node()).ways.length, 1);
    await goBy(only);
    await page.getByText("nobody nearby finds this device, and it calls nobody there").waitFor();
    assert.equal((await node()).only_tor, true);
    assert.deepEqual((await node()).ways, []);
    await goBy(direct);
    await page.getByText("sees its address.", { exact: false }).last().waitFor();
    await button("Stay over Tor alone").click();
    await button("Let it be seen").waitFor({ state: "detached" });
    assert.equal(await only.isChecked(), true);
    assert.equal((await node()).only_tor, true);
    await page.reload();
    await goBy(direct);
    await button("Let it be seen").click();
    await page.getByText("This device waits for the others at").waitFor();
    assert.equal(await direct.isChecked(), true);
    assert.deepEqual([(await node()).only_tor, (await node()).tor], [false, undefined]);
    await goBy(only);
    await page.getByText("Tor: it does not answer").waitFor();
    served.child.kill("SIGTERM");
    await served.ended;
    const again = await look((await serve(noor, { listen: null, roads: nowhere })).link);
    await around(again.page, "Ways").click();
    await again.page.getByText("nobody nearby finds this device, and it calls nobody").waitFor();
    assert.equal(await again.page.getByRole("radio", { name: /^Over Tor/u }).isChecked(), true);
    assert.deepEqual([...wrong, ...again.wrong], []);
  });

  it("whether the network finds this device is said, and switched at once", async () => {
    const { page } = await look((await serve(await madeHome("Ned"), { listen: null })).link);
    await around(page, "Ways").click();
    const found = page.getByRole("switch");
    await page.getByText("This device calls nobody").waitFor();
    await found.check();
    await page.getByText("About once a minute this device calls").waitFor();
    await page.getByText("This device waits for the others at").waitFor();
    await found.uncheck();
    await page.getByText("This device calls nobody").waitFor();
    await page.getByText("This device waits for nobody").waitFor();
  });

  it("a full disk, no network and a closed gateway are each told in a sentence, and else none is", async () => {
    const home = await madeHome("Pia");
    await kith(home, "circle", "new", "Attic");
    const { page, wrong } = await look((await serve(home)).link, { locale: "es-ES" });
    const full = page.getByText("Lo que otros mandan no se puede guardar ahora", { exact: false });
    const none = page.getByText("Este aparato no está en ninguna red.", { exact: false });
    const gateway = page.getByText("El router de esta red no deja entrar a otros", { exact: false });
    const { node } = await kith(home, "status");
    assert.equal(node.can_keep, true);
    assert.deepEqual(Object.keys(node.network), ["state", "code", "says"]);
    await page.locator("main h1").first().waitFor();
    assert.equal(await full.count(), 0);
    // As kith tells it where that is so.
    const bad = { can_keep: false, network: { state: "none", code: "none", says: "No." },
      port_map: { state: "failing", code: "refused", says: "No.", address: "" } };
    await page.route("**/api/status", async (route) => {
      const answer = await route.fetch();
      const told = await answer.json();
      await route.fulfill({ response: answer, json: { ...told, node: { ...told.node, ...bad } } });
    });
    await page.reload();
    await full.waitFor();
    await around(page, "Caminos").click();
    await Promise.all([full, none, gateway].map((one) => one.waitFor()));
    // What this page has no words for is told as kith says it.
    bad.network.code = "eclipse";
    bad.network.says = "The sun is away.";
    await kith(home, "circle", "new", "Roof"); // whatever changes, it is asked again
    await page.getByText("The sun is away.").waitFor();
    await page.unroute("**/api/status");
    await kith(home, "circle", "new", "Cellar");
    await Promise.all([full, gateway].map((one) => one.waitFor({ state: "detached" })));
    assert.deepEqual(wrong, []);
  });

  it("a refusal is said in the page's language", async () => {
    const home = await madeHome("Ola");
    await kith(home, "circle", "new", "Coro");
    const { page } = await look((await serve(home)).link, { locale: "es-ES" });
    await page.getByRole("link", { name: "Empezar un círculo" }).first().click();
    await page.locator("main input").first().fill("Coro");
    await page.locator("main form button.main").first().click();
    await page.getByText("Ya usas ese nombre para otra cosa").waitFor();
  });

  it("two unlike passphrases make no home, and the page says why", async () => {
    const { link } = await serve(`${await madeHome("beside")}-unlike`);
    const { page } = await look(link);
    await page.getByLabel("Your name").fill("Una");
    await page.getByLabel("Passphrase", { exact: true }).fill("one");
    await page.getByLabel("The same once more").fill("other");
    await page.getByRole("button", { name: "Make my home" }).click();
    await page.getByText("The two are not the same; type them again.").waitFor();
  });

  it("killed, the page says it plainly; run again, what was begun to be said is there", async () => {
    const home = await madeHome("Kim");
    await kith(home, "circle", "new", "Van");
    const port = await freePort();
    const first = await serve(home, { port });
    const kim = await look(first.link);
    await openCircle(kim, "Van");
    await say(kim, "The van is back.", "Write it for yourself");
    await kim.page.getByLabel("Your words").fill("Who takes it on");
    await kim.page.waitForResponse((answer) => answer.url().endsWith("/api/draft/keep"));
    first.child.kill("SIGKILL");
    await kim.page.getByText("kith does not answer:").waitFor();
    await line(kim, "The van is back.").waitFor(); // what was here stays readable
    const second = await serve(home, { port });
    // Its sessions died with it: the page asks for the new link, and nobody gets in by the old one.
    await kim.page.getByRole("heading", { name: "This page is closed" }).waitFor();
    await kim.page.goto("about:blank");
    await kim.page.goto(second.link);
    await openCircle(kim, "Van");
    await line(kim, "The van is back.").waitFor();
    await kim.page.waitForFunction(() =>
      document.querySelector(".composer textarea")?.value === "Who takes it on");
    assert.deepEqual(kim.outside, []);
  });

  it("a lease that ends takes its person from the next words, and the page shows it", async () => {
    const [lia, mo] = await Promise.all(["Lia", "Mo"].map((name) => newcomer(name)));
    await meet(lia, mo);
    await kith(lia.home, "circle", "new", "Choir");
    const until = new Date(Date.now() + 6000).toISOString();
    await kith(lia.home, "include", "Choir", "Mo", "--until", until);
    await openCircle(lia, "Choir", "Talk");
    await say(lia, "Until the bell.", "Say to Mo");
    await openCircle(mo, "Choir", "Talk");
    await line(mo, "Until the bell.").waitFor();
    await lia.page.waitForTimeout(Math.max(0, Date.parse(until) - Date.now()) + 300);
    await openCircle(lia, "Choir", "Who hears whom");
    await openCircle(lia, "Choir", "Talk");
    await say(lia, "After the bell.", "Write it for yourself");
    await line(lia, "After the bell.").getByText("Heard by nobody but you").waitFor();
    assert.equal(await line(mo, "After the bell.").count(), 0);
  });

  it("a card is read from a picture of it, by kith on this device", async () => {
    const [pepa, quin] = await Promise.all(["Pepa", "Quin"].map((name) => newcomer(name)));
    for (const { page } of [pepa, quin]) await around(page, "Meet").click();
    const picture = await pepa.page.locator("svg.qr").screenshot();
    const card = (await pepa.page.locator("p.code").textContent()).trim();
    await quin.page.locator("input[type=file]").setInputFiles({
      name: "card.png", mimeType: "image/png", buffer: picture });
    await quin.page.getByText("The card was read.").waitFor();
    assert.equal(await quin.page.getByLabel(/^Paste their card/).inputValue(), card);
    assert.equal(await quin.page.evaluate(() => document.activeElement?.type), "text");
  });

  it("the camera sees a card and takes it, and is off again", async () => {
    const tom = await newcomer("Tom", { deviceScaleFactor: 3 });
    const uli = await madeHome("Uli");
    await around(tom.page, "Meet").click();
    await tom.page.locator("svg.qr").waitFor();
    const card = (await tom.page.locator("p.code").textContent()).trim();
    const box = await tom.page.locator("svg.qr").boundingBox();
    const jpeg = await tom.page.screenshot({ type: "jpeg", quality: 95,
      clip: { x: box.x - 20, y: box.y - 4, width: 320, height: 240 } });
    const browser = await browserThatSees(jpeg);
    const seen = await look((await serve(uli)).link, { browser });
    await around(seen.page, "Meet").click();
    await seen.page.getByRole("button", { name: "Use the camera" }).click();
    await seen.page.getByText("The card was read.").waitFor();
    assert.equal(await seen.page.getByLabel(/^Paste their card/).inputValue(), card);
    assert.equal(await seen.page.getByRole("button", { name: "Use the camera" }).count(), 1);
    assert.deepEqual(seen.wrong, []);
    await browser.close();
  });

  it("a bundle is written and read by hand, and carries what was said", async () => {
    const [rea, sol] = await Promise.all(["Rea", "Sol"].map((name) => newcomer(name)));
    await meet(rea, sol);
    await kith(rea.home, "circle", "new", "Attic");
    await kith(rea.home, "include", "Attic", "Sol");
    await kith(rea.home, "say", "Attic", "The roof holds.");
    await around(rea.page, "Ways").click();
    await rea.page.getByText("Write a bundle").click();
    const coming = rea.page.waitForEvent("download");
    await rea.page.getByRole("button", { name: "Write it" }).click();
    const bundle = await coming;
    assert.doesNotMatch(bundle.suggestedFilename(), /Sol|Rea|Attic/);
    await around(sol.page, "Ways").click();
    await sol.page.locator(".drop input[type=file]").setInputFiles(await bundle.path());
    await sol.page.getByText(/new things? (was|were) in it for you/).waitFor();
    await openCircle(sol, "Attic");
    await line(sol, "The roof holds.").waitFor();
  });

  it("text from others is never markup", async () => {
    const home = await madeHome("Nel");
    const words = "<img src=x onerror=alert(1)><b>bold</b> javascript:alert(2)";
    await kith(home, "circle", "new", "<i>slant</i>");
    await kith(home, "say", "<i>slant</i>", words);
    const nel = await look((await serve(home)).link);
    await openCircle(nel, "<i>slant</i>");
    assert.equal(await nel.page.locator("article .said").textContent(), words);
    assert.equal(await nel.page.locator("article img, article b b, h1 i").count(), 0);
    assert.deepEqual(nel.wrong, []);
  });

  it("Back goes to where one was, and the address says nothing of it", async () => {
    const home = await madeHome("Bea");
    await kith(home, "circle", "new", "Secret garden");
    const bea = await look((await serve(home)).link);
    await openCircle(bea, "Secret garden");
    await around(bea.page, "Ways").click();
    await bea.page.getByRole("heading", { name: "Ways", exact: true }).waitFor();
    await bea.page.goBack();
    await bea.page.getByRole("heading", { name: "Secret garden" }).waitFor();
    assert.equal(new URL(bea.page.url()).pathname + new URL(bea.page.url()).hash, "/");
    assert.equal(await bea.page.title(), "kith");
  });
});
