// Bundles of this node: what goes into a file for whom, and what of a file is taken in. The form of
// the file is seal's; refuses to know where it lies.
// Source: docs/protocol.md §8.2.
#pragma once

#include "node/node.hpp"
#include "seal/bundle.hpp"

namespace kith::node {

struct WrittenBundle {
  ByteVec file;
  std::uint64_t entries{};
  std::vector<PersonId> unreached;  // without a prekey to seal to: nothing for them is in it
};

enum class BundleRefusal {
  nobody,     // nobody whom it is for can be sealed to
  too_large,  // write it for fewer people
  store,
};

/// Everything that the persons may have of what I hold, sealed to each. Writing it is no delivery.
[[nodiscard]] Result<Step<WrittenBundle>, BundleRefusal> write_bundle(
    Node& node, Entropy& entropy, const std::vector<PersonId>& persons, WallTime now);

/// A file on its way in: a step for each range, each committed before the next.
class BundleReading {
 public:
  /// Finds what is for this node. `file` must outlive it.
  [[nodiscard]] static Result<BundleReading, seal::BundleError> open(const Node& node,
                                                                     ByteView file);

  struct Turn {
    Batch commit;
    std::size_t fresh{};  // entries that were not held
    bool done{};
    std::optional<Refusal> failed;  // the home could not keep it
  };
  [[nodiscard]] Turn step(Node& node, WallTime now);

  /// False: nothing in the file is for this node.
  [[nodiscard]] bool is_for_me() const { return !letters_.empty(); }

 private:
  struct Letter {
    PersonId sender;
    std::optional<PairId> used;
    seal::Manifest manifest;
    bool heard{};
    std::size_t next_section{};
  };
  explicit BundleReading(seal::OpenBundle bundle)
      : bundle_(std::move(bundle)), taken_(bundle_.sections()) {}
  [[nodiscard]] Turn hear(Node& node, Letter& letter, WallTime now);
  void take_section(Letter& letter);
  void keep_aside(ByteVec range);

  seal::OpenBundle bundle_;
  std::vector<bool> taken_;  // sections, by place
  std::vector<Letter> letters_;
  std::size_t letter_{};
  std::vector<ByteVec> ranges_;  // of the section that is being read, in reverse
  std::vector<ByteVec> aside_;   // of logs that nothing has named yet
  std::size_t aside_bytes_{};
  std::size_t tries_{};  // of all that is aside
  bool retrying_{};
};

}  // namespace kith::node
