// Who is there when a home dies: Ana, whose disk may, and Ben and Cem, who remember what left her
// device. Acts of Ana are said so that they can be tried again: what is there already is done.
// Refuses to know when anything dies.
#pragma once

#include <functional>
#include <map>

#include "node/exchange.hpp"
#include "sim/crash_home.hpp"
#include "sim/person.hpp"

namespace kith::sim::crash {

class Scene {
 public:
  Scene();

  Home ana;
  Person ben;
  Person cem;

  [[nodiscard]] WallTime now() const { return now_; }
  /// A second later, for everyone.
  WallTime tick();
  void pass(std::chrono::hours span) { pass_until(now_ + span); }
  /// For everyone; also back.
  void pass_until(WallTime when);

  /// Ana's circle of that name, and that circle as another numbers it.
  [[nodiscard]] std::optional<node::CircleNumber> circle(const std::string& name);
  [[nodiscard]] std::optional<node::CircleNumber> circle_of(Person& who, const std::string& name);

  [[nodiscard]] bool hears(const std::string& circle, const PersonId& whom);

  // Acts of Ana
  // -------------------------------------------------------------------------------------------
  void found(const std::string& name);
  void meet(Person& whom, node::Verification how = node::Verification::met);
  void include(const std::string& circle, const std::vector<PersonId>& whom,
               const node::Inclusion& how = {});
  void part(const std::string& circle, const PersonId& whom, const node::Parting& how);
  Link say(const std::string& circle, const node::Saying& saying);
  /// The same, and it is to be there from then on.
  Link states(const std::string& circle, const node::Saying& saying);
  void forget(const Link& link);
  /// Anything else that is a step.
  template <class Step>
  void does(const Step& step) {
    (void)ana.take(step(ana.node()));
  }
  /// A bundle of hers leaves her device; Ben gets it when all is over.
  void writes_bundle();
  void reads_bundle(const ByteVec& file);
  [[nodiscard]] ByteVec bundle_of(Person& who);

  /// A whole session; false: they cannot talk, or not to its end. When Ana dies the other's line is
  /// cut.
  bool session(Person& with);
  bool session_called_by(Person& caller);

  // What others do
  // -------------------------------------------------------------------------------------------
  void joins(Person& who, const std::string& circle);
  Link says(Person& who, const std::string& circle, const std::string& text);

  /// Ana with Ben and Cem, in a circle "garden" where all hear each other, and a word of each.
  void company();

  // What must be so
  // -------------------------------------------------------------------------------------------
  /// From now on, whatever happens; in the place of what was said so before.
  void holds(const std::string& what, std::function<bool()> so);
  void holds_no_more(const std::string& what) { promised_.erase(what); }
  void check_promised();
  /// In sessions with Ana both come to agree, nothing is missing, and no log of hers has two
  /// stories.
  void check_company();

  [[nodiscard]] std::optional<node::EntryKey> key_of(const Link& link);
  /// Of a message that Ana can read; empty where its body is gone. Nothing: it does not open.
  [[nodiscard]] std::optional<std::string> text_of(const Link& link);
  /// Whether an entry of hers with that text is held and opens.
  [[nodiscard]] bool has_said(const std::string& text);

 private:
  bool talk(std::unique_ptr<node::Exchange> anas, Person& other,
            std::unique_ptr<node::Exchange> theirs);
  void check_one_story(const Person& who);

  WallTime now_{world_begin};
  std::vector<ByteVec> left_;  // bundles on their way
  std::map<std::string, std::function<bool()>> promised_;
};

}  // namespace kith::sim::crash
