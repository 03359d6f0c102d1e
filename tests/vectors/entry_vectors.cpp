#include "tests/vectors/entry_vectors.hpp"

#include "base/check.hpp"
#include "wire/cbor.hpp"

namespace kith::test {
namespace {

struct Shown {
  std::size_t seq;
  std::string_view state;
};

ordered_json range_json(std::string_view what, const Author& log, const RawRange& range,
                        std::vector<ordered_json> epochs, const std::vector<Shown>& shown) {
  auto entries = ordered_json::array();
  for (const auto& [seq, state] : shown) {
    entries.push_back(found_json(log.at(seq), state));
  }
  return {{"what", what},
          {"range", to_hex(range.encode(log.key()))},
          {"epochs", epochs},
          {"entries", entries}};
}

void replace(RawRange& range, std::size_t i, ByteVec lean) {
  check(lean != range.entries.at(i).lean);
  range.entries[i].lean = std::move(lean);
}

// Flips a bit that the link does not cover: `from_end` bytes before the entry's end.
void damage(RawRange& range, std::size_t i, std::size_t from_end) {
  auto lean = range.entries.at(i).lean;
  lean.at(lean.size() - from_end) ^= 4;
  replace(range, i, std::move(lean));
}

ordered_json whole_ranges(const ExampleLog& example) {
  const auto& log = example.log;
  const std::vector<Shown> first{{0, "none"}, {1, "open"}, {2, "open"},
                                 {3, "none"}, {4, "none"}, {5, "open"}};
  const auto rest =
      range_json("a body of 64 KiB, and a kind without one", log, log.range(9, 12),
                 {root_json(log, 2)}, {{9, "open"}, {10, "open"}, {11, "open"}, {12, "none"}});
  auto two_epochs = first;
  two_epochs.insert(two_epochs.end(), {{6, "none"}, {7, "open"}, {8, "open"}});
  const std::vector roots{root_json(log, 1), root_json(log, 0)};
  return ordered_json::array(
      {range_json("two epochs", log, log.range(0, 8), roots, two_epochs), rest});
}

ordered_json partly_held(const ExampleLog& example) {
  const auto& log = example.log;
  seal::KeySet from_third;
  const auto cover = log.keys(0).cover({3}, {1023});
  from_third.add(cover.nodes, cover.meta_keys);
  const auto nodes = keys_json(log, 0, from_third);
  const auto middle =
      range_json("an epoch held from its middle on", log, log.range(2, 6), {nodes},
                 {{2, "closed"}, {3, "none"}, {4, "none"}, {5, "open"}, {6, "closed"}});

  auto foreign = root_json(log, 1);
  foreign["epoch"] = 0;
  const auto wrong =
      range_json("the secret of another epoch, beside the right one", log, log.range(1, 2),
                 {foreign, root_json(log, 0)}, {{1, "open"}, {2, "open"}});
  const auto none = range_json("the secret of another epoch", log, log.range(1, 2), {foreign},
                               {{1, "closed"}, {2, "closed"}});
  const auto nothing =
      range_json("no secret at all", log, log.range(7, 8), {}, {{7, "closed"}, {8, "closed"}});
  return ordered_json::array({middle, wrong, none, nothing});
}

ordered_json forgotten(const ExampleLog& example) {
  const auto& log = example.log;
  auto range = log.range(0, 3);
  replace(range, 0, without_box(range.entries[0].lean, 1));
  replace(range, 1, without_body(log.id(), log.at(1), log.keys(0)));
  replace(range, 3, without_box(without_box(range.entries[3].lean, 0), 7));
  const std::vector<Shown> shown{{0, "none"}, {1, "forgotten"}, {2, "open"}, {3, "none"}};

  auto held = log.keys(0);
  const auto lean = range.entries[1].lean;
  held.puncture({1}, wire::body_hash_of(wire::decode_entry(lean)->entry));
  const auto punctured = keys_json(log, 0, held);
  const auto unread = range_json("a punctured leaf beside a whole body", log, log.range(0, 2),
                                 {punctured}, {{0, "none"}, {1, "unread"}, {2, "open"}});
  return ordered_json::array(
      {range_json("a forgotten body and forgotten boxes, the root held", log, range,
                  {root_json(log, 0)}, shown),
       range_json("the same, the leaf punctured", log, range, {punctured}, shown), unread});
}

ordered_json damaged(const ExampleLog& example) {
  const auto& log = example.log;
  auto hash = log.range(1, 2);
  replace(hash, 0, without_body(log.id(), log.at(1), log.keys(0)));
  damage(hash, 0, SealedHash::size + 1);
  return ordered_json::array({range_json("a flipped bit in the body's hash of a stand-in", log,
                                         hash, {root_json(log, 0)}, {{1, "closed"}, {2, "open"}})});
}

}  // namespace

std::string make_entry_vectors() {
  const ExampleLog example;
  auto ranges = ordered_json::array();
  for (const auto& some : {whole_ranges(example), partly_held(example), forgotten(example),
                           damaged(example), odd_ranges(), edge_ranges()}) {
    ranges.insert(ranges.end(), some.begin(), some.end());
  }
  return ordered_json{{"ranges", ranges}, {"refused", {{"ranges", refused_ranges()}}}}.dump(1) +
         "\n";
}

}  // namespace kith::test
