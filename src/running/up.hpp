// What `kith up` wishes of a node, and how a node begins to fulfil it. Refuses to know how it is
// told to people, and when it ends.
#pragma once

#include "running/running_node.hpp"

namespace kith::running {

struct UpWishes {
  std::string listen;     // HOST:PORT; empty: nobody can come, but it dials
  std::string port_file;  // gets the port, in one piece, once somebody listens
  bool lan{};          // those on the same networks find it; listens everywhere, if not told where
  bool lan_unasked{};  // nobody said so: not where it goes over Tor alone
  bool tor{};          // those who know it find it over Tor, too
  bool only_tor{};     // over Tor alone, from now on until any_road is said
  bool any_road{};
  bool map_port{};         // its gateway is asked to let others in
  std::string tor_at;      // as tor_choice_of reads it
  bool shown_elsewhere{};  // its page is served beyond this machine
};

/// Opens the node's door, then listens: who waits for the port file finds the door open.
[[nodiscard]] service::Outcome<void> begin(RunningNode& node, const UpWishes& wishes);

/// From now on those on the same networks find it, or do not; where it listens for that alone, it
/// stops listening then. Errors: nobody can listen.
[[nodiscard]] service::Outcome<void> set_nearby(RunningNode& node, const UpWishes& wishes,
                                                bool is_found);

/// From now on by those roads. Over Tor alone is kept for the next time, and so is its end;
/// whatever stood open otherwise ends before this returns. Errors: nothing changed.
[[nodiscard]] service::Outcome<void> set_roads(RunningNode& node, const UpWishes& wishes,
                                               RoadChoice choice);
[[nodiscard]] RoadChoice roads_of(const RunningNode& node);

}  // namespace kith::running
