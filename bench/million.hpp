// A home of a million messages in one circle, made once a program.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "bench/person.hpp"

namespace kith::bench {

inline constexpr std::size_t million = 1'000'000;

// Filled by another process: what a child is said to have taken is never less than what its parent
// held when it was started.
inline const Folder& home_of_a_million() {
  static std::optional<Folder> folder;
  if (folder) return *folder;
  folder.emplace("million");
  const auto child = ::fork();
  check(child >= 0);
  if (child == 0) {
    Person ana{*folder, "ana"};
    const auto circle = ana.new_circle("choir");
    Talk talk;
    constexpr std::size_t at_once = 100'000;
    for (std::size_t done = 0; done < million; done += at_once) {
      ana.bring(circle, talk_to_bring(talk, at_once));
      ana.index();
    }
    ana.close();
    ::_exit(0);
  }
  int status = 0;
  check(::waitpid(child, &status, 0) == child && status == 0);
  return *folder;
}

}  // namespace kith::bench
