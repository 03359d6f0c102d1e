// Enters with the key of the opening link, then shows what state the home is in. A place to stand for
// the page that is to come.

async function ask(path: string, body?: unknown): Promise<{ code: number; json: unknown }> {
  const init: RequestInit =
    body === undefined
      ? {}
      : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`/api/${path}`, init);
  return { code: response.status, json: await response.json() };
}

async function begin(): Promise<void> {
  const key = location.hash.slice(1);
  if (key !== "") {
    history.replaceState(null, "", "/");
    await ask("enter", { key });
  }
  const { json } = await ask("state");
  const main = document.querySelector("main");
  if (main) main.textContent = JSON.stringify(json);
}

void begin();
export {};
