// The folds of circles, kept between requests and brought up to date by what was committed since.
// Equal to folds from scratch: whatever could make them others lets them go. Refuses to know how
// anything folds, and what is shown of it.
#pragma once

#include <array>
#include <memory>
#include <tuple>

#include "kinds/kept.hpp"
#include "node/node.hpp"
#include "node/things.hpp"

namespace kith::service {

/// Of all that is kept, about; circles that nobody asked for longest go first.
inline constexpr std::size_t kept_views_bytes_max = std::size_t{48} * 1024 * 1024;

class KeptViews {
 public:
  template <class Kept>
  using Views = Result<std::shared_ptr<const Kept>, node::Refusal>;

  /// Kept: one of kinds/kept.hpp. Requires: what waits for the index was placed before.
  template <class Kept>
  [[nodiscard]] Views<Kept> of(node::Node& node, node::CircleNumber circle);

  /// Once a batch is in the store, and before anything is asked again.
  void committed(const node::Batch& batch, const node::Strands& strands);
  void clear();
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  template <class Kept>
  struct Fold {
    std::shared_ptr<Kept> kept = std::make_shared<Kept>();
    std::vector<node::EntryKey> came;  // since
    std::size_t bytes{};
    std::uint64_t asked{};
  };
  template <class Kept>
  using Folds = std::map<node::CircleNumber, Fold<Kept>>;

  template <class Kept>
  [[nodiscard]] Result<void, node::Refusal> begin(Fold<Kept>& fold, const node::Things& things,
                                                  node::CircleNumber circle);
  template <class Kept>
  [[nodiscard]] Result<void, node::Refusal> go_on(Fold<Kept>& fold, const node::Things& things);
  template <class Kept>
  void add(Fold<Kept>& fold, const std::vector<kinds::Seen>& all);
  void came(node::CircleNumber circle, std::uint64_t kind, node::EntryKey key);
  void indexed(const node::change::PutIndex& put, const node::Strands& strands);
  void keys_came(node::StrandNumber strand, const node::Strands& strands);
  void let_go(node::CircleNumber circle);
  void make_room();

  std::tuple<Folds<kinds::KeptProposals>, Folds<kinds::KeptPromises>, Folds<kinds::KeptEvents>>
      folds_;
  std::size_t bytes_{};
  std::uint64_t asked_{};
};

}  // namespace kith::service
