// Proposals fold the same in every order; what nobody may do for another has no effect.
#include "kinds/proposals.hpp"

#include <gtest/gtest.h>

#include "tests/kinds/seen_entries.hpp"
#include "tests/wire/property.hpp"

namespace kith::kinds {
namespace {

using test::ana;
using test::ben;
using test::cem;
using test::Hand;
using test::person;
using test::ref;

Proposal text(const std::string& words) {
  return {words, std::nullopt, {person(ana), person(ben)}};
}
Stance stance(const Seen& version, Position position, std::vector<Reference> instead = {}) {
  return {version.link, static_cast<std::uint64_t>(position), std::nullopt, std::move(instead)};
}

struct ProposalStory : Hand {
  Seen says(std::uint8_t who, const Seen& version, Position position,
            std::vector<Reference> instead = {}, std::uint8_t device = 1) {
    std::ranges::sort(instead);
    return write(who, stance(version, position, instead), {ref(version)}, device);
  }
  ProposalView view(const Seen& version) const {
    return *test::folded<Proposals>(all).view(version.link);
  }
};

std::vector<Position> positions_of(const ProposalView& view, std::uint8_t who,
                                   const Seen& version) {
  std::vector<Position> found;
  for (const auto& said : view.stances) {
    if (said.where.author == person(who) && said.word.version == version.link) {
      found.push_back(static_cast<Position>(said.word.position));
    }
  }
  std::ranges::sort(found);
  return found;
}

TEST(Proposals, show_who_said_what_and_who_was_not_heard_yet) {
  ProposalStory story;
  const auto water = story.write(ana, text("water the beds"));
  EXPECT_EQ(story.view(water).unheard, (std::vector{person(ana), person(ben)}));
  story.says(ben, water, Position::with_it_but);
  const auto view = story.view(water);
  EXPECT_EQ(positions_of(view, ben, water), std::vector{Position::with_it_but});
  EXPECT_EQ(view.unheard, std::vector{person(ana)});
}

TEST(Proposals, keep_the_last_word_of_each_person_on_each_version) {
  ProposalStory story;
  const auto first = story.write(ana, text("water"));
  story.says(ben, first, Position::cannot_live_with_it);
  story.says(ben, first, Position::stands_aside);
  const auto second = story.write(ana, text("water less"), {ref(first)});
  story.says(ben, second, Position::with_it);
  const auto view = story.view(first);
  ASSERT_EQ(view.versions.size(), 2U);
  EXPECT_EQ(view.versions[1].number, 2U);
  EXPECT_TRUE(view.versions[1].newest && !view.versions[0].newest);
  EXPECT_EQ(positions_of(view, ben, first), std::vector{Position::stands_aside});
  EXPECT_EQ(positions_of(view, ben, second), std::vector{Position::with_it});
  for (const auto& said : view.stances) EXPECT_EQ(said.latest, said.word.version == second.link);
}

TEST(Proposals, show_both_words_of_devices_that_did_not_know_of_each_other) {
  ProposalStory story;
  const auto water = story.write(ana, text("water"));
  const auto phone = story.says(ben, water, Position::with_it, {}, 1);
  const auto laptop = story.says(ben, water, Position::cannot_live_with_it, {}, 2);
  EXPECT_EQ(positions_of(story.view(water), ben, water),
            (std::vector{Position::with_it, Position::cannot_live_with_it}));
  story.says(ben, water, Position::stands_aside, {ref(phone), ref(laptop)}, 1);
  EXPECT_EQ(positions_of(story.view(water), ben, water), std::vector{Position::stands_aside});
}

TEST(Proposals, show_all_that_a_forked_log_says) {
  ProposalStory story;
  const auto water = story.write(ana, text("water"));
  story.says(ben, water, Position::with_it);
  story.says(ben, water, Position::cannot_live_with_it);
  for (auto& seen : story.all) seen.forked = seen.author == person(ben);
  EXPECT_EQ(positions_of(story.view(water), ben, water).size(), 2U);
}

TEST(Proposals, are_amended_by_their_author_alone) {
  ProposalStory story;
  const auto water = story.write(ana, text("water"));
  const auto other = story.write(ben, text("no water"), {ref(water)});
  const auto of_ana = story.view(water);
  EXPECT_EQ(of_ana.versions.size(), 1U);
  EXPECT_EQ(of_ana.beside, std::vector{other.link});
  const auto of_ben = story.view(other);
  EXPECT_EQ(of_ben.author, person(ben));
  EXPECT_EQ(of_ben.beside_of, std::vector{water.link});
  EXPECT_EQ(test::folded<Proposals>(story.all).all().size(), 2U);
}

TEST(Proposals, of_two_devices_have_two_newest_versions_until_one_amends_both) {
  ProposalStory story;
  const auto first = story.write(ana, text("water"));
  const auto phone = story.write(ana, text("water early"), {ref(first)}, 1);
  const auto laptop = story.write(ana, text("water late"), {ref(first)}, 2);
  const auto newest = [&] {
    return std::ranges::count_if(story.view(first).versions, &Version::newest);
  };
  EXPECT_EQ(newest(), 2);
  const auto both = story.write(ana, text("water twice"), {ref(phone), ref(laptop)});
  EXPECT_EQ(newest(), 1);
  EXPECT_EQ(story.view(both).first, first.link);
  EXPECT_EQ(story.view(both).versions.back().number, 3U);
}

TEST(Proposals, do_not_take_a_word_that_names_a_version_and_does_not_refer_to_it) {
  ProposalStory story;
  const auto water = story.write(ana, text("water"));
  story.write(ben, stance(water, Position::with_it));
  EXPECT_TRUE(story.view(water).stances.empty());
}

TEST(Proposals, do_not_let_anyone_replace_the_word_of_another) {
  ProposalStory story;
  const auto water = story.write(ana, text("water"));
  const auto bens = story.says(ben, water, Position::cannot_live_with_it);
  story.says(cem, water, Position::with_it, {ref(bens)});
  EXPECT_EQ(positions_of(story.view(water), ben, water),
            std::vector{Position::cannot_live_with_it});
}

TEST(Proposals, keep_what_was_said_of_a_text_that_was_forgotten) {
  ProposalStory story;
  const auto water = story.write(ana, text("water"));
  const auto less = story.write(ana, text("less water"), {ref(water)});
  story.says(ben, water, Position::with_it);
  for (auto& seen : story.all) {
    if (seen.link == water.link) seen.body.reset();
  }
  const auto view = story.view(less);
  EXPECT_EQ(view.versions.size(), 2U);
  EXPECT_FALSE(view.versions[0].body.has_value());
  EXPECT_EQ(view.stances.size(), 1U);
}

TEST(Agreement, binds_who_goes_along_until_they_step_out) {
  ProposalStory story;
  const auto water = story.write(ana, text("water"));
  story.write(ben, Agreement{water.link, true, std::nullopt, {}}, {ref(water)});
  story.write(cem, Agreement{water.link, true, std::nullopt, {}}, {ref(water)});
  story.write(ben, Agreement{water.link, false, "the well is dry", {}}, {ref(water)});
  const auto view = story.view(water);
  ASSERT_EQ(view.agreements.size(), 2U);
  EXPECT_FALSE(view.agreements[0].word.goes_along);  // ben, for all to see
  EXPECT_TRUE(view.agreements[1].word.goes_along);
}

// What a circle of a few people and devices may write, in any order that it could come to be.
std::vector<Seen> drawn_proposals() {
  ProposalStory story;
  std::vector<Seen> proposals;
  std::map<PersonId, std::vector<Reference>> own;
  const auto entries = kith::test::drawn<int>(1, 40);
  for (int i = 0; i < entries; ++i) {
    const auto who = kith::test::drawn<std::uint8_t>(1, 4);
    const auto device = kith::test::drawn<std::uint8_t>(1, 2);
    const auto what = proposals.empty() ? 0 : kith::test::drawn<int>(0, 4);
    const auto on = proposals.empty() ? 0 : kith::test::drawn<std::size_t>(0, proposals.size() - 1);
    if (what == 0) {
      std::vector<Reference> references;
      if (!proposals.empty() && kith::test::drawn_coin()) references = {ref(proposals[on])};
      if (proposals.size() > 1 && kith::test::drawn_coin())
        references = {ref(proposals[0]), ref(proposals[1])};
      proposals.push_back(story.write(who, text("v"), references, device));
      continue;
    }
    auto& mine = own[person(who)];
    std::vector<Reference> instead;
    if (!mine.empty() && kith::test::drawn_coin()) instead = {mine.back()};
    if (what < 4) {
      const auto position = static_cast<Position>(kith::test::drawn<std::uint64_t>(0, 5));
      mine.push_back(ref(story.says(who, proposals[on], position, instead, device)));
    } else {
      const Agreement word{proposals[on].link, kith::test::drawn_coin(), std::nullopt, instead};
      story.write(who, word, {ref(proposals[on])}, device);
    }
  }
  // Some of it is not seen, some was forgotten.
  std::erase_if(story.all, [](const Seen&) { return kith::test::drawn<int>(0, 9) == 0; });
  for (auto& seen : story.all) {
    if (kith::test::drawn<int>(0, 9) == 0) seen.body.reset();
  }
  return story.all;
}

TEST(Proposals, give_one_view_in_whatever_order_they_come) {
  EXPECT_TRUE(kith::test::holds("the same entries give the same view", [] {
    const auto entries = drawn_proposals();
    const auto fold = test::folded<Proposals>(entries);
    auto again = test::shuffled(entries, kith::test::drawn<std::uint32_t>(0, 1'000'000));
    again.insert(again.end(), entries.begin(), entries.end());  // twice is once
    const auto other = test::folded<Proposals>(again);
    RC_ASSERT(fold.all() == other.all());
    for (const auto& seen : entries) RC_ASSERT(fold.view(seen.link) == other.view(seen.link));
  }));
}

// Every proposal stands in exactly one view, and every word of a person on one that is shown either
// stands or has a later one of the same person.
TEST(Proposals, lose_no_version_and_show_nobody_twice_from_one_log) {
  EXPECT_TRUE(kith::test::holds("no version is lost", [] {
    const auto entries = drawn_proposals();
    const auto fold = test::folded<Proposals>(entries);
    std::multiset<Link> shown;
    for (const auto& first : fold.all()) {
      const auto view = fold.view(first);
      RC_ASSERT(view->first == first);
      std::set<std::pair<LogId, Link>> spoke;
      for (const auto& version : view->versions) {
        shown.insert(version.link);
        RC_ASSERT(version.number > 0U);
        RC_ASSERT(fold.view(version.link) == view);
      }
      for (const auto& said : view->stances) {
        RC_ASSERT((spoke.insert({said.where.log, said.word.version}).second));
      }
    }
    for (const auto& seen : entries) {
      const bool proposal = seen.kind == static_cast<std::uint64_t>(KindNumber::proposal);
      RC_ASSERT(shown.count(seen.link) == (proposal ? 1U : 0U));
    }
  }));
}

}  // namespace
}  // namespace kith::kinds
