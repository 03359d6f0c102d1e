"""What the page's requests answer is what page/openapi.json says: no field that does not stand
there, none missing that is required, and of the type that it has there. A home that did a little of
everything is asked everything."""

import http.client
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

KITH = os.environ.get("KITH", "kith")
API = json.loads((pathlib.Path(__file__).parents[2] / "page/openapi.json").read_text(encoding="utf-8"))

KINDS = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int,
    "number": (int, float), "null": type(None),
}


def schema_of(schema):
    while "$ref" in schema:
        schema = resolved(schema["$ref"])
    return schema


def resolved(reference):
    found = API
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def fields_of(schema):
    """The properties and required names of an object, those of its parts included."""
    schema = schema_of(schema)
    properties = dict(schema.get("properties", {}))
    required = set(schema.get("required", []))
    for part in schema.get("allOf", []):
        more, needed = fields_of(part)
        properties |= more
        required |= needed
    return properties, required


def is_kind(value, kind):
    if kind in ("integer", "number") and isinstance(value, bool):
        return False
    return isinstance(value, KINDS[kind])


def offences(value, schema, where):
    """What of the value is not as the schema says, in words."""
    schema = schema_of(schema)
    if "oneOf" in schema:
        tried = [offences(value, one, where) for one in schema["oneOf"]]
        return [] if any(not one for one in tried) else min(tried, key=len)
    kinds = schema.get("type", "object" if "allOf" in schema else None)
    if kinds is not None:
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if not any(is_kind(value, kind) for kind in kinds):
            return [f"{where}: {value!r} is no {' or '.join(kinds)}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r} is none of {schema['enum']}"]
    if "minimum" in schema and value is not None and value < schema["minimum"]:
        return [f"{where}: {value!r} is below {schema['minimum']}"]
    found = []
    if isinstance(value, dict):
        properties, required = fields_of(schema)
        found += [f"{where}: there is no {name}" for name in sorted(required - value.keys())]
        for name, one in value.items():
            if name in properties:
                found += offences(one, properties[name], f"{where}.{name}")
            elif "additionalProperties" in schema:
                found += offences(one, schema["additionalProperties"], f"{where}.{name}")
            else:
                found.append(f"{where}: {name} stands in no schema ({one!r:.60})")
    if isinstance(value, list):
        if "items" not in schema:
            return [f"{where}: nothing says what is in it"]
        for one in value:
            found += offences(one, schema["items"], f"{where}[]")
    return found


class Home:
    """Ana's home, by its page's requests; Ben's, by the command line."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = os.environ | {"KITH_STATE": str(folder / "state"), "KITH_HOME": str(folder / "ana")}
        self.kith("--home", folder / "ben", "init", "--name", "ben", "--no-passphrase")
        self.page = subprocess.Popen(
            [KITH, "--json", "--home", folder / "ana", "page"], env=self.environment,
            stdout=subprocess.PIPE, text=True)
        link = json.loads(self.page.stdout.readline())["page"]
        self.port, key = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/#(.+)", link).groups()
        self.cookie = ""
        self.answered = {}
        self.ask("enter", key=key)

    def kith(self, *words):
        done = subprocess.run([KITH, "--json", *map(str, words)], env=self.environment,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{words}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else None

    def ask(self, command, /, **request):
        call = http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=60)
        asks = command != "state"
        call.request("POST" if asks else "GET", "/api/" + command, json.dumps(request) if asks else None,
                     {"Content-Type": "application/json", "Cookie": self.cookie})
        heard = call.getresponse()
        body = heard.read().decode()
        call.close()
        if heard.status != 200:
            raise AssertionError(f"{command} {request}: {heard.status} {body}")
        if command == "enter":
            self.cookie = heard.getheader("Set-Cookie").split(";")[0]
        answer = json.loads(body)
        self.answered.setdefault(command, []).append(answer)
        return answer

    def end(self):
        self.page.terminate()
        self.page.wait()
        self.page.stdout.close()


def a_little_of_everything(home):
    ask, folder = home.ask, home.folder
    ask("state")
    ask("init", name="ana")
    ask("whoami")
    ask("status")
    card = ask("card")["card"]
    looked = home.kith("--home", folder / "ben", "meet", card, "--as", "ana")
    ask("card/look", card=home.kith("--home", folder / "ben", "card")["card"])
    ben = home.kith("--home", folder / "ben", "card")["card"]
    ben_id = ask("meet", card=ben, **{"as": "ben"})["person"]
    assert looked is not None
    ask("words", person="ben", same=True)
    ask("contacts")
    ask("rename", person="ben", name="Ben")
    ask("note/keep", person="Ben", text="brings pears")
    ask("note", person="Ben")
    ask("circle/new", name="garden")
    ask("include", circle="garden", person="Ben", until="2031-01-01")
    ask("circle/rename", circle="garden", name="the garden")
    garden = "the garden"
    ask("circles")
    first = ask("say", circle=garden, text="the water is off")["id"]
    ask("say", circle=garden, text="since this morning", answers=[first])
    ask("import/irc", circle=garden, file="old.log", text="[03:21] <rita> the pears are ripe\n")
    ask("hearers", circle=garden, answers=[first])
    ask("read", circle=garden)
    ask("read", circle=garden, last=1)
    ask("entry", ids=[first])
    ask("search", words="water")
    ask("unread")
    ask("draft/keep", circle=garden, text="half a wo")
    ask("draft", circle=garden)
    ask("place/keep", place="{}")
    ask("place")
    proposal = ask("propose", circle=garden, text="a second barrel", title="A barrel")["id"]
    ask("stance", id=proposal, position="with it, but", words="a small one")
    ask("agree", id=proposal)
    ask("step/out", id=proposal)
    amended = ask("amend", id=proposal, text="a small barrel")["id"]
    ask("stance", id=amended, position="with it")
    ask("proposal", id=proposal)
    ask("proposals")
    ask("practice/keep", circle=garden, title="A round", text="each says a word", prompts=["What is on your mind?"])
    ask("practice", circle=garden)
    ask("ask", circle=garden, text="who waters on Friday?", by="2031-01-01", tags=["water"])
    ask("asks")
    promise = ask("promise", circle=garden, text="I water", by="2031-01-01", tags=["water"])["id"]
    ask("renegotiate", id=promise, text="I water twice", words="it is hot")
    ask("kept", id=promise)
    ask("promises")
    other = ask("promise", circle=garden, text="I mow")["id"]
    ask("withdraw", id=other, words="my knee")
    event = ask("event", circle=garden, title="digging", at="2031-03-01 10:00", zone="Europe/Madrid",
                repeat="FREQ=WEEKLY;COUNT=3", where="by the gate", bring=["gloves"])["id"]
    ask("coming", id=event, coming="yes", words="a little late")
    ask("event/change", id=event, title="digging and planting", at="2031-03-01 11:00", zone="Europe/Madrid")
    ask("event/list")
    ask("calendar", circle=garden)
    ask("call/off", id=event, words="it rains")
    ask("observing", on=True)
    ask("observe", person="Ben", went="late", tags=["water"])
    ask("observing")
    ask("pattern", person="Ben")
    ask("came/through", tag="water")
    ask("wipe/notes")
    ask("juncture", name="kitchen", until="2031-02-01", **{"with": ["Ben"]}, words="three weeks")
    ask("renew", circle="kitchen", until="2031-03-01")
    ask("re-form", circle=garden, name="the new garden", **{"with": ["Ben"]})
    ask("gather/record", circle=garden, text="we dig on Saturday", present=["Ben"])
    ask("who", circle=garden)
    ask("who", circle="kitchen")
    ask("mute", person="Ben", circle=garden)
    ask("read", circle=garden, muted=True)
    ask("unmute", person="Ben", circle=garden)
    ask("introductions")
    ask("recognised")
    ask("today")
    ask("ways")
    ask("way/add", person="Ben", address="tcp:192.0.2.7:4000")
    ask("way/forget", person="Ben", address="tcp:192.0.2.7:4000")
    ask("wipe/rhythm", person="Ben")
    ask("nearby")
    ask("roads")
    ask("part", circle=garden, person="Ben", say="see you")
    ask("join", circle=garden)
    ask("leave", circle=garden)
    ask("bundle/write", file=str(folder / "bundle"), **{"for": ["Ben"]})
    home.kith("--home", folder / "ben", "bundle", "read", folder / "bundle")
    home.kith("--home", folder / "ben", "circle", "new", "pears")
    home.kith("--home", folder / "ben", "include", "pears", "ana")
    home.kith("--home", folder / "ben", "say", "pears", "ripe on Friday")
    home.kith("--home", folder / "ben", "bundle", "write", folder / "back", "--for", "ana")
    ask("bundle/read", file=str(folder / "back"))
    ask("read", circle="pears")
    ask("today", mark=True)
    ask("unread")
    ask("who", circle="pears")
    ask("status")
    ask("contacts")
    ask("forget", id=first)
    ask("read", circle=garden)
    ask("recovery/make")
    ask("status")
    ask("recovery/end")
    ask("export", folder=str(folder / "out"))
    ask("backup", file=str(folder / "copy"), passphrase="a long walk by the river")
    ask("state")
    return ben_id


# What the scene has no occasion for: another home's offer, a picture, a bundle as bytes, a lock.
NOT_ASKED = {
    "accept", "ignore", "introduce", "i/was", "recognise", "gather/form", "gather/paper", "import/ics",
    "recovery/use", "bundle/take", "bundle/give", "qr/read", "restore", "restore/file", "unlock", "lock", "burn", "backup/not", "page",
    "sync", "events",
}


class AnswersTest(unittest.TestCase):
    maxDiff = None

    def test_they_are_what_the_page_is_told_they_are(self):
        with tempfile.TemporaryDirectory() as base:
            home = Home(pathlib.Path(base))
            try:
                a_little_of_everything(home)
            finally:
                home.end()
        there = {path.removeprefix("/api/") for path in API["paths"]}
        self.assertEqual(NOT_ASKED, there - home.answered.keys())
        found = []
        for name, answers in home.answered.items():
            says = API["paths"]["/api/" + name]["get" if name == "state" else "post"]
            schema = says["responses"]["200"]["content"]["application/json"]["schema"]
            for answer in answers:
                found += offences(answer, schema, name)
        self.assertEqual([], sorted(set(re.sub(r"\[\d+\]", "[]", one) for one in found)))


if __name__ == "__main__":
    unittest.main()
