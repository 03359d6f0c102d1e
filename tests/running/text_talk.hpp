// A talk in plain words, for tests of everything around it: "hello N" proves device and person N,
// "entry X" brings an entry and is thanked for, "note X" is kept lazily, "bye" ends. Refuses to
// know any one test.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "running/talk.hpp"

namespace kith::running::test {

/// What one node holds, and what its talks do.
struct TextWorld {
  std::uint8_t number{};             // who I am
  std::vector<std::string> entries;  // goes to everybody who did not bring it
  std::size_t flood_bytes{};         // so much each step, forever
  std::size_t steps{};
  std::vector<node::AskedOrder> asked;  // of each talk that began here
  bool knows_nobody{};                  // everybody is a stranger
  bool hears_first{};                   // says nothing to whom has said nothing
  // Who numbers stand for, of those who are contacts of the home.
  std::map<std::uint8_t, std::pair<PersonId, DeviceId>> known{};
};

class TextTalk final : public Talk {
 public:
  explicit TextTalk(TextWorld& world) : world_(world) {}

  void feed(ByteView bytes) override {
    heard_ += as_text(bytes);
    tally_.bytes_in += bytes.size();
  }
  void feed_end() override { ended_there_ = true; }
  void finish() override { leaving_ = true; }

  node::Turn step(WallTime) override {
    ++world_.steps;
    node::Turn turn;
    if (world_.knows_nobody) {
      turn.ending = node::Ending::stranger;
      return turn;
    }
    std::string said;
    const bool may_greet = !world_.hears_first || heard_.find('\n') != std::string::npos;
    if (may_greet && !std::exchange(greeted_, true))
      said += "hello " + std::to_string(world_.number) + "\n";
    hear(turn, said);
    for (; person_ && sent_ < world_.entries.size(); ++sent_) {
      const auto& entry = world_.entries[sent_];
      if (brought_.contains(entry)) continue;
      said += "entry " + entry + "\n";
      ++tally_.sent;
    }
    if (person_ && world_.flood_bytes > 0) said += std::string(world_.flood_bytes, '.');
    if (leaving_ && !std::exchange(bade_, true)) said += "bye\n";
    turn.send.assign(said.begin(), said.end());
    turn.more = heard_.find('\n') != std::string::npos || (person_ && world_.flood_bytes > 0);
    if (!turn.more && ended_there_ && !turn.ending) turn.ending = node::Ending::cut;
    tally_.bytes_out += said.size();
    return turn;
  }

  std::optional<PersonId> person() const override { return person_; }
  std::optional<DeviceId> device() const override {
    if (!person_) return std::nullopt;
    if (device_) return device_;
    auto device = DeviceId::from(person_->view());
    device->raw[0] %= 100;  // 1 and 101 list the same device
    return device;
  }
  bool caught_up() const override { return person_ && sent_ == world_.entries.size(); }
  node::Tally tally() const override { return tally_; }

 private:
  // One line a step.
  void hear(node::Turn& turn, std::string& said) {
    const auto end = heard_.find('\n');
    if (end == std::string::npos) return;
    const auto line = heard_.substr(0, end);
    heard_.erase(0, end + 1);
    ++tally_.round_trips;
    if (line.starts_with("hello ")) {
      const auto number = static_cast<std::uint8_t>(std::stoi(line.substr(6)));
      person_.emplace().raw[0] = number;
      if (const auto known = world_.known.find(number); known != world_.known.end()) {
        person_ = known->second.first;
        device_ = known->second.second;
      }
    } else if (line.starts_with("entry ")) {
      brought_.insert(line.substr(6));
      world_.entries.push_back(line.substr(6));
      turn.commit.push_back(node::change::PutValue{node::ValueName::clock, {1}});
      turn.fresh = 1;
      ++tally_.received;
      said += "thanks\n";
    } else if (line.starts_with("note ")) {
      turn.commit.push_back(node::change::PutValue{node::ValueName::clock, {1}});
      turn.durability = node::Durability::lazy;
    } else if (line == "bye") {
      if (!std::exchange(bade_, true)) said += "bye\n";
      turn.ending = node::Ending::finished;
    } else if (line != "thanks") {
      turn.ending = node::Ending::malformed;
    }
  }

  TextWorld& world_;
  std::string heard_;
  std::optional<PersonId> person_;
  std::optional<DeviceId> device_;
  std::set<std::string> brought_;
  std::size_t sent_{};
  bool greeted_{};
  bool leaving_{};
  bool bade_{};
  bool ended_there_{};
  node::Tally tally_;
};

class TextTalks final : public Talks {
 public:
  explicit TextTalks(TextWorld& world) : world_(world) {}
  std::unique_ptr<Talk> dial(const PersonId&, const DeviceId&, node::AskedOrder asked) override {
    world_.asked.push_back(asked);
    return answer();
  }
  std::unique_ptr<Talk> answer() override {
    ++made;
    return std::make_unique<TextTalk>(world_);
  }

  std::size_t made{};  // so far

 private:
  TextWorld& world_;
};

}  // namespace kith::running::test
