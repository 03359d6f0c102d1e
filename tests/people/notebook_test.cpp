// One person's notebook, and the first words between two: through the real node, over stores in
// memory, with nothing between them but bytes.
#include "base/limits.hpp"
#include "node/node.hpp"
#include "tests/people/found.hpp"
#include "tests/people/two_people.hpp"

namespace kith::node {
namespace {

using test::found_by;
using test::meet;
using test::Person;
using test::ranges;
using Texts = std::vector<std::string>;

TEST(Notebook, keeps_what_is_said_and_gives_it_back_after_a_restart) {
  Person ana{"ana", 1};
  const auto garden = ana.circle("garden");
  ana.say(garden, "plant the beans");
  ana.reopen();
  ana.say(garden, "water them");
  EXPECT_EQ(ana.texts(garden), (Texts{"plant the beans", "water them"}));
  EXPECT_EQ(ana.node->own_name(), "ana");
  EXPECT_EQ(ana.node->name_of(garden), "garden");
  EXPECT_EQ(ana.node->circles(), std::vector{garden});
}

TEST(Notebook, answers_point_at_what_they_answer) {
  Person ana{"ana", 2};
  const auto garden = ana.circle("garden");
  const auto question = ana.say(garden, "beans or peas?");
  ana.say(garden, "peas", {question});
  ana.say(garden, "what was that?", {Reference{{9}}});
  ana.index();
  const auto entries = ana.node->view().last(garden, 9).value();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[1].answers, std::vector{question});
  EXPECT_EQ(entries[2].unseen_answers, 1U);
}

TEST(Notebook, search_finds_words_beginnings_and_phrases) {
  Person ana{"ana", 3};
  const auto garden = ana.circle("garden");
  const auto kitchen = ana.circle("kitchen");
  ana.say(garden, "The old apple tree");
  ana.say(kitchen, "apple cake, no tree");
  ana.index();
  auto& node = *ana.node;
  EXPECT_EQ(found_by(node, "APPLE tree").size(), 2U);
  EXPECT_EQ(found_by(node, "app*", kitchen).size(), 1U);
  EXPECT_EQ(found_by(node, "\"apple tree\"").size(), 1U);
  EXPECT_TRUE(found_by(node, "pear").empty());
}

TEST(Notebook, a_new_epoch_opens_after_500_entries_and_after_a_week) {
  Person ana{"ana", 4};
  const auto garden = ana.circle("garden");
  for (int i = 0; i < 501; ++i) ana.say(garden, "line " + std::to_string(i));
  ana.now = ana.now + std::chrono::hours{7 * 24};
  ana.say(garden, "a week later");
  const auto strand = ana.node->strands().of_circle(garden).front();
  const auto place = [&](std::uint64_t seq) {
    return *ana.node->opener().place_of({strand, {seq}});
  };
  EXPECT_EQ(place(499), (wire::Place{{499}, {0}, {499}}));
  EXPECT_EQ(place(500), (wire::Place{{500}, {1}, {0}}));
  EXPECT_EQ(place(501), (wire::Place{{501}, {2}, {0}}));
  ana.reopen();
  EXPECT_EQ(ana.texts(garden).size(), 502U);
}

TEST(Notebook, claimed_times_grow_even_when_the_clock_goes_back) {
  Person ana{"ana", 5};
  const auto garden = ana.circle("garden");
  ana.say(garden, "noon");
  ana.now = test::morning - std::chrono::hours{99};
  ana.say(garden, "earlier, says the clock");
  EXPECT_EQ(ana.texts(garden), (Texts{"noon", "earlier, says the clock"}));
}

TEST(Notebook, refuses_what_it_cannot_keep_and_stays_as_it_was) {
  Person ana{"ana", 6};
  const auto garden = ana.circle("garden");
  const auto refused = [&](const std::string& text) {
    return ana.node->say(garden, {text}, ana.tick()).error();
  };
  EXPECT_EQ(refused(""), Refusal::empty_text);
  EXPECT_EQ(refused("\xff"), Refusal::not_utf8);
  EXPECT_EQ(refused(std::string(limits::body_bytes_max, 'a')), Refusal::too_long);
  EXPECT_EQ(ana.node->new_circle("garden", ana.tick()).error(), Refusal::name_taken);
  EXPECT_EQ(ana.node->new_circle("", ana.tick()).error(), Refusal::bad_name);
  EXPECT_EQ(ana.node->new_circle("a\nb", ana.tick()).error(), Refusal::bad_name);
  ana.say(garden, std::string(limits::body_bytes_max - 2048, 'a'));
  EXPECT_EQ(ana.texts(garden).size(), 1U);
}

TEST(Notebook, many_entries_are_readable_before_their_words_are_findable) {
  Person ana{"ana", 8};
  const auto garden = ana.circle("garden");
  constexpr std::size_t many = 600;
  for (std::size_t i = 0; i < many; ++i) ana.say(garden, "apple " + std::to_string(i));
  const auto found = [&] { return found_by(*ana.node, "apple", garden).size(); };
  while (const auto indexed = ana.node->index_some(2 * many, Findable::by_place).value()) {
    ASSERT_TRUE(ana.store->commit(*indexed, Durability::lazy).has_value());
  }
  EXPECT_EQ(ana.node->view().last(garden, 2 * many)->size(), many);
  EXPECT_EQ(found(), 0U);

  const auto strand = ana.node->strands().of_circle(garden).front();
  (void)ana.take(ana.node->forget({strand, {9}}, ana.tick()));  // its words never come
  ana.reopen();
  ana.index();
  EXPECT_EQ(found(), many - 1);
}

TEST(Notebook, a_retired_log_is_read_on_and_written_to_no_more) {
  Person ana{"ana", 7};
  const auto garden = ana.circle("garden");
  ana.say(garden, "before the copy");
  (void)ana.take(ana.node->retire_logs());
  ana.say(garden, "after it");
  EXPECT_EQ(ana.node->strands().of_circle(garden).size(), 2U);
  ana.reopen();
  EXPECT_EQ(ana.texts(garden), (Texts{"before the copy", "after it"}));
}

TEST(Notebook, a_forgotten_body_is_gone_and_its_place_stays) {
  Person ana{"ana", 8};
  const auto garden = ana.circle("garden");
  ana.say(garden, "keep this");
  ana.say(garden, "forget these secret words");
  ana.say(garden, "and this stays");
  ana.index();
  const auto strand = ana.node->strands().of_circle(garden).front();
  (void)ana.take(ana.node->forget({strand, {1}}, ana.tick()));
  EXPECT_TRUE(found_by(*ana.node, "secret").empty());
  for (const bool again : {false, true}) {
    if (again) ana.reopen();
    EXPECT_EQ(ana.texts(garden), (Texts{"keep this", "?", "and this stays"}));
    const auto gone = ana.node->view().entry({strand, {1}}).value();
    EXPECT_EQ(gone.body_state, wire::BodyState::forgotten);
  }
  ana.say(garden, "the log goes on");
  EXPECT_EQ(as_text(ranges(ana, garden).front()).find("secret"), std::string_view::npos);
}

struct Garden {
  Person ana{"ana", 11};
  Person ben{"ben", 12};
  CircleNumber garden;

  Garden() {
    meet(ana, ben);
    garden = ana.circle("garden");
    ana.say(garden, "before anyone else was here");
    (void)ana.take(ana.node->include(garden, {ben.node->person()}, {}, ana.tick()));
  }
  [[nodiscard]] CircleNumber of_ben() {
    return *ben.node->strands().number_of(ana.node->strands().id_of(garden));
  }
  std::size_t hand_over(std::uint64_t first = 1) {
    std::size_t fresh = 0;
    for (const auto& piece : ranges(ana, garden, first)) {
      fresh += ben.take(ben.node->take_range(piece, ben.tick())).fresh;
    }
    return fresh;
  }
};

TEST(Include, ben_hears_ana_from_then_on_and_not_before) {
  Garden scene;
  scene.ana.say(scene.garden, "shall we dig on saturday?");
  EXPECT_EQ(scene.hand_over(), 2U);
  EXPECT_EQ(scene.ben.texts(scene.of_ben()), Texts{"shall we dig on saturday?"});
  // Even with the bytes of what was said before he stays outside.
  scene.hand_over(0);
  scene.ben.reopen();
  EXPECT_EQ(scene.ben.texts(scene.of_ben()), Texts{"shall we dig on saturday?"});
}

TEST(Include, what_ben_hears_says_who_else_does) {
  Garden scene;
  scene.ana.say(scene.garden, "hello");
  scene.hand_over();
  scene.ben.index();
  const auto heard = scene.ben.node->view().last(scene.of_ben(), 1).value().front();
  EXPECT_EQ(heard.author, scene.ana.node->person());
  ASSERT_TRUE(heard.audience.has_value());
  EXPECT_EQ(*heard.audience, (wire::AudienceList{{scene.ben.node->person(), std::nullopt}}));
}

TEST(Part, ben_hears_no_word_that_is_said_after_it) {
  Garden scene;
  scene.ana.say(scene.garden, "both of us");
  (void)scene.ana.take(
      scene.ana.node->part(scene.garden, {scene.ben.node->person()}, {}, scene.ana.tick()));
  scene.ana.say(scene.garden, "me alone");
  scene.hand_over();
  EXPECT_EQ(scene.ben.texts(scene.of_ben()), Texts{"both of us"});
}

TEST(Part, who_is_included_again_hears_again) {
  Garden scene;
  const auto ben = scene.ben.node->person();
  (void)scene.ana.take(scene.ana.node->part(scene.garden, {ben}, {}, scene.ana.tick()));
  scene.ana.say(scene.garden, "me alone");
  (void)scene.ana.take(scene.ana.node->include(scene.garden, {ben}, {}, scene.ana.tick()));
  scene.ana.say(scene.garden, "both again");
  scene.hand_over();
  EXPECT_EQ(scene.ben.texts(scene.of_ben()), Texts{"both again"});
}

TEST(Lease, ends_by_the_authors_clock_with_the_next_entry) {
  Garden scene;
  const auto ben = scene.ben.node->person();
  const auto until = scene.ana.now + std::chrono::hours{1};
  (void)scene.ana.take(scene.ana.node->include(scene.garden, {ben}, {until, {}}, scene.ana.tick()));
  scene.ana.say(scene.garden, "within the hour");
  scene.ana.now = until;
  scene.ana.say(scene.garden, "after it");
  scene.hand_over();
  EXPECT_EQ(scene.ben.texts(scene.of_ben()), Texts{"within the hour"});
}

TEST(Intake, refuses_strangers_and_damaged_ranges_and_keeps_nothing_of_them) {
  Garden scene;
  Person cem{"cem", 13};
  const auto bytes = ranges(scene.ana, scene.garden, 1).front();
  EXPECT_EQ(cem.node->take_range(bytes, cem.tick()).error(), Refusal::unknown_log);
  EXPECT_TRUE(cem.node->circles().empty());
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    auto damaged = bytes;
    damaged[i] ^= 4;
    (void)scene.ben.node->take_range(damaged, scene.ben.tick());
  }
  EXPECT_EQ(scene.ben.node->take_range(ByteView{bytes}.first(99), scene.ben.tick()).error(),
            Refusal::bad_range);
}

TEST(Intake, pieces_in_any_order_give_the_same_view) {
  Garden scene;
  for (int i = 0; i < 5; ++i) {
    (void)scene.ana.say(scene.garden, "line " + std::to_string(i));
  }
  const auto first = ranges(scene.ana, scene.garden, 1).front();
  for (int i = 5; i < 9; ++i) (void)scene.ana.say(scene.garden, "line " + std::to_string(i));
  const auto second = ranges(scene.ana, scene.garden, 7).front();
  for (const auto* bytes : {&first, &second, &first}) {
    (void)scene.ben.take(scene.ben.node->take_range(*bytes, scene.ben.tick()));
  }
  EXPECT_EQ(scene.ben.texts(scene.of_ben()),
            scene.ana.texts(scene.garden).size() == 10
                ? Texts({"line 0", "line 1", "line 2", "line 3", "line 4", "line 5", "line 6",
                         "line 7", "line 8"})
                : Texts{});
}

TEST(Range, a_long_log_goes_over_in_pieces_that_each_end_with_a_signature) {
  Garden scene;
  std::vector<Brought> lines(5000,
                             Brought{{"a line from elsewhere", "ann", std::nullopt, "irc"}, {}});
  (void)scene.ana.take(scene.ana.node->bring(scene.garden, lines, {}, scene.ana.tick()));
  for (int i = 0; i < 50; ++i) scene.ana.say(scene.garden, "and some words of my own");
  EXPECT_EQ(scene.hand_over(), 5051U);
  EXPECT_EQ(ranges(scene.ana, scene.garden, 1).size(), 11U);  // one an epoch
  EXPECT_EQ(scene.ben.texts(scene.of_ben()).size(), 1000U);
  // What ben holds he can pass on in the same way.
  const auto theirs = scene.ben.node->strands().of_circle(scene.of_ben()).front();
  EXPECT_TRUE(test::range_from(*scene.ben.node, theirs, {2000}).has_value());
}

TEST(Forget, what_was_heard_does_not_come_back_with_the_same_bytes) {
  Garden scene;
  scene.ana.say(scene.garden, "a secret");
  scene.ana.say(scene.garden, "no secret");
  const auto bytes = ranges(scene.ana, scene.garden, 1).front();
  scene.hand_over();
  scene.ben.index();
  const auto strand = scene.ben.node->strands().of_circle(scene.of_ben()).front();
  (void)scene.ben.take(scene.ben.node->forget({strand, {2}}, scene.ben.tick()));
  EXPECT_EQ(scene.ben.texts(scene.of_ben()), (Texts{"?", "no secret"}));
  (void)scene.ben.take(scene.ben.node->take_range(bytes, scene.ben.tick()));
  scene.ben.reopen();
  EXPECT_EQ(scene.ben.texts(scene.of_ben()), (Texts{"?", "no secret"}));
}

}  // namespace
}  // namespace kith::node
