#!/usr/bin/env python3
"""Prints what is said in a circle, as it comes: the JSON API of a node that runs (page/openapi.json).

    kith up &
    examples/follow.py CIRCLE [HOW MANY, then end]

It enters like a browser does: `kith page` gives a link whose key is good once, for a cookie that is good while the node runs. Then
/api/events says that something changed, and /api/read what: all that stands after the last entry that was printed. Standard library alone.
"""

import http.client
import json
import subprocess
import sys


class Page:
    """The API of my own node, on this machine."""

    def __init__(self):
        answer = subprocess.run(["kith", "--json", "page", "--no-browser"], check=True, stdout=subprocess.PIPE)
        link = json.loads(answer.stdout)["page"]
        self.host, key = link.removeprefix("http://").split("/#")
        self.cookie = ""
        reply = self.open("POST", "enter", {"key": key})
        self.cookie = reply.getheader("Set-Cookie").split(";")[0]

    def open(self, method, name, body=None):
        call = http.client.HTTPConnection(self.host)
        headers = {"Content-Type": "application/json", "Cookie": self.cookie}
        call.request(method, "/api/" + name, json.dumps(body) if body is not None else None, headers)
        reply = call.getresponse()
        if reply.status != 200:
            sys.exit(f"{name}: {json.load(reply)['sentence']}")
        return reply

    def ask(self, name, body):
        return json.load(self.open("POST", name, body))

    def changes(self):
        """Once at the beginning, and again whenever something may be new."""
        for line in self.open("GET", "events"):
            if line.startswith(b"event: "):
                yield


def main():
    circle = sys.argv[1]
    left = int(sys.argv[2]) if len(sys.argv) > 2 else None
    page = Page()
    last = None
    for _ in page.changes():
        wish = {"circle": circle} | ({"after": last} if last else {})
        for entry in page.ask("read", wish):
            last = entry["id"]
            print(f"{entry['author']}: {entry['text'] or entry['says']}", flush=True)
            if left is not None:
                left -= 1
                if left == 0:
                    return


if __name__ == "__main__":
    main()
