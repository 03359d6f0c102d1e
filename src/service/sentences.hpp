// One sentence for each way in which the core refuses.
#pragma once

#include "node/refusal.hpp"
#include "service/answer.hpp"

namespace kith::service {

[[nodiscard]] Fault fault_of(node::Refusal refusal);

}  // namespace kith::service
