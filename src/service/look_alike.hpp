// Names that a reader takes for one another: other letters of the same looks, letters that nobody
// sees. Forbids nothing; what to do about it is said to whoever gives the name.
//
// Source: Unicode Technical Standard 39, §4 (skeletons of confusable strings), by ICU.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "service/open_home.hpp"

namespace kith::service {

/// What a name looks like: names of equal looks are easily taken for one another.
[[nodiscard]] std::string look_of(std::string_view name);

/// The names in use here: of my contacts, and my own.
class NamesInUse {
 public:
  explicit NamesInUse(OpenHome& home);
  /// Others that look like this one, ascending.
  [[nodiscard]] std::vector<std::string> like(const std::string& name) const;

 private:
  std::map<std::string, std::vector<std::string>> by_look_;
};

}  // namespace kith::service
