#!/usr/bin/env bash
# A home or a backup that the wrong key, a wrong passphrase or a damaged keyring is tried on: one clear
# sentence, exit 1 or 3, never a crash, and nothing left behind.
source "$(dirname "$0")/script.bash"

new_home "$base/other"
new_home
say garden "what the lock is for" >/dev/null
does --json read garden
cp out whole
keep_home

# --- the keyring and the key file
length=$(stat -c %s home/keyring)
for cut in 0 1 15 16 17 40 $((length - 1)); do
  truncate -s "$cut" home/keyring
  stays_shut "keyring cut to $cut of $length bytes"
  bring_back
done
for ((place = 0; place < 12; ++place)); do
  flip home/keyring $((place * length / 12)) $((place % 8))
  stays_shut "keyring flipped at $((place * length / 12))"
  bring_back
done
echo >>home/keyring
stays_shut "a keyring that goes on"
bring_back
cp other/keyring home/keyring
stays_shut "another home's keyring"
bring_back
cp other.key home.key
stays_shut "another home's key file"
[[ $status == 3 ]] || fail "another home's key file: exit $status"
cp other/keyring home/keyring
stays_shut "another home's keyring and key file"
bring_back
for cut in 0 10 64; do
  truncate -s "$cut" home.key
  stays_shut "key file cut to $cut bytes"
  bring_back
done
rm home.key
stays_shut "no key file"
[[ $status == 3 ]] || fail "no key file: exit $status"
bring_back
rm home/keyring
stays_shut "no keyring"
bring_back

does --json read garden
cmp -s out whole || fail "the home did not come back"

# --- a backup: cut, flipped, another's
echo "the passphrase" >right.pass
does --json backup saved --passphrase-file right.pass
saved=$(stat -c %s saved)
for cut in 0 10 60 $((saved / 2)) $((saved - 1)); do
  head -c "$cut" saved >cut
  stays_shut "a backup cut to $cut of $saved bytes" --home restored restore cut --passphrase-file right.pass --no-passphrase
  [[ ! -e restored && ! -e restored.key ]] || fail "a cut backup left something behind"
done
for ((place = 0; place < 4; ++place)); do
  cp saved flipped
  flip flipped $((place * saved / 4 + 21)) "$place"
  stays_shut "a backup flipped in quarter $place" --home restored restore flipped --passphrase-file right.pass --no-passphrase
  [[ ! -e restored && ! -e restored.key ]] || fail "a flipped backup left something behind"
done

# --- a home with a passphrase: the wrong one, and a damaged keyring under the right one
export KITH_HOME=$base/locked KITH_PASSPHRASE_FILE=$base/right.pass
echo "another" >wrong.pass
does --json init --name ben
keep_home
KITH_PASSPHRASE_FILE=$base/wrong.pass stays_shut "the wrong passphrase" whoami
[[ $status == 3 ]] || fail "the wrong passphrase: exit $status"
length=$(stat -c %s locked/keyring)
for cut in 0 20 $((length - 1)); do
  truncate -s "$cut" locked/keyring
  stays_shut "a keyring cut to $cut of $length bytes" whoami
  bring_back
done
# Flips in the two numbers of how hard the passphrase is stretched, too: no hour of it, no terabyte.
for ((offset = 15; offset < length; offset += 11)); do
  flip locked/keyring "$offset" $((offset % 8))
  stays_shut "a keyring flipped at $offset" whoami
  bring_back
done
does whoami
