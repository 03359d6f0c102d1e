#include "node/papers.hpp"

#include <algorithm>

namespace kith::node {

std::optional<Papers> papers_of(const wire::AudienceStatement& statement, const CircleId& circle,
                                const LogId& log, const std::optional<PersonId>& author) {
  auto certificate = wire::open_certificate(statement.certificate);
  if (!certificate) return std::nullopt;
  const auto& said = certificate->statement;
  if (said.circle != circle || said.log != log) return std::nullopt;
  if (author && said.person != *author) return std::nullopt;
  const bool hears_themself =
      std::ranges::binary_search(statement.audience, said.person, {}, &wire::Hearer::person);
  if (hears_themself) return std::nullopt;
  Papers papers{std::move(*certificate), {}};
  const auto& devices = papers.certificate.devices.devices;
  for (const auto& record : statement.prekeys) {
    const auto prekey = wire::open_prekey(record);
    const bool listed =
        prekey && std::ranges::count(devices, prekey->device, &wire::ListedDevice::device) == 1;
    if (!listed) return std::nullopt;
    papers.prekeys.push_back(*prekey);
  }
  return papers;
}

}  // namespace kith::node
