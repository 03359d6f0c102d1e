#include "running/sync_alone.hpp"

#include "service/fields.hpp"

namespace kith::running {
namespace {

using service::Answer;
using service::Fault;
using service::Json;
using service::Status;

constexpr std::uint64_t placed_at_once = 2000;

// A tor that is brought up for one sync: asked now and then how far it is.
class TorForOne {
 public:
  TorForOne(transport::Loop& loop, RunningNode& node) : loop_(loop), node_(node), timer_(loop) {}

  /// Nothing: it is in its network. Else why not.
  void await(const std::function<void(std::optional<Fault>)>& then) {
    const auto status = node_.tor_status();
    const auto waited = loop_.now().since_start - begun_.since_start;
    if (status.at("progress") == 100) return then(std::nullopt);
    const auto says = service::text_in(status, "says");
    if (!says.empty() && waited > tor_first_try) {
      return then(Fault{Status::refused, "It can be reached over Tor alone. " + says, "tor_fails"});
    }
    if (waited > sync_tor_max) {
      return then(Fault{Status::refused,
                        "Tor did not get into its network in two minutes; look whether this "
                        "machine has one, then try again.",
                        "tor_fails"});
    }
    timer_.at(loop_.now() + tor_looked_at, [this, then] { await(then); });
  }

 private:
  static constexpr std::chrono::milliseconds tor_looked_at{200};
  static constexpr std::chrono::seconds tor_first_try{3};  // the system's may fail, then ours

  transport::Loop& loop_;
  RunningNode& node_;
  transport::Timer timer_;
  Instant begun_{loop_.now()};
};

}  // namespace

Answer sync_alone(service::OpenHome& home, Talks& talks, const Json& request) {
  transport::Loop loop;
  Answer answer = Json{};
  {
    RunningNode node{loop, home, talks};
    TorForOne tor{loop, node};
    const auto done = [&](const Answer& got) {
      answer = got;
      loop.stop();
    };
    const auto ask = [&] { node.handle(request, {}, done); };
    if (!node.needs_tor(request)) {
      ask();
    } else if (const auto goes = node.go_over_tor({}); !goes) {
      return Fail<Fault>{goes.error()};
    } else {
      tor.await([&](const auto& fault) { fault ? done(Fail<Fault>{*fault}) : ask(); });
    }
    loop.run();
  }
  loop.drain(drain_time_max);
  (void)home.catch_up(placed_at_once, node::Findable::by_place);  // words wait for a search
  return answer;
}

}  // namespace kith::running
