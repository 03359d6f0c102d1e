// A person with a home of their own on a disk, as the command line has it: steps are carried out
// durably before their answer counts.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "bench/talk.hpp"
#include "host/clock.hpp"
#include "node/exchange.hpp"
#include "service/open_home.hpp"

namespace kith::bench {

/// Where the command line looks too, with --home and XDG_STATE_HOME.
[[nodiscard]] inline host::HomePlace place_in(const std::filesystem::path& folder,
                                              const std::string& name) {
  return {folder / name, folder / "state" / "kith", host::system_machine_id()};
}

class Person {
 public:
  enum class Home { made, opened };
  Person(const std::filesystem::path& folder, const std::string& name, Home how = Home::made)
      : place_(place_in(folder, name)) {
    auto home = how == Home::made ? service::OpenHome::create(place_, host::KeyFile{}, name)
                                  : service::OpenHome::open(place_, host::KeyFile{});
    check(home.has_value());
    home_ = std::move(*home);
  }
  Person(const Folder& folder, const std::string& name) : Person(folder.path(), name) {}

  [[nodiscard]] node::Node& node() { return home_->node(); }
  [[nodiscard]] service::OpenHome& home() { return *home_; }
  [[nodiscard]] node::Store& store() { return home_->home().store(); }
  [[nodiscard]] Entropy& entropy() { return home_->home().entropy(); }

  template <class T>
  T take(node::StepOf<T> step) {
    auto answer = home_->carry_out(std::move(step));
    check(answer.has_value());
    return std::move(*answer);
  }
  /// A session's turn; only then its bytes may go.
  void keep(const node::Turn& turn) { check(home_->keep(turn).has_value()); }
  node::CircleNumber new_circle(std::string_view name) {
    return take(node().new_circle(name, now_));
  }
  [[nodiscard]] WallTime now() const { return now_; }
  void index() { check(home_->catch_up(~std::uint64_t{0}, node::Findable::by_words).has_value()); }

  /// As an import brings them: a thousand in one step, each step durable. A minute lies between
  /// two.
  void bring(node::CircleNumber circle, std::span<const node::Brought> brought) {
    constexpr std::size_t step = 1000;
    for (std::size_t from = 0; from < brought.size(); from += step) {
      const auto some = brought.subspan(from, std::min(step, brought.size() - from));
      now_ = now_ + std::chrono::minutes{1};
      (void)take(node().bring(circle, some, {}, now_));
    }
  }

  /// Another process may have the home.
  void close() { home_.reset(); }
  /// What the home takes on the disk when nobody has it open.
  [[nodiscard]] std::uint64_t settled_bytes() {
    close();
    std::uint64_t bytes = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator{place_.folder}) {
      if (file.is_regular_file()) bytes += file.file_size();
    }
    return bytes;
  }

 private:
  host::HomePlace place_;
  std::unique_ptr<service::OpenHome> home_;
  WallTime now_ = host::wall_now();
};

/// One takes the other's keys, as a meeting gives them.
inline void know(Person& who, Person& whom, seal::PairSecret pair) {
  const auto& node = whom.node();
  node::Contact contact{node.person(),
                        node.identity().device_list,
                        {node.prekeys().newest().record},
                        std::move(pair)};
  (void)who.take(who.node().put_contact(std::move(contact), node.own_name(), who.now()));
}

inline void meet(Person& one, Person& other) {
  const auto pair = seal::PairSecret::random(one.entropy());
  know(one, other, pair.clone());
  know(other, one, pair.clone());
}

/// Takes the keys of somebody who has so many devices, and no home.
inline PersonId know_someone(Person& who, const std::string& name, std::size_t devices,
                             std::vector<std::string> ways) {
  auto& entropy = who.entropy();
  const auto person = crypto::PersonKey::generate(entropy);
  wire::DeviceList list{person.public_key(), {1}, {}};
  node::Contact contact{list.person, {}, {}, seal::PairSecret::random(entropy)};
  std::vector<crypto::DeviceKey> keys;
  for (std::size_t i = 0; i < devices; ++i) {
    keys.push_back(crypto::DeviceKey::generate(entropy));
    const auto prekey = crypto::PrekeySecret::generate(entropy).public_key();
    const auto transport = crypto::TransportSecret::generate(entropy).public_key();
    list.devices.push_back({keys.back().public_key(), transport});
    contact.prekeys.push_back(
        wire::sign_prekey({list.devices.back().device, {1}, prekey, who.now()}, keys.back()));
  }
  std::ranges::sort(list.devices, {}, &wire::ListedDevice::device);
  contact.device_list = wire::sign_device_list(list, person);
  contact.ways = std::move(ways);
  (void)who.take(who.node().put_contact(std::move(contact), name, who.now()));
  return list.person;
}

/// What one holds of a strand, as a session would serve it.
[[nodiscard]] inline std::vector<ByteVec> ranges_of(Person& person, node::StrandNumber strand,
                                                    Seq from = {0}) {
  std::vector<ByteVec> ranges;
  const auto next = person.node().strands().spans(strand).front().span.next;
  for (Seq at = from; at < next;) {
    auto range = person.node().serving().range(strand, {at, next}, limits::range_bytes_max);
    check(range && *range);
    at = (*range)->next;
    ranges.push_back(std::move((*range)->bytes));
  }
  return ranges;
}

[[nodiscard]] inline std::vector<node::Brought> talk_to_bring(Talk& talk, std::size_t count) {
  std::vector<node::Brought> brought(count);
  for (auto& one : brought) {
    one.quote.text = talk.message();
  }
  return brought;
}

}  // namespace kith::bench
