// A search goes on step by step to its end, and finds what looking through everything finds: the
// newest first, nothing twice, however often its words were said and however its logs interlace.
#include "node/query.hpp"
#include "tests/people/found.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

using Texts = std::vector<std::string>;

// Two people, in turn: some words in every line, some in every other, many that begin alike.
struct SearchTest : ::testing::Test {
  SearchTest() {
    meet_by_cards(ana, eve);
    garden = ana.circle("garden");
    include(ana, garden, eve);
    ana.say(garden, "hello");
    (void)sync(eve, ana);
    join(eve, circle_called(eve, "garden"));
    (void)sync(eve, ana);
    eve.now = eve.now + std::chrono::milliseconds{500};  // nothing of one stands beside the other's
    for (int turn = 0; turn < turns; ++turn) {
      bring(ana);
      bring(eve);
    }
    (void)sync(ana, eve);
    ana.say(ana.circle("kitchen"), "water and needle, elsewhere");
    ana.index();
  }
  void bring(Person& who) {
    std::vector<Brought> lines(lines_a_turn);
    for (auto& line : lines) {
      const auto n = std::to_string(++said);
      line.quote.text = "water w" + n + (said % 2 == 0 ? " even" : " odd") +
                        (said % 3 == 0 ? " third" : "") + (said % 700 == 0 ? " Needle" : "");
    }
    (void)who.take(who.node->bring(circle_called(who, "garden"), lines, {}, who.tick()));
  }
  template <class Holds>
  Texts looked_through(const Holds& holds) {
    Texts texts;
    const auto entries = ana.node->view().last(garden, 10'000).value();
    for (const auto& entry : entries) {
      const auto text = entry.body ? kinds::words_in(*entry.body) : std::string{};
      if (holds(text)) texts.insert(texts.begin(), text);
    }
    return texts;
  }
  Texts found(std::string_view words, std::size_t at_once) {
    Texts texts;
    for (const auto& entry : found_by(*ana.node, words, garden, at_once)) {
      texts.push_back(kinds::words_in(*entry.body));
    }
    return texts;
  }

  static constexpr int turns = 14;
  static constexpr std::size_t lines_a_turn = 100;
  Person ana{"Ana", 1};
  Person eve{"Eve", 2};
  CircleNumber garden;
  int said{};
};

TEST_F(SearchTest, finds_what_looking_through_everything_finds) {
  const auto has = [](std::string_view part) {
    return [part](const std::string& text) { return text.find(part) != std::string::npos; };
  };
  EXPECT_EQ(looked_through(has("water")).size(), 2800U);
  for (const std::size_t at_once : {20U, 900U}) {
    EXPECT_EQ(found("water", at_once), looked_through(has("water")));          // common
    EXPECT_EQ(found("needle", at_once), looked_through(has("Needle")));        // rare
    EXPECT_EQ(found("water needle", at_once), looked_through(has("Needle")));  // one of each
    EXPECT_EQ(found("even odd", at_once), Texts{});                            // never together
    EXPECT_EQ(found("\"even third\"", at_once), looked_through(has("even third")));
    EXPECT_EQ(found("\"third even\"", at_once), Texts{});
    EXPECT_EQ(found("w*", at_once), looked_through(has("water")));     // begins too many words
    EXPECT_EQ(found("w27*", at_once), looked_through(has(" w27")));    // more than the index takes
    EXPECT_EQ(found("w270*", at_once), looked_through(has(" w270")));  // and fewer
    EXPECT_EQ(found("w* thi*", at_once), looked_through(has("third")));
    EXPECT_EQ(found("nobody*", at_once), Texts{});
  }
  EXPECT_EQ(found_by(*ana.node, "needle").size(), 5U);  // in all circles
  EXPECT_EQ(found_by(*ana.node, "water").size(), 2801U);
}

TEST_F(SearchTest, a_step_is_bounded_and_says_where_to_go_on) {
  const auto view = ana.node->view();
  const Search search{ana.node->store(), ana.node->strands(), ana.node->opener(), view};
  Asked asked{"\"even water\"", garden, std::nullopt, 50, {}};
  std::size_t steps = 0;
  for (auto step = search.step(asked); step.value().next; step = search.step(asked)) {
    EXPECT_TRUE(step->entries.empty());
    asked.before = step->next;
    ++steps;
  }
  EXPECT_GE(steps, 2U);  // of a thousand candidates 500 are opened at once
  const EntryKey nowhere{ana.node->strands().of_circle(garden).front(), {1U << 30U}};
  EXPECT_EQ(search.step({"water", garden, nowhere, 5, {}}).error(), Refusal::unknown_entry);
  EXPECT_EQ(search.step({"", garden, std::nullopt, 5, {}})->entries.size(), 0U);
}

TEST_F(SearchTest, leaves_out_who_is_not_seen) {
  const auto view = ana.node->view();
  const Search search{ana.node->store(), ana.node->strands(), ana.node->opener(), view};
  const auto eves = [&](const StrandRecord& strand) { return strand.person == eve.node->person(); };
  for (const auto* words : {"water", "needle", "w*"}) {
    const auto step = search.step({words, garden, std::nullopt, 200, eves});
    ASSERT_FALSE(step->entries.empty());
    for (const auto& entry : step->entries) EXPECT_EQ(entry.author, ana.node->person());
  }
}

}  // namespace
}  // namespace kith::node::test
