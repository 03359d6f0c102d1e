// A contact who lies about people: introductions, faces, device lists, bundles, whom I ignored.
#include "node/bundles.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"
#include "wire/card.hpp"

namespace kith::node::test {
namespace {

using ::testing::Test;

struct MalicePeople : Test {
  MalicePeople() {
    meet_by_cards(ana, eve);
    meet_by_cards(ana, ben);
    meet_by_cards(ben, eve);
  }
  void introduce(ForgedLog& log, std::uint16_t leaf, const ByteVec& face) {
    const auto secret = seal::PairSecret::random(eve.entropy);
    const kinds::Body body =
        kinds::Introduction{face, {secret.view().begin(), secret.view().end()}, "somebody", {}, {}};
    const wire::Meta meta{eve.tick(), static_cast<std::uint64_t>(kinds::kind_of(body)), {}, {}, {}};
    log.put_body(place(leaf, 0, leaf), meta, kinds::encode_body(body), {});
  }
  void hand(Person& to, const ForgedLog& log) {
    (void)to.take(to.node->take_range(log.all(), to.tick()));
    to.index();
  }
  ForgedLog in_tie(Person& reader) {
    const auto tie = reader.node->tie_with(eve.node->person());
    ForgedLog log{eve, reader.node->strands().id_of(*tie), reader};
    log.open(place(0, 0, 0), log.to_readers());
    return log;
  }
  ByteVec face_of(Person& person) {
    return person.take(StepOf<ByteVec>{person.node->own_face(person.now)});
  }
  /// A face of someone who is nobody.
  ByteVec invented_face() {
    const auto person = crypto::PersonKey::generate(eve.entropy);
    const auto device = crypto::DeviceKey::generate(eve.entropy);
    const auto transport = crypto::TransportSecret::generate(eve.entropy);
    const auto prekey = crypto::PrekeySecret::generate(eve.entropy);
    const wire::DeviceList list{
        person.public_key(), {1}, {{device.public_key(), transport.public_key()}}};
    return wire::sign_face(
        {person.public_key(),
         wire::sign_device_list(list, person),
         {wire::sign_prekey({device.public_key(), {1}, prekey.public_key(), eve.now}, device)},
         {},
         {},
         "nobody",
         eve.now},
        person);
  }
  Person ana{"Ana", 31};
  Person eve{"Eve", 32};
  Person ben{"Ben", 33};
};

TEST_F(MalicePeople, an_introducers_secrets_never_push_out_those_that_two_people_made) {
  // Ben seals to Ana under the secret of her card, and nothing else is agreed yet.
  const auto garden = ben.circle("garden");
  include(ben, garden, ana);
  const auto first = ranges(ben, garden);
  (void)ana.take(ana.node->take_range(first.front(), ana.tick()));
  auto log = in_tie(ana);
  for (std::uint16_t i = 1; i <= 2 * limits::pair_secrets_max; ++i) introduce(log, i, face_of(ben));
  hand(ana, log);
  EXPECT_LE(ana.node->contacts().find(ben.node->person())->opens.size(),
            1 + limits::introductions_alike_max);
  const auto other = ben.circle("other");
  include(ben, other, ana);
  ben.say(other, "still for you");
  const auto taken = ana.node->take_range(ranges(ben, other).front(), ana.tick());
  ASSERT_TRUE(taken.has_value());
  ASSERT_TRUE(ana.store->commit(taken->commit, Durability::full).has_value());
  (void)sync(ben, ana);
}

TEST_F(MalicePeople, thousands_of_introductions_wait_up_to_a_limit) {
  auto log = in_tie(ana);
  const auto count = limits::offers_waiting_max + 20;
  for (std::uint16_t i = 1; i <= count; ++i) introduce(log, i, invented_face());
  hand(ana, log);
  EXPECT_EQ(ana.node->open_offers().size(), limits::offers_waiting_max);
  EXPECT_EQ(ana.node->contacts().all().size(), 2 + limits::offers_waiting_max);
  expect_well(ana, ben);
}

TEST_F(MalicePeople, a_face_of_myself_of_the_introducer_or_a_bent_one_offers_nobody) {
  auto log = in_tie(ana);
  introduce(log, 1, face_of(ana));
  introduce(log, 2, face_of(eve));
  auto bent = face_of(ben);
  bent[bent.size() / 2] ^= 1;
  introduce(log, 3, bent);
  introduce(log, 4, {});
  hand(ana, log);
  EXPECT_TRUE(ana.node->open_offers().empty());
  EXPECT_EQ(ana.node->contacts().all().size(), 2U);
  EXPECT_EQ(ana.node->contacts().find(ana.node->person()), nullptr);
}

TEST_F(MalicePeople, who_lists_anothers_transport_key_does_not_keep_them_out) {
  // All three orders of persons: whoever is asked first must not take the call.
  auto list = *wire::open_device_list(eve.node->identity().device_list);
  list.version = {2};
  list.devices = {{eve.node->device(), ben.node->identity().transport.public_key()}};
  Heard heard;
  heard.device_list = wire::sign_device_list(list, eve.node->identity().person);
  (void)ana.take(StepOf<Done>{ana.node->heard_from(eve.node->person(), heard)});
  EXPECT_EQ(ana.node->contacts().owners_of(ben.node->identity().transport.public_key()).size(), 2U);
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  ana.say(garden, "hello ben");
  (void)ana.take(ana.node->take_range(
      [&] {
        const auto there = ben.circle("there");
        include(ben, there, ana);
        return ranges(ben, there).front();
      }(),
      ana.tick()));
  (void)sync(ben, ana);
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")), std::vector<std::string>{"hello ben"});
}

TEST_F(MalicePeople, of_whom_i_ignored_nothing_more_is_stored) {
  Person dov{"Dov", 34};
  meet_by_cards(dov, eve);
  (void)eve.take(eve.node->introduce({{ana.node->person(), dov.node->person()}}, eve.tick()));
  (void)sync(ana, eve);
  (void)sync(dov, eve);
  ana.index();
  dov.index();
  ASSERT_EQ(dov.node->open_offers().size(), 1U);
  (void)dov.take(dov.node->accept(dov.node->open_offers().front()->id, "ana", dov.tick()));
  const auto den = dov.circle("den");
  include(dov, den, ana);
  dov.say(den, "one");
  (void)ana.take(ana.node->take_range(ranges(dov, den).front(), ana.tick()));
  ASSERT_EQ(ana.node->open_offers().size(), 1U);
  (void)ana.take(ana.node->ignore(ana.node->open_offers().front()->id, ana.tick()));
  dov.say(den, "two");
  for (const auto& piece : ranges(dov, den)) {
    EXPECT_EQ(ana.node->take_range(piece, ana.tick()).error(), Refusal::ignored_author);
  }
  Talk talk{dov, ana};
  talk.settle();
  EXPECT_EQ(talk.other.ending, Ending::stranger);
}

TEST_F(MalicePeople, whoever_introduced_two_cannot_tell_one_where_the_other_lives) {
  Person dov{"Dov", 35};
  meet_by_cards(dov, eve);
  dov.node->set_ways({"tcp:dov:1"});
  (void)sync(dov, eve);
  (void)eve.take(eve.node->introduce({{ana.node->person(), dov.node->person()}}, eve.tick()));
  (void)sync(ana, eve);
  ana.index();
  ASSERT_EQ(ana.node->open_offers().size(), 1U);
  // Eve knows the secret, and has all records of Dov: only the ways are hers.
  const auto* known = eve.node->contacts().find(dov.node->person());
  const auto& offered = *ana.node->contacts().find(dov.node->person())->pair;
  seal::BundleDraft draft;
  draft.presence = sync::encode_presence({known->device_list,
                                          known->prekeys,
                                          {"tcp:eve:1"},
                                          {},
                                          sync::Fresh::random(eve.entropy),
                                          known->face,
                                          false});
  seal::BundleReader reader;
  reader.devices.push_back({ana.node->prekeys().newest().shown, &offered});
  draft.readers.push_back(std::move(reader));
  const auto sealed = seal::seal_bundle(draft, eve.entropy);
  ASSERT_TRUE(sealed.has_value());
  auto reading = BundleReading::open(*ana.node, sealed->file);
  ASSERT_TRUE(reading.has_value());
  while (true) {
    auto turn = reading->step(*ana.node, ana.tick());
    if (turn.done) break;
    ASSERT_TRUE(ana.store->commit(turn.commit, Durability::full).has_value());
  }
  const auto& ways = ana.node->contacts().find(dov.node->person())->ways;
  EXPECT_EQ(std::ranges::count(ways, "tcp:eve:1"), 0);
}

}  // namespace
}  // namespace kith::node::test
