// Every published Noise vector of our suite, through the same interpreter that kith's handshake
// uses. The patterns stand here because kith itself has only one.
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "crypto/noise_pattern.hpp"
#include "tests/shared_data.hpp"

namespace kith::crypto::noise {
namespace {

using nlohmann::json;
using test::hex_field;

// "whose static is known before : messages". Source: Noise rev 34 §7.4, §7.5 and appendix 18.1.
const std::map<std::string, std::string> patterns{
    {"N", "R: e es"},
    {"K", "IR: e es ss"},
    {"X", "R: e es s ss"},
    {"NN", ": e / e ee"},
    {"NK", "R: e es / e ee"},
    {"NX", ": e / e ee s es"},
    {"XN", ": e / e ee / s se"},
    {"XK", "R: e es / e ee / s se"},
    {"XX", ": e / e ee s es / s se"},
    {"KN", "I: e / e ee se"},
    {"KK", "IR: e es ss / e ee se"},
    {"KX", "I: e / e ee se s es"},
    {"IN", ": e s / e ee se"},
    {"IK", "R: e es s ss / e ee se"},
    {"IX", ": e s / e ee se s es"},
    {"NK1", "R: e / e ee es"},
    {"NX1", ": e / e ee s / es"},
    {"X1N", ": e / e ee / s / se"},
    {"X1K", "R: e es / e ee / s / se"},
    {"XK1", "R: e / e ee es / s se"},
    {"X1K1", "R: e / e ee es / s / se"},
    {"X1X", ": e / e ee s es / s / se"},
    {"XX1", ": e / e ee s / es s se"},
    {"X1X1", ": e / e ee s / es s / se"},
    {"K1N", "I: e / e ee / se"},
    {"K1K", "IR: e es / e ee / se"},
    {"KK1", "IR: e / e ee se es"},
    {"K1K1", "IR: e / e ee es / se"},
    {"K1X", "I: e / e ee s es / se"},
    {"KX1", "I: e / e ee se s / es"},
    {"K1X1", "I: e / e ee s / se es"},
    {"I1N", ": e s / e ee / se"},
    {"I1K", "R: e es s / e ee / se"},
    {"IK1", "R: e s / e ee se es"},
    {"I1K1", "R: e s / e ee es / se"},
    {"I1X", ": e s / e ee s es / se"},
    {"IX1", ": e s / e ee se s / es"},
    {"I1X1", ": e s / e ee s / se es"},
};

Token token_of(const std::string& word) {
  static const std::map<std::string, Token> tokens{{"e", Token::e},   {"s", Token::s},
                                                   {"ee", Token::ee}, {"es", Token::es},
                                                   {"se", Token::se}, {"ss", Token::ss}};
  return tokens.at(word);
}

// psk0 stands before the first message, pskN after the N-th.
void add_psks(Pattern& pattern, std::string modifiers) {
  for (std::size_t at = modifiers.find("psk"); at != std::string::npos;
       at = modifiers.find("psk", at + 1)) {
    const auto place = static_cast<std::size_t>(modifiers[at + 3] - '0');
    auto& message = pattern.messages.at(place == 0 ? 0 : place - 1);
    message.insert(place == 0 ? message.begin() : message.end(), Token::psk);
  }
}

std::optional<Pattern> pattern_of(const std::string& protocol_name) {
  const auto name = protocol_name.substr(6, protocol_name.find('_', 6) - 6);
  const auto base = name.substr(0, name.find("psk"));
  const auto found = patterns.find(base);
  if (found == patterns.end()) {
    return std::nullopt;
  }
  const auto colon = found->second.find(':');
  const auto known = found->second.substr(0, colon);
  Pattern pattern{.protocol_name = protocol_name,
                  .initiator_static_known = known.find('I') != std::string::npos,
                  .responder_static_known = known.find('R') != std::string::npos,
                  .messages = {{}}};
  std::istringstream words{found->second.substr(colon + 1)};
  for (std::string word; words >> word;) {
    if (word == "/") {
      pattern.messages.emplace_back();
    } else {
      pattern.messages.back().push_back(token_of(word));
    }
  }
  add_psks(pattern, name.substr(base.size()));
  return pattern;
}

std::vector<Psk> psks_of(const json& vector, const std::string& field) {
  std::vector<Psk> psks;
  if (vector.contains(field)) {
    for (const auto& psk : vector[field]) {
      psks.push_back(std::move(*Psk::from(test::from_hex(psk.get<std::string>()))));
    }
  }
  return psks;
}

Setup setup_of(const json& vector, const std::string& side, Role role, const Pattern& pattern) {
  // The responder of a one-way pattern has no ephemeral key; any will do, it is never used.
  auto ephemeral = EphemeralSecret::from(hex_field(vector, (side + "_ephemeral").c_str()));
  return {
      .role = role,
      .pattern = pattern,
      .prologue = hex_field(vector, (side + "_prologue").c_str()),
      .own_ephemeral = ephemeral ? std::move(*ephemeral) : *EphemeralSecret::from(ByteVec(32)),
      .own_static = TransportSecret::from(hex_field(vector, (side + "_static").c_str())),
      .remote_static = TransportPublic::from(hex_field(vector, (side + "_remote_static").c_str())),
      .psks = {}};
}

// Every psk is supplied late, when it is asked for, which is how kith's responder does it.
ByteVec read_all(HandshakeState& reader, ByteView message, std::vector<Psk>& psks) {
  auto outcome = reader.read_message(message);
  while (outcome && std::holds_alternative<PskWanted>(*outcome)) {
    auto psk = std::move(psks.front());
    psks.erase(psks.begin());
    outcome = reader.supply_psk(std::move(psk));
  }
  EXPECT_TRUE(outcome);
  return outcome ? std::get<Payload>(*outcome).bytes : ByteVec{};
}

enum class PskTime { before, when_asked };

void run_vector(const json& vector, const Pattern& pattern, PskTime psk_time) {
  auto initiator_setup = setup_of(vector, "init", Role::initiator, pattern);
  initiator_setup.psks = psks_of(vector, "init_psks");
  auto responder_setup = setup_of(vector, "resp", Role::responder, pattern);
  auto late = psks_of(vector, "resp_psks");
  // A responder that writes a psk must have it; only where it reads them all can all be late.
  if (psk_time == PskTime::before) {
    responder_setup.psks = std::move(late);
  }
  HandshakeState initiator{std::move(initiator_setup)};
  HandshakeState responder{std::move(responder_setup)};
  std::vector<Psk> none;

  const auto& messages = vector["messages"];
  const auto handshake_messages = pattern.messages.size();
  for (std::size_t i = 0; i < handshake_messages; ++i) {
    const bool forward = i % 2 == 0;
    const auto written =
        (forward ? initiator : responder).write_message(hex_field(messages[i], "payload"));
    ASSERT_TRUE(written);
    ASSERT_EQ(to_hex(*written), messages[i]["ciphertext"].get<std::string>());
    const auto read =
        forward ? read_all(responder, *written, late) : read_all(initiator, *written, none);
    ASSERT_EQ(read, hex_field(messages[i], "payload"));
  }
  ASSERT_TRUE(initiator.finished() && responder.finished());
  EXPECT_EQ(initiator.handshake_hash(), responder.handshake_hash());
  if (vector.contains("handshake_hash")) {
    EXPECT_EQ(to_hex(initiator.handshake_hash().view()),
              vector["handshake_hash"].get<std::string>());
  }

  auto from_initiator = initiator.split();
  auto from_responder = responder.split();
  for (std::size_t i = handshake_messages; i < messages.size(); ++i) {
    const bool forward = handshake_messages == 1 || i % 2 == 0;  // one message: a one-way pattern
    auto& sending = forward ? from_initiator.send : from_responder.send;
    auto& receiving = forward ? from_responder.receive : from_initiator.receive;
    const auto sealed = sending.encrypt({}, hex_field(messages[i], "payload"));
    ASSERT_TRUE(sealed);
    ASSERT_EQ(to_hex(*sealed), messages[i]["ciphertext"].get<std::string>());
    ASSERT_EQ(receiving.decrypt({}, *sealed), hex_field(messages[i], "payload"));
  }
}

bool responder_writes_psk(const Pattern& pattern) {
  for (std::size_t i = 1; i < pattern.messages.size(); i += 2) {
    for (const auto token : pattern.messages[i]) {
      if (token == Token::psk) {
        return true;
      }
    }
  }
  return false;
}

void run_file(const std::filesystem::path& file, int expected_run, int expected_left_out) {
  int run = 0;
  int with_late_psks = 0;
  int left_out = 0;
  const auto published = test::read_json(file);
  for (const auto& vector : published["vectors"]) {
    const auto name = vector["protocol_name"].get<std::string>();
    SCOPED_TRACE(name);
    const auto pattern = name.ends_with("_BLAKE2b") ? pattern_of(name) : std::nullopt;
    if (!pattern) {
      ++left_out;
      continue;
    }
    run_vector(vector, *pattern, PskTime::before);
    if (name.find("psk") != std::string::npos && !responder_writes_psk(*pattern)) {
      run_vector(vector, *pattern, PskTime::when_asked);
      ++with_late_psks;
    }
    ++run;
  }
  std::cout << run << " vectors held (" << with_late_psks << " also with psks supplied late), "
            << left_out << " left out (BLAKE2s, SHA256, SHA512)\n";
  EXPECT_EQ(run, expected_run);
  EXPECT_EQ(left_out, expected_left_out);
}

TEST(NoiseVectors, of_cacophony_hold) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/noise/cacophony_25519_chachapoly.json");
  run_file(*file, 59, 177);
}

TEST(NoiseVectors, of_snow_hold) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/noise/snow_25519_chachapoly.json");
  run_file(*file, 51, 153);
}

}  // namespace
}  // namespace kith::crypto::noise
