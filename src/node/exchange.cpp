#include "node/exchange.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "node/exchange_work.hpp"
#include "node/refused_logs.hpp"

namespace kith::node {
namespace {

crypto::noise::Psk psk_of(const seal::PairSecret& pair) {
  const auto key = seal::pair_key(pair, seal::PairUse::session);
  return *crypto::noise::Psk::from(key.view());
}

// A secret that somebody shares with me, or that of a card which nobody used.
bool knows_pair(const Node& node, const PairId& id) {
  const auto& contacts = node.contacts();
  const bool shared = std::ranges::any_of(contacts.all(), [&](const auto& known) {
    return contacts.knows(known.first) && secret_of(known.second, id) != nullptr;
  });
  return shared || std::ranges::any_of(node.cards().unused(), [&](const seal::PairSecret& secret) {
           return pair_id(secret.view()) == id;
         });
}

}  // namespace

Exchange::Exchange(std::unique_ptr<Work> work) : work_(std::move(work)) {}
Exchange::~Exchange() = default;

Result<std::unique_ptr<Exchange>, Refusal> Exchange::dial(Node& node, Entropy& entropy,
                                                          const PersonId& person,
                                                          const DeviceId& device,
                                                          AskedOrder asked) {
  const auto* secret = node.contacts().secret_to_call(person);
  if (secret == nullptr) return Fail{Refusal::unknown_person};
  for (const auto& listed : node.contacts().listed(person)) {
    if (listed.device != device) continue;
    const auto id = pair_id(secret->view());
    auto work = std::make_unique<Work>(
        node, entropy,
        sync::Channel::initiator(node.identity().transport.clone(), listed.transport, id,
                                 psk_of(*secret), entropy),
        asked);
    work->call(person, device, id);
    return std::unique_ptr<Exchange>{new Exchange{std::move(work)}};
  }
  return Fail{Refusal::unknown_person};
}

std::unique_ptr<Exchange> Exchange::answer(Node& node, Entropy& entropy, AskedOrder asked) {
  return std::unique_ptr<Exchange>{new Exchange{std::make_unique<Work>(
      node, entropy,
      sync::Channel::responder(node.identity().transport.clone(), entropy,
                               [&node](const PairId& id) { return knows_pair(node, id); }),
      asked)}};
}

void Exchange::feed(ByteView bytes) { work_->feed(bytes); }
void Exchange::feed_end() { work_->feed_end(); }
Turn Exchange::step(WallTime now) { return work_->step(now); }
void Exchange::finish() { work_->finish(); }
std::optional<PersonId> Exchange::person() const { return work_->person(); }
std::optional<DeviceId> Exchange::device() const { return work_->device(); }
bool Exchange::caught_up() const { return work_->caught_up(); }
Tally Exchange::tally() const { return work_->tally(); }

void Exchange::Work::call(const PersonId& person, const DeviceId& device, const PairId& pair) {
  called_ = true;
  person_ = person;
  device_ = device;
  pair_ = pair;
}

// What was read goes when it is half of what lies here: to cut it off each time would move all the
// rest for every chunk.
void Exchange::Work::feed(ByteView bytes) {
  if (incoming_read_ > incoming_.size() / 2 || incoming_read_ == incoming_.size()) {
    incoming_.erase(incoming_.begin(),
                    incoming_.begin() + static_cast<std::ptrdiff_t>(incoming_read_));
    incoming_read_ = 0;
  }
  incoming_.insert(incoming_.end(), bytes.begin(), bytes.end());
}

bool Exchange::Work::caught_up() const { return caught_up_sent_ && caught_up_heard_; }

Tally Exchange::Work::tally() const {
  auto tally = tally_;
  for (const auto& piece : plan_) {
    tally.to_send += piece.stretch.next.value - piece.stretch.from.value;
  }
  if (!caught_up_heard_) tally.to_receive = lacked_ - std::min(lacked_, tally.received);
  tally.bytes_in = channel_.bytes_in();
  tally.bytes_out = channel_.bytes_out();
  return tally;
}

// A device that its person took off their list meanwhile hears nothing more, also where its session
// goes on: who holds it may be a thief.
bool Exchange::Work::is_listed() const {
  return std::ranges::any_of(node_.contacts().listed(*person_),
                             [&](const auto& one) { return one.device == *device_; });
}

// At most one batch a turn: what came first, then what is to be said.
Turn Exchange::Work::step(WallTime now) {
  Turn turn;
  if (over_) return turn;
  std::optional<Ending> ending;
  if (proven_ && !is_listed()) ending = Ending::stranger;
  bool busy = false;
  while (!ending && turn.commit.empty()) {
    auto event = channel_.next();
    if (!event) {
      ending = event.error() == sync::ChannelFault::forged ? Ending::stranger : Ending::malformed;
    } else if (*event) {
      busy = true;
      ending = take_event(std::move(**event), now, turn);
    } else if (!unread().empty() && !channel_.ended()) {
      const auto taken = unread().size() - channel_.feed(unread()).size();
      incoming_read_ += taken;
      if (taken == 0) break;
    } else {
      break;
    }
  }
  if (!ending && turn.commit.empty()) ending = retry_kept_aside(now, turn);
  if (!ending && turn.commit.empty()) {
    ending = channel_.ended() ? part(now, turn) : send_next(now, turn);
  }
  const bool nothing_follows = stream_ended_ && turn.commit.empty() && unread().empty();
  if (!ending && nothing_follows) ending = end_sent_ ? Ending::finished : Ending::cut;
  if (!ending || *ending == Ending::finished) {
    turn.send = channel_.take_output(limits::exchange_output_bytes);
    if (!turn.send.empty() && proven_) awaiting_ = true;
  }
  // Both said goodbye, and all that was said before mine goes along.
  const bool parted = channel_.ended() && end_sent_ && turn.commit.empty();
  if (!ending && parted && !channel_.has_output()) ending = Ending::finished;
  turn.ending = ending;
  over_ = ending.has_value();
  if (over_ && (called_ || proven_)) node_.note_call(*person_, proven_);
  turn.more = !over_ && (busy || !turn.commit.empty() || channel_.has_output() ||
                         (!turn.send.empty() && !plan_.empty() && credit_ > 0));
  return turn;
}

Exchange::Work::Outcome Exchange::Work::take_event(sync::Event event, WallTime now, Turn& turn) {
  return std::visit([&](auto& one) { return on(one, now, turn); }, event);
}

// Whoever has no secret of that name with me, or calls from a device that I do not know, hears
// nothing.
Exchange::Work::Outcome Exchange::Work::on(const sync::PskWanted& wanted, WallTime, Turn&) {
  remote_ = wanted.remote;
  pair_ = wanted.pair;
  // Anyone may list a transport key that is another's: the secret tells who of them calls. One that
  // nobody used yet, of a card, does not.
  const auto owners = node_.contacts().owners_of(wanted.remote);
  const auto shares = [&](const auto& owner) {
    return secret_of(*node_.contacts().find(owner.first), wanted.pair) != nullptr;
  };
  const auto sharing = std::ranges::find_if(owners, shares);
  const auto caller = sharing != owners.end() ? sharing : owners.begin();
  const auto* secret =
      caller != owners.end() ? node_.secret_with(caller->first, wanted.pair) : nullptr;
  if (secret == nullptr) return Ending::stranger;
  person_ = caller->first;
  device_ = caller->second;
  channel_.supply_psk(psk_of(*secret));
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::on(const sync::Ready& ready, WallTime now, Turn& turn) {
  hash_ = ready.hash;
  proven_ = true;
  auto memory = remembered(node_.store(), *person_, *device_);
  if (!memory) return Ending::store;
  memory_ = *memory;
  auto refused = refused_logs(node_.store());
  if (!refused) return Ending::store;
  refused_ = std::move(*refused);
  i_refuse_ = refused_;  // they hear it with my frontiers
  const auto reached = Reached::load(node_.store());
  if (!reached) return Ending::store;
  // As remembered: what follows from that was kept then.
  if (memory_ && reached->knows(*person_, *device_)) reached_as_of_ = memory_->mine;
  return introduce_myself(now, turn);
}

Exchange::Work::Outcome Exchange::Work::on(sync::Received& received, WallTime now, Turn& turn) {
  if (awaiting_ && !std::holds_alternative<sync::End>(received.message)) ++tally_.round_trips;
  awaiting_ = false;
  const bool first = std::holds_alternative<sync::Presence>(received.message);
  if (first == presence_heard_) return Ending::malformed;  // the first message, and once
  const bool digest = std::holds_alternative<sync::Digest>(received.message);
  if (!first && !digest && !theirs_) return Ending::malformed;  // the second message
  return std::visit([&](auto& message) { return hear(message, now, turn); }, received.message);
}

}  // namespace kith::node
