// What the node keeps of others, at its limits: one below, at, and one above each.
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "node/contact.hpp"
#include "node/handed.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::node {
namespace {

struct HandedLimits : ::testing::Test {
  // From another entry each, so that none stands in the way of another.
  wire::Span next_span(std::size_t hearers) {
    wire::Span span{{{256 + spans_made++}, {1}, {3}}, Link{{1}}, {}, {}, {}};
    span.nodes.push_back({10, 3, wire::NodeSecret::random(entropy)});
    if (hearers > 0) {
      span.audience.emplace();
      for (std::size_t i = 0; i < hearers; ++i) {
        span.audience->push_back({PersonId{{static_cast<std::uint8_t>(i)}}, std::nullopt});
      }
    }
    return span;
  }
  /// How many bytes were kept; 0: nothing was.
  std::size_t put(const LogId& into, std::size_t hearers) {
    Batch batch;
    handed.put(into, next_span(hearers), batch);
    return batch.empty() ? 0 : std::get<change::PutFact>(batch.front()).value.size();
  }
  [[nodiscard]] std::size_t kept(const LogId& of) const {
    return handed.within(of, {0}, {limits::seq_max}).size();
  }

  kith::test::SeededEntropy entropy{1};
  Handed handed;
  std::uint64_t spans_made{};
  LogId log{{1}};
  LogId other{{2}};
};

TEST_F(HandedLimits, as_many_spans_of_a_log_wait_for_their_entries_and_no_more) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < limits::handed_spans_max; ++i) {
    const auto size = put(log, 0);
    ASSERT_GT(size, 0U) << i;
    bytes += size;
  }
  ASSERT_LT(bytes + 1000, limits::handed_bytes_max);
  EXPECT_EQ(put(log, 0), 0U);
  EXPECT_EQ(kept(log), limits::handed_spans_max);
  EXPECT_GT(put(other, 0), 0U);
  // Whatever comes to be of use makes room.
  Batch batch;
  handed.drop(log, handed.within(log, {0}, {limits::seq_max}).front()->first, batch);
  EXPECT_GT(put(log, 0), 0U);
  EXPECT_EQ(put(log, 0), 0U);
}

TEST_F(HandedLimits, as_many_bytes_of_a_log_wait_and_not_one_more) {
  const auto large = put(other, 100);
  // So many large ones that what is left is some number of smaller ones.
  std::size_t hearers = 0;
  std::size_t small = 0;
  std::size_t larges = 0;
  for (hearers = 1; larges == 0 && hearers < 60; ++hearers) {
    small = put(other, hearers);
    larges = limits::handed_bytes_max / large;
    while (larges > 0 && (limits::handed_bytes_max - larges * large) % small != 0) --larges;
  }
  ASSERT_GT(larges, 0U);
  --hearers;
  const auto smalls = (limits::handed_bytes_max - larges * large) / small;
  ASSERT_LT(larges + smalls, limits::handed_spans_max);
  for (std::size_t i = 0; i < larges; ++i) ASSERT_EQ(put(log, 100), large) << i;
  for (std::size_t i = 0; i + 1 < smalls; ++i) ASSERT_EQ(put(log, hearers), small) << i;
  // What is left holds one of these, and none that is greater by a hearer.
  ASSERT_EQ(put(log, hearers + 1), 0U);
  ASSERT_EQ(put(log, hearers), small);
  EXPECT_EQ(put(log, 0), 0U);
  EXPECT_EQ(kept(log), larges + smalls);
  EXPECT_EQ(put(other, 100), large);
}

TEST_F(HandedLimits, as_many_that_begin_at_one_place_wait_as_a_log_may_have_stories) {
  const auto from_one_place = [&] {
    auto span = next_span(0);
    span.first.seq = {5};
    Batch batch;
    handed.put(log, span, batch);
    return !batch.empty();
  };
  for (std::size_t i = 0; i < limits::branches_max; ++i) ASSERT_TRUE(from_one_place());
  EXPECT_FALSE(from_one_place());
  EXPECT_GT(put(log, 0), 0U);
}

TEST(SecretLimits, an_introducers_secrets_end_where_those_of_the_two_still_have_room) {
  kith::test::SeededEntropy entropy{2};
  Contact contact{PersonId{{1}}, {}, {}, seal::PairSecret::random(entropy)};
  for (std::size_t i = 0; i < limits::introduced_secrets_max; ++i) {
    add_introduced_secret(contact, seal::PairSecret::random(entropy));
    ASSERT_EQ(contact.opens.size(), i + 1);
  }
  add_introduced_secret(contact, seal::PairSecret::random(entropy));
  EXPECT_EQ(contact.opens.size(), limits::introduced_secrets_max);
  const auto first = pair_id(contact.opens.front().view());
  while (contact.opens.size() < limits::pair_secrets_max) {
    add_secret(contact, seal::PairSecret::random(entropy));
  }
  EXPECT_NE(secret_of(contact, first), nullptr);
  add_secret(contact, seal::PairSecret::random(entropy));
  EXPECT_EQ(contact.opens.size(), limits::pair_secrets_max);
  EXPECT_EQ(secret_of(contact, first), nullptr);  // the oldest went
}

}  // namespace
}  // namespace kith::node
