// The conversation with a tor: what an honest one is asked, in which order; and that one which lies
// learns nothing and ends it with a name.
#include "running/tor_control.hpp"

#include <gtest/gtest.h>

#include "crypto/base32.hpp"
#include "crypto/hkdf.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::running {
namespace {

const std::string hello =
    "250-PROTOCOLINFO 1\r\n"
    "250-AUTH METHODS=COOKIE,SAFECOOKIE COOKIEFILE=\"/run/tor/control.authcookie\"\r\n"
    "250-VERSION Tor=\"0.4.9.11\"\r\n250 OK\r\n";
const std::string news =
    "250-net/listeners/socks=\"127.0.0.1:9050\" \"unix:/run/tor/socks\"\r\n"
    "250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=45 TAG=x SUMMARY=\"On the way\"\r\n"
    "250 OK\r\n";
const std::string yes = "250 OK\r\n";

class TorControlTest : public ::testing::Test {
 protected:
  std::string said() { return std::string{as_text(control.take_out())}; }
  Result<void, TorFault> hears(const std::string& words) { return control.hear(as_bytes(words)); }
  void expect_fault(const std::string& words, TorFault fault) {
    const auto heard = hears(words);
    ASSERT_FALSE(heard.has_value());
    EXPECT_EQ(heard.error(), fault);
  }

  // As tor answers AUTHCHALLENGE, by the nonce in what was said.
  std::string challenge(const std::string& asked) {
    constexpr std::string_view front = "AUTHCHALLENGE SAFECOOKIE ";
    EXPECT_TRUE(asked.starts_with(front)) << asked;
    const auto hex = asked.substr(front.size(), 64);
    ByteVec nonce;
    for (std::size_t at = 0; at < hex.size(); at += 2) {
      nonce.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(at, 2), nullptr, 16)));
    }
    const auto hash =
        crypto::hmac_sha256(as_bytes("Tor safe cookie authentication server-to-controller hash"),
                            {cookie, nonce, server_nonce});
    proof = to_hex(
        crypto::hmac_sha256(as_bytes("Tor safe cookie authentication controller-to-server hash"),
                            {cookie, nonce, server_nonce})
            .view());
    return "250 AUTHCHALLENGE SERVERHASH=" + to_hex(hash.view()) +
           " SERVERNONCE=" + to_hex(server_nonce) + "\r\n";
  }
  void get_in() {
    EXPECT_EQ(said(), "PROTOCOLINFO 1\r\n");
    ASSERT_TRUE(hears(hello).has_value());
    EXPECT_EQ(control.cookie_wanted(), "/run/tor/control.authcookie");
    ASSERT_TRUE(control.give_cookie(cookie).has_value());
    ASSERT_TRUE(hears(challenge(said())).has_value());
    EXPECT_EQ(said(), "AUTHENTICATE " + proof + "\r\n");
    ASSERT_TRUE(hears(yes).has_value());
    EXPECT_EQ(said(), "TAKEOWNERSHIP\r\n");
    ASSERT_TRUE(hears(yes).has_value());
    EXPECT_EQ(said(), "SETEVENTS STATUS_CLIENT HS_DESC\r\n");
    ASSERT_TRUE(hears(yes).has_value());
    EXPECT_EQ(said(), "GETINFO net/listeners/socks status/bootstrap-phase\r\n");
    EXPECT_FALSE(control.is_in());
    ASSERT_TRUE(hears(news).has_value());
    EXPECT_TRUE(control.is_in());
    EXPECT_FALSE(control.waits());
  }
  OnionWish wish() {
    const auto target = *transport::tor_door_of("127.0.0.1:4040");
    return {crypto::expanded(onion), onion.public_key(), 20847, target, {caller.public_key()}};
  }
  // The address of a service; tor writes a checksum where we have zeros.
  static std::string id_of(const crypto::OnionPublic& service) {
    ByteVec bytes(service.raw.begin(), service.raw.end());
    bytes.insert(bytes.end(), {0, 0, 3});
    return crypto::to_base32(bytes);
  }

  kith::test::SeededEntropy entropy{9};
  ByteVec cookie = ByteVec(tor_cookie_bytes, 7);
  ByteVec server_nonce = ByteVec(32, 9);
  std::string proof;
  crypto::OnionKey onion = crypto::OnionKey::generate(entropy);
  crypto::OnionCallerSecret caller = crypto::OnionCallerSecret::generate(entropy);
  TorControl control{entropy, TorControl::Hold::take};
};

TEST_F(TorControlTest, an_honest_tor_lets_us_in_and_keeps_the_service_for_those_who_may_come) {
  get_in();
  EXPECT_EQ(control.socks(), transport::tor_door_of("unix:/run/tor/socks"));
  EXPECT_EQ(control.progress(), 45U);
  EXPECT_EQ(control.words(), "On the way");

  control.publish(wish());
  const auto asked = said();
  EXPECT_TRUE(asked.starts_with("ADD_ONION ED25519-V3:"));
  const auto rest = " Flags=V3Auth Port=20847,127.0.0.1:4040 ClientAuthV3=" +
                    crypto::to_base32(caller.public_key().view()) + "\r\n";
  EXPECT_TRUE(asked.ends_with(rest)) << asked;
  const auto id = id_of(onion.public_key());
  ASSERT_TRUE(hears("250-ServiceID=" + id + "\r\n250 OK\r\n").has_value());
  EXPECT_EQ(control.host(), id + ".onion");
  EXPECT_FALSE(control.is_found());
  ASSERT_TRUE(
      hears("650 HS_DESC UPLOADED " + std::string(56, 'a') + " UNKNOWN $0\r\n").has_value());
  EXPECT_FALSE(control.is_found());
  ASSERT_TRUE(hears("650 HS_DESC UPLOADED " + id + " UNKNOWN $0\r\n").has_value());
  EXPECT_TRUE(control.is_found());

  // Kept anew: the old one goes first, and is not found before it is told again.
  control.publish(wish());
  EXPECT_EQ(said(), "DEL_ONION " + id + "\r\n");
  EXPECT_FALSE(control.is_found());
  ASSERT_TRUE(hears(yes).has_value());
  EXPECT_TRUE(said().starts_with("ADD_ONION "));
}

TEST_F(TorControlTest,
       it_is_told_to_end_its_connections_and_one_that_does_not_like_it_goes_on_as_it_is) {
  get_in();
  control.stay_off();
  control.go_on();
  EXPECT_EQ(said(), "SETCONF DisableNetwork=1\r\n");
  EXPECT_TRUE(control.waits());
  ASSERT_TRUE(hears(yes).has_value());
  EXPECT_EQ(said(), "SETCONF DisableNetwork=0\r\n");
  ASSERT_TRUE(hears("553 Unable to set option\r\n").has_value());
  EXPECT_FALSE(control.waits());
  EXPECT_TRUE(control.is_in());
}

TEST_F(TorControlTest, a_key_is_told_once_and_again_where_it_is_another) {
  get_in();
  const auto other = crypto::OnionCallerSecret::generate(entropy);
  control.go_by("service", caller);
  EXPECT_TRUE(said().starts_with("ONION_CLIENT_AUTH_ADD service x25519:"));
  ASSERT_TRUE(hears(yes).has_value());
  control.go_by("service", caller);
  EXPECT_EQ(said(), "");
  control.go_by("service", other);
  EXPECT_NE(said(), "");
  ASSERT_TRUE(hears("251 replaced\r\n").has_value());
  control.leave();
  EXPECT_EQ(said(), "ONION_CLIENT_AUTH_REMOVE service\r\n");
}

TEST_F(TorControlTest, its_progress_is_followed_and_its_words_are_made_harmless) {
  get_in();
  ASSERT_TRUE(hears("650 STATUS_CLIENT WARN BOOTSTRAP PROGRESS=10 TAG=conn SUMMARY=\"x\" "
                    "WARNING=\"No route to h\xc3\xb6st\" REASON=NOROUTE\r\n")
                  .has_value());
  EXPECT_EQ(control.progress(), 10U);
  EXPECT_EQ(control.words(), "No route to h??st");
  for (const auto* odd : {"PROGRESS=101", "PROGRESS=-1", "PROGRESS=x", "PROGRESS=", "SUMMARY=\"y\"",
                          "PROGRESS=99999999999999999999"}) {
    ASSERT_TRUE(
        hears(std::string{"650 STATUS_CLIENT NOTICE BOOTSTRAP "} + odd + "\r\n").has_value());
    EXPECT_EQ(control.progress(), 10U) << odd;
  }
  const std::string much(1000, 'w');
  ASSERT_TRUE(hears("650 STATUS_CLIENT NOTICE BOOTSTRAP PROGRESS=11 SUMMARY=\"" + much + "\"\r\n")
                  .has_value());
  EXPECT_EQ(control.words().size(), tor_words_bytes_max);
}

TEST_F(TorControlTest, whoever_does_not_know_its_own_cookie_gets_nothing) {
  ASSERT_TRUE(hears(hello).has_value());
  ASSERT_TRUE(control.give_cookie(cookie).has_value());
  (void)said();
  expect_fault("250 AUTHCHALLENGE SERVERHASH=" + std::string(64, '0') +
                   " SERVERNONCE=" + std::string(64, '0') + "\r\n",
               TorFault::liar);
  EXPECT_EQ(said(), "");
}

TEST_F(TorControlTest, a_file_is_never_shown_to_who_asks_for_it) {
  expect_fault("250-AUTH METHODS=COOKIE COOKIEFILE=\"/etc/machine-id\"\r\n250 OK\r\n",
               TorFault::no_cookie);
}

TEST_F(TorControlTest, a_cookie_that_is_none_ends_it) {
  ASSERT_TRUE(hears(hello).has_value());
  const auto given = control.give_cookie(ByteVec(31, 1));
  ASSERT_FALSE(given.has_value());
  EXPECT_EQ(given.error(), TorFault::no_cookie);
}

TEST_F(TorControlTest, one_that_wants_a_password_is_not_for_us) {
  expect_fault("250-AUTH METHODS=HASHEDPASSWORD\r\n250 OK\r\n", TorFault::no_cookie);
}

TEST_F(TorControlTest, answers_to_what_nobody_asked_end_it) {
  get_in();
  expect_fault(yes, TorFault::malformed);
}

TEST_F(TorControlTest, two_answers_to_one_question_end_it) {
  ASSERT_TRUE(hears(hello).has_value());
  expect_fault(yes, TorFault::malformed);
}

TEST_F(TorControlTest, another_service_than_ours_is_a_lie) {
  get_in();
  control.publish(wish());
  expect_fault(
      "250-ServiceID=" + id_of(*crypto::OnionPublic::from(ByteVec(32, 5))) + "\r\n250 OK\r\n",
      TorFault::liar);
}

TEST_F(TorControlTest, one_that_keeps_no_service_says_so) {
  get_in();
  control.publish(wish());
  expect_fault("550 Onion address collision\r\n", TorFault::no_onion);
}

TEST_F(TorControlTest, a_socks_port_elsewhere_is_none) {
  EXPECT_EQ(said(), "PROTOCOLINFO 1\r\n");
  ASSERT_TRUE(hears("250-AUTH METHODS=NULL\r\n250 OK\r\n").has_value());
  EXPECT_EQ(said(), "AUTHENTICATE\r\n");
  for (int answers = 0; answers < 3; ++answers) ASSERT_TRUE(hears(yes).has_value());
  expect_fault("250-net/listeners/socks=\"192.0.2.1:9050\"\r\n250 OK\r\n", TorFault::no_socks);
}

}  // namespace
}  // namespace kith::running
