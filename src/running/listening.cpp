#include "running/listening.hpp"

#include "base/limits.hpp"
#include "transport/machine.hpp"

namespace kith::running {

std::vector<std::string> ways_of_listening(const transport::Address& address) {
  if (!transport::is_any(address)) return {transport::to_text(address)};
  const auto family =
      transport::is_ipv6(address.host) ? transport::Family::both : transport::Family::ipv4;
  std::vector<std::string> ways;
  for (const auto& host : transport::machine_addresses(family)) {
    if (ways.size() < limits::ways_max) ways.push_back(transport::to_text({host, address.port}));
  }
  return ways;
}

std::string sentence_of(transport::ListenError error, const transport::Address& address) {
  const auto where = transport::to_text(address).substr(4);
  switch (error) {
    case transport::ListenError::taken:
      return "Somebody else listens at " + where + "; choose another port, or 0 for any.";
    case transport::ListenError::not_ours:
      return where + " is no address of this machine; 0.0.0.0 stands for all that it has.";
    case transport::ListenError::denied:
      return "You may not listen at " + where + "; choose a port above 1023.";
    case transport::ListenError::unavailable:
      break;
  }
  return "Nobody can listen at " + where + " now; choose another address.";
}

namespace {

struct Says {
  const char* code;
  const char* sentence;
};

Says says_of(transport::PortMap::State state) {
  using State = transport::PortMap::State;
  switch (state) {
    case State::asking:
    case State::mapped:
      break;
    case State::no_gateway:
      return {"no_gateway",
              "The gateway of this network opens no ports for others, or there is none."};
    case State::no_answer:
      return {"no_answer",
              "The gateway of this network does not answer, or not as a gateway does."};
    case State::refused:
      return {"refused",
              "The gateway of this network does not let others in; its owner can allow it."};
    case State::no_network:
      return {"no_network", "The gateway of this network has no network itself."};
    case State::full:
      return {"full", "The gateway of this network has no port left."};
    case State::hidden:
      return {"hidden",
              "The gateway of this network stands behind another, so nobody can come by it."};
  }
  return {"", ""};
}

}  // namespace

// One sentence, where it is not as it was wished.
service::Json status_of(const transport::PortMap& map) {
  using State = transport::PortMap::State;
  const auto says = says_of(map.state());
  const auto outside = map.outside();
  const auto state = map.state() == State::mapped   ? "mapped"
                     : map.state() == State::asking ? "asking"
                                                    : "failing";
  return {{"state", state},
          {"code", says.code},
          {"says", says.sentence},
          {"address", outside ? transport::to_text({outside->first, outside->second}) : ""}};
}

}  // namespace kith::running
