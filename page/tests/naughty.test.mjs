// What hurts elsewhere, typed into every field that takes words from a person, and read on every view
// from others: markup, a script's end, a link that runs, writing turned around, letters nobody sees,
// one word without an end. It is shown as the text that it is, or refused in a clear sentence; nothing
// of it runs, nothing turns the words around it, and no view grows wider than a telephone.

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { harm, lines, long, narrow as viewport, runs, turns } from "./harm.mjs";
import { around, goHome, kith, lacking, look, serve, wait_ms } from "./neighbours.mjs";
import { neighbourhood } from "./views.mjs";

const shown_of_long = 300; // the rest may be folded away
const flat = (text) => text.replace(/\s+/gu, " ").trim();
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

const text_fields = "input[type=text]:visible, input[type=search]:visible, textarea:visible";

describe("what hurts elsewhere", { skip: lacking, timeout: 900_000 }, () => {
  let home, seen, page;
  before(async () => {
    home = await neighbourhood();
    seen = await look((await serve(home, { listen: null })).link, { viewport });
    ({ page } = seen);
    await page.locator("nav.around").waitFor({ state: "attached" });
  });
  after(goHome);

  const go = async (name) => {
    await page.locator(".opener").click();
    await around(page, name).click();
    await page.locator("main h1").waitFor();
  };
  const tab = async (circle, name) => {
    await go(circle);
    await page.locator(".tabs").getByRole("link", { name, exact: true }).click();
  };
  const opened = async (words, at = page.locator("main")) => {
    const fold = at.locator("details", { has: page.locator("summary", { hasText: words }) }).last();
    await fold.waitFor();
    await fold.evaluate((one) => (one.open = true));
    await fold.locator(text_fields).first().waitFor();
    return fold;
  };
  const within = async (locator) => {
    await locator.locator(text_fields).first().waitFor();
    return locator;
  };
  const proposal = async () => {
    await tab("Garden", "Proposals");
    await page.locator(".things").getByRole("link", { name: "The roof tank" }).click();
    await page.locator(".mine").waitFor();
  };
  const person = async (words) => {
    await go("People");
    await page.locator(".folk").getByRole("link", { name: /^Tavi/u }).click();
    await page.locator(".person").waitFor();
    return words === undefined ? page.locator(".person") : opened(words, page.locator(".person"));
  };

  // Each form: how one comes to it, what has to be chosen in it first, and its button, where it has
  // several. `told`: what it was made of is not shown, but this is said. `kept`: it has no button.
  const forms = {
    "the talk": { open: async () => { await tab("Garden", "Talk"); return within(page.locator(".composer")); } },
    "a proposal": { open: async () => { await tab("Garden", "Proposals"); return opened("Bring a proposal"); } },
    "where one stands": {
      open: async () => { await proposal(); return within(page.locator(".mine")); },
      choose: (form) => form.getByRole("radio", { name: "with it, but" }).check(),
    },
    "signed on paper": { open: async () => { await proposal(); return opened("On paper"); } },
    "agreed in one place": { open: async () => { await tab("Garden", "Proposals"); return opened("Where you sit together"); } },
    "an ask": { open: async () => { await tab("Garden", "Promises"); return opened("Ask for something"); } },
    "a promise": { open: async () => { await tab("Garden", "Promises"); return opened("Promise something"); } },
    "a promise changed": {
      open: async () => { await tab("Garden", "Promises"); return opened("Change it"); },
    },
    "an invitation": { open: async () => { await tab("Garden", "Events"); return opened("Invite to something"); } },
    "coming": {
      open: async () => {
        await tab("Garden", "Events");
        return opened(/Say whether you come|Change your word/u, page.locator("article.event", { hasText: "Van to" }));
      },
      choose: (form) => form.getByRole("radio", { name: "Perhaps" }).check(),
    },
    "a practice": { open: async () => { await tab("Garden", "How we do it"); return opened("Keep a practice"); } },
    "a circle": { open: async () => { await go("Begin a circle"); return within(page.locator("form").first()); }, },
    "a circle with an end": {
      open: async () => { await go("Begin a circle"); return opened("A circle with an end"); },
      choose: async (form) => {
        await form.locator("input[type=date]").fill(tomorrow);
        await form.getByRole("checkbox").first().check();
      },
      before: "2 ",
      told: /You take part until/u,
    },
    "a note on someone": { open: () => person(), kept: true },
    "an introduction": {
      open: () => person("Introduce"),
      choose: (form) => form.getByLabel("To whom").selectOption({ label: "Bento" }),
      told: /The cards are on their way/u,
    },
    "a note on a promise": { open: () => person("Note how something went"),
      choose: (form) => form.getByRole("radio").first().check() },
    "who came through": { open: async () => { await go("People"); return opened("Who has come through"); },
      told: /You noted nothing of that kind|came through/u },
    "who one was": {
      open: async () => { await go("People"); return opened("I lost my keys"); },
      told: /Each of them decides for themself/u,
    },
    "a card": { open: async () => { await go("Meet"); return within(page.locator("form").last()); }, refused: true },
    "an address": { open: async () => { await go("Ways"); return opened("At an address"); }, refused: true },
    "a recovery key": { open: async () => { await go("A copy of your home"); return within(page.locator("form").last()); },
      refused: true },
    "looking for words": {
      open: async () => { await go("Find"); return within(page.locator("#main form")); },
      told: /It was said/u,
    },
  };

  async function type(form, text, kinds = text_fields) {
    const typed = [];
    for (const field of await form.locator(kinds).all()) {
      await field.fill(text);
      typed.push(await field.inputValue());
    }
    return typed;
  }

  /** What is not as it should be, once that was typed there. */
  async function submitted(how, form, typed) {
    if (how.kept) {
      await form.getByText(/^(Kept\.|A note has at most)/u).waitFor();
      return [];
    }
    const go = form.locator("button:not([type]):visible").last();
    await go.click();
    const pieces = typed.flatMap((text) => text.split("\n"))
      .map((text) => flat(text).slice(0, shown_of_long)).filter((one) => one !== "");
    const ended = await page.waitForFunction(({ pieces, told }) => {
      const flat = (text) => text.replace(/\s+/gu, " ").trim();
      const fault = [...document.querySelectorAll("main .fault")].find((one) =>
        one.textContent !== "" && one.checkVisibility());
      if (fault !== undefined) return { fault: fault.textContent };
      const text = flat(document.querySelector("main").textContent);
      if (told !== undefined) return new RegExp(told, "u").test(text) && { told: true };
      return pieces.every((one) => text.includes(one)) && { shown: true };
    }, { pieces: how.refused ? ["\u0000"] : pieces, told: how.told?.source }, { timeout: wait_ms }).then((one) => one.jsonValue())
      .catch(() => ({ nothing: true }));
    if (ended.nothing) return ["neither shown nor refused"];
    const { fault } = ended;
    if (fault !== undefined && (!/^[A-Z“].{8,200}[.?]$/u.test(fault) || /refused\.|[<>{}]/u.test(fault)))
      return [`the refusal reads “${fault.slice(0, 120)}”`];
    return ended.fault === undefined ? [] : [{ refused: fault }];
  }

  for (const [name, how] of Object.entries(forms))
    it(`typed into ${name}`, async () => {
      const found = [];
      for (const [kind, text] of Object.entries({ runs, turns, lines, long, "long lines": long })) {
        const form = await how.open();
        await how.choose?.(form);
        const typed = await type(form, kind === "long lines" ? "A name" : (how.before ?? "") + text);
        // Words may be as long as that where a name may not.
        if (kind === "long lines") typed.push(...await type(form, text, "textarea:visible"));
        const wrong = (await submitted(how, form, [...new Set(typed.filter((one) => one !== "A name" || how.refused))]))
          .filter((one) => {
            if (one.refused === undefined) return true;
            // A name, a title and a tag have a length; else what is no name is taken as it is.
            return !how.refused && !kind.startsWith("long");
          }).map((one) => one.refused === undefined ? one : `refused: ${one.refused}`);
        for (const one of [...wrong, ...await harm(page)]) found.push(`${kind}: ${one}`);
      }
      assert.deepEqual(found, []);
      assert.deepEqual(seen.wrong, []);
    });

  it("read from others, on every view", async () => {
    const oda = join(dirname(home), "Oda");
    const bench = (await kith(oda, "proposals", "Garden")).find((one) => one.text.startsWith("A bench"));
    for (const text of [runs, turns, lines, long]) {
      const [word, title] = [flat(text).slice(0, 60), flat(text).slice(0, 250)];
      await kith(oda, "say", "Garden", text);
      await kith(oda, "propose", "Garden", text, "--title", title);
      await kith(oda, "stance", bench.id, "but", text);
      await kith(oda, "ask", "Garden", text, "--tags", word);
      await kith(oda, "promise", "Garden", text, "--tags", word, "--for", "Ana");
      await kith(oda, "event", "Garden", title, "--at", tomorrow, "--where", text.slice(0, 1000), "--bring", word,
        "--text", text);
      await kith(oda, "practice", "Garden", flat(text).slice(0, 120), text, "--prompt", title);
      await kith(oda, "say", "Garden", text, "--to", "Ana");
    }
    await kith(oda, "bundle", "write", `${oda}-all`);
    await kith(home, "bundle", "read", `${oda}-all`);
    assert.deepEqual(await looked("Garden", "Oda"), []);
  });

  it("brought from a calendar, by a file that is named so", async () => {
    await tab("Garden", "Events");
    const summary = (text) => `BEGIN:VEVENT\r\nUID:${text.length}@a\r\nDTSTART;VALUE=DATE:${tomorrow.replaceAll("-", "")}\r\n` +
      `SUMMARY:${text}\r\nLOCATION:${text}\r\nDESCRIPTION:${text}\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n`;
    await page.locator("input[type=file]").setInputFiles({ name: "<b>.ics", mimeType: "text/calendar",
      buffer: Buffer.from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:a\r\n" +
        [runs, turns, long.slice(0, 900)].map(summary).join("") + "END:VCALENDAR\r\n") });
    await page.getByText(/were brought from|was brought from|Left out/u).waitFor();
    assert.deepEqual(await harm(page), []);
  });

  // Where one chose such a name oneself, or took it from a card or an introduction.
  for (const [kind, text] of Object.entries({ runs, turns, long: long.slice(0, 120) }))
    it(`as a name of people and circles: ${kind}`, async () => {
      const [circle, name] = [`c ${text}`, `p ${text}`];
      await kith(home, "circle", "rename", "Garden", circle);
      await kith(home, "rename", "Oda", name);
      const found = await looked(circle, name).finally(async () => {
        await kith(home, "circle", "rename", circle, "Garden");
        await kith(home, "rename", name, "Oda");
      });
      assert.deepEqual(found, []);
      assert.deepEqual(seen.wrong, []);
    });

  /** What is not as it should be on any view, where one circle and one of its people have these names. */
  async function looked(circle, name) {
    const found = [];
    const at = async (place, sign) => {
      await page.locator(sign).first().waitFor();
      for (const one of await harm(page)) found.push(`${place}: ${one}`);
    };
    const all = (kind) => page.locator(kind).evaluateAll((each) => each.forEach((one) => (one.open = true)));
    await page.locator(".opener").click();
    await page.locator("nav.around").getByRole("link", { name: "Today", exact: true }).click();
    await at("today", ".today .close");
    await page.locator(".opener").click();
    await page.locator("nav.around .names a").filter({ hasText: circle.slice(0, 20) }).first().click();
    await at("talk", "article");
    const signs = [".things", ".promised", "article.event", ".practice", ".rows", "input[type=search]"];
    for (const [i, sign] of signs.entries()) {
      await page.locator(".tabs a").nth(i + 1).click();
      await page.locator(sign).first().waitFor();
      await all("details");
      await page.waitForTimeout(400); // what was opened is drawn
      await at(sign, sign);
      if (i > 0) continue;
      for (const link of ["A bench", "first second third", "WWWW"]) {
        const one = page.locator(".things a", { hasText: link });
        if (await one.count() === 0) continue;
        await one.first().click();
        await page.locator(".mine, .forms").first().waitFor();
        await all("details");
        await page.waitForTimeout(400);
        await at(`proposal ${link}`, "h2.title");
        await page.locator(".tabs a").nth(1).click();
        await page.locator(sign).first().waitFor();
      }
    }
    await go("People");
    await page.locator(".folk a", { hasText: name.slice(0, 20) }).first().click();
    await page.locator(".person").waitFor();
    await all("details");
    await at("person", ".person");
    for (const [view, sign] of [["Ways", ".way"], ["In one place", ".at-hand li"], ["Leave", ".leaf"],
      ["Begin a circle", "form"], ["Find", "input[type=search]"]]) {
      await go(view);
      await all("details");
      await at(view, sign);
    }
    await page.getByLabel("Words").fill("tank");
    await page.locator("#main").getByRole("button", { name: "Find", exact: true }).click();
    await at("found", "article");
    return found;
  }
});
