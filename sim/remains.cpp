#include "sim/remains.hpp"

#include <algorithm>
#include <functional>

#include "seal/key_codec.hpp"
#include "wire/entry.hpp"

namespace kith::sim {
namespace {

// Long enough to be nothing else, and mostly on one page.
constexpr std::size_t sealed_bytes_sought = 24;
constexpr std::size_t word_bytes_min = 12;

bool covers(const wire::TreeNode& node, LeafIndex leaf) {
  return leaf.value >> (limits::tree_depth - node.depth) == node.index;
}

void take_keys(Remains& remains, Person& person, node::EntryKey key, const wire::Place& place) {
  const auto log = person.node().strands().strand(key.strand).log;
  for (const auto strand : person.node().strands().of_log(log)) {
    const auto records = person.store().epochs(strand);
    check(records.has_value());
    for (const auto& record : *records) {
      if (record.first.epoch != place.epoch || record.keys.empty()) continue;
      const auto keys = seal::decode_keys(record.keys);
      check(keys.has_value());
      for (const auto& node : keys->nodes()) {
        if (!covers(node, place.leaf)) continue;
        const auto secret = node.secret.view();
        remains.bytes.emplace_back("a key of its leaf", ByteVec{secret.begin(), secret.end()});
      }
    }
  }
}

}  // namespace

Remains remains_of(Person& person, node::EntryKey key) {
  Remains remains{"entry " + std::to_string(key.seq.value), {}};
  const auto lean = person.store().entry(key);
  check(lean && *lean);
  const auto decoded = wire::decode_entry(**lean);
  if (!decoded || decoded->entry.body_state != wire::BodyState::sealed) return remains;
  const auto body =
      decoded->entry.body.first(std::min(decoded->entry.body.size(), sealed_bytes_sought));
  remains.bytes.emplace_back("its sealed body", ByteVec{body.begin(), body.end()});
  const auto opened = person.node().opener().open(key);
  if (!opened) return remains;
  take_keys(remains, person, key, opened->place);
  const auto message =
      kinds::decode_body(static_cast<std::uint64_t>(kinds::KindNumber::message), opened->body);
  const auto* said = message ? std::get_if<kinds::Message>(&*message) : nullptr;
  if (said == nullptr) return remains;
  const auto word = said->text.substr(said->text.rfind(' ') + 1);
  if (word.size() < word_bytes_min) return remains;
  const auto view = as_bytes(word);
  remains.bytes.emplace_back("its words", ByteVec{view.begin(), view.end()});
  return remains;
}

std::string found_on(const DiskHome& disk, const std::vector<Remains>& all) {
  const auto pages = disk.pages();
  for (const auto& remains : all) {
    for (const auto& [what, bytes] : remains.bytes) {
      const std::boyer_moore_horspool_searcher searcher{bytes.begin(), bytes.end()};
      for (const auto& page : pages) {
        if (std::search(page.begin(), page.end(), searcher) == page.end()) continue;
        return what + " (" + remains.entry + ")";
      }
    }
  }
  return {};
}

}  // namespace kith::sim
