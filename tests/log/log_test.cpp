// Links, ranges under one signature, and where a range belongs when an author tells two stories.
#include <gtest/gtest.h>

#include <map>

#include "base/limits.hpp"
#include "log/fork.hpp"
#include "log/link.hpp"
#include "log/strand.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::log {
namespace {

// A log of entries without bodies; `story` makes the tags, so two stories differ from `fork_at` on.
class Author {
 public:
  explicit Author(std::size_t count, std::size_t fork_at = SIZE_MAX) {
    test::SeededEntropy entropy{21};
    key_ = crypto::LogKey::generate(entropy);
    Link link = link_before_all(key_->public_key());
    links_.push_back(link);
    for (std::size_t i = 0; i < count; ++i) {
      wire::EntryView entry;
      entry.opens_epoch = i % 500 == 0;
      entry.meta_units = 1;
      entry.meta = meta_;
      entry.tag.raw = {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8),
                       static_cast<std::uint8_t>(i >= fork_at ? 1 : 0)};
      const wire::Place place{
          {i}, {static_cast<std::uint32_t>(i / 500)}, {static_cast<std::uint16_t>(i % 500)}};
      entries_.push_back({place, entry});
      link = link_of(link, wire::header_of(entry, place));
      links_.push_back(link);
    }
  }

  [[nodiscard]] wire::RangeView range(std::size_t from, std::size_t next) const {
    return {CircleId{},
            key_->public_key(),
            links_[from],
            {entries_.begin() + static_cast<std::ptrdiff_t>(from),
             entries_.begin() + static_cast<std::ptrdiff_t>(next)},
            sign_head(*key_, links_[next])};
  }
  [[nodiscard]] Link link_after(std::size_t count) const { return links_[count]; }
  [[nodiscard]] wire::ForkBranch branch(std::size_t from, std::size_t next) const {
    wire::ForkBranch branch{links_[from], {}, sign_head(*key_, links_[next])};
    for (std::size_t i = from; i < next; ++i) {
      branch.headers.push_back(wire::header_of(entries_[i].entry, entries_[i].place));
    }
    return branch;
  }
  [[nodiscard]] LogId id() const { return key_->public_key(); }

 private:
  ByteVec meta_ = ByteVec(16);
  std::optional<crypto::LogKey> key_;
  std::vector<wire::PlacedEntry> entries_;
  std::vector<Link> links_;
};

class Holder : public HeldLinks {
 public:
  Result<Placement, PlaceError> take(const wire::RangeView& range) {
    const auto links = verify_range(range);
    EXPECT_TRUE(links.has_value());
    const auto placed = place(strands_, range, *links, *this);
    if (!placed) return placed;
    if (!placed->strand) {
      strands_.push_back({{static_cast<std::uint32_t>(strands_.size())}, placed->parent, {}});
    }
    auto& strand = placed->strand ? strands_[placed->strand->value] : strands_.back();
    for (const auto& run : placed->fresh) {
      const auto first = range.entries[run.first].place.seq;
      for (auto i = run.first; i <= run.last; ++i) {
        links_[{strand.number, range.entries[i].place.seq}] = (*links)[i];
      }
      add_span(strand.spans,
               {first, range.entries[run.last].place.seq.successor(),
                run.first == 0 ? range.previous : (*links)[run.first - 1], (*links)[run.last]});
    }
    return placed;
  }
  [[nodiscard]] Link link_at(StrandNumber strand, Seq seq) const override {
    return links_.at({strand, seq});
  }
  [[nodiscard]] const std::vector<Strand>& strands() const { return strands_; }

 private:
  std::vector<Strand> strands_;
  std::map<std::pair<StrandNumber, Seq>, Link> links_;
};

TEST(Range, one_signature_authenticates_everything_before_it) {
  const Author author{20};
  auto range = author.range(0, 20);
  EXPECT_EQ(verify_range(range)->back(), author.link_after(20));
  range.entries[3].entry.tag.raw[31] ^= 1;
  EXPECT_EQ(verify_range(range).error(), RangeFault::bad_signature);
}

TEST(Range, begins_at_the_log_itself_whatever_its_author_signed) {
  test::SeededEntropy entropy{22};
  const auto key = crypto::LogKey::generate(entropy);
  const ByteVec meta(16);
  wire::EntryView entry;
  entry.opens_epoch = true;
  entry.meta_units = 1;
  entry.meta = meta;
  const auto first_after = [&](const Link& previous) {
    const auto link = link_of(previous, wire::header_of(entry, {}));
    return verify_range(
        {CircleId{}, key.public_key(), previous, {{{}, entry}}, sign_head(key, link)});
  };
  EXPECT_TRUE(first_after(link_before_all(key.public_key())).has_value());
  EXPECT_EQ(first_after(Link{{1}}).error(), RangeFault::bad_signature);
}

TEST(Range, survives_its_encoding_and_any_flipped_byte_is_refused) {
  const Author author{5};
  const auto bytes = wire::encode_range(author.range(0, 5));
  ASSERT_TRUE(wire::decode_range(bytes).has_value());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto damaged = bytes;
    damaged[i] ^= 0x40;
    const auto decoded = wire::decode_range(damaged);
    const bool circle = i >= 1 && i < 33;  // named by the certificate, not by the links
    const bool sealed_meta = decoded && verify_range(*decoded).has_value();
    EXPECT_TRUE(!decoded || circle || !verify_range(*decoded) || sealed_meta);
  }
}

TEST(Strand, newest_end_first_then_the_rest_joins_into_one_span) {
  const Author author{40};
  Holder holder;
  EXPECT_EQ(holder.take(author.range(30, 40))->fresh, (std::vector<log::Run>{{0, 9}}));
  EXPECT_FALSE(holder.take(author.range(0, 20))->forked);
  EXPECT_EQ(holder.take(author.range(10, 35))->fresh, (std::vector<log::Run>{{10, 19}}));
  ASSERT_EQ(holder.strands().size(), 1U);
  const HeldSpan whole{{0}, {40}, author.link_after(0), author.link_after(40)};
  EXPECT_EQ(holder.strands()[0].spans, std::vector<HeldSpan>{whole});
  EXPECT_TRUE(holder.take(author.range(5, 25))->fresh.empty());
}

TEST(Strand, two_stories_are_both_kept_in_whatever_order_they_come) {
  const Author honest{30};
  const Author liar{30, 12};
  for (const bool honest_first : {true, false}) {
    Holder holder;
    (void)holder.take((honest_first ? honest : liar).range(0, 30));
    const auto second = holder.take((honest_first ? liar : honest).range(0, 30));
    EXPECT_TRUE(second->forked);
    EXPECT_EQ(second->parent, StrandNumber{0});
    EXPECT_EQ(second->fresh, (std::vector<log::Run>{{12, 29}}));
    EXPECT_EQ(holder.strands().size(), 2U);
  }
}

TEST(Strand, a_story_that_differs_later_keeps_its_part_before_what_is_held) {
  const Author honest{30};
  const Author liar{30, 15};
  Holder holder;
  (void)holder.take(honest.range(10, 20));
  const auto other = holder.take(liar.range(5, 25));
  EXPECT_TRUE(other->forked);
  EXPECT_EQ(other->fresh, (std::vector<log::Run>{{0, 19}}));
}

TEST(Strand, pieces_that_hang_in_the_air_take_no_more_strands_than_stories_overlap) {
  const Author honest{60};
  const Author liar{60, 12};
  Holder holder;
  for (std::size_t from = 12; from < 60; from += 8) {
    ASSERT_TRUE(holder.take(honest.range(from, from + 3)).has_value());
    ASSERT_TRUE(holder.take(liar.range(from + 4, from + 7)).has_value());
  }
  EXPECT_EQ(holder.strands().size(), 1U);  // nothing touches yet: nobody knows of two stories
  for (std::size_t from = 0; from < 60; from += 2) {
    ASSERT_TRUE(holder.take(liar.range(from, from + 2)).has_value());
    ASSERT_TRUE(holder.take(honest.range(from, from + 2)).has_value());
  }
  EXPECT_LE(holder.strands().size(), 4U);
  for (const auto* author : {&honest, &liar}) {
    for (std::size_t from = 0; from < 60; from += 2) {
      EXPECT_TRUE(holder.take(author->range(from, from + 2))->fresh.empty());
    }
  }
}

TEST(Strand, what_two_branches_have_in_common_goes_to_the_first_of_them) {
  const Author honest{40};
  const Author liar{40, 15};
  Holder holder;
  (void)holder.take(honest.range(10, 20));
  (void)holder.take(liar.range(5, 25));
  ASSERT_EQ(holder.strands().size(), 2U);
  const auto both = holder.take(honest.range(3, 12));
  EXPECT_EQ(both->strand, StrandNumber{0});
  EXPECT_FALSE(both->forked);
  const auto neither = holder.take(honest.range(30, 40));  // touches no strand: either could be it
  EXPECT_EQ(neither->strand, StrandNumber{0});
  EXPECT_FALSE(neither->forked);
}

TEST(Strand, beyond_sixteen_stories_the_log_is_pulled_no_more) {
  Holder holder;
  const Author first{20};
  (void)holder.take(first.range(0, 20));
  for (std::size_t story = 1; story < limits::branches_max; ++story) {
    ASSERT_TRUE(holder.take(Author{20, story}.range(0, 20)).has_value());
  }
  EXPECT_EQ(holder.take(Author{20, 19}.range(0, 20)).error(), PlaceError::too_many_strands);
}

TEST(Fork, is_proved_to_anyone_and_an_honest_log_cannot_be_accused) {
  const Author honest{30};
  const Author liar{30, 12};
  const auto proof = make_fork_proof(honest.id(), honest.branch(12, 20), liar.branch(12, 15));
  const auto read = wire::decode_fork_proof(wire::encode_fork_proof(proof));
  ASSERT_TRUE(read.has_value());
  EXPECT_TRUE(verify_fork_proof(*read).has_value());

  const auto same = make_fork_proof(honest.id(), honest.branch(12, 20), honest.branch(12, 15));
  EXPECT_EQ(verify_fork_proof(same).error(), ForkFault::no_fork);
  const auto apart = make_fork_proof(honest.id(), honest.branch(12, 20), liar.branch(13, 15));
  EXPECT_EQ(verify_fork_proof(apart).error(), ForkFault::no_fork);
  auto gap = proof;
  gap.left.headers.erase(gap.left.headers.begin() + 1);
  EXPECT_EQ(verify_fork_proof(gap).error(), ForkFault::broken_chain);
  const auto turned = make_fork_proof(honest.id(), liar.branch(12, 15), honest.branch(12, 20));
  EXPECT_EQ(wire::encode_fork_proof(turned), wire::encode_fork_proof(proof));
  auto forged = proof;
  forged.left.headers.back().tag.raw[5] ^= 1;
  EXPECT_FALSE(verify_fork_proof(forged).has_value());
  auto swapped = proof;
  std::swap(swapped.left, swapped.right);
  EXPECT_EQ(verify_fork_proof(swapped).error(), ForkFault::wrong_order);
}

}  // namespace
}  // namespace kith::log
