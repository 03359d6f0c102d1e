// Whether two stores hold the same. Refuses to know what it means.
#pragma once

#include <set>
#include <string>

#include "node/store.hpp"

namespace kith::sim {

/// Numbers of values and of kinds of facts, given by now or not: what gets one later is compared
/// from its first day.
inline constexpr unsigned store_names_max = 31;

/// Of a damaged store it may be said that it is damaged, never anything else than what was written.
enum class Reading { all, damage_is_told };

/// What `real` says otherwise than `meant`, in words; empty: nothing.
[[nodiscard]] std::string difference(const node::Store& meant, const node::Store& real,
                                     Reading reading);

/// Of all that is not entries, and of what belongs to these strands.
[[nodiscard]] std::string difference_in(const node::Store& meant, const node::Store& real,
                                        const std::set<node::StrandNumber>& strands);

}  // namespace kith::sim
