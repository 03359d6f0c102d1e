// An act of several entries was refused at a later one: the earlier ones were in no store, but the
// node went on behind them. A contact whose face was larger than any entry did that to whoever
// introduced them: the tie with the other lost an entry, or its log, and the home did not open any
// more. Words that were too long, at a parting, did it to one's own decisions.
#include "tests/people/liar.hpp"
#include "wire/card.hpp"
#include "wire/cbor.hpp"
#include "wire/signed_record.hpp"

namespace kith::node::test {
namespace {

/// A face with something that nobody knows, signed all the same.
ByteVec face_with_more(Person& person, std::size_t bytes) {
  wire::CborWriter out;
  out.map(8).key(0).bytes(person.node->person().view());
  out.key(1).bytes(person.node->identity().device_list);
  out.key(2).array(1).bytes(person.node->prekeys().newest().record);
  out.key(3).bytes(PairId{}.view()).key(4).array(0);
  out.key(5).text("Eve").key(6).integer(1).key(7).bytes(ByteVec(bytes, 7));
  const auto payload = out.take();
  constexpr crypto::Context context{"kith/1 card"};
  return wire::encode_signed(payload, person.node->identity().person.sign(context, {payload}));
}

struct HalfDone : ::testing::Test {
  HalfDone() {
    for (auto* other : {&ben, &cem, &eve}) {
      meet_by_cards(ana, *other);
      (void)sync(ana, *other);
    }
  }
  /// As a contact whose face grew in the store of an earlier version.
  void keep_great_face_of_eve() {
    auto contact = clone(*ana.node->contacts().find(eve.node->person()));
    contact.face = face_with_more(eve, 100'000);
    (void)ana.take(ana.node->put_contact(std::move(contact), "Eve", ana.tick()));
  }
  Introducing pair(Person& one, Person& other) {
    return {one.node->person(), other.node->person()};
  }
  std::size_t offers_of(Person& person) {
    (void)sync(ana, person);
    person.index();
    return person.node->open_offers().size();
  }

  Person ana{"Ana", 21};
  Person ben{"Ben", 22};
  Person cem{"Cem", 23};
  Person eve{"Eve", 24};
};

TEST_F(HalfDone, a_face_beyond_its_limit_is_not_kept) {
  Liar liar{eve, ana};
  auto presence = liar.presence();
  presence.face = face_with_more(eve, 100'000);
  liar.say(std::move(presence));
  liar.say(sync::Digest{});
  liar.settle();
  EXPECT_LE(ana.node->contacts().find(eve.node->person())->face.size(), limits::record_bytes_max);
}

TEST_F(HalfDone, an_introduction_that_does_not_fit_leaves_the_home_as_it_was) {
  keep_great_face_of_eve();
  const auto refused = ana.node->introduce({pair(ben, cem), pair(ben, eve)}, ana.tick());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error(), Refusal::too_long);
  EXPECT_FALSE(ana.node->is_spent());
  (void)ana.take(ana.node->introduce({pair(ben, cem)}, ana.tick()));
  ana.reopen();
  EXPECT_EQ(offers_of(ben), 1U);
  EXPECT_EQ(offers_of(cem), 1U);
}

TEST_F(HalfDone, words_too_long_part_nobody) {
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  const std::string words(limits::body_bytes_max + 1, 'x');
  const auto refused = ana.node->part(garden, {ben.node->person()}, {.words = words}, ana.tick());
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error(), Refusal::too_long);
  const auto hears = [&](Person& person) {
    return wire::hears(ana.node->audience(garden, ana.now), person.node->person());
  };
  EXPECT_TRUE(hears(ben));
  include(ana, garden, cem);
  (void)ana.take(ana.node->part(garden, {cem.node->person()}, {}, ana.tick()));
  include(ana, garden, cem);
  ana.reopen();
  EXPECT_TRUE(hears(ben));
  EXPECT_TRUE(hears(cem));
}

}  // namespace
}  // namespace kith::node::test
