// Why the node does not do what it was asked to: each name says what the asker can do about it.
#pragma once

#include "base/result.hpp"
#include "node/store.hpp"

namespace kith::node {

enum class Refusal {
  unknown_circle,
  unknown_person,
  unknown_entry,  // no such entry, or not seen
  name_taken,     // another circle or person goes by it here
  bad_name,       // empty, too long, or with control characters
  empty_text,
  too_long,   // beyond limits::body_bytes_max: a file, not a message
  long_note,  // beyond limits::note_bytes_max
  not_utf8,
  bad_thing,        // a title too long, a text empty, more than its kind holds
  too_many,         // persons in an audience, references of an entry
  answers_twice,    // the same entry
  not_mine,         // only its author can do that
  not_in_audience,  // an aside to someone whom I do not address
  no_face,          // nothing of them that can be handed on yet
  unknown_offer,    // no such introduction waits
  bad_card,         // no card, or changed on its way
  own_card,         // that is I
  clock_unsure,     // it went back, or far ahead: leased writes wait for a yes in status
  unknown_log,      // a range of someone whom we do not know, or without papers
  bad_range,        // not canonical, badly signed
  bent_stand_in,    // a forgotten body's hash was changed on its way: the entry does not open; or
                    // more stand in for bodies than a range holds
  log_full,         // 2^40 entries, or a log told in too many ways or pieces, or in two circles
  ignored_author,   // of someone whom I ignored: nothing more of them is kept
  over_quota,       // more of one person in one circle than is taken at once
  store_full,
  store_damaged,
  store_failed,
};

/// What a store refuses half way leaves whoever asked ahead of it.
[[nodiscard]] constexpr bool is_of_store(Refusal refusal) {
  return refusal == Refusal::store_full || refusal == Refusal::store_damaged ||
         refusal == Refusal::store_failed;
}

[[nodiscard]] inline Refusal refusal_of(StoreError error) {
  switch (error) {
    case StoreError::full:
      return Refusal::store_full;
    case StoreError::damaged:
      return Refusal::store_damaged;
    case StoreError::io:
    case StoreError::busy:
      return Refusal::store_failed;
  }
  return Refusal::store_failed;
}

}  // namespace kith::node
