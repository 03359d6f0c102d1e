// A contact says to a node what an honest one says, bent, repeated and in another order, and
// anything else. The session may end; the home stays whole, opens again, and includes whom it did.
#include "fuzz/session_people.hpp"

using namespace kith;
using fuzz::require;

namespace {

constexpr std::size_t moves_max = 64;

// Moves drawn from the input: what is said next, and when the node is given it.
class Script {
 public:
  Script(ByteView data, const std::vector<sync::Encoded>& honest) : left_(data), honest_(honest) {}

  [[nodiscard]] bool ended() const { return left_.empty(); }
  std::size_t draw() {
    if (left_.empty()) return 0;
    const std::size_t value = left_[0];
    left_ = left_.subspan(1);
    return value;
  }
  /// Type and body.
  sync::Encoded message(std::size_t how) {
    if (how == 2) return made_up();
    auto said = honest_[draw() % honest_.size()];
    for (auto edits = how == 1 ? 1 + draw() % 3 : 0; edits > 0; --edits) bend(said.body);
    return said;
  }

 private:
  sync::Encoded made_up() {
    const auto type = static_cast<std::uint8_t>(draw() % 17);
    const auto wanted = draw();
    const auto size = std::min(wanted, left_.size());
    ByteVec body(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(size));
    left_ = left_.subspan(size);
    return {type, std::move(body)};
  }
  void bend(ByteVec& body) {
    if (body.empty()) return;
    const auto high = draw();
    const auto at = (high * 256 + draw()) % body.size();
    const auto from = body.begin() + static_cast<std::ptrdiff_t>(at);
    const auto what = draw();
    if (what % 4 == 0) {
      body.resize(at);
    } else if (what % 4 == 1) {
      body.insert(from, static_cast<std::uint8_t>(draw()));
    } else {
      *from = static_cast<std::uint8_t>(draw());
    }
  }

  ByteView left_;
  const std::vector<sync::Encoded>& honest_;
};

// What is malformed has its own target, and so has what comes behind an end. False: it was the end.
bool say(sim::FalseEnd& liar, sync::Encoded said) {
  auto message = sync::decode_message(said.type, std::move(said.body));
  if (!message || !*message) return true;
  liar.say(std::move(**message));
  return said.type != sync::End::type;
}

void listen(sim::FalseEnd& liar, fuzz::End& victim) {
  const auto said = liar.take_output();
  if (!victim.ending) victim.exchange->feed(said);
  liar.hear(victim.run());
}

}  // namespace

// The first byte: what was said before the script begins, and how it all ends.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::SessionPeople people;
  fuzz::Home ana{people.ana.commits(), 4};
  ana.now = people.ana.now;
  test::SeededEntropy entropy{5};
  auto liar = sim::FalseEnd::dial(*people.ben.node, entropy, ana.node->person());
  require(liar.has_value());
  fuzz::End victim{ana, node::Exchange::answer(*ana.node, ana.entropy)};
  Script script{{data, size}, people.honest};
  const auto ways = script.draw();
  if (ways % 2 == 0) liar->greet();
  if (ways % 4 == 0) liar->hand_over_nothing();
  listen(*liar, victim);
  bool goes_on = true;
  for (std::size_t moves = 0; moves < moves_max && goes_on && !script.ended(); ++moves) {
    const auto move = script.draw();
    if (move % 4 == 3) ana.now = ana.now + std::chrono::minutes{script.draw()};
    if (move % 4 != 3) goes_on = say(*liar, script.message(move % 4));
    if (move < 128) listen(*liar, victim);
  }
  listen(*liar, victim);
  if (ways >= 128) victim.exchange->finish();
  if (ways < 128) victim.exchange->feed_end();
  listen(*liar, victim);

  require(victim.ending != node::Ending::store);
  const auto circle = *people.ana.node->strands().number_of(people.circle);
  victim.exchange.reset();
  ana.index();
  ana.reopen();
  require(ana.node->audience(circle, ana.now) == people.ana.node->audience(circle, ana.now));
  require(ana.node->view().last(circle, 100).has_value());
  return 0;
}
