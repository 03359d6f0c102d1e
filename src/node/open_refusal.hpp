// What is said of an entry that does not open, by who wants it. Refuses to know why it does not.
#pragma once

#include "node/opener.hpp"
#include "node/refusal.hpp"

namespace kith::node {

/// An entry that does not open (any more) is one that is not seen: no author can take a circle away
/// by what they write.
[[nodiscard]] inline Refusal refusal_for_reader(OpenFailure failure) {
  switch (failure) {
    case OpenFailure::not_held:
    case OpenFailure::no_key:
    case OpenFailure::unreadable:
      return Refusal::unknown_entry;
    case OpenFailure::store_failed:
      return Refusal::store_failed;
    case OpenFailure::damaged:
      return Refusal::store_damaged;
  }
  return Refusal::store_damaged;
}

/// An entry that this home served or indexed before, or wrote itself: it opens, or the store is at
/// fault.
[[nodiscard]] inline Refusal refusal_for_holder(OpenFailure failure) {
  return failure == OpenFailure::store_failed ? Refusal::store_failed : Refusal::store_damaged;
}

}  // namespace kith::node
