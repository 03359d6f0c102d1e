// Names that a reader takes for one another: other letters of the same looks, letters that nobody
// sees, the same letters in another case or width. Forbids nothing; what to do about it is said to
// whoever gives the name.
//
// Source: Unicode Technical Standard 39, §4 (skeletons of confusable strings), and Unicode Standard
//         Annex 44 (NFKC_Casefold), by ICU.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "service/open_home.hpp"

namespace kith::service {

/// What a name looks like: as it is written; in small letters; and what it looks like, in small
/// letters. One does not imply another: I looks like l, but i does not; and a Cyrillic В like B,
/// but в not like b.
[[nodiscard]] std::set<std::string> looks_of(std::string_view name);
/// Easily taken for one another: they have a look in common.
[[nodiscard]] bool look_alike(std::string_view one, std::string_view other);

/// The names in use here: of my contacts, and my own.
class NamesInUse {
 public:
  explicit NamesInUse(OpenHome& home);
  /// Others that look like this one, ascending.
  [[nodiscard]] std::vector<std::string> like(const std::string& name) const;

 private:
  std::map<std::string, std::set<std::string>> by_look_;
};

}  // namespace kith::service
