// One contract, two stores: whatever one answers, the other answers.
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "store/row_id.hpp"
#include "tests/store/store_home.hpp"

namespace kith::store::test {
namespace {

TYPED_TEST_SUITE(StoreContract, Homes);

TYPED_TEST(StoreContract, a_new_store_is_empty) {
  auto& store = this->store();
  EXPECT_FALSE(store.value(node::ValueName::identity).value());
  EXPECT_TRUE(store.circles().value().empty());
  EXPECT_TRUE(store.strands().value().empty());
  EXPECT_TRUE(store.own_logs().value().empty());
  EXPECT_TRUE(store.contacts().value().empty());
  EXPECT_TRUE(store.spans({1}).value().empty());
  EXPECT_TRUE(store.epochs({1}).value().empty());
  EXPECT_FALSE(store.epoch_at({1}, {5}).value());
  EXPECT_FALSE(store.entry(at(1, 0)).value());
  EXPECT_FALSE(store.kept_link({1}, {0}).value());
  EXPECT_FALSE(store.arrived(at(1, 0)).value());
  EXPECT_TRUE(store.unindexed().value().empty());
  EXPECT_TRUE(store.last_shown({1}, 5, std::nullopt).value().empty());
  EXPECT_TRUE(found_in(store, {"word"}, 5).empty());
}

TYPED_TEST(StoreContract, values_are_replaced_and_an_empty_one_is_a_value) {
  this->put(change::PutValue{node::ValueName::identity, bytes("first")});
  this->put(change::PutValue{node::ValueName::identity, bytes("second")});
  this->put(change::PutValue{node::ValueName::clock, {}});
  this->home.reopen();
  EXPECT_EQ(this->store().value(node::ValueName::identity).value(), bytes("second"));
  EXPECT_EQ(this->store().value(node::ValueName::clock).value(), ByteVec{});
}

TYPED_TEST(StoreContract, circles_strands_and_contacts_come_back_whole_and_in_order) {
  const node::CircleRecord circle{{2}, id<CircleId>(2)};
  node::StrandRecord honest{
      {7},          {2},  id<LogId>(7), id<PersonId>(1), id<DeviceId>(1), wire::LogForm::aside,
      std::nullopt, false};
  auto forked = honest;
  forked.number = {3};
  forked.form = wire::LogForm::main;
  forked.parent = log::StrandNumber{0};
  forked.forked = true;
  this->put(change::PutCircle{circle});
  this->put(change::PutCircle{{{1}, id<CircleId>(1)}});
  this->put(change::PutStrand{honest});
  this->put(change::PutStrand{forked});
  this->put(change::PutContact{id<PersonId>(9), bytes("nine")});
  this->put(change::PutContact{id<PersonId>(4), bytes("old")});
  this->put(change::PutContact{id<PersonId>(4), bytes("four")});
  this->home.reopen();
  auto& store = this->store();
  const auto circles = store.circles().value();
  ASSERT_EQ(circles.size(), 2U);
  EXPECT_EQ(circles[1], circle);
  EXPECT_EQ(store.strands().value(), (std::vector{forked, honest}));
  const auto contacts = store.contacts().value();
  ASSERT_EQ(contacts.size(), 2U);
  EXPECT_EQ(contacts[0], (std::pair{id<PersonId>(4), bytes("four")}));
}

TYPED_TEST(StoreContract, an_own_log_is_updated_until_it_is_retired) {
  this->put(change::PutOwnLog{{{5}, bytes("seed five"), {10}, {20}}});
  this->put(change::PutOwnLog{{{4}, bytes("seed four"), {11}, {21}}});
  this->put(change::PutOwnLog{{{5}, bytes("seed five"), {10}, {99}}});
  auto logs = this->store().own_logs().value();
  ASSERT_EQ(logs.size(), 2U);
  EXPECT_EQ(logs[0].strand.value, 4U);
  EXPECT_EQ(logs[1].secret, bytes("seed five"));
  EXPECT_EQ(logs[1].last_time.micros, 99);
  this->put(change::RetireOwnLog{{5}});
  this->put(change::RetireOwnLog{{5}});
  logs = this->store().own_logs().value();
  ASSERT_EQ(logs.size(), 1U);
  EXPECT_EQ(logs[0].strand.value, 4U);
}

TYPED_TEST(StoreContract, spans_replace_all_of_their_strand_alone) {
  const auto span = [](std::uint32_t strand, std::uint64_t from, std::uint64_t next) {
    return node::SpanRecord{{strand}, {{from}, {next}, id<Link>(from), id<Link>(next)}};
  };
  this->put(change::PutSpans{{1}, {span(1, 0, 5), span(1, 9, 12)}});
  this->put(change::PutSpans{{2}, {span(2, 3, 4)}});
  this->put(change::PutSpans{{1}, {span(1, 0, 12)}});
  EXPECT_EQ(this->store().spans({1}).value(), (std::vector{span(1, 0, 12)}));
  EXPECT_EQ(this->store().spans({2}).value(), (std::vector{span(2, 3, 4)}));
  this->put(change::PutSpans{{1}, {}});
  EXPECT_TRUE(this->store().spans({1}).value().empty());
}

TYPED_TEST(StoreContract, the_next_head_is_found_within_its_strand) {
  const auto head = [](std::uint32_t strand, std::uint64_t last, std::uint64_t entries) {
    return node::HeadRecord{at(strand, last), id<Signature>(last), entries, 100};
  };
  this->put(change::PutHead{head(1, 9, 3)});
  this->put(change::PutHead{head(1, 20, 11)});
  this->put(change::PutHead{head(2, 5, 1)});
  this->put(change::PutHead{head(1, 9, 4)});
  auto& store = this->store();
  EXPECT_EQ(store.head_from({1}, {0}).value(), head(1, 9, 4));
  EXPECT_EQ(store.head_from({1}, {9}).value(), head(1, 9, 4));
  EXPECT_EQ(store.head_from({1}, {10}).value(), head(1, 20, 11));
  EXPECT_EQ(store.head_from({1}, {21}).value(), std::nullopt);
  this->put(change::DropHead{at(1, 9)});
  this->put(change::DropHead{at(1, 9)});
  EXPECT_EQ(store.head_from({1}, {0}).value(), head(1, 20, 11));
}

TYPED_TEST(StoreContract, the_epoch_of_an_entry_is_the_last_that_began_before_it) {
  const auto epoch = [](std::uint32_t strand, std::uint64_t first, std::string_view keys) {
    return node::EpochRecord{{strand}, {{first}, {3}, {7}}, bytes(keys), bytes("who")};
  };
  this->put(change::PutEpoch{epoch(2, 100, "b")});
  this->put(change::PutEpoch{epoch(2, 10, "a")});
  this->put(change::PutEpoch{epoch(1, 0, "other")});
  this->put(change::PutEpoch{epoch(2, 100, "c")});
  auto& store = this->store();
  EXPECT_FALSE(store.epoch_at({2}, {9}).value());
  EXPECT_EQ(store.epoch_at({2}, {10}).value(), epoch(2, 10, "a"));
  EXPECT_EQ(store.epoch_at({2}, {99}).value(), epoch(2, 10, "a"));
  EXPECT_EQ(store.epoch_at({2}, {5000}).value(), epoch(2, 100, "c"));
  EXPECT_EQ(store.epochs({2}).value(), (std::vector{epoch(2, 10, "a"), epoch(2, 100, "c")}));
}

TYPED_TEST(StoreContract, entries_are_found_one_by_one_and_scanned_in_order) {
  this->put(entries(1, 10, 19));
  this->put(entries(1, 0, 4));
  this->put(entries(2, 0, 2));
  this->home.reopen();
  auto& store = this->store();
  EXPECT_EQ(store.entry(at(1, 12)).value(), lean_of(at(1, 12)));
  EXPECT_FALSE(store.entry(at(1, 7)).value());
  std::vector<std::uint64_t> seen;
  ASSERT_TRUE(store.scan({1}, {3}, {limits::seq_max}, [&](Seq seq, ByteView lean) {
    EXPECT_EQ(ByteVec(lean.begin(), lean.end()), lean_of(at(1, seq.value)));
    seen.push_back(seq.value);
    return seen.size() < 4;
  }));
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{3, 4, 10, 11}));
}

TYPED_TEST(StoreContract, a_visitor_may_ask_the_store_again) {
  this->put(entries(1, 0, 3));
  int pairs = 0;
  const auto& store = this->store();
  ASSERT_TRUE(store.scan({1}, {0}, {3}, [&](Seq, ByteView) {
    return store
        .scan({1}, {0}, {3}, [&](Seq inner, ByteView) { return ++pairs > 0 && inner.value < 9; })
        .has_value();
  }));
  EXPECT_EQ(pairs, 16);
}

TYPED_TEST(StoreContract, greatest_and_empty_entries_fit) {
  const auto last = limits::seq_max;
  const std::uint32_t strand = strands_max - 1;
  change::PutEntries put{{strand}, {last}, {ByteVec{}}, {link_of(at(1, 1))}, {5}};
  this->put(put);
  change::PutEntries big{{1}, {0}, {ByteVec(300'000, 7)}, {link_of(at(1, 0))}, {5}};
  this->put(big);
  EXPECT_EQ(this->store().entry(at(strand, last)).value(), ByteVec{});
  EXPECT_EQ(this->store().entry(at(1, 0)).value(), ByteVec(300'000, 7));
  this->put(change::PutIndex{{strand}, {last}, {last}, {}});
  EXPECT_EQ(this->store().unindexed().value().size(), 1U);
}

TYPED_TEST(StoreContract, a_link_in_64_is_kept) {
  static_assert(limits::link_stride == 64);
  this->put(entries(3, 60, 200));
  const auto& store = this->store();
  EXPECT_FALSE(store.kept_link({3}, {63}).value());
  for (const auto& [asked, kept] : {std::pair{64U, 64U}, {127U, 64U}, {128U, 128U}, {900U, 192U}}) {
    EXPECT_EQ(store.kept_link({3}, {asked}).value(),
              (node::KeptLink{{kept}, link_of(at(3, kept))}));
  }
  EXPECT_FALSE(store.kept_link({4}, {64}).value());
}

TYPED_TEST(StoreContract, arrival_is_told_though_runs_come_out_of_order) {
  this->put(entries(1, 20, 29, 100));
  this->put(entries(1, 0, 9, 200));
  this->put(entries(1, 10, 14, 300));
  const auto when = [&](std::uint64_t seq) { return this->store().arrived(at(1, seq)).value(); };
  EXPECT_EQ(when(25), WallTime{100});
  EXPECT_EQ(when(9), WallTime{200});
  EXPECT_EQ(when(10), WallTime{300});
  EXPECT_EQ(when(17), std::nullopt);  // not held
  EXPECT_EQ(when(30), std::nullopt);
}

TYPED_TEST(StoreContract, what_waits_for_the_index_joins_and_shrinks) {
  const auto runs = [&] { return this->store().unindexed().value(); };
  const auto run = [](std::uint32_t strand, std::uint64_t first, std::uint64_t last) {
    return node::WaitingRun{{strand}, {first}, {last}};
  };
  this->put(entries(2, 0, 4));
  this->put(entries(1, 10, 19));
  this->put(entries(1, 0, 4));
  EXPECT_EQ(runs(), (std::vector{run(1, 0, 4), run(1, 10, 19), run(2, 0, 4)}));
  this->put(entries(1, 5, 9));
  EXPECT_EQ(runs(), (std::vector{run(1, 0, 19), run(2, 0, 4)}));
  this->put(change::PutIndex{{1}, {8}, {11}, {}});
  EXPECT_EQ(runs(), (std::vector{run(1, 0, 7), run(1, 12, 19), run(2, 0, 4)}));
  this->put(change::PutIndex{{1}, {0}, {19}, {}});
  this->put(change::PutIndex{{2}, {0}, {4}, {}});
  EXPECT_TRUE(runs().empty());
  this->put(change::QueueIndex{{1}, {3}, {6}});
  this->put(change::QueueIndex{{1}, {7}, {7}});
  this->home.reopen();
  EXPECT_EQ(runs(), (std::vector{run(1, 3, 7)}));
}

TYPED_TEST(StoreContract, entries_are_shown_in_display_order) {
  this->put(entries(1, 0, 9));
  this->put(entries(2, 0, 0));
  change::PutIndex put{{1}, {0}, {9}, {}};
  for (std::uint64_t seq = 0; seq < 10; ++seq) {
    put.rows.push_back(row(at(1, seq), static_cast<std::int64_t>(1000 - 10 * (seq / 2))));
  }
  put.rows[3].shown = false;
  this->put(put);
  auto other = row(at(2, 0), -5);
  other.circle = {2};
  this->put(index(other));

  const auto& store = this->store();
  const ShownKey last{1000, at(1, 1)};
  const ShownKey before{1000, at(1, 0)};
  const ShownKey third{990, at(1, 2)};
  EXPECT_EQ(store.last_shown({1}, 2, std::nullopt).value(), (std::vector{before, last}));
  EXPECT_EQ(store.last_shown({1}, 1, before).value(), (std::vector{third}));
  EXPECT_EQ(store.last_shown({1}, 100, std::nullopt).value().size(), 9U);
  EXPECT_EQ(store.last_shown({2}, 100, std::nullopt).value(),
            (std::vector{ShownKey{-5, at(2, 0)}}));
  EXPECT_EQ(store.shown_since({1}, 985, 2).value(), (std::vector{third, before}));
  EXPECT_TRUE(store.shown_since({1}, 1001, 2).value().empty());
}

TYPED_TEST(StoreContract, an_entry_moves_in_the_display_order) {
  this->put(entries(1, 0, 2));
  this->put(index(row(at(1, 0), 10)));
  auto later = row(at(1, 1), 5);
  later.order = 11;
  this->put(index(later));
  auto hidden = row(at(1, 2), 7);
  hidden.shown = false;
  this->put(index(hidden));
  const auto& store = this->store();
  EXPECT_EQ(store.moved_order(at(1, 0)).value(), std::nullopt);
  EXPECT_EQ(store.moved_order(at(1, 1)).value(), 11);

  this->put(change::MoveShown{at(1, 0), {1}, 10, 20});
  this->put(change::MoveShown{at(1, 2), {1}, 7, 30});
  EXPECT_EQ(store.moved_order(at(1, 0)).value(), 20);
  EXPECT_EQ(store.moved_order(at(1, 2)).value(), 30);
  EXPECT_EQ(store.last_shown({1}, 9, std::nullopt).value(),
            (std::vector{ShownKey{11, at(1, 1)}, ShownKey{20, at(1, 0)}}));
}

TYPED_TEST(StoreContract, indexing_again_replaces_what_was_there) {
  this->put(entries(1, 0, 2));
  auto moved = row(at(1, 0), 5, "apple");
  moved.order = 50;
  moved.references = {id<Reference>(77), id<Reference>(78)};
  auto straight = row(at(1, 1), 6, "apple");
  this->put(change::PutIndex{{1}, {0}, {1}, {moved, straight}});
  this->put(change::QueueIndex{{1}, {0}, {2}});

  moved.order = moved.claimed;
  straight.order = 60;
  this->put(change::PutIndex{{1}, {0}, {2}, {moved, straight, row(at(1, 2), 7, "pear")}});
  const auto& store = this->store();
  EXPECT_EQ(store.last_shown({1}, 9, std::nullopt).value(),
            (std::vector{ShownKey{5, at(1, 0)}, ShownKey{7, at(1, 2)}, ShownKey{60, at(1, 1)}}));
  EXPECT_EQ(store.moved_order(at(1, 0)).value(), std::nullopt);
  EXPECT_EQ(store.moved_order(at(1, 1)).value(), 60);
  EXPECT_EQ(store.answers_to(node::prefix_of(id<Reference>(77))).value(), (std::vector{at(1, 0)}));
  EXPECT_EQ(store.answers_to(node::prefix_of(id<Reference>(78))).value(), (std::vector{at(1, 0)}));
  const auto first = node::prefix_of(id<Reference>(77));
  const auto second = node::prefix_of(id<Reference>(78));
  const std::vector<std::uint64_t> asked{0, first - 1, first, first + 1, second, ~std::uint64_t{}};
  EXPECT_EQ(store.answered(asked).value(), (std::vector{first, second}));
  EXPECT_TRUE(store.answered({}).value().empty());
  EXPECT_EQ(found_in(store, {"apple"}, 9), (std::vector{at(1, 1), at(1, 0)}));
  EXPECT_EQ(store.with_prefix(node::prefix_of(link_of(at(1, 0)))).value(), (std::vector{at(1, 0)}));

  straight.shown = false;
  straight.order = straight.claimed;
  this->put(index(straight));
  EXPECT_EQ(store.last_shown({1}, 9, std::nullopt).value().size(), 2U);
}

TYPED_TEST(StoreContract, a_prefix_names_every_entry_that_has_it) {
  this->put(entries(1, 0, 0));
  this->put(entries(2, 0, 0));
  auto high = row(at(1, 0), 1);
  high.link = id<Link>(0xffff'ffff'ffff'fffeU);
  auto twin = row(at(2, 0), 2);
  twin.link = high.link;
  twin.link.raw[31] = 1;
  twin.references = {reference_of(high.link)};
  this->put(index(high));
  this->put(index(twin));
  EXPECT_EQ(this->store().with_prefix(node::prefix_of(high.link)).value(),
            (std::vector{at(1, 0), at(2, 0)}));
  EXPECT_EQ(this->store().answers_to(node::prefix_of(high.link)).value(), (std::vector{at(2, 0)}));
  EXPECT_TRUE(this->store().with_prefix(3).value().empty());
}

TYPED_TEST(StoreContract, a_replaced_entry_keeps_its_place) {
  this->put(entries(1, 64, 66, 42));
  this->put(change::ReplaceEntry{at(1, 64), bytes("less")});
  EXPECT_EQ(this->store().entry(at(1, 64)).value(), bytes("less"));
  EXPECT_EQ(this->store().arrived(at(1, 64)).value(), WallTime{42});
  EXPECT_EQ(this->store().kept_link({1}, {64}).value(), (node::KeptLink{{64}, link_of(at(1, 64))}));
}

TYPED_TEST(StoreContract, the_changes_of_a_batch_follow_one_another) {
  ASSERT_TRUE(
      commits(this->store(), Batch{change::PutValue{node::ValueName::clock, bytes("1")},
                                   entries(1, 0, 5), change::ReplaceEntry{at(1, 3), bytes("x")},
                                   index(row(at(1, 0), 4)), change::QueueIndex{{1}, {0}, {0}},
                                   change::PutValue{node::ValueName::clock, bytes("2")}}));
  ASSERT_TRUE(commits(this->store(), Batch{}));
  EXPECT_EQ(this->store().value(node::ValueName::clock).value(), bytes("2"));
  EXPECT_EQ(this->store().entry(at(1, 3)).value(), bytes("x"));
  EXPECT_EQ(this->store().unindexed().value(), (std::vector{node::WaitingRun{{1}, {0}, {5}}}));
}

using StoreContractDeathTest = ::testing::Test;

TEST(StoreContractDeathTest, to_write_over_an_entry_is_a_broken_rule) {
  MemoryHome memory;
  ASSERT_TRUE(commits(*memory.store, Batch{entries(1, 0, 5)}));
  EXPECT_DEATH((void)commits(*memory.store, Batch{entries(1, 5, 6)}), "rule of the program");
  SqliteHome sqlite;
  ASSERT_TRUE(commits(*sqlite.store, Batch{entries(1, 0, 5)}));
  EXPECT_DEATH((void)commits(*sqlite.store, Batch{entries(1, 5, 6)}), "rule of the program");
}

}  // namespace
}  // namespace kith::store::test
