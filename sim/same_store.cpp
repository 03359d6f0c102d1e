#include "sim/same_store.hpp"

#include <algorithm>

namespace kith::sim {
namespace {

using node::StoreError;

class Comparing {
 public:
  Comparing(const node::Store& meant, const node::Store& real, Reading reading)
      : meant_(meant), real_(real), reading_(reading) {}

  std::string some(const std::set<node::StrandNumber>& strands) {
    small();
    for (const auto strand : strands) of_strand(strand);
    return std::move(found_);
  }

  std::string all() {
    small();
    const auto strands = meant_.strands().value();
    for (const auto& strand : strands) of_strand(strand.number);
    const auto circles = meant_.circles().value();
    for (const auto& circle : circles) {
      same("what is shown", [&](const auto& store) {
        constexpr std::size_t all_shown = 1'000'000;
        return store.last_shown(circle.number, all_shown, std::nullopt);
      });
    }
    return std::move(found_);
  }

 private:
  void small() {
    values();
    same("circles", [](const auto& store) { return store.circles(); });
    same("strands", [](const auto& store) { return store.strands(); });
    same("contacts", [](const auto& store) { return store.contacts(); });
    same("what waits for the index", [](const auto& store) { return store.unindexed(); });
    same("what waits for its words", [](const auto& store) { return store.unworded(); });
    own_logs();
  }

  // Reads the same of both.
  template <class Read>
  void same(const std::string& what, const Read& read) {
    if (!found_.empty()) return;
    const auto meant = read(meant_);
    const auto real = read(real_);
    if (!real) {
      const bool told = reading_ == Reading::damage_is_told && real.error() == StoreError::damaged;
      if (!told) found_ = what + " cannot be read";
      return;
    }
    if (*meant != *real) found_ = what + " is not what was kept";
  }

  void values() {
    for (unsigned name = 1; name <= store_names_max; ++name) {
      same("value " + std::to_string(name),
           [&](const auto& store) { return store.value(static_cast<node::ValueName>(name)); });
      same("fact " + std::to_string(name),
           [&](const auto& store) { return store.facts(static_cast<node::FactKind>(name)); });
    }
  }

  void own_logs() {
    same("own logs", [](const auto& store) {
      using Own = std::tuple<node::StrandNumber, ByteVec, WallTime, WallTime>;
      return store.own_logs().map([](const auto& logs) {
        std::vector<Own> all;
        for (const auto& log : logs) {
          all.emplace_back(log.strand, log.secret, log.epoch_opened, log.last_time);
        }
        return all;
      });
    });
  }

  void of_strand(node::StrandNumber strand) {
    same("spans", [&](const auto& store) { return store.spans(strand); });
    same("epochs", [&](const auto& store) { return store.epochs(strand); });
    const auto spans = meant_.spans(strand).value();
    for (const auto& span : spans) {
      const Seq last{span.span.next.value - 1};
      same("heads", [&](const auto& store) { return heads(store, strand, span.span.from, last); });
      for (auto seq = span.span.from; seq < span.span.next; seq = seq.successor()) {
        const node::EntryKey key{strand, seq};
        same("entry", [&](const auto& store) { return store.entry(key); });
        same("arrival", [&](const auto& store) { return store.arrived(key); });
        same("order", [&](const auto& store) { return store.moved_order(key); });
        same("link", [&](const auto& store) { return store.kept_link(strand, seq); });
      }
    }
  }

  static Result<std::vector<node::HeadRecord>, StoreError> heads(const node::Store& store,
                                                                 node::StrandNumber strand,
                                                                 Seq from, Seq last) {
    std::vector<node::HeadRecord> all;
    while (from <= last) {
      const auto head = store.head_from(strand, from);
      if (!head) return Fail{head.error()};
      if (!*head) break;
      all.push_back(**head);
      from = (*head)->last.seq.successor();
    }
    return all;
  }

  const node::Store& meant_;
  const node::Store& real_;
  Reading reading_;
  std::string found_;
};

}  // namespace

std::string difference(const node::Store& meant, const node::Store& real, Reading reading) {
  return Comparing{meant, real, reading}.all();
}

std::string difference_in(const node::Store& meant, const node::Store& real,
                          const std::set<node::StrandNumber>& strands) {
  return Comparing{meant, real, Reading::all}.some(strands);
}

}  // namespace kith::sim
