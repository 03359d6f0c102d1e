// Imaginary people around a home, as long as it runs: each with a real node in the same loop, who
// answer what is said to them and include back who includes them. Refuses to know the page.
#pragma once

#include <list>

#include "demo/stage.hpp"
#include "running/running_node.hpp"

namespace kith::demo {

/// Somebody who reads first and then writes.
inline constexpr std::chrono::seconds thinks_for{4};

class Neighbours {
 public:
  /// Each listens on loopback and lets `owner` know where. Requires: the loop and `owner` outlive
  /// this; no node runs on `owner` yet.
  Neighbours(transport::Loop& loop, service::OpenHome& owner, Homes&& homes, const Script& script);
  Neighbours(const Neighbours&) = delete;
  Neighbours& operator=(const Neighbours&) = delete;
  ~Neighbours();

  [[nodiscard]] std::size_t count() const { return all_.size(); }

 private:
  struct Neighbour {
    Neighbour(transport::Loop& loop, std::string called, std::unique_ptr<service::OpenHome> own)
        : name(std::move(called)),
          home(std::move(own)),
          talks(running::talks_of(*home)),
          node(std::make_unique<running::RunningNode>(loop, *home, *talks)),
          timer(loop) {}

    std::string name;
    std::unique_ptr<service::OpenHome> home;
    std::unique_ptr<running::Talks> talks;
    std::unique_ptr<running::RunningNode> node;
    transport::Timer timer;
    std::vector<std::string> replies;  // the last one is said next
    bool thinks{};
  };

  void think(Neighbour& neighbour);
  void act(Neighbour& neighbour);
  void include_back(Neighbour& neighbour);
  void answer(Neighbour& neighbour);
  void answer_in(Neighbour& neighbour, node::CircleNumber talk);
  [[nodiscard]] bool is_to_answer(Neighbour& neighbour, const node::ShownEntry& entry) const;

  transport::Loop& loop_;
  PersonId owner_;
  WallTime since_;
  std::list<Neighbour> all_;
};

}  // namespace kith::demo
