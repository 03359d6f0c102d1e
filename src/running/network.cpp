#include "running/network.hpp"

#include <algorithm>

namespace kith::running {
namespace {

struct News {
  const char* state;
  const char* sentence;
};

constexpr News no_network{"none",
                          "This machine is on no network; what is said is kept, and goes out by "
                          "itself once it is on one."};
constexpr News woke{"woke",
                    "This machine slept, and woke just now; everybody is being looked for again."};
constexpr News moved{"changed",
                     "The network changed just now; everybody is being looked for again."};

}  // namespace

void Network::changed(transport::Change what, const transport::Sight& sight, Instant now) {
  const bool all_stayed = std::ranges::includes(sight.addresses, addresses_);
  broke_ =
      what == transport::Change::slept || !all_stayed || !transport::is_on_a_network(addresses_);
  addresses_ = sight.addresses;
  last_ = {what, now};
}

service::Json Network::status(const transport::Sight& sight, Instant now) const {
  const News* news = nullptr;
  if (!transport::is_on_a_network(sight.addresses)) {
    news = &no_network;
  } else if (last_ && now < last_->second + network_news_for) {
    news = last_->first == transport::Change::slept ? &woke : &moved;
  }
  if (news == nullptr) return {{"state", "there"}, {"code", ""}, {"says", ""}};
  return {{"state", news->state}, {"code", news->state}, {"says", news->sentence}};
}

}  // namespace kith::running
