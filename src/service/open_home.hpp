// A home with its node: carries out steps (commit first, then the answer), keeps the index near,
// retires logs where the home was copied. The one place where the core meets the disk.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>

#include "host/backup_file.hpp"
#include "host/clock.hpp"
#include "host/home.hpp"
#include "host/second_thread.hpp"
#include "node/node.hpp"
#include "node/owed_flush.hpp"
#include "service/answer.hpp"
#include "service/kept_views.hpp"
#include "service/sentences.hpp"

namespace kith::service {

/// Told how far long work is: done of all.
using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// No limit to how many entries are meant.
inline constexpr std::uint64_t all_entries = std::numeric_limits<std::uint64_t>::max();

class OpenHome {
 public:
  [[nodiscard]] static Outcome<std::unique_ptr<OpenHome>> create(
      const host::HomePlace& place, const host::Lock& lock, std::string_view name,
      const crypto::StretchParameters& stretch = host::stretch_of_people,
      WallTime now = host::wall_now());
  [[nodiscard]] static Outcome<std::unique_ptr<OpenHome>> open(const host::HomePlace& place,
                                                               const host::Lock& lock);
  /// Takes a home that is open already: just restored.
  [[nodiscard]] static Outcome<std::unique_ptr<OpenHome>> take(std::unique_ptr<host::Home> home,
                                                               const host::HomePlace& place);

  [[nodiscard]] node::Node& node() { return *node_; }
  [[nodiscard]] host::Home& home() { return *home_; }
  [[nodiscard]] const host::HomePlace& place() const { return place_; }
  /// What the things of a circle fold into, kept from one request to the next.
  [[nodiscard]] KeptViews& kept_views() { return kept_views_; }

  /// Commits what a step asks for, durably; only then its answer is an answer.
  template <class T>
  [[nodiscard]] Outcome<T> carry_out(node::StepOf<T> step) {
    const bool lost = must_begin_again();
    if (!step) return Fail<Fault>{fault_of(step.error())};
    if (lost) return Fail<Fault>{fault_of(node::Refusal::store_failed)};
    if (auto fault = commit(step->commit)) return Fail<Fault>{std::move(*fault)};
    return std::move(step->answer);
  }

  /// Commits a session's turn; only then its bytes may go. What has come is durable when something
  /// is said, in this session or another, or when the session waits.
  [[nodiscard]] Outcome<void> keep(const node::Turn& turn);
  /// Commits what no answer waits for.
  [[nodiscard]] Outcome<void> commit_turn(const node::Batch& batch,
                                          node::Durability durability = node::Durability::full);
  /// How many steps and turns were committed: whether anything changed here.
  [[nodiscard]] std::uint64_t commits() const { return commits_; }

  /// By the machine's clock, but in a home in which people play what was on another day.
  [[nodiscard]] WallTime now() const { return plays_at_ ? *plays_at_ : host::wall_now(); }
  void play_at(std::optional<WallTime> when) { plays_at_ = when; }

  /// Where others reach this home while it runs; goes into new cards and into sessions.
  void set_ways(std::vector<std::string> ways) {
    ways_ = std::move(ways);
    node_->set_ways(ways_);
  }
  [[nodiscard]] const std::vector<std::string>& ways() const { return ways_; }

  /// A commit or an act failed, and another node took the place of the one that sessions were begun
  /// with. That one stays, of no use, until they are gone: whoever has some is told at once.
  std::function<void()> on_begun_again;
  void drop_spent_nodes() { spent_.clear(); }

  /// Makes what waits findable, in at most so many steps of an entry.
  [[nodiscard]] Outcome<void> catch_up(std::uint64_t entries_max, node::Findable findable,
                                       const Progress& progress = {});
  /// All that waits, as far as reading goes; words are for searching.
  [[nodiscard]] Outcome<void> place_all(const Progress& progress = {}) {
    return catch_up(all_entries, node::Findable::by_place, progress);
  }
  [[nodiscard]] Outcome<std::uint64_t> waiting() const;

 private:
  OpenHome(std::unique_ptr<host::Home> home, host::HomePlace place)
      : place_(std::move(place)),
        home_(std::move(home)),
        second_thread_(host::SecondThread::where_there_is_a_core()) {}
  [[nodiscard]] std::optional<Fault> start();
  [[nodiscard]] Outcome<void> flush();
  void begin_again();
  /// True: what was just done was done by a node that is ahead of the store.
  [[nodiscard]] bool must_begin_again();
  [[nodiscard]] Result<std::unique_ptr<node::Node>, node::Refusal> open_node();
  [[nodiscard]] std::optional<Fault> commit(const node::Batch& batch,
                                            node::Durability durability = node::Durability::full);

  host::HomePlace place_;
  std::unique_ptr<host::Home> home_;
  std::unique_ptr<host::SecondThread> second_thread_;  // null: one core
  std::unique_ptr<node::Node> node_;
  std::vector<std::unique_ptr<node::Node>> spent_;
  KeptViews kept_views_;
  node::OwedFlush owed_flush_;
  bool stale_{};  // the node is of no use, and there is no other yet
  std::vector<std::string> ways_;
  std::uint64_t commits_{};
  std::optional<WallTime> plays_at_;
};

[[nodiscard]] Fault fault_of(host::HomeError error, const host::HomePlace& place);
[[nodiscard]] Fault fault_of(const host::BackupTrouble& trouble, const std::string& file,
                             const host::HomePlace& place);

}  // namespace kith::service
