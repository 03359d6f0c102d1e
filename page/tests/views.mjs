// Every view of a home with something in it, one after the other.

import { around, kith, madeHome } from "./neighbours.mjs";

async function card(home) {
  return (await kith(home, "card")).card;
}

async function met(one, other) {
  const cards = [await card(one.home), await card(other.home)];
  await kith(one.home, "meet", cards[1], "--as", other.name, "--in-person");
  await kith(other.home, "meet", cards[0], "--as", one.name);
}

async function carry(from, to, file) {
  await kith(from.home, "bundle", "write", file);
  for (const one of to) await kith(one.home, "bundle", "read", file).catch(() => null);
}

/** Ana's home: three circles, of five, of ten, and of two with a lease; an introduction waits. */
export async function neighbourhood() {
  const names = ["Ana", "Oda", "Tavi", "Bento", "Ilka", "Pell", "Ruza", "Wim", "Yara", "Zora"];
  const people = await Promise.all(names.map(async (name) =>
    ({ name, home: await madeHome(name) })));
  const [ana, oda, tavi, bento] = people;
  for (const one of people.slice(1, -1)) await met(ana, one);
  await met(oda, tavi);
  await met(oda, bento);
  await met(oda, people.at(-1));
  let bundles = 0;
  const next = () => `${ana.home}-bundle-${++bundles}`;
  await kith(ana.home, "circle", "new", "Garden");
  for (const one of [oda, tavi]) await kith(ana.home, "include", "Garden", one.name);
  await kith(ana.home, "include", "Garden", "Bento", "--until", "2099-12-01");
  await kith(ana.home, "say", "Garden", "I made us a place to talk about the beds.");
  await kith(ana.home, "circle", "new", "Orchard");
  for (const one of people.slice(1, -1)) await kith(ana.home, "include", "Orchard", one.name);
  await kith(ana.home, "say", "Orchard", "Harvest is on the 12th. Bring ladders.");
  await carry(ana, people.slice(1), next());
  for (const one of [oda, tavi, bento]) await kith(one.home, "join", "Garden");
  await kith(oda.home, "include", "Garden", "Tavi");
  const said = await kith(oda.home, "say", "Garden", "Does anyone still have straw?");
  await carry(oda, [ana, tavi], next());
  await kith(tavi.home, "say", "Garden", "Two bales, behind the shed.", "--answer", said.id);
  await kith(tavi.home, "circle", "new", "Bell tower");
  await kith(tavi.home, "include", "Bell tower", "Ana");
  await kith(tavi.home, "say", "Bell tower", "Practice moves to Tuesday.");
  await carry(tavi, [ana, oda], next());
  await kith(oda.home, "say", "Garden", "A word to you, Ana.", "--to", "Ana");
  await kith(oda.home, "introduce", "Zora", "in", "Garden", "--note", "She has the keys.");
  await carry(oda, [ana], next());
  await things(ana, oda, tavi, bento, next);
  await together(ana, oda, tavi, next);
  return ana.home;
}

const days = (n) => new Date(Date.now() + n * 86_400_000).toISOString();

/** What was proposed, asked for, promised, noted; and Oda, who parts from Bento. */
async function things(ana, oda, tavi, bento, next) {
  await kith(ana.home, "practice", "Garden", "Deciding", "A round at the tap, the quiet first.",
    "--prompt", "Whom does it concern?", "--prompt", "What if we do nothing?");
  await kith(oda.home, "practice", "Garden", "Deciding", "We sleep over it once.");
  await kith(oda.home, "include", "Garden", "Bento");
  await kith(oda.home, "say", "Garden", "Bento hears this, too.");
  await carry(oda, [ana], next());
  await kith(oda.home, "part", "Garden", "Bento");
  const first = await kith(oda.home, "propose", "Garden",
    "From December on we water only from the roof tank.", "--title", "The roof tank");
  await carry(oda, [ana, tavi], next());
  await kith(tavi.home, "stance", first.id, "but", "The slate gets rained on.");
  await carry(tavi, [ana, oda], next());
  await kith(oda.home, "amend", first.id, "From December on we water only from the roof tank. " +
    "Whoever opens the tap writes the level on the slate in the shed.");
  await kith(oda.home, "agree", (await kith(oda.home, "proposals", "Garden"))[0].newest);
  await kith(oda.home, "ask", "Garden", "Could someone drive the compost run on Saturday?",
    "--by", days(3), "--tags", "rides");
  await kith(oda.home, "promise", "Garden", "The van at your door, half a tank.", "--for", "Ana",
    "--by", days(-1), "--tags", "rides");
  await carry(oda, [ana, tavi], next());
  await kith(ana.home, "propose", "Garden", "A bench by the tap.\n\nTwo boards, four stones.");
  const mine = await kith(ana.home, "promise", "Garden", "The long ladder back.", "--for", "Tavi",
    "--by", days(2));
  await kith(ana.home, "renegotiate", mine.id, "The long ladder back, by bus.",
    "--by", days(4));
  const done = await kith(ana.home, "promise", "Garden", "Soup on Friday.");
  await kith(ana.home, "kept", done.id, "There is some left.");
  const how = ["came-through", "came-through", "late", "came-through", "changed", "partly", "not",
    "came-through"];
  for (const [i, went] of how.entries())
    await kith(ana.home, "observe", "Oda", went, "--tags", i % 3 === 2 ? "tools" : "rides",
      "--at", days(-40 + 5 * i));
  await kith(ana.home, "observe", "Tavi", "late", "--tags", "rides", "--at", days(-3));
}

/** What takes place in the Garden, and a kitchen with an end. */
async function together(ana, oda, tavi, next) {
  const day = (n) => days(n).slice(0, 10);
  const van = await kith(oda.home, "event", "Garden", "Van to the compost yard", "--at",
    `${day(3)}T18:00`, "--zone", "America/Lima", "--for", "2h", "--where", "the gate", "--bring",
    "gloves,rope", "--repeat", "FREQ=MONTHLY;BYDAY=1SU", "--text", "It is cold on the way.");
  await carry(oda, [ana, tavi], next());
  await kith(tavi.home, "coming", van.id, "perhaps", "If the bus goes.");
  await carry(tavi, [ana, oda], next());
  await kith(ana.home, "coming", van.id, "yes");
  const fair = await kith(ana.home, "event", "Garden", "Seed fair", "--at", day(8), "--until",
    day(9));
  await kith(ana.home, "change-event", fair.id, "--where", "the hall", "--say", "It rains.");
  const soup = await kith(ana.home, "event", "Garden", "Soup", "--at", `${day(2)}T19:00`);
  await kith(ana.home, "call-off", soup.id, "No pots.");
  await kith(ana.home, "juncture", "Kitchen", "--until", day(5), "--with", "Oda,Tavi", "--text",
    "The feast.");
  await carry(ana, [oda, tavi], next());
  await kith(oda.home, "join", "Kitchen");
  await kith(oda.home, "i-was", "Wim", "--to", "Ana", "My bag was stolen.");
  await kith(oda.home, "gather", "paper", (await kith(oda.home, "proposals", "Garden"))[0].newest,
    "Old Pell,Ruza", "At the tap.");
  await carry(oda, [ana, tavi], next());
}

/** Calls `at(name)` at each view of the home that stands open. */
export async function eachView({ page }, at) {
  const go = async (name) => {
    if (await page.locator(".opener").isVisible()) await page.locator(".opener").click();
    await around(page, name).click();
    await page.locator("main h1").waitFor();
  };
  await page.locator(".today").waitFor();
  await at("today");
  await go("Garden");
  await page.locator("article").last().waitFor();
  await page.getByText("Say to fewer").waitFor();
  await at("talk");
  await page.locator("article", { hasText: "Two bales" })
    .getByRole("button", { name: "Answer" }).click();
  await page.getByText("not by").last().waitFor();
  await at("answer");
  await page.getByRole("button", { name: "Not as an answer" }).click();
  await page.getByText("Say to fewer").waitFor();
  await openCircleTab(page, "Proposals", ".things");
  await openAll(page);
  await page.getByLabel("Its text").waitFor();
  await at("proposals");
  await page.locator(".things").getByRole("link", { name: "The roof tank" }).click();
  await page.locator(".mine").waitFor();
  await openAll(page);
  await page.locator(".forms form").nth(2).waitFor();
  await page.getByText("does not hear what you answer").last().waitFor();
  await at("proposal");
  await openCircleTab(page, "Promises", ".promised");
  await at("promises");
  await openAll(page);
  await page.locator(".promised form").first().waitFor();
  await at("promises-acts");
  await openCircleTab(page, "Events", "article.event");
  await at("events");
  await openAll(page);
  await page.locator("article.event form").nth(1).waitFor();
  await page.getByText("Call it off, aloud").first().waitFor();
  await at("events-acts");
  await openCircleTab(page, "How we do it", ".practice");
  await openAll(page);
  await at("practices");
  await openCircleTab(page, "Who hears whom", "svg.ring");
  await at("hears");
  await openAll(page);
  await at("hears-acts");
  await openCircleTab(page, "Find", "input[type=search]");
  await page.getByLabel("Words").fill("straw");
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await page.locator("article").first().waitFor();
  await at("find");
  await go("Orchard");
  await openCircleTab(page, "Who hears whom", "svg.cloth");
  await at("cloth");
  await go("Find");
  await page.getByLabel("Words").fill("straw");
  await page.locator("#main").getByRole("button", { name: "Find", exact: true }).click();
  await page.locator("article").first().waitFor();
  await at("find-all");
  await go("Kitchen");
  await page.locator("header .ends").waitFor();
  await at("juncture-talk");
  await openCircleTab(page, "Who hears whom", ".juncture");
  await openAll(page);
  await at("juncture");
  await go("Begin a circle");
  await page.locator("summary", { hasText: "A circle with an end" }).click();
  await at("begin");
  await go("People");
  await page.locator(".folk").getByRole("link", { name: /^Oda/ }).click();
  await page.locator(".person").waitFor();
  await at("people");
  await page.locator(":is(.pattern, aside) details, .fold.sheet")
    .evaluateAll((all) => all.forEach((one) => (one.open = true)));
  await page.getByLabel("What kind of thing").fill("rides");
  await page.getByRole("button", { name: "Look", exact: true }).click();
  await page.locator("details ul.pattern").waitFor();
  await at("pattern");
  await page.getByRole("link", { name: "Read about it" }).first().click();
  await page.locator(".boundary").first().waitFor();
  await at("boundaries");
  await go("People");
  await page.locator(".folk").getByRole("link", { name: /^Oda/ }).click();
  await page.locator(".person").waitFor();
  await page.getByRole("link", { name: "Write to Oda alone" }).click();
  await page.getByRole("heading", { name: "You and Oda" }).waitFor();
  await at("tie");
  await go("Meet");
  await page.locator("p.code").waitFor();
  await at("meet");
  await go("In one place");
  await page.locator(".at-hand li").first().waitFor();
  await at("place");
  await go("Ways");
  await page.locator(".way").first().waitFor();
  await at("ways");
  await go("A copy of your home");
  await at("copy");
  await go("Leave");
  await page.getByRole("button", { name: "Burn this home" }).click();
  await at("leave");
}

const openAll = (page) =>
  page.locator("details").evaluateAll((all) => all.forEach((one) => (one.open = true)));

async function openCircleTab(page, tab, sign) {
  await page.locator(".tabs").getByRole("link", { name: tab, exact: true }).click();
  await page.locator(sign).first().waitFor();
}

