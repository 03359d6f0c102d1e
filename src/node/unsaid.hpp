// What I began to say in a circle and have not said: in words, and in each form of its own. Kept on
// this device alone: it is in no log and goes to nobody, my other devices neither. Refuses to know
// what becomes of it.
#pragma once

#include <optional>
#include <string>

#include "node/store.hpp"

namespace kith::node {

struct Unsaid {
  std::string text;
  std::vector<Reference> answers{};
  std::optional<std::vector<PersonId>> to{};  // nothing: whoever hears me
  bool operator==(const Unsaid&) const = default;
};

/// Where it was begun: in the circle's talk, or in a form of that name.
struct Begun {
  CircleId circle;
  std::string form{};  // at most limits::form_name_bytes_max
};

/// Errors: damaged, and the store's.
[[nodiscard]] Result<std::optional<Unsaid>, StoreError> unsaid_in(const Store& store,
                                                                  const Begun& begun);
/// In the place of what was kept there. Requires: at most limits::body_bytes_max of text.
void keep_unsaid(const Begun& begun, const Unsaid& unsaid, Batch& batch);
void drop_unsaid(const Begun& begun, Batch& batch);

}  // namespace kith::node
