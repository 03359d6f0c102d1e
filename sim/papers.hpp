// Recovery keys on paper, in a drawer and on no disk: whoever goes back to an older disk has them
// still, and so have both homes of a person. Refuses to know which of them is in force.
#pragma once

#include <map>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/agree.hpp"

namespace kith::sim {

class Papers {
 public:
  void put(const PersonId& person, crypto::RecoverySecret key) {
    of_[person].push_back(std::move(key));
  }
  /// In the order in which they were made.
  [[nodiscard]] const std::vector<crypto::RecoverySecret>& of(const PersonId& person) const {
    static const std::vector<crypto::RecoverySecret> none;
    const auto found = of_.find(person);
    return found == of_.end() ? none : found->second;
  }
  [[nodiscard]] bool empty() const { return of_.empty(); }

 private:
  std::map<PersonId, std::vector<crypto::RecoverySecret>> of_;
};

}  // namespace kith::sim
