// What people of a history do beside talking: propose and amend, say where they stand, go along and
// step out, ask, promise and change it, bring events and come, take part for a while, go on
// elsewhere. As the service does it: by the same bodies, folds and acts of the node. Refuses to
// know what anyone makes of it.
#pragma once

#include "kinds/events.hpp"
#include "kinds/practices.hpp"
#include "kinds/promises.hpp"
#include "kinds/proposals.hpp"
#include "kinds/taking_part.hpp"
#include "sim/world.hpp"

namespace kith::sim {

class Together {
 public:
  /// `circles`: those of the history; those that are founded here are added to them.
  Together(World& world, std::vector<CircleId>& circles)
      : world_(world), dice_(world.dice()), circles_(circles) {}

  /// One thing, if they can.
  void do_something(Who who, const CircleId& circle);

 private:
  // Deciding
  void propose(Who who, const CircleId& circle);
  void amend(Who who, const CircleId& circle);
  void take_stance(Who who, const CircleId& circle);
  void agree_or_step_out(Who who, const CircleId& circle);
  void type_in_paper(Who who, const CircleId& circle);
  void keep_practice(Who who, const CircleId& circle);
  // Promising
  void ask(Who who, const CircleId& circle);
  void promise(Who who, const CircleId& circle);
  void turn(Who who, const CircleId& circle);
  void observe(Who who);
  // Meeting
  void bring_event(Who who, const CircleId& circle);
  void turn_event(Who who, const CircleId& circle);
  void come(Who who, const CircleId& circle);
  // Being together
  void open_juncture(Who who);
  void renew(Who who, const CircleId& circle);
  void re_form(Who who, const CircleId& circle);

  template <class Fold>
  [[nodiscard]] Fold folded(Who who, const CircleId& circle);
  [[nodiscard]] std::optional<kinds::ProposalView> some_proposal(Who who, const CircleId& circle);
  [[nodiscard]] std::vector<PersonId> hearers(Who who, const CircleId& circle);
  [[nodiscard]] std::vector<PersonId> some_accepted(Who who);
  [[nodiscard]] std::string words(const std::string& first);
  [[nodiscard]] kinds::Event event(const std::string& title);

  World& world_;
  Dice& dice_;
  std::vector<CircleId>& circles_;
  std::uint64_t said_{};
  std::size_t founded_{};
};

}  // namespace kith::sim
