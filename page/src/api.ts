// What is asked of kith: each command with its fields and its answer, as the command line has them.
// Refuses to know how an answer is shown.

import type {
  Bundle, Circle, CircleChanged, Contact, Draft, Entry, Found, Hearing, Introduction, Named, Nearby, Said,
  Road, Roads, State, Status, Today, Unread, Ways, Who, Words,
} from "./answers";
import type {
  Asked, Happening, Juncture, Observing, Pattern, PatternGroup, Practice, PromiseMade, Proposal, ProposalSummary,
} from "./things/answers";
import type { Claim } from "./views/claims";

interface Wish { circle: string; text: string; by?: string; tags?: string[]; to?: string[] }
interface Brought { text: string; title?: string; concerns?: string[]; to?: string[] }
interface Invited {
  title: string; at: string; zone?: string; until?: string; where?: string; bring?: string[];
  repeat?: string; text?: string;
}
interface Of { id: string; words?: string; to?: string[] }

interface Commands {
  "state": [null, State];
  "enter": [{ key: string; bind: true }, { token: string; state: State }];
  "init": [{ name: string; passphrase?: string }, unknown];
  "restore": [{ passphrase: string; new_passphrase?: string }, unknown];
  "place": [object, { place: string }];
  "place/keep": [{ place: string }, unknown];
  "nearby": [{ on?: boolean }, Nearby];
  "roads": [{ by?: Road; seen?: boolean }, Roads];
  "unlock": [{ passphrase: string }, unknown];
  "lock": [object, unknown];
  "burn": [{ typed: string }, unknown];
  "whoami": [object, { person: string; device: string; name: string }];
  "status": [{ clock_is_right?: boolean }, Status];
  "today": [{ mark?: boolean; told?: boolean }, Today];
  "circles": [{ uncounted: boolean }, Circle[]];
  "circle/new": [{ name: string }, { circle: string; name: string }];
  "circle/rename": [{ circle: string; name: string }, unknown];
  "include": [
    { circle: string; person?: string; like?: string; until?: string; past?: string },
    CircleChanged,
  ];
  "part": [{ circle: string; person: string; say?: string }, CircleChanged];
  "join": [{ circle: string; as?: string }, CircleChanged];
  "leave": [{ circle: string }, CircleChanged];
  "who": [{ circle: string }, Who];
  "hearers": [{ circle: string; answers?: string[]; to?: string[] }, Hearing];
  "say": [{ circle: string; text: string; answers?: string[]; to?: string[] }, Said];
  "read": [{ circle: string; last?: number; before?: string; after?: string; muted?: boolean }, Entry[]];
  "entry": [{ ids: string[] }, Entry[]];
  "search": [{ words: string; circle?: string; last?: number; before?: string }, Found];
  "forget": [{ id: string }, Entry];
  "unread": [object, Unread[]];
  "draft": [{ circle?: string; form?: string }, Draft];
  "draft/keep": [
    { circle?: string; form?: string; text: string; answers?: string[]; to?: string[] }, unknown,
  ];
  "propose": [Brought & { circle: string; answers?: string[] }, Said];
  "amend": [Brought & { id: string }, Said];
  "stance": [Of & { position: string }, Said];
  "agree": [Of, Said];
  "step/out": [Of, Said];
  "proposal": [{ id: string }, Proposal];
  "proposals": [{ circle?: string }, ProposalSummary[]];
  "practice": [{ circle: string }, Practice[]];
  "practice/keep": [{ circle: string; title: string; text: string; prompts?: string[] }, Said];
  "ask": [Wish & { of?: string[] }, Said];
  "asks": [{ circle?: string }, Asked[]];
  "promise": [Wish & { for?: string[]; answers?: string[] }, Said];
  "promises": [{ circle?: string }, PromiseMade[]];
  "renegotiate": [{ id: string; text?: string; by?: string; words?: string }, Said];
  "withdraw": [{ id: string; words?: string }, Said];
  "kept": [{ id: string; words?: string }, Said];
  "event": [Invited & { circle: string; to?: string[] }, Said];
  "event/change": [Invited & { id: string; words?: string }, Said];
  "call/off": [{ id: string; words?: string; on?: string }, Said];
  "coming": [{ id: string; coming: string; words?: string; on?: string }, Said];
  "event/list": [{ circle?: string }, Happening[]];
  "calendar": [
    { circle: string }, { text: string; events: number; left_out: { title: string; why: string }[] },
  ];
  "import/irc": [{ circle: string; file: string; text: string }, { messages: number }];
  "import/ics": [
    { circle: string; text: string; zone?: string },
    { events: number; left_out: { title: string; why: string }[] },
  ];
  "juncture": [
    { name: string; until: string; with: string[]; words?: string },
    CircleChanged & { juncture: Juncture },
  ];
  "renew": [
    { circle: string; until: string; words?: string }, CircleChanged & { juncture: Juncture },
  ];
  "re-form": [
    { circle: string; name: string; with: string[]; past?: string },
    CircleChanged & { past_given: string[]; past_not_given: string[] },
  ];
  "gather/record": [Brought & { circle: string; present?: string[] }, Said];
  "gather/paper": [Of & { names: string[]; at?: string }, Said];
  "recognise": [
    { person: string; as?: string; before?: string; include?: boolean; not?: boolean },
    unknown,
  ];
  "recognised": [object, Claim[]];
  "i/was": [{ circle: string; name: string; words?: string }, Said];
  "observe": [
    { id?: string; person?: string; went: string; tags?: string[]; at?: string }, unknown,
  ];
  "observing": [{ on?: boolean }, Observing];
  "pattern": [{ person: string }, Pattern];
  "came/through": [{ tag: string }, (Named & PatternGroup)[]];
  "wipe/notes": [{ person?: string }, { wiped: number }];
  "contacts": [object, Contact[]];
  "rename": [{ person: string; name: string }, Contact];
  "note": [{ person: string }, { text: string }];
  "note/keep": [{ person: string; text: string }, { text: string }];
  "words": [{ person: string; same?: boolean }, Words];
  "introduce": [
    { person: string; to?: string; circle?: string; note?: string }, { to: string[] },
  ];
  "introductions": [object, Introduction[]];
  "accept": [{ id: string; as?: string }, Contact];
  "ignore": [{ id: string }, unknown];
  "mute": [{ person: string; circle?: string }, unknown];
  "unmute": [{ person: string; circle?: string }, unknown];
  "card": [{ qr?: boolean }, { card: string; qr?: string[] }];
  "card/look": [{ card: string }, Named & { known_as: string | null }];
  "meet": [{ card: string; as: string; in_person?: boolean }, Contact];
  "ways": [{ person?: string }, Ways];
  "way/add": [{ person: string; address: string }, unknown];
  "way/forget": [{ person: string; address: string }, unknown];
  "wipe/rhythm": [{ person?: string }, { wiped: number }];
  "sync": [{ person: string; at?: string; newest_first?: true }, { sent: number; received: number }];
  "backup": [{ file: string; passphrase: string }, { file: string; bytes: number }];
  "backup/not": [object, unknown];
  "recovery/make": [object, { key: string; replaces: boolean }];
  "recovery/use": [{ key: string }, { opened: number; unreadable: number; in_force: boolean }];
  "recovery/end": [object, unknown];
  "export": [{ folder: string; logs?: boolean; notes?: boolean }, { folder: string; circles: number; ties: number; entries: number }];
}

// What the page asks by itself, because of an event, is no sign that somebody is there: the idle
// lock does not wait for it. Somebody is there who lately touched something.
const touch_counts_ms = 5000;
let touched = Date.now();
for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"])
  addEventListener(kind, () => (touched = Date.now()), { capture: true, passive: true });
const unasked = (): boolean => Date.now() - touched > touch_counts_ms;

// Browsers show a cookie to every port of a host; the token goes with this page's questions alone.
// It outlives a reload, is of no use without the cookie, and ends with kith.
const token_kept_as = "token";
export async function enterBy(key: string): Promise<State> {
  const { token, state } = await ask("enter", { key, bind: true });
  sessionStorage.setItem(token_kept_as, token);
  return state;
}

/**
 * A refusal, in one English sentence for a person; its code, where it has one, says the same to the
 * page. Status 0: kith did not answer at all.
 */
export class Fault extends Error {
  constructor(readonly status: number, sentence: string, readonly code = "") {
    super(sentence);
  }
}

// Who is told when kith says that this page may not ask (401, 423), or does not answer (0).
let barred: (status: number) => void = () => undefined;
export function onBarred(then: (status: number) => void): void {
  barred = then;
}

function own(): Record<string, string> {
  const token = sessionStorage.getItem(token_kept_as);
  return {
    ...(token === null ? {} : { "Kith-Token": token }),
    ...(unasked() ? { "Kith-Unasked": "1" } : {}),
  };
}

const entering = ["unlock", "enter", "init", "restore"];
function faultOf(path: string, status: number, told: unknown): Fault {
  if (!entering.includes(path) && (status === 401 || status === 423)) barred(status);
  const { sentence, code } = (told ?? {}) as { sentence?: unknown; code?: unknown };
  return new Fault(status, typeof sentence === "string" ? sentence : "",
    typeof code === "string" ? code : "");
}

async function fetched(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    const headers = { ...init.headers, ...own() };
    answer = await fetch(`/api/${path}`, { credentials: "same-origin", ...init, headers });
  } catch {
    barred(0);
    throw new Fault(0, "");
  }
  if (answer.ok) return answer;
  throw faultOf(path, answer.status, await answer.json().catch(() => null));
}

// What is asked while the page is left may be so long, and no more goes at all then.
const lasting_bytes_max = 60_000;
const mayLast = (body: string): boolean => new Blob([body]).size <= lasting_bytes_max;

export async function ask<K extends keyof Commands>(
  command: K,
  fields: Commands[K][0],
  lasting = false, // goes on when the page is being left
): Promise<Commands[K][1]> {
  const body = JSON.stringify(fields);
  const init: RequestInit = fields === null
    ? { method: "GET" }
    : {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body,
        keepalive: lasting && mayLast(body),
      };
  return (await (await fetched(command, init)).json()) as Commands[K][1];
}

function octets(body: BodyInit): RequestInit {
  return { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body };
}

/** Told how much of how much went or came, in bytes. */
export type Progress = (done: number, all: number) => void;

// What fetch does not tell is how far a file is on its way.
function sent(path: string, file: Blob, progress: Progress): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/${path}`);
    request.responseType = "json";
    request.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries(own())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => progress(event.loaded, file.size);
    request.onload = () => {
      if (request.status === 200) resolve(request.response);
      else reject(faultOf(path, request.status, request.response));
    };
    request.onerror = () => {
      barred(0);
      reject(new Fault(0, ""));
    };
    request.send(file);
  });
}

export async function takeBundle(file: Blob, progress: Progress): Promise<Bundle> {
  return (await sent("bundle/take", file, progress)) as Bundle;
}

export async function handOverBackup(file: Blob, progress: Progress): Promise<void> {
  await sent("restore/file", file, progress);
}

async function collected(answer: Response, progress: Progress): Promise<Blob> {
  const all = Number(answer.headers.get("Content-Length") ?? 0);
  const reader = answer.body?.getReader();
  const pieces: BlobPart[] = [];
  let done = 0;
  for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
    pieces.push(piece.value);
    progress((done += piece.value.length), all);
  }
  return new Blob(pieces, { type: "application/octet-stream" });
}

/** The bundle, and for whom it could not be sealed. */
export async function giveBundle(
  readers: string[], progress: Progress,
): Promise<{ file: Blob; not_for: string[] }> {
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(readers.length > 0 ? { for: readers } : {}),
  };
  const answer = await fetched("bundle/give", init);
  const said: unknown = JSON.parse(decodeURIComponent(answer.headers.get("Kith-Answer") ?? "{}"));
  const { not_for } = said as { not_for?: string[] };
  return { file: await collected(answer, progress), not_for: not_for ?? [] };
}

/** The text of a QR code in a picture of `width` × `height` bytes of brightness. */
export async function readQr(
  width: number, height: number, light: Uint8Array,
): Promise<string | null> {
  const body = new Uint8Array(4 + light.length);
  new DataView(body.buffer).setUint16(0, width);
  new DataView(body.buffer).setUint16(2, height);
  body.set(light, 4);
  const told: unknown = await (await fetched("qr/read", octets(body))).json();
  return (told as { text: string | null }).text;
}
