// Of one story Ana holds what lies around an entry that is not Ben's, and Ben holds the beginning
// of the other, which ends where the later piece begins. When Ana had sent him that piece she took
// the two for one span, which went on from his story to hers: whatever stands before the piece in
// hers he was now thought to hold, and no session said that it is missing. Found by histories in
// which two copies of a home are awake.
#include "node/sharing.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct AfterTheOther : ::testing::Test {
  AfterTheOther() {
    meet_by_cards(eve, ana);
    meet_by_cards(eve, ben);
    meet_by_cards(ana, ben);
    const wire::AudienceList ana_alone{{ana.node->person(), std::nullopt}};
    log.open(place(0, 0, 0), log.to_readers());
    for (std::uint16_t i = 1; i < 3; ++i) log.tell(place(i, 0, i), "of the other");
    give(ben, log.all());
    log.rewind(1);
    log.tell(place(1, 0, 1), "of the one");
    log.open(place(2, 1, 0), ana_alone, "not for Ben");
    log.open(place(3, 2, 0), log.to_readers(), "to both");
    give(ana, log.range(0, 1));
    give(ana, log.range(2, 3));
  }
  void give(Person& reader, const ByteVec& range) {
    (void)reader.take(reader.node->take_range(range, reader.tick()));
  }
  std::vector<std::string> read_by(Person& reader) {
    auto texts = reader.texts(*reader.node->strands().number_of(circle));
    std::ranges::sort(texts);
    return texts;
  }

  Person ana{"Ana", 81};
  Person ben{"Ben", 82};
  Person eve{"Eve", 83};
  CircleId circle{{0xee}};
  ForgedLog log{eve, circle, {&ana, &ben}};
};

TEST_F(AfterTheOther, the_beginning_of_a_story_comes_with_its_end) {
  (void)sync(ana, ben);
  const std::vector<std::string> all{"hello", "of the one", "of the other", "of the other",
                                     "to both"};
  EXPECT_EQ(read_by(ben), all);
}

}  // namespace
}  // namespace kith::node::test
