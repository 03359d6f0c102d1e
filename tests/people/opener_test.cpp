// Which keys an entry is tried with, and whose list it is that says who hears it, where pieces of a
// log hang in the air.
#include "node/opener.hpp"

#include "kinds/body.hpp"
#include "seal/key_codec.hpp"
#include "tests/people/two_people.hpp"

namespace kith::node {
namespace {

using test::morning;

// One strand, written record by record.
class Held {
 public:
  explicit Held(bool forked = false) {
    Batch batch;
    const auto circle = strands_.add_circle(CircleId{{1}}, batch);
    strand = strands_.add_strand(
        {{}, circle, log_, PersonId{{3}}, {}, wire::LogForm::main, std::nullopt, forked}, batch);
    commit(batch);
  }

  void spans(const std::vector<std::pair<std::uint64_t, std::uint64_t>>& spans) {
    Batch batch;
    std::vector<SpanRecord> records;
    for (const auto& [from, next] : spans) {
      const auto mark = static_cast<std::uint8_t>(from + 1);
      records.push_back({strand, {{from}, {next}, Link{{mark}}, Link{{mark, 1}}}});
    }
    strands_.put_spans(strand, records, batch);
    commit(batch);
  }
  /// A record at the leaf of that number, of an epoch that began at seq 0.
  void record(std::uint16_t leaf, const ByteVec& keys, const wire::AudienceList& audience = {}) {
    ByteVec list;
    if (!audience.empty()) {
      wire::CborWriter out;
      wire::encode_audience(out, audience);
      list = out.take();
    }
    commit({change::PutEpoch{{strand, {{leaf}, {0}, {leaf}}, keys, list}}});
  }
  ByteVec key(const wire::NodeSecret& root) {
    return seal::encode_keys(seal::KeySet::whole(root.clone()));
  }
  ByteVec other_key() { return key(wire::NodeSecret::random(entropy_)); }
  const wire::NodeSecret& root() const { return root_; }

  ByteVec sealed(std::uint16_t leaf) {
    ByteVec lean;
    const wire::Place place{{leaf}, {0}, {leaf}};
    const auto keys = seal::KeySet::whole(root_.clone());
    const wire::Meta meta{morning, std::uint64_t{1}, {}, std::nullopt, {}};
    seal::seal_entry(lean, *keys.keys_of({leaf}), log_, place, wire::encode_meta(meta),
                     kinds::encode_body(kinds::Message{"hello"}), {});
    return lean;
  }
  Opener opener() const { return {store_, strands_}; }

  StrandNumber strand;

 private:
  void commit(const Batch& batch) {
    EXPECT_TRUE(store_.commit(batch, Durability::full).has_value());
  }

  kith::test::SeededEntropy entropy_{1};
  LogId log_{{2}};
  wire::NodeSecret root_ = wire::NodeSecret::random(entropy_);
  store::MemoryStore store_;
  Strands strands_;
};

TEST(Opener, tries_so_many_keys_of_an_epochs_number_and_no_more) {
  constexpr std::size_t most = limits::keys_tried_max;
  for (const auto others : {most - 2, most - 1, most}) {
    Held held;
    held.spans({{0, 101}});
    held.record(0, held.key(held.root()));
    for (std::size_t leaf = 1; leaf <= others; ++leaf) {
      held.record(static_cast<std::uint16_t>(leaf), held.other_key());
    }
    const auto opened = held.opener().open({held.strand, {100}}, held.sealed(100));
    EXPECT_EQ(opened.has_value(), others < most) << others;
    if (!opened) EXPECT_EQ(opened.error(), OpenFailure::unreadable);
  }
}

TEST(Opener, finds_a_key_that_came_with_a_later_piece) {
  Held held;
  held.spans({{20, 30}, {40, 50}});
  held.record(20, {});
  held.record(40, held.key(held.root()));
  EXPECT_TRUE(held.opener().open({held.strand, {25}}, held.sealed(25)).has_value());
}

TEST(Opener, a_list_holds_across_a_hole_while_no_fork_is_known) {
  const wire::AudienceList list{{PersonId{{9}}, std::nullopt}};
  for (const bool forked : {false, true}) {
    Held held{forked};
    held.spans({{0, 10}, {20, 30}});
    held.record(0, {}, list);
    held.record(20, {});
    auto opener = held.opener();
    EXPECT_EQ(opener.audience_of({held.strand, {5}}).value(), list);
    EXPECT_EQ(opener.audience_of({held.strand, {25}}).value(),
              forked ? std::nullopt : std::optional{list});
    EXPECT_EQ(opener.place_of({held.strand, {25}})->leaf, LeafIndex{25});
  }
}

TEST(Opener, a_list_in_what_was_a_hole_holds_for_what_hung_behind_it) {
  const wire::AudienceList one{{PersonId{{9}}, std::nullopt}};
  const wire::AudienceList two{{PersonId{{8}}, std::nullopt}, {PersonId{{9}}, std::nullopt}};
  Held held{true};
  held.spans({{0, 30}});
  held.record(0, {}, one);
  held.record(20, {});
  EXPECT_EQ(held.opener().audience_of({held.strand, {25}}).value(), one);
  held.record(15, {}, two);
  EXPECT_EQ(held.opener().audience_of({held.strand, {25}}).value(), two);
}

}  // namespace
}  // namespace kith::node
