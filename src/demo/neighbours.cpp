#include "demo/neighbours.hpp"

#include <algorithm>

#include "host/clock.hpp"
#include "service/fields.hpp"

namespace kith::demo {
namespace {

using service::Json;

const running::Door::Reply nobody_asks = [](const service::Answer&) {};

}  // namespace

Neighbours::Neighbours(transport::Loop& loop, service::OpenHome& owner, Homes&& homes,
                       const Script& script)
    : loop_(loop), owner_(owner.node().person()), since_(host::wall_now()) {
  for (auto& [name, home] : homes) {
    auto& made = all_.emplace_back(loop, name, std::move(home));
    for (const auto& reply : script.replies) {
      if (reply.who == name) made.replies.insert(made.replies.begin(), reply.text);
    }
    (void)made.node->listen({"127.0.0.1", 0});
    hold_session(*made.home, owner, host::wall_now());
    made.node->on_commit = [this, &made] { think(made); };
    made.node->start();
  }
}

Neighbours::~Neighbours() {
  for (auto& neighbour : all_) {
    neighbour.node->on_commit = nullptr;
    neighbour.timer.cancel();
  }
}

// In the middle of a commit nothing may be asked of a home; and nobody answers at once.
void Neighbours::think(Neighbour& neighbour) {
  if (std::exchange(neighbour.thinks, true)) return;
  neighbour.timer.at(loop_.now() + thinks_for, [this, &neighbour] {
    neighbour.thinks = false;
    act(neighbour);
  });
}

void Neighbours::act(Neighbour& neighbour) {
  neighbour.node->handle({{"command", "circles"}}, {}, nobody_asks);  // what came is findable now
  include_back(neighbour);
  answer(neighbour);
}

void Neighbours::include_back(Neighbour& neighbour) {
  auto& node = neighbour.home->node();
  for (const auto* offer : node.open_offers()) {
    if (offer->person != owner_) continue;
    neighbour.node->handle({{"command", "accept"}, {"id", to_hex(offer->id.view())}}, {},
                           nobody_asks);
    break;
  }
  const auto owner = to_hex(owner_.view());
  for (const auto circle : node.circles()) {
    const auto joins = node.to_join(circle, host::wall_now());
    if (!std::ranges::binary_search(joins.persons, owner_)) continue;
    neighbour.node->handle({{"command", "include"},
                            {"circle", to_hex(node.strands().id_of(circle).view())},
                            {"person", owner}},
                           {}, nobody_asks);
  }
}

void Neighbours::answer(Neighbour& neighbour) {
  auto& node = neighbour.home->node();
  for (const auto circle : node.circles()) answer_in(neighbour, circle);
  if (const auto tie = node.tie_with(owner_)) answer_in(neighbour, *tie);
}

// Of all who hear it one answers: nobody is drowned.
bool Neighbours::is_to_answer(Neighbour& neighbour, const node::ShownEntry& entry) const {
  const auto* message = entry.body ? std::get_if<kinds::Message>(&*entry.body) : nullptr;
  if (message == nullptr || entry.author != owner_ || entry.time <= since_) return false;
  if (!entry.audience || entry.audience->empty()) return false;
  const auto& audience = *entry.audience;
  const auto turn = entry.link.raw[0] % audience.size();
  return audience[turn].person == neighbour.home->node().person();
}

void Neighbours::answer_in(Neighbour& neighbour, node::CircleNumber talk) {
  if (neighbour.replies.empty()) return;
  auto& node = neighbour.home->node();
  const auto entries = node.view().last(talk, 1);
  if (!entries || entries->empty() || !is_to_answer(neighbour, entries->front())) return;
  neighbour.node->handle({{"command", "say"},
                          {"circle", to_hex(node.strands().id_of(talk).view())},
                          {"text", neighbour.replies.back()},
                          {"answers", {to_hex(entries->front().id().view())}}},
                         {}, nobody_asks);
  neighbour.replies.pop_back();
}

}  // namespace kith::demo
