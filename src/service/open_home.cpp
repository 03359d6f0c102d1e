#include "service/open_home.hpp"

#include <algorithm>
#include <utility>

#include "host/clock.hpp"
#include "store/memory_store.hpp"

namespace kith::service {
namespace {

constexpr std::size_t index_step = 2000;

FaultCode code_of(host::HomeError error) {
  switch (error) {
    case host::HomeError::no_home:
      return "no_home";
    case host::HomeError::unfinished:
      return "home_unfinished";
    case host::HomeError::home_exists:
      return "home_exists";
    case host::HomeError::folder_taken:
      return "folder_taken";
    case host::HomeError::wrong_passphrase:
      return "wrong_passphrase";
    case host::HomeError::other_lock:
      return "other_lock";
    case host::HomeError::key_file_missing:
      return "key_file_missing";
    case host::HomeError::key_file_wrong:
      return "key_file_wrong";
    case host::HomeError::key_file_exists:
      return "key_file_exists";
    case host::HomeError::damaged:
      return "home_damaged";
    case host::HomeError::newer_version:
      return "newer_version";
    case host::HomeError::busy:
      return "home_busy";
    case host::HomeError::full:
      return "store_full";
    case host::HomeError::denied:
    case host::HomeError::state_folder:
      return "home_denied";
    case host::HomeError::no_memory:
      return "no_memory";
    case host::HomeError::io:
      break;
  }
  return "store_failed";
}

FaultCode code_of(host::BackupError error) {
  switch (error) {
    case host::BackupError::file_exists:
      return "file_exists";
    case host::BackupError::file_missing:
      return "file_missing";
    case host::BackupError::file_damaged:
      return "backup_damaged";
    case host::BackupError::file_newer:
      return "newer_version";
    case host::BackupError::wrong_passphrase:
      return "wrong_passphrase";
    case host::BackupError::no_memory:
      return "no_memory";
    case host::BackupError::file_full:
      return "file_full";
    case host::BackupError::file_denied:
      return "file_denied";
    case host::BackupError::file_io:
      break;
  }
  return "file_failed";
}

}  // namespace

Fault fault_of(host::HomeError error, const host::HomePlace& place) {
  const bool locked =
      error == host::HomeError::wrong_passphrase || error == host::HomeError::other_lock ||
      error == host::HomeError::key_file_missing || error == host::HomeError::key_file_wrong;
  return {locked ? Status::locked : Status::refused, host::sentence(error, place), code_of(error)};
}

Fault fault_of(const host::BackupTrouble& trouble, const std::string& file,
               const host::HomePlace& place) {
  const auto* of_file = std::get_if<host::BackupError>(&trouble);
  const bool locked = of_file != nullptr && *of_file == host::BackupError::wrong_passphrase;
  return {locked ? Status::locked : Status::refused, host::sentence(trouble, file, place),
          std::visit([](auto error) { return code_of(error); }, trouble)};
}

Outcome<std::unique_ptr<OpenHome>> OpenHome::create(const host::HomePlace& place,
                                                    const host::Lock& lock, std::string_view name,
                                                    const crypto::StretchParameters& stretch,
                                                    WallTime now) {
  // The first entries are in the store before it counts as a home: there is no home without a
  // person.
  host::SystemEntropy entropy;
  const store::MemoryStore nothing;
  auto begun = node::Node::begin(nothing, entropy, name, now);
  if (!begun) return Fail<Fault>{fault_of(begun.error())};
  auto home = host::Home::create(place, lock, begun->commit, stretch);
  if (!home) return Fail<Fault>{fault_of(home.error(), place)};
  return take(std::move(*home), place);
}

Outcome<std::unique_ptr<OpenHome>> OpenHome::open(const host::HomePlace& place,
                                                  const host::Lock& lock) {
  auto home = host::Home::open(place, lock);
  if (!home) return Fail<Fault>{fault_of(home.error(), place)};
  return take(std::move(*home), place);
}

Outcome<std::unique_ptr<OpenHome>> OpenHome::take(std::unique_ptr<host::Home> home,
                                                  const host::HomePlace& place) {
  std::unique_ptr<OpenHome> opened{new OpenHome{std::move(home), place}};
  if (auto fault = opened->start()) return Fail<Fault>{std::move(*fault)};
  return opened;
}

Result<std::unique_ptr<node::Node>, node::Refusal> OpenHome::open_node() {
  auto node = node::Node::open(home_->store(), home_->entropy());
  if (node) (*node)->opener().opened_ahead().work_with(second_thread_.get());
  return node;
}

std::optional<Fault> OpenHome::start() {
  auto node = open_node();
  if (!node) return fault_of(node.error());
  node_ = std::move(*node);
  if (home_->origin() == host::Origin::here) return std::nullopt;
  auto retired = node_->retire_logs();
  if (!retired) return fault_of(retired.error());
  if (const auto adopted = home_->adopt(std::move(retired->commit)); !adopted) {
    return fault_of(adopted.error(), place_);
  }
  return std::nullopt;
}

std::optional<Fault> OpenHome::commit(const node::Batch& batch, node::Durability durability) {
  const auto committed = home_->store().commit(batch, durability);
  if (committed) {
    ++commits_;
    owed_flush_.committed(durability);
    kept_views_.committed(batch, node_->strands());
    return std::nullopt;
  }
  begin_again();
  return fault_of(node::refusal_of(committed.error()));
}

// What the node remembers is ahead of the store: from what is kept.
void OpenHome::begin_again() {
  kept_views_.clear();
  auto again = open_node();
  stale_ = !again;
  if (stale_) return;
  spent_.push_back(std::exchange(node_, std::move(*again)));
  node_->set_ways(ways_);
  if (on_begun_again) on_begun_again();
}

bool OpenHome::must_begin_again() {
  const bool lost = stale_ || node_->is_spent();
  if (lost) begin_again();
  return lost;
}

Outcome<void> OpenHome::keep(const node::Turn& turn) {
  auto kept = commit_turn(turn.commit, turn.durability);
  return kept && owed_flush_.falls_due(turn) ? flush() : std::move(kept);
}

// What is in memory may be more than what lies on the disk, and nobody knows how much.
Outcome<void> OpenHome::flush() {
  const auto flushed = home_->store().flush();
  if (flushed) {
    owed_flush_.flushed();
    return {};
  }
  begin_again();
  return Fail<Fault>{fault_of(node::refusal_of(flushed.error()))};
}

Outcome<void> OpenHome::commit_turn(const node::Batch& batch, node::Durability durability) {
  if (must_begin_again()) return Fail<Fault>{fault_of(node::Refusal::store_failed)};
  if (batch.empty()) return {};
  if (auto fault = commit(batch, durability)) return Fail<Fault>{std::move(*fault)};
  return {};
}

namespace {

std::uint64_t entries_in(const std::vector<node::WaitingRun>& runs) {
  std::uint64_t entries = 0;
  for (const auto& run : runs) entries += run.last.value - run.first.value + 1;
  return entries;
}

// Of what a step of the index put: entries, and whether their words are still to come.
struct Put {
  std::uint64_t entries{};
  bool words_wait{};
};
Put put_by(const node::Batch& batch) {
  Put all;
  for (const auto& change : batch) {
    if (const auto* words = std::get_if<node::change::PutWords>(&change)) {
      all.entries += words->last.value - words->first.value + 1;
    } else if (const auto* index = std::get_if<node::change::PutIndex>(&change)) {
      all.entries += index->last.value - index->first.value + 1;
      all.words_wait = all.words_wait || index->words_wait;
    }
  }
  return all;
}

}  // namespace

Outcome<std::uint64_t> OpenHome::waiting() const {
  const auto runs = home_->store().unindexed();
  if (!runs) return Fail<Fault>{fault_of(node::refusal_of(runs.error()))};
  const auto unworded = home_->store().unworded();
  if (!unworded) return Fail<Fault>{fault_of(node::refusal_of(unworded.error()))};
  return entries_in(*runs) + entries_in(*unworded);
}

Outcome<void> OpenHome::catch_up(std::uint64_t entries_max, node::Findable findable,
                                 const Progress& progress) {
  const auto waiting_now = waiting();
  if (!waiting_now) return Fail<Fault>{waiting_now.error()};
  auto all = *waiting_now;
  std::uint64_t done = 0;
  while (done < std::min(entries_max, all)) {
    const auto at_once = std::min<std::uint64_t>(index_step, entries_max - done);
    auto batch = node_->index_some(at_once, findable);
    const bool lost = must_begin_again();
    if (!batch) return Fail<Fault>{fault_of(batch.error())};
    if (lost) return Fail<Fault>{fault_of(node::Refusal::store_failed)};
    if (!*batch) break;
    const auto committed = home_->store().commit(**batch, node::Durability::lazy);
    if (!committed) {
      begin_again();
      return Fail<Fault>{fault_of(node::refusal_of(committed.error()))};
    }
    kept_views_.committed(**batch, node_->strands());
    const auto put = put_by(**batch);
    done += put.entries;
    if (put.words_wait && findable == node::Findable::by_words) all += put.entries;
    if (progress) progress(done, all);
  }
  return {};
}

}  // namespace kith::service
