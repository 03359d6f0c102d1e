// A home is put back from an old backup, others return what its person said since, and a recovery
// key that was made before opens it.
#include "node/recovery.hpp"

#include "tests/people/device.hpp"
#include "tests/people/held_keys.hpp"

namespace kith::node::test {
namespace {

constexpr std::chrono::hours day{24};

struct Recovery : ::testing::Test {
  Recovery() {
    meet(ana, ben);
    garden = ana.take(ana.node->new_circle("garden", morning));
    (void)ana.take(ana.node->include(garden, {ben.node->person()}, {}, morning));
    (void)ana.cut();
  }
  static void make(Device& who, const crypto::RecoverySecret& key, WallTime when) {
    (void)who.take(who.node->keep(kinds::RecoveryKey{key.public_key(), true}, when));
  }
  static void end(Device& who, const crypto::RecoverySecret& key, WallTime when) {
    (void)who.take(who.node->keep(kinds::RecoveryKey{key.public_key(), false}, when));
  }
  /// What a device says, as whoever heard it brings it back.
  std::vector<ByteVec> said(Device& device, std::string_view text, WallTime when) {
    (void)device.take(device.node->say(garden, {text}, when));
    return device.cut();
  }
  static void bring(Device& to, const std::vector<ByteVec>& pieces) {
    for (const auto& range : pieces) (void)to.take(to.node->take_range(range, morning));
  }
  /// Whose logs they are, as whoever returns them says first.
  static void tell_papers(Device& from, Device& to) {
    for (const auto strand : from.own_strands()) {
      const auto first = from.node->opener().open({strand, {0}});
      if (!first || !first->meta.statement) continue;
      (void)to.take(to.node->take_own_papers(first->meta.statement->certificate));
    }
  }
  static void use(Device& who, const crypto::RecoverySecret& key) {
    const auto carry_out = [&](StepOf<Done> step) -> Result<void, Refusal> {
      if (!step) return Fail{step.error()};
      who.commit(step->commit, Durability::full);
      return {};
    };
    const auto node = [&]() -> Node& { return *who.node; };
    EXPECT_TRUE(recover(node, key, morning + 20 * day, carry_out));
    while (who.index(100)) {
    }
  }
  static std::vector<std::string> texts(Device& who, CircleNumber circle) {
    while (who.index(100)) {
    }
    std::vector<std::string> out;
    const auto entries = who.node->view().last(circle, 1000);
    for (const auto& entry : entries.value()) {
      const auto* message = entry.body ? std::get_if<kinds::Message>(&*entry.body) : nullptr;
      if (message != nullptr) out.push_back(message->text);
    }
    return out;
  }
  static std::uint64_t closed(Device& who) { return own_closed(*who.node).value(); }
  /// A key of that log's entry is told to nobody by what a box for this key holds.
  [[nodiscard]] static bool brings_back(Device& who, const crypto::RecoverySecret& key,
                                        EntryKey entry) {
    const auto& record = who.node->strands().strand(entry.strand);
    const auto place = who.node->opener().place_of(entry).value();
    const auto opening = Seq{place.opening()};
    const auto lean = who.store().entry({entry.strand, opening}).value();
    const auto held = wire::decode_entry(*lean)->entry;
    const seal::BoxPlace at{who.node->strands().id_of(record.circle), record.person, record.log,
                            place.epoch, opening};
    if (held.boxes.empty()) return false;
    const auto slots = wire::decode_boxes(held.boxes).slots;
    return std::ranges::any_of(slots, [&](const auto& slot) {
      if (!slot.present) return false;
      const auto found = seal::open_box(at, key, who.node->identity().own_devices, slot.bytes);
      return found && opens_body(*found, record.log, record.log, place);
    });
  }
  EntryKey last_of_garden(Device& who) {
    std::optional<EntryKey> last;
    for (const auto strand : who.node->strands().of_circle(garden)) {
      for (const auto& span : who.node->strands().spans(strand)) {
        const EntryKey there{strand, {span.span.next.value - 1}};
        if (!last || last->strand < there.strand) last = there;
      }
    }
    return *last;
  }

  Device ana{"Ana", 71};
  Device ben{"Ben", 72};
  CircleNumber garden;
  kith::test::SeededEntropy dice{75};
  crypto::RecoverySecret key = crypto::RecoverySecret::generate(dice);
  crypto::RecoverySecret other = crypto::RecoverySecret::generate(dice);
};

TEST_F(Recovery, what_was_said_after_the_backup_opens_again) {
  make(ana, key, morning);
  const auto restored = ana.copy(73);
  (void)restored->take(restored->node->retire_logs());
  bring(*restored, said(ana, "one", morning + day));       // a new epoch, since the key is new
  bring(*restored, said(ana, "two", morning + 2 * day));   // the same
  bring(*restored, said(ana, "ten", morning + 10 * day));  // the next
  restored->reopen();
  EXPECT_EQ(closed(*restored), 3U);
  EXPECT_TRUE(texts(*restored, garden).empty());
  use(*restored, key);
  EXPECT_EQ(closed(*restored), 0U);
  const std::vector<std::string> all{"one", "two", "ten"};
  EXPECT_EQ(texts(*restored, garden), all);
  restored->reopen();
  EXPECT_EQ(texts(*restored, garden), all);
  // What the restored home says goes to the key, too: its self log knows it.
  const auto again = restored->copy(74);
  (void)again->take(again->node->retire_logs());
  const auto pieces = said(*restored, "new", morning + 21 * day);
  tell_papers(*restored, *again);
  bring(*again, pieces);
  EXPECT_EQ(closed(*again), 1U);
  use(*again, key);
  EXPECT_EQ(texts(*again, garden).back(), "new");
}

TEST_F(Recovery, what_opened_is_served_again_to_whom_it_was_said) {
  make(ana, key, morning);
  const auto restored = ana.copy(73);
  (void)restored->take(restored->node->retire_logs());
  bring(*restored, said(ana, "one", morning + day));
  use(*restored, key);
  const auto entry = last_of_garden(*restored);
  const auto hearers = restored->node->hearing().hearers(entry);
  ASSERT_TRUE(hearers.has_value() && *hearers);
  EXPECT_EQ(**hearers, std::vector{ben.node->person()});
}

TEST_F(Recovery, a_strangers_key_opens_nothing_and_is_not_noted) {
  make(ana, key, morning);
  const auto restored = ana.copy(73);
  bring(*restored, said(ana, "one", morning + day));
  use(*restored, other);
  EXPECT_EQ(closed(*restored), 1U);
  EXPECT_FALSE(restored->node->self().knows_recovery(other.public_key()));
}

TEST_F(Recovery, without_what_the_devices_share_the_key_opens_nothing) {
  make(ana, key, morning);
  const auto pieces = said(ana, "one", morning + day);
  const auto range = wire::decode_range(pieces.back());
  for (const auto& placed : range->entries) {
    if (placed.entry.boxes.empty()) continue;
    const seal::BoxPlace at{range->circle, ana.node->person(), range->log, placed.place.epoch,
                            placed.place.seq};
    std::size_t opened = 0;
    for (const auto& slot : wire::decode_boxes(placed.entry.boxes).slots) {
      EXPECT_EQ(slot.bytes[0], 1U);  // nobody sees by its suite that one of them is for a key
      EXPECT_FALSE(seal::open_box(at, key, ben.node->identity().own_devices, slot.bytes));
      opened += seal::open_box(at, key, ana.node->identity().own_devices, slot.bytes) ? 1 : 0;
    }
    EXPECT_EQ(opened, 1U);
  }
}

TEST_F(Recovery, a_key_made_midway_opens_from_the_next_entry_on) {
  const auto restored = ana.copy(73);
  // By then an epoch opened that no key was there for.
  bring(*restored, said(ana, "eight", morning + 8 * day));
  make(ana, key, morning + 9 * day);
  bring(*restored, said(ana, "nine", morning + 9 * day));
  EXPECT_EQ(closed(*restored), 2U);
  use(*restored, key);
  EXPECT_EQ(closed(*restored), 1U);
  EXPECT_EQ(texts(*restored, garden), std::vector<std::string>{"nine"});
  // The backup was older than the key: it is noted, so that forgetting knows it, and not in force.
  EXPECT_TRUE(restored->node->self().knows_recovery(key.public_key()));
  EXPECT_EQ(restored->node->self().recovery(), nullptr);
}

TEST_F(Recovery, an_ended_key_gets_nothing_of_later_epochs) {
  make(ana, key, morning);
  const auto restored = ana.copy(73);
  bring(*restored, said(ana, "one", morning + day));
  end(ana, key, morning + day);
  EXPECT_EQ(ana.node->self().recovery(), nullptr);
  bring(*restored, said(ana, "two", morning + day));  // at once: no epoch goes on
  use(*restored, key);
  EXPECT_EQ(closed(*restored), 1U);
  EXPECT_EQ(texts(*restored, garden), std::vector<std::string>{"one"});
}

TEST_F(Recovery, a_later_key_takes_the_place_of_the_first) {
  make(ana, key, morning);
  const auto restored = ana.copy(73);
  bring(*restored, said(ana, "one", morning + day));
  make(ana, other, morning + day);
  bring(*restored, said(ana, "two", morning + day));
  end(ana, other, morning + 2 * day);
  EXPECT_EQ(ana.node->self().recovery(), nullptr);  // the first does not come back
  bring(*restored, said(ana, "three", morning + 2 * day));
  use(*restored, key);
  EXPECT_EQ(texts(*restored, garden), std::vector<std::string>{"one"});
  use(*restored, other);
  const std::vector<std::string> both{"one", "two"};
  EXPECT_EQ(texts(*restored, garden), both);
  EXPECT_EQ(closed(*restored), 1U);
}

TEST_F(Recovery, each_opening_holds_one_box_more_and_nothing_else_changes) {
  const auto boxes_of = [](const std::vector<ByteVec>& pieces) {
    const auto range = wire::decode_range(pieces.back());
    return wire::decode_boxes(range->entries.front().entry.boxes).slots.size();
  };
  const auto without = said(ana, "eight", morning + 8 * day);
  EXPECT_EQ(boxes_of(without), 1U);
  make(ana, key, morning + 8 * day);
  EXPECT_EQ(boxes_of(said(ana, "nine", morning + 9 * day)), 2U);
  const auto within = said(ana, "still nine", morning + 9 * day);
  EXPECT_TRUE(wire::decode_range(within.back())->entries.front().entry.boxes.empty());
  // Indexing what the home said itself opens nothing once more.
  while (ana.index(100)) {
  }
  const auto later = said(ana, "again", morning + 9 * day);
  EXPECT_TRUE(wire::decode_range(later.back())->entries.front().entry.boxes.empty());
}

TEST_F(Recovery, a_body_forgotten_stays_forgotten_here) {
  make(ana, key, morning);
  (void)said(ana, "to forget", morning + day);
  const auto entry = last_of_garden(ana);
  EXPECT_TRUE(brings_back(ana, key, entry));
  (void)ana.take(ana.node->forget(entry, morning + day));
  EXPECT_FALSE(brings_back(ana, key, entry));
  const auto kept = ana.copy(73);
  use(*kept, key);
  EXPECT_TRUE(texts(*kept, garden).empty());
}

TEST_F(Recovery, it_does_so_under_a_key_that_was_ended_or_only_used_here) {
  make(ana, key, morning);
  const auto restored = ana.copy(73);
  bring(*restored, said(ana, "one", morning + day));
  const auto entry = last_of_garden(*restored);
  use(*restored, key);
  EXPECT_TRUE(brings_back(*restored, key, entry));
  end(*restored, key, morning + 21 * day);
  restored->reopen();
  (void)restored->take(restored->node->forget(entry, morning + 22 * day));
  EXPECT_FALSE(brings_back(*restored, key, entry));
  restored->reopen();
  use(*restored, key);
  EXPECT_TRUE(texts(*restored, garden).empty());
}

// A tombstone came, from another copy of the home, while the body lay closed.
TEST_F(Recovery, a_body_refused_while_it_was_closed_goes_when_the_key_comes) {
  make(ana, key, morning);
  (void)ana.take(ana.node->rename(ben.node->person(), "Benno", morning + day));
  const auto restored = ana.copy(73);
  bring(*restored, said(ana, "to forget", morning + day));
  const auto entry = last_of_garden(ana);
  (void)ana.take(ana.node->forget(entry, morning + day));
  bring(*restored, said(ana, "to keep", morning + day));
  // The self log of that copy: its epoch had opened before.
  const auto self_circle = restored->node->strands().number_of(ana.node->identity().self_circle);
  for (const auto strand : ana.node->strands().of_circle(*self_circle)) {
    const auto held = restored->node->strands().spans(strand).front().span.next;
    if (const auto piece = range_from(*ana.node, strand, held)) {
      (void)restored->take(restored->node->take_range(*piece, morning + day));
    }
  }
  while (restored->index(100)) {
  }
  const auto there = last_of_garden(*restored);
  const EntryKey closed_entry{there.strand, {there.seq.value - 1}};
  const auto& log = restored->node->strands().strand(there.strand).log;
  ASSERT_TRUE(restored->node->self().refuses_body(log, closed_entry.seq));
  EXPECT_TRUE(brings_back(*restored, key, closed_entry));
  use(*restored, key);
  EXPECT_EQ(texts(*restored, garden), std::vector<std::string>{"to keep"});
  EXPECT_FALSE(brings_back(*restored, key, closed_entry));
  const auto lean = restored->store().entry(closed_entry).value();
  EXPECT_EQ(wire::decode_entry(*lean)->entry.body_state, wire::BodyState::forgotten);
}

}  // namespace
}  // namespace kith::node::test
