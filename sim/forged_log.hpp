// A log of a real person that says what no honest node writes, entry by entry, at places that
// whoever forges it names. Refuses to know what the lie is for.
#pragma once

#include <map>
#include <span>

#include "node/node.hpp"
#include "wire/range.hpp"

namespace kith::sim {

/// One reader of a box, and what they are given: two may be given different things.
struct Given {
  PersonId reader;
  const wire::Handover* handover{};
};

class ForgedLog {
 public:
  ForgedLog(const node::Node& author, Entropy& entropy, const CircleId& circle,
            wire::LogForm form = wire::LogForm::main);

  [[nodiscard]] LogId id() const { return key_.public_key(); }
  [[nodiscard]] const crypto::LogKey& key() const { return key_; }
  [[nodiscard]] const CircleId& circle() const { return circle_; }
  [[nodiscard]] const ByteVec& certificate() const { return certificate_; }
  [[nodiscard]] std::size_t size() const { return lean_.size(); }
  /// After the last entry: the next leaf of its epoch.
  [[nodiscard]] wire::Place next_place() const;

  /// What opens the log from the place to the end of its epoch, after what was written.
  [[nodiscard]] wire::Span span(const wire::Place& place);
  [[nodiscard]] ByteVec boxes(const node::Node& author, WallTime now, std::span<const Given> given,
                              const wire::Place& place) const;
  void put(const wire::Place& place, const wire::Meta& meta, const std::string& text,
           const ByteVec& boxes);
  void put_body(const wire::Place& place, const wire::Meta& meta, const ByteVec& body,
                const ByteVec& boxes);
  /// Whatever meta says. Shape: padded.
  void put_bytes(const wire::Place& place, const ByteVec& meta, const ByteVec& body,
                 const ByteVec& boxes);
  /// Of the entries that were written, from the first-th to the last-th.
  [[nodiscard]] ByteVec range(std::size_t first, std::size_t last) const;
  [[nodiscard]] ByteVec all() const { return range(0, lean_.size() - 1); }
  /// Goes back: what is written now is another story.
  void rewind(std::size_t entries);
  /// What is written in that epoch from now on lies under a key of its own.
  void another_secret(EpochNumber epoch) { roots_.erase(epoch.value); }

 private:
  [[nodiscard]] seal::KeySet keys(const wire::Place& place);

  Entropy& entropy_;
  CircleId circle_;
  PersonId author_;
  crypto::LogKey key_;
  ByteVec certificate_;
  Link link_;
  std::map<std::uint32_t, std::optional<wire::NodeSecret>> roots_;
  std::vector<Link> before_;
  std::vector<Link> links_;
  std::vector<wire::Place> places_;
  std::vector<ByteVec> lean_;
};

[[nodiscard]] inline wire::Place place(std::uint64_t seq, std::uint32_t epoch, std::uint16_t leaf) {
  return {{seq}, {epoch}, {leaf}};
}

}  // namespace kith::sim
