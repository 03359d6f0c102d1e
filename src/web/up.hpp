// `kith up` and `kith page`: a home, its node and its page in the foreground, from their wishes to
// their end by a signal. Refuses to know how it is told to people.
#pragma once

#include "web/page.hpp"

namespace kith::web {

/// How often whoever watches looks.
inline constexpr std::chrono::milliseconds between_looks{500};

struct UpWishes {
  HouseWishes house;
  std::optional<PageWishes> page;  // none: only when somebody asks for it, on loopback
  // Who else lives in the loop, beside an open home on which no node runs yet, until all of it
  // ends.
  std::function<std::shared_ptr<void>(transport::Loop&, service::OpenHome&)> beside{};
  // Looks at the house again and again, and tells what it sees.
  std::function<void(House&)> watch{};
};

/// Until SIGINT or SIGTERM. `home`: where it is open already. `told` gets, once all is there,
/// {"home", and where it is open "name", "ways", "over_tor"; with a page "page": a link}.
[[nodiscard]] service::Outcome<void> up(const UpWishes& wishes,
                                        std::unique_ptr<service::OpenHome> home,
                                        const std::function<void(const service::Json&)>& told);

}  // namespace kith::web
