// Two nodes that took each other's cards, and what their sessions really say: whatever the node
// changes in that changes the vectors.
#include "tests/vectors/session_vectors.hpp"

#include <memory>

#include "base/check.hpp"
#include "node/contact.hpp"
#include "node/exchange.hpp"
#include "node/sharing.hpp"
#include "store/memory_store.hpp"
#include "tests/seeded_entropy.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

namespace noise = crypto::noise;

constexpr WallTime begin{1'800'000'000'000'000};

// Remembers what of 32 bytes was drawn: one of them is the ephemeral secret of a handshake.
class Drawn : public Entropy {
 public:
  explicit Drawn(std::uint64_t seed) : seeded_(seed) {}
  void fill(ByteSpan out) override {
    seeded_.fill(out);
    if (out.size() == 32) drawn_.emplace_back(out.begin(), out.end());
  }
  [[nodiscard]] ByteVec secret_of(ByteView ephemeral_public) const {
    for (auto one = drawn_.rbegin(); one != drawn_.rend(); ++one) {
      const auto made = crypto::EphemeralSecret::from(*one)->public_key();
      if (std::ranges::equal(made.view(), ephemeral_public)) return *one;
    }
    check(false);
    return {};
  }

 private:
  SeededEntropy seeded_;
  std::vector<ByteVec> drawn_;
};

struct Speaker {
  Speaker(std::string_view name, std::uint64_t seed) : entropy(seed) {
    node = take(node::Node::begin(store, entropy, name, begin));
  }
  template <class T>
  T take(node::StepOf<T> step) {
    check(step.has_value());
    commit(step->commit);
    return std::move(step->answer);
  }
  void commit(const node::Batch& batch) {
    check(store.commit(batch, node::Durability::full).has_value());
  }
  [[nodiscard]] crypto::TransportSecret transport() const {
    return node->identity().transport.clone();
  }

  Drawn entropy;
  store::MemoryStore store;
  std::unique_ptr<node::Node> node;
};

// What one side wrote: whole Noise messages as they become whole.
struct Side {
  const char* name;
  Speaker& device;
  std::unique_ptr<node::Exchange> exchange;
  ByteVec cut{};
};

class Talk {
 public:
  Talk(Speaker& left, Speaker& right, WallTime now)
      : now_(now),
        pair_(left.node->contacts().find(right.node->person())->pair->clone()),
        left_{"initiator", left,
              *node::Exchange::dial(*left.node, left.entropy, right.node->person(),
                                    right.node->device())},
        right_{"responder", right, node::Exchange::answer(*right.node, right.entropy)} {}

  [[nodiscard]] ordered_json run(std::string_view what) {
    bool goes_on = true;
    while (goes_on) {
      goes_on = turn(left_, right_);
      goes_on = turn(right_, left_) || goes_on;
      if (!goes_on && !finishing_) {
        check(left_.exchange->caught_up() && right_.exchange->caught_up());
        left_.exchange->finish();
        goes_on = finishing_ = true;
      }
    }
    check(left_.over && right_.over);
    return told(what);
  }

 private:
  struct End : Side {
    bool over{};
  };
  struct Noised {
    const char* from;
    ByteVec message;
  };

  // False where nothing came of it.
  bool turn(End& from, End& to) {
    if (from.over) return false;
    auto turn = from.exchange->step(now_);
    from.device.commit(turn.commit);
    if (!turn.send.empty()) to.exchange->feed(turn.send);
    take_apart(from, turn.send);
    from.over = turn.ending.has_value();
    check(!from.over || turn.ending == node::Ending::finished);
    return turn.more || turn.gathers || !turn.send.empty() || from.over;
  }

  void take_apart(End& from, ByteView sent) {
    wire::put_bytes(from.cut, sent);
    while (from.cut.size() >= 2) {
      wire::ByteReader reader{from.cut};
      const auto message = reader.take(*reader.take_fixed<std::uint16_t>());
      if (!message) return;
      noised_.push_back({from.name, {message->begin(), message->end()}});
      from.cut.erase(from.cut.begin(),
                     from.cut.begin() + static_cast<std::ptrdiff_t>(2 + message->size()));
    }
  }

  // Twins of the two handshakes, with the ephemeral secrets that were drawn, open all of it.
  [[nodiscard]] ordered_json told(std::string_view what) const {
    const auto id = pair_id(pair_.view());
    const auto front = [&](std::size_t at) { return ByteView{noised_[at].message}.first(32); };
    GivenSecret left_drawn{left_.device.entropy.secret_of(front(0))};
    GivenSecret right_drawn{right_.device.entropy.secret_of(front(1))};
    const auto prologue = as_bytes("kith session 1");
    auto left = noise::Handshake::initiator(left_.device.transport(),
                                            right_.device.transport().public_key(), psk_of(pair_),
                                            prologue, left_drawn);
    auto right = noise::Handshake::responder(right_.device.transport(), prologue, right_drawn);
    const auto payload = [](const auto& outcome) {
      return std::get<noise::Payload>(*outcome).bytes;
    };
    std::vector<ByteVec> plain;
    check(*left.write_message(id.view()) == noised_[0].message);
    plain.push_back(payload(right.read_message(noised_[0].message)));
    check(*right.write_message({}) == noised_[1].message);
    plain.push_back(payload(left.read_message(noised_[1].message)));
    check(*left.write_message({}) == noised_[2].message);
    check(right.read_message(noised_[2].message).has_value());
    plain.push_back(*right.supply_psk(psk_of(pair_)));
    auto at_left = left.split();
    auto at_right = right.split();
    for (std::size_t i = 3; i < noised_.size(); ++i) {
      auto& reader = noised_[i].from == left_.name ? at_right : at_left;
      plain.push_back(*reader.receive.decrypt({}, noised_[i].message));
    }
    auto stream = ordered_json::array();
    for (std::size_t i = 0; i < noised_.size(); ++i) {
      stream.push_back({{"from", noised_[i].from},
                        {"noise", to_hex(noised_[i].message)},
                        {"plain", to_hex(plain[i])}});
    }
    return {{"what", what},
            {"initiator", to_hex(left_.device.transport().view())},
            {"initiator_ephemeral", to_hex(left_drawn.view())},
            {"responder", to_hex(right_.device.transport().view())},
            {"responder_ephemeral", to_hex(right_drawn.view())},
            {"pair", to_hex(pair_.view())},
            {"pair_id", to_hex(id.view())},
            {"handshake_hash", to_hex(left.handshake_hash().view())},
            {"stream", stream}};
  }

  WallTime now_;
  seal::PairSecret pair_;  // under which the initiator seals as the session begins
  End left_;
  End right_;
  std::vector<Noised> noised_;
  bool finishing_{};
};

void take_cards(Speaker& one, Speaker& other) {
  const auto mine = one.take(one.node->new_card({"tcp:ana.example:4000"}, begin));
  const auto theirs = other.take(other.node->new_card({}, begin));
  (void)one.take(one.node->meet(theirs, "Ben", node::Verification::met, begin));
  (void)other.take(other.node->meet(mine, "Ana", node::Verification::met, begin));
}

ordered_json digest_json(std::string_view what, const std::vector<node::Share>& shares) {
  auto spans = ordered_json::array();
  for (const auto& share : shares) {
    spans.push_back(
        ordered_json::array({to_hex(share.log.view()), number_json(share.stretch.from.value),
                             number_json(share.stretch.next.value), to_hex(share.head.view())}));
  }
  return {{"what", what}, {"spans", spans}, {"digest", to_hex(node::digest_of(shares).view())}};
}

}  // namespace

ordered_json sessions_json() {
  Speaker ana{"Ana", 1010};
  Speaker ben{"Ben", 1011};
  take_cards(ana, ben);
  const auto garden = ana.take(ana.node->new_circle("Garden", begin));
  const auto now = begin + std::chrono::hours{1};
  (void)ana.take(ana.node->include(garden, {ben.node->person()}, {}, now));
  const std::vector<PersonId> to{ben.node->person()};
  (void)ana.take(ana.node->say(garden, {"We dig on Saturday.", {}, to}, now));
  auto sessions = ordered_json::array();
  sessions.push_back(Talk{ana, ben, now}.run("two who took each other's cards"));
  sessions.push_back(Talk{ana, ben, now}.run("nothing is new"));
  return sessions;
}

ordered_json digests_json() {
  SeededEntropy entropy{1012};
  std::vector<node::Share> shares;
  auto all = ordered_json::array();
  all.push_back(digest_json("of nothing shared", shares));
  const auto log = entropy.make<LogId>();
  const auto add = [&](std::uint64_t from, std::uint64_t next) {
    shares.push_back({log, {}, {{from}, {next}}, entropy.make<Link>()});
  };
  add(0, 3);
  all.push_back(digest_json("of one span", shares));
  add(300, (std::uint64_t{1} << 40));
  all.push_back(digest_json("of two spans of a log", shares));
  return all;
}

}  // namespace kith::test
