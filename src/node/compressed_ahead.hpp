// Drafts whose bodies are compressed while those before them are sealed: for what is brought along,
// which comes a thousand at a time. Comes out the same where nobody works meanwhile. Refuses to
// know what becomes of them.
#pragma once

#include <memory>
#include <vector>

#include "base/meanwhile.hpp"
#include "node/draft.hpp"

namespace kith::node {

class CompressedAhead {
 public:
  /// Fewer are compressed when they are asked for; so many are one job.
  static constexpr std::size_t drafts_a_job = 64;

  /// Requires: `meanwhile`, which may be null, outlives this.
  CompressedAhead(std::vector<Draft> drafts, Meanwhile* meanwhile);
  /// Compressed, in the order in which they were given.
  [[nodiscard]] Draft& at(std::size_t i);

 private:
  struct Some;

  std::vector<std::shared_ptr<Some>> all_;
  Meanwhile* meanwhile_;
};

}  // namespace kith::node
