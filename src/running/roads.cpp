#include "running/roads.hpp"

#include "base/check.hpp"

namespace kith::running {
namespace {

constexpr std::string_view login_name = "kith";

}  // namespace

Roads::Roads(transport::Loop& loop, Entropy& entropy)
    : loop_(loop), isolation_(crypto::Secret<struct IsolationTag, 32>::random(entropy)) {}

bool Roads::open_to(const transport::Address& address) const {
  if (address.road == transport::Road::direct) return !only_tor_;
  return tor_ != nullptr && tor_->socks().has_value();
}

std::unique_ptr<transport::Dial> Roads::dial(const transport::Address& address,
                                             const PersonId& person, transport::Dial::Then then) {
  check(open_to(address));
  if (address.road == transport::Road::direct) {
    return std::make_unique<transport::Dial>(loop_, address, direct_dial_max, std::move(then));
  }
  tor_->go_by(person, address.host);
  const auto word = crypto::keyed_hash<Bytes<struct IsolationWordTag, 32>>(
      "kith/1 isolation", isolation_.view(), {person.view()});
  const transport::SocksLogin login{std::string{login_name}, to_hex(word.view())};
  auto noted = [this, person, then = std::move(then)](auto reached) {
    const bool heard_nothing = !reached && reached.error() != transport::DialError::no_proxy;
    if (heard_nothing && tor_ != nullptr) tor_->let_in_by_nobody(person);
    then(std::move(reached));
  };
  return std::make_unique<transport::Dial>(loop_, *tor_->socks(), login, address, tor_dial_max,
                                           std::move(noted));
}

}  // namespace kith::running
