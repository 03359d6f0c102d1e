// The committed vectors hold under this code, what they refuse is refused, and the programs that
// wrote them would write them again.
// Source: docs/protocol.md §12.
#include <gtest/gtest.h>

#include <map>

#include "log/fork.hpp"
#include "log/link.hpp"
#include "tests/vectors/handover_vectors.hpp"
#include "tests/vectors/records_vectors.hpp"
#include "tests/vectors/vector_reader.hpp"
#include "wire/beacon.hpp"
#include "wire/certificate.hpp"
#include "wire/fork_proof.hpp"
#include "wire/prekey.hpp"

namespace kith::test {
namespace {

json committed(const std::string& name) { return read_json(source_file("tests/vectors/" + name)); }

// By size first: a difference of half a million bytes is no help on a screen.
void expect_same(const std::string& made, const std::string& name) {
  const auto file = read_text(source_file("tests/vectors/" + name));
  EXPECT_EQ(made.size(), file.size()) << name;
  EXPECT_TRUE(made == file) << name << ": run its maker, if this was on purpose";
}

TEST(OwnVectors, are_written_again_byte_for_byte) {
  expect_same(make_entry_vectors(), "entry.json");
  expect_same(make_handover_vectors(), "handover.json");
  expect_same(make_records_vectors(), "records.json");
}

// Holds every entry of a range to what `wanted` says of it.
void expect_entries(ByteView bytes, const Held& held, const json& wanted) {
  const auto range = wire::decode_range(bytes);
  ASSERT_TRUE(range.has_value());
  const auto links = log::verify_range(*range);
  ASSERT_TRUE(links.has_value());
  ASSERT_EQ(links->size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& placed = range->entries[i];
    SCOPED_TRACE("entry " + std::to_string(i) + ": " + wanted[i].value("what", ""));
    EXPECT_EQ((*links)[i], fixed_at<Link>(wanted[i], "link"));
    EXPECT_EQ(placed.entry.tag, fixed_at<EntryTag>(wanted[i], "tag"));
    const auto seen = see(*range, placed, held);
    EXPECT_EQ(seen.state, wanted[i].at("state"));
    EXPECT_EQ(seen.meta, hex_field(wanted[i], "meta"));
    if (wanted[i].contains("item")) {
      EXPECT_EQ(seen.body, hex_field(wanted[i], "item"));
    } else {
      const auto padded = hex_field(wanted[i], "body");
      auto body = seen.body;
      ASSERT_LE(body.size(), padded.size());
      body.resize(padded.size());
      EXPECT_EQ(body, padded);
    }
  }
}

TEST(EntryVectors, open_as_far_as_their_keys_reach) {
  const auto file = committed("entry.json");
  std::map<std::string, std::size_t> states;
  for (const auto& vector : file.at("ranges")) {
    SCOPED_TRACE(vector.value("what", ""));
    expect_entries(hex_field(vector, "range"), held_of(vector.at("epochs")), vector.at("entries"));
    for (const auto& entry : vector.at("entries")) {
      states[entry.at("state")] += 1;
    }
  }
  EXPECT_EQ(states.size(), 7U) << "every state has its vector";
}

TEST(EntryVectors, refuse_what_is_beyond_the_limits_bent_or_forged) {
  const auto file = committed("entry.json");
  for (const auto& vector : file.at("refused").at("ranges")) {
    EXPECT_FALSE(range_holds(hex_field(vector, "range"))) << vector.at("what");
  }
}

TEST(HandoverVectors, open_for_their_reader_and_open_what_they_hand_over) {
  const auto file = committed("handover.json");
  for (const auto& vector : file.at("boxes")) {
    SCOPED_TRACE(vector.at("what"));
    const auto found = opened_box(vector);
    ASSERT_TRUE(found.has_value());
    if (vector.at("what") != "keys of tomorrow") {  // which are passed over, so not written again
      auto plain = wire::encode_handover(*found);
      plain.resize(hex_field(vector, "handover").size());
      EXPECT_EQ(plain, hex_field(vector, "handover"));
    }
    if (!vector.contains("opens")) continue;
    Held held;
    const auto log = found->log.value_or(fixed_at<LogId>(vector, "log"));
    for (const auto& span : found->spans) {
      seal::KeySet keys;
      keys.add(span.nodes, span.meta_keys);
      held[{log, span.first.epoch}].push_back(std::move(keys));
    }
    expect_entries(hex_field(vector.at("opens"), "range"), held, vector.at("opens").at("entries"));
  }
}

TEST(HandoverVectors, refuse_other_readers_damage_and_what_is_no_handover) {
  const auto file = committed("handover.json");
  for (const auto& vector : file.at("refused").at("boxes")) {
    EXPECT_FALSE(opened_box(vector).has_value()) << vector.at("what");
  }
}

void expect_devices(const wire::DeviceList& list, const json& wanted) {
  ASSERT_EQ(list.devices.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(to_hex(list.devices[i].device.view()), wanted[i].at(0));
    EXPECT_EQ(to_hex(list.devices[i].transport.view()), wanted[i].at(1));
  }
}

void expect_statement(const wire::LogStatement& statement, const json& wanted) {
  EXPECT_EQ(statement.circle, fixed_at<CircleId>(wanted, "circle"));
  EXPECT_EQ(statement.log, fixed_at<LogId>(wanted, "log"));
  EXPECT_EQ(statement.person, fixed_at<PersonId>(wanted, "person"));
  EXPECT_EQ(statement.device, fixed_at<DeviceId>(wanted, "device"));
  EXPECT_EQ(statement.form == wire::LogForm::aside, wanted.at("aside").get<bool>());
}

void expect_prekey(const wire::Prekey& prekey, const json& wanted) {
  EXPECT_EQ(prekey.device, fixed_at<DeviceId>(wanted, "device"));
  EXPECT_EQ(prekey.counter.value, number_at(wanted, "counter"));
  EXPECT_EQ(prekey.key, fixed_at<crypto::PrekeyPublic>(wanted, "key"));
  EXPECT_EQ(static_cast<std::uint64_t>(prekey.made.micros), number_at(wanted, "made"));
}

// Whether a record holds; where it does, its fields are compared with those that `wanted` has.
using Check = bool (*)(ByteView record, const json& wanted);

const std::map<std::string, Check>& checks() {
  static const std::map<std::string, Check> all{
      {"device_lists",
       [](ByteView record, const json& wanted) {
         const auto list = wire::open_device_list(record);
         if (!list || !wanted.contains("person")) return list.has_value();
         EXPECT_EQ(list->person, fixed_at<PersonId>(wanted, "person"));
         EXPECT_EQ(list->version.value, number_at(wanted, "version"));
         expect_devices(*list, wanted.at("devices"));
         return true;
       }},
      {"log_statements",
       [](ByteView record, const json& wanted) {
         const auto statement = wire::open_log_statement(record);
         if (statement && wanted.contains("log")) expect_statement(*statement, wanted);
         return statement.has_value();
       }},
      {"certificates",
       [](ByteView record, const json& wanted) {
         const auto certificate = wire::open_certificate(record);
         if (!certificate || !wanted.contains("log")) return certificate.has_value();
         expect_statement(certificate->statement, wanted);
         expect_devices(certificate->devices, wanted.at("devices"));
         return true;
       }},
      {"prekeys",
       [](ByteView record, const json& wanted) {
         const auto prekey = wire::open_prekey(record);
         if (prekey && wanted.contains("device")) expect_prekey(*prekey, wanted);
         return prekey.has_value();
       }},
      {"fork_proofs",
       [](ByteView record, const json& wanted) {
         const auto proof = wire::decode_fork_proof(record);
         if (!proof || !log::verify_fork_proof(*proof)) return false;
         if (!wanted.contains("log")) return true;
         EXPECT_EQ(proof->log, fixed_at<LogId>(wanted, "log"));
         EXPECT_EQ(proof->left.headers.front().place.seq.value, number_at(wanted, "seq"));
         return true;
       }},
      {"beacons",
       [](ByteView record, const json& fields) {
         const auto beacon = wire::decode_beacon(record);
         if (!beacon) return false;
         EXPECT_EQ(wire::encode_beacon(*beacon), ByteVec(record.begin(), record.end()));
         EXPECT_EQ(to_hex(beacon->nonce.view()), fields.at("nonce"));
         return true;
       }},
  };
  return all;
}

TEST(RecordVectors, hold_and_say_what_they_say) {
  const auto file = committed("records.json");
  for (const auto& [name, check] : checks()) {
    for (const auto& vector : file.at(name)) {
      SCOPED_TRACE(name + ": " + vector.value("what", ""));
      EXPECT_TRUE(check(hex_field(vector, "record"), vector));
    }
  }
}

TEST(RecordVectors, refuse_one_for_each_rule) {
  const auto file = committed("records.json").at("refused");
  EXPECT_EQ(file.size(), checks().size());
  for (const auto& [name, check] : checks()) {
    for (const auto& vector : file.at(name)) {
      EXPECT_FALSE(check(hex_field(vector, "record"), json::object()))
          << name << ": " << vector.at("what");
    }
  }
}

}  // namespace
}  // namespace kith::test
