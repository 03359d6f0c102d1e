"""The primitives of kith (docs/protocol.md §1.2) in plain Python, for reading and checking only.

Nothing here runs in constant time: use it on test data, never where an attacker can measure it.
"""

import hashlib
import hmac
import struct


class Refused(Exception):
    """Input that the protocol refuses; the message says why."""


# -- BLAKE2b: H and D -------------------------------------------------------------------------------------------------

def context(name, size=16):
    """A context: ASCII, padded with zeros."""
    raw = name.encode("ascii")
    if len(raw) > size:
        raise ValueError("context too long: " + name)
    return raw.ljust(size, b"\0")


def H(name, message, key=b""):
    """H(c; m), and with a 32-byte key H(k, c; m)."""
    return hashlib.blake2b(message, digest_size=32, key=key, person=context(name)).digest()


def D(key, name, index, size):
    """D(k, c, i, n), libsodium's crypto_kdf_blake2b."""
    if len(key) != 32 or not 16 <= size <= 64:
        raise ValueError("D takes a key of 32 bytes and gives 16 to 64")
    salt = struct.pack("<Q", index).ljust(16, b"\0")
    return hashlib.blake2b(b"", digest_size=size, key=key, salt=salt, person=context(name, 8)).digest()


# -- ChaCha20 and what is built on it: RFC 8439, draft-irtf-cfrg-xchacha-03 -------------------------------------------

SIGMA = struct.unpack("<4I", b"expand 32-byte k")
QUARTERS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
            (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))


def chacha_rounds(state):
    x = list(state)
    for _ in range(10):
        for a, b, c, d in QUARTERS:
            xa, xb, xc, xd = x[a], x[b], x[c], x[d]
            xa = (xa + xb) & 0xffffffff
            xd ^= xa
            xd = (xd << 16 | xd >> 16) & 0xffffffff
            xc = (xc + xd) & 0xffffffff
            xb ^= xc
            xb = (xb << 12 | xb >> 20) & 0xffffffff
            xa = (xa + xb) & 0xffffffff
            xd ^= xa
            xd = (xd << 8 | xd >> 24) & 0xffffffff
            xc = (xc + xd) & 0xffffffff
            xb ^= xc
            xb = (xb << 7 | xb >> 25) & 0xffffffff
            x[a], x[b], x[c], x[d] = xa, xb, xc, xd
    return x


def chacha20(key, nonce, message, counter=0):
    """RFC 8439 §2.4: nonce of 12 bytes, counter of 32 bits."""
    start = SIGMA + struct.unpack("<8I", key)
    tail = struct.unpack("<3I", nonce)
    stream = bytearray()
    for block in range((len(message) + 63) // 64):
        state = start + ((counter + block) & 0xffffffff,) + tail
        stream += struct.pack("<16I", *((a + b) & 0xffffffff for a, b in zip(chacha_rounds(state), state)))
    size = len(message)
    return (int.from_bytes(message, "big") ^ int.from_bytes(stream[:size], "big")).to_bytes(size, "big")


def hchacha20(key, nonce):
    x = chacha_rounds(SIGMA + struct.unpack("<8I", key) + struct.unpack("<4I", nonce))
    return struct.pack("<8I", *x[:4], *x[12:])


def S(key, nonce, message):
    """S(k, n; m): the XChaCha20 key stream, counter 0."""
    return chacha20(hchacha20(key, nonce[:16]), b"\0\0\0\0" + nonce[16:], message)


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & 0x0ffffffc0ffffffc0ffffffc0fffffff
    total = 0
    for at in range(0, len(message), 16):
        total = (total + int.from_bytes(message[at:at + 16] + b"\1", "little")) * r % (2 ** 130 - 5)
    return ((total + int.from_bytes(key[16:], "little")) % 2 ** 128).to_bytes(16, "little")


def aead_tag(key, nonce, aad, ciphertext):
    def padded(x):
        return x + bytes(-len(x) % 16)
    one_time = chacha20(key, nonce, bytes(32))
    return poly1305(one_time, padded(aad) + padded(ciphertext) + struct.pack("<QQ", len(aad), len(ciphertext)))


def aead_seal(key, nonce, aad, plaintext):
    ciphertext = chacha20(key, nonce, plaintext, 1)
    return ciphertext + aead_tag(key, nonce, aad, ciphertext)


def aead_open(key, nonce, aad, sealed):
    if len(sealed) < 16 or not hmac.compare_digest(aead_tag(key, nonce, aad, sealed[:-16]), sealed[-16:]):
        raise Refused("the cipher's tag does not match")
    return chacha20(key, nonce, sealed[:-16], 1)


def xaead_open(key, nonce, aad, sealed):
    """XChaCha20-Poly1305, nonce of 24 bytes."""
    return aead_open(hchacha20(key, nonce[:16]), b"\0\0\0\0" + nonce[16:], aad, sealed)


# -- X25519: RFC 7748 -------------------------------------------------------------------------------------------------

P = 2 ** 255 - 19


def x25519(secret, public=(9).to_bytes(32, "little")):
    """The shared value; a result of 0^32 is refused."""
    k = int.from_bytes(secret, "little") & ~7 & (2 ** 254 - 1) | 2 ** 254
    u = int.from_bytes(public, "little") & (2 ** 255 - 1)
    x2, z2, x3, z3, swap = 1, 0, u, 1, 0
    for t in range(254, -1, -1):
        bit = k >> t & 1
        if swap != bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % P, b * b % P, d * a % P, c * b % P
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % P, u * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    shared = x2 * pow(z2, P - 2, P) % P
    if shared == 0:
        raise Refused("X25519 gives zero")
    return shared.to_bytes(32, "little")


# -- Ed25519: RFC 8032, with the strictness of libsodium 1.0.18 -------------------------------------------------------

L = 2 ** 252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)                      # a square root of -1
NEUTRAL = (0, 1, 1, 0)                              # extended coordinates: X, Y, Z, T


def ed_add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * CURVE_D * p[3] * q[3] % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def ed_double(p):
    a, b, c = p[0] * p[0] % P, p[1] * p[1] % P, 2 * p[2] * p[2] % P
    h = a + b
    e, g = h - (p[0] + p[1]) ** 2 % P, a - b
    f = c + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def ed_sum(pairs):
    """The sum of scalar times point over all pairs."""
    total = NEUTRAL
    for bit in range(max(scalar.bit_length() for scalar, _ in pairs) - 1, -1, -1):
        total = ed_double(total)
        for scalar, point in pairs:
            if scalar >> bit & 1:
                total = ed_add(total, point)
    return total


def ed_encode(p):
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def ed_decode(raw):
    """The point of an encoding, or None. y is reduced; the sign of x = 0 is not looked at."""
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, (number & (2 ** 255 - 1)) % P
    u, v = (y * y - 1) % P, (CURVE_D * y * y + 1) % P
    x = u * v ** 3 * pow(u * v ** 7 % P, (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        if (v * x * x + u) % P:
            return None
        x = x * ROOT % P
    if x & 1 != sign:
        x = -x % P
    return x, y, 1, x * y % P


def ed_base():
    y = 4 * pow(5, P - 2, P) % P
    return ed_decode(y.to_bytes(32, "little"))


BASE = ed_base()


def small_order(point):
    for _ in range(3):
        point = ed_double(point)
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


def ed25519_accepts(public, message, signature):
    """libsodium's verdict: S below L, A canonical, neither A nor R of small order, [S]B - [h]A encodes as R."""
    if len(public) != 32 or len(signature) != 64:
        return False
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if s >= L or int.from_bytes(public, "little") & (2 ** 255 - 1) >= P:
        return False
    a, r_point = ed_decode(public), ed_decode(r)
    if a is None or small_order(a) or r_point is None or small_order(r_point):
        return False
    h = int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % L
    minus_a = (-a[0] % P, a[1], a[2], -a[3] % P)
    return ed_encode(ed_sum([(s, BASE), (h, minus_a)])) == r


def verify(public, name, message, signature, what):
    """Checks Sign(k, c; m)."""
    if not ed25519_accepts(public, context(name) + message, signature):
        raise Refused("the signature of " + what + " does not verify")


# -- HKDF-SHA256: RFC 5869; HPKE: RFC 9180 ----------------------------------------------------------------------------

def hkdf_extract(salt, ikm):
    return hmac.digest(salt or bytes(32), ikm, "sha256")


def hkdf_expand(prk, info, size):
    out, block = b"", b""
    for i in range(1, (size + 31) // 32 + 1):
        block = hmac.digest(prk, block + info + bytes([i]), "sha256")
        out += block
    return out[:size]


KEM_ID = b"KEM\x00\x20"
HPKE_ID = b"HPKE\x00\x20\x00\x01\x00\x03"


def labeled_extract(suite, salt, label, ikm):
    return hkdf_extract(salt, b"HPKE-v1" + suite + label + ikm)


def labeled_expand(suite, prk, label, info, size):
    return hkdf_expand(prk, struct.pack(">H", size) + b"HPKE-v1" + suite + label + info, size)


def hpke_shared(dh, enc, recipient):
    """ExtractAndExpand of DHKEM."""
    prk = labeled_extract(KEM_ID, b"", b"eae_prk", dh)
    return labeled_expand(KEM_ID, prk, b"shared_secret", enc + recipient, 32)


def hpke_schedule(shared, info, psk=b"", psk_id=b""):
    """Key and base nonce; mode_psk when there is a psk, else mode_base."""
    if bool(psk) != bool(psk_id):
        raise ValueError("psk and psk_id go together")
    mode = bytes([1 if psk else 0])
    hashes = labeled_extract(HPKE_ID, b"", b"psk_id_hash", psk_id) + labeled_extract(HPKE_ID, b"", b"info_hash", info)
    secret = labeled_extract(HPKE_ID, shared, b"secret", psk)
    key = labeled_expand(HPKE_ID, secret, b"key", mode + hashes, 32)
    return key, labeled_expand(HPKE_ID, secret, b"base_nonce", mode + hashes, 12)


def hpke_open(secret, enc, info, sealed, psk=b"", psk_id=b"", aad=b""):
    """One message, at sequence 0."""
    shared = hpke_shared(x25519(secret, enc), enc, x25519(secret))
    key, nonce = hpke_schedule(shared, info, psk, psk_id)
    return aead_open(key, nonce, aad, sealed)


def hpke_seal(recipient, ephemeral, info, plaintext, psk=b"", psk_id=b"", aad=b""):
    """For tests: enc and ciphertext, with a given ephemeral secret."""
    enc = x25519(ephemeral)
    shared = hpke_shared(x25519(ephemeral, recipient), enc, recipient)
    key, nonce = hpke_schedule(shared, info, psk, psk_id)
    return enc, aead_seal(key, nonce, aad, plaintext)
