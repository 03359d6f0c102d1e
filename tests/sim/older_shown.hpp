// What a person is shown of all their circles, as the frozen vectors tell it. Refuses to know
// whose.
#pragma once

#include <string>

#include "sim/older.hpp"
#include "sim/person.hpp"

namespace kith::sim {

[[nodiscard]] inline std::vector<Older::Shown> shown_to(Person& person) {
  std::vector<Older::Shown> all;
  auto& node = person.node();
  for (const auto circle : node.circles()) {
    const auto shown = node.view().last(circle, 1'000'000);
    check(shown.has_value());
    for (const auto& one : *shown) {
      const auto* message = one.body ? std::get_if<kinds::Message>(&*one.body) : nullptr;
      const auto* ask = one.body ? std::get_if<kinds::Ask>(&*one.body) : nullptr;
      const std::string text = ask != nullptr ? ask->text : "";
      const auto author = one.author == person.id() ? node.own_name()
                                                    : node.self().name_of(one.author).value_or("?");
      all.push_back(
          {node.name_of(circle), author, message != nullptr ? message->text : text, one.aside});
    }
  }
  return all;
}

}  // namespace kith::sim
