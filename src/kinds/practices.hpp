// How the people of a circle like to go about things: of each name, what each of them keeps now. A
// fold: the same entries give the same view, in whatever order they come. Nothing follows from a
// practice; it is text.
// Source: docs/kinds.md.
#pragma once

#include "kinds/seen.hpp"

namespace kith::kinds {

class Practices {
 public:
  /// Takes practices; passes over everything else. Twice is once.
  void add(const Seen& seen);

  struct Kept {
    Link link;
    PersonId author;
    WallTime time;
    Practice practice;
    bool operator==(const Kept&) const = default;
  };
  /// What stands and has a text: by name, author, link.
  [[nodiscard]] std::vector<Kept> all() const;
  /// What the person's next practice of that name takes the place of.
  [[nodiscard]] std::vector<Reference> earlier(const std::string& name,
                                               const PersonId& person) const;

 private:
  struct Said {
    Where where;
    WallTime time;
    Practice practice;
  };
  std::map<std::string, std::map<Link, Said>> by_name_;
};

}  // namespace kith::kinds
