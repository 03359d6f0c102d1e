#!/usr/bin/env python3
"""What stands at a control port and is no honest Tor: fake_tor.py SOCKET HOW, one way to lie or to be dead.

Says "ready" once it listens. silent: never says a word · noise: says what no Tor says · endless: a line without
an end · password: lets in by a password alone · liar: does not know its own cookie · onion: keeps no service ·
gone: ends while it is asked · honest: lets in, and is in its network at once.
"""
import hashlib
import hmac
import os
import pathlib
import socket
import sys
import threading

SERVER = b"Tor safe cookie authentication server-to-controller hash"
ANSWERS = {"SETEVENTS": "250 OK", "AUTHENTICATE": "250 OK", "TAKEOWNERSHIP": "250 OK", "DEL_ONION": "250 OK",
           "ONION_CLIENT_AUTH_ADD": "250 OK", "ONION_CLIENT_AUTH_REMOVE": "250 OK"}


class Fake:
    def __init__(self, path, how):
        self.how = how
        self.cookie = os.urandom(32)
        self.cookie_file = pathlib.Path(path + ".cookie")
        self.cookie_file.write_bytes(self.cookie)
        self.socks = path + ".socks"

    def greeting(self):
        methods = "HASHEDPASSWORD" if self.how == "password" else "COOKIE,SAFECOOKIE"
        return (f'250-PROTOCOLINFO 1\r\n250-AUTH METHODS={methods} COOKIEFILE="{self.cookie_file}"\r\n'
                '250-VERSION Tor="0.4.9.11"\r\n250 OK')

    def challenge(self, nonce):
        key = os.urandom(32) if self.how == "liar" else self.cookie
        mine = os.urandom(32)
        digest = hmac.new(SERVER, key + bytes.fromhex(nonce) + mine, hashlib.sha256).hexdigest()
        return f"250 AUTHCHALLENGE SERVERHASH={digest} SERVERNONCE={mine.hex()}"

    def answer(self, line):
        word, _, rest = line.partition(" ")
        if word == "PROTOCOLINFO":
            return self.greeting()
        if word == "AUTHCHALLENGE":
            return self.challenge(rest.split()[1])
        if word == "GETINFO":
            return (f'250-net/listeners/socks="unix:{self.socks}"\r\n250-status/bootstrap-phase=NOTICE BOOTSTRAP '
                    'PROGRESS=100 TAG=done SUMMARY="Done"\r\n250 OK')
        if word == "ADD_ONION":
            return None if self.how == "gone" else "550 Onion service limit reached"
        return ANSWERS.get(word, "510 Unrecognized command")

    def serve(self, client):
        try:
            if self.how == "noise":
                client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            while self.how == "endless":
                client.sendall(b"250-" + b"x" * 65536)
            rest = b""
            while data := client.recv(65536):
                rest += data
                while self.how not in ("silent", "noise") and b"\r\n" in rest:
                    line, rest = rest.split(b"\r\n", 1)
                    answer = self.answer(line.decode())
                    if answer is None:
                        return
                    client.sendall(answer.encode() + b"\r\n")
        except OSError:
            pass
        finally:
            client.close()


def main():
    path, how = sys.argv[1], sys.argv[2]
    fake = Fake(path, how)
    pathlib.Path(path).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    print("ready", flush=True)
    while True:
        threading.Thread(target=fake.serve, args=(listener.accept()[0],), daemon=True).start()


if __name__ == "__main__":
    main()
