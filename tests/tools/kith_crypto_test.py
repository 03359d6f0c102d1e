"""Tests of the reader's primitives and encodings against published vectors."""

import json
import os
import pathlib
import sys
import unittest

from kith_scene import ROOT
import kith_cbor as kc
import kith_crypto as k
import kith_encoder as enc
import kith_records as kr

SHARED = pathlib.Path(os.environ.get("KITH_SHARED", ROOT.parent / "shared")) / "data" / "vectors"


def published(name):
    path = SHARED / name
    if not path.exists():
        print("SKIPPED, published vectors are absent: " + name, file=sys.stderr)
        raise unittest.SkipTest(name)
    return json.loads(path.read_text())


def wycheproof(name):
    for group in published("wycheproof/" + name)["testGroups"]:
        for test in group["tests"]:
            yield group, {key: bytes.fromhex(v) if key in
                          ("key", "iv", "aad", "msg", "ct", "tag", "public", "private", "shared", "sig", "ikm", "salt",
                           "info", "okm") else v for key, v in test.items()}


class Crypto(unittest.TestCase):
    def test_ed25519_wycheproof(self):
        count = 0
        for group, t in wycheproof("ed25519_test.json"):
            key = bytes.fromhex(group["publicKey"]["pk"])
            self.assertEqual(k.ed25519_accepts(key, t["msg"], t["sig"]), t["result"] == "valid", t["tcId"])
            count += 1
        self.assertEqual(count, 151)

    def test_ed25519_edges(self):
        """Of the 914 edge cases libsodium 1.0.18 accepts 43; which ones stands in ed25519_verdicts.txt."""
        cases = published("ed25519/cctv_ed25519vectors.json")
        accepted = [c["number"] for c in cases if k.ed25519_accepts(
            bytes.fromhex(c["key"]), c["msg"].encode(), bytes.fromhex(c["sig"]))]
        self.assertEqual((len(cases), len(accepted)), (914, 43))
        frozen = ROOT / "tests" / "crypto" / "ed25519_verdicts.txt"
        if not frozen.exists():
            self.skipTest("no ed25519_verdicts.txt")
        lines = [line for line in frozen.read_text().splitlines() if not line.startswith("#")]
        bits = "".join(format(byte, "08b") for byte in bytes.fromhex("".join(lines)))
        self.assertEqual(accepted, [number for number, bit in enumerate(bits) if bit == "1"])

    def test_x25519(self):
        for _, t in wycheproof("x25519_test.json"):
            if len(t["public"]) != 32:
                continue
            if any(t["shared"]):
                self.assertEqual(k.x25519(t["private"], t["public"]), t["shared"], t["tcId"])
            else:
                self.assertRaises(k.Refused, k.x25519, t["private"], t["public"])

    def check_aead(self, name, open_it, nonce_size):
        for _, t in wycheproof(name):
            if len(t["iv"]) != nonce_size:
                continue
            try:
                plain = open_it(t["key"], t["iv"], t["aad"], t["ct"] + t["tag"])
                self.assertEqual((t["result"], plain), ("valid", t["msg"]), t["tcId"])
            except k.Refused:
                self.assertEqual(t["result"], "invalid", t["tcId"])

    def test_aead(self):
        self.check_aead("chacha20_poly1305_test.json", k.aead_open, 12)
        self.check_aead("xchacha20_poly1305_test.json", k.xaead_open, 24)

    def test_hkdf(self):
        for _, t in wycheproof("hkdf_sha256_test.json"):
            if t["result"] == "valid":
                self.assertEqual(k.hkdf_expand(k.hkdf_extract(t["salt"], t["ikm"]), t["info"], t["size"]), t["okm"])

    def test_hpke(self):
        tried = 0
        for v in published("hpke/rfc9180_x25519_sha256_chacha20poly1305.json")["vectors"]:
            if v["mode"] not in (0, 1):
                continue
            raw = {key: bytes.fromhex(x) for key, x in v.items() if isinstance(x, str) and key != "mode_name"}
            first = {key: bytes.fromhex(x) for key, x in v["encryptions"][0].items() if isinstance(x, str)}
            psk = (raw.get("psk", b""), raw.get("psk_id", b""))
            plain = k.hpke_open(raw["skRm"], raw["enc"], raw["info"], first["ct"], *psk, aad=first["aad"])
            self.assertEqual(plain, first["pt"])
            sealed = k.hpke_seal(raw["pkRm"], raw["skEm"], raw["info"], plain, *psk, aad=first["aad"])
            self.assertEqual(sealed, (raw["enc"], first["ct"]))
            tried += 1
        self.assertEqual(tried, 2)

    def test_known(self):
        """BLAKE2b of RFC 7693 has no personalisation; libsodium's kdf and the xchacha draft §2.2.1, by value."""
        key = bytes(range(32))
        nonce = bytes.fromhex("000000090000004a0000000031415927")
        self.assertEqual(k.hchacha20(key, nonce).hex(),
                         "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc")
        self.assertEqual(k.context("kith/1 pair"), b"kith/1 pair" + bytes(5))

    def test_libsodium(self):
        """Against the library itself, where there is one."""
        import ctypes
        import ctypes.util
        name = ctypes.util.find_library("sodium")
        if not name:
            self.skipTest("no libsodium")
        so, key, size = ctypes.CDLL(name), enc.seeded("key"), ctypes.c_ulonglong
        for index in (0, 1, 2 ** 40):
            for length in (16, 32, 64):
                out = ctypes.create_string_buffer(length)
                so.crypto_kdf_derive_from_key(out, ctypes.c_size_t(length), ctypes.c_uint64(index), b"kithtree", key)
                self.assertEqual(out.raw, k.D(key, "kithtree", index, length))
        message, nonce = bytes(i % 251 for i in range(1000)), bytes(range(24))
        out = ctypes.create_string_buffer(len(message))
        so.crypto_stream_xchacha20_xor(out, message, size(len(message)), nonce, key)
        self.assertEqual(out.raw, k.S(key, nonce, message))
        out = ctypes.create_string_buffer(32)
        so.crypto_generichash_blake2b_salt_personal(out, ctypes.c_size_t(32), message, size(len(message)), key,
                                                    ctypes.c_size_t(32), bytes(16), k.context("kith/1 tag"))
        self.assertEqual(out.raw, k.H("kith/1 tag", message, key))
        for c in published("ed25519/cctv_ed25519vectors.json"):
            public, m, sig = bytes.fromhex(c["key"]), c["msg"].encode(), bytes.fromhex(c["sig"])
            verdict = so.crypto_sign_verify_detached(sig, m, size(len(m)), public) == 0
            self.assertEqual(k.ed25519_accepts(public, m, sig), verdict, c["number"])


class Encodings(unittest.TestCase):
    def test_varint(self):
        for value in (0, 63, 64, 16383, 16384, 2 ** 30 - 1, 2 ** 30, 2 ** 62 - 1):
            self.assertEqual(kc.Reader(enc.varint(value)).varint(), value)
        for long in ("4000", "403f", "80003fff", "c00000003fffffff", "40", ""):
            self.assertRaises(k.Refused, kc.Reader(bytes.fromhex(long)).varint)

    def test_cbor(self):
        for value in (0, 23, 24, 255, 256, 65536, 2 ** 64 - 1, -1, -25, -2 ** 64, b"", b"x" * 300, "é", [1, [2]],
                      {0: 1, 24: [], -1: None, b"a": True, "b": False}, True, None):
            back = kc.cbor(enc.cbor_encode(value))
            self.assertEqual((back, type(back)), (value, type(value)))
        for bad in ("1800", "1817", "1900ff", "1a0000ffff", "1b00000000ffffffff",    # longer than needed
                    "5800", "5f4100ff", "9fff", "bfff", "7f6161ff", "ff",            # lengths
                    "f90000", "fa00000000", "fb0000000000000000",                    # floats
                    "f7", "f0", "f818", "f8ff", "c000", "c24101", "1c", "1f", "fc",  # simple values, tags, reserved
                    "a201000000", "a200010001", "a2410000000", "a26161000100",       # key order, duplicates
                    "61ff", "62c080", "63eda080", "64f4908080", "61c3",              # not UTF-8
                    "", "18", "42ff", "8201", "a100", "a1", "0000", "9bffffffffffffffff"):
            with self.assertRaises(k.Refused, msg=bad):
                kc.cbor(bytes.fromhex(bad if len(bad) % 2 == 0 else bad + "0"))

    def test_nesting(self):
        """The outermost item is at 1; what it holds, also a number, one deeper."""
        self.assertTrue(kc.cbor(b"\x81" * 15 + b"\x00"))
        self.assertRaises(k.Refused, kc.cbor, b"\x81" * 16 + b"\x00")
        self.assertTrue(kc.cbor(b"\x81" * 15 + b"\x80"))
        self.assertRaises(k.Refused, kc.cbor, b"\x81" * 16 + b"\x80")
        self.assertRaises(k.Refused, kc.cbor, b"\xa1\x00" * 17 + b"\x00")
        self.assertRaises(k.Refused, kc.cbor, b"\x81" * 100000)

    def test_padme(self):
        for n, padded in ((32, 32), (33, 36), (100, 104), (1000, 1024), (1025, 1088), (65535, 65536), (65536, 65536)):
            self.assertEqual(kr.padme(n), padded)
            self.assertEqual(kr.padme(padded), padded)

if __name__ == "__main__":
    unittest.main()
