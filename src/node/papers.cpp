#include "node/papers.hpp"

#include <algorithm>

namespace kith::node {
namespace {

constexpr std::size_t remembered_max = 1024;

// All that does not need a signature, and asks for what does.
template <class OpenCertificate, class OpenPrekey>
std::optional<Papers> papers_by(const wire::AudienceStatement& statement, const CircleId& circle,
                                const LogId& log, const std::optional<PersonId>& author,
                                const OpenCertificate& open_certificate,
                                const OpenPrekey& open_prekey) {
  auto certificate = open_certificate(statement.certificate);
  if (!certificate) return std::nullopt;
  const auto& said = certificate->statement;
  if (said.circle != circle || said.log != log) return std::nullopt;
  if (author && said.person != *author) return std::nullopt;
  if (wire::hears(statement.audience, said.person)) return std::nullopt;
  Papers papers{std::move(*certificate), {}};
  const auto& devices = papers.certificate.devices.devices;
  for (const auto& record : statement.prekeys) {
    const auto prekey = open_prekey(record);
    const bool listed =
        prekey && std::ranges::count(devices, prekey->device, &wire::ListedDevice::device) == 1;
    if (!listed) return std::nullopt;
    papers.prekeys.push_back(*prekey);
  }
  return papers;
}

// As it was found before, else as `open` finds it now.
template <class Opened, class Open>
std::optional<Opened> remembered(std::map<ByteVec, Opened>& known, const ByteVec& record,
                                 const Open& open) {
  if (const auto found = known.find(record); found != known.end()) return found->second;
  auto opened = open(record);
  if (!opened) return std::nullopt;
  if (known.size() >= remembered_max) known.clear();
  return known.emplace(record, std::move(*opened)).first->second;
}

}  // namespace

std::optional<Papers> papers_of(const wire::AudienceStatement& statement, const CircleId& circle,
                                const LogId& log, const std::optional<PersonId>& author) {
  return papers_by(statement, circle, log, author, wire::open_certificate, wire::open_prekey);
}

std::optional<Papers> PapersRead::papers_of(const wire::AudienceStatement& statement,
                                            const CircleId& circle, const LogId& log,
                                            const std::optional<PersonId>& author) {
  return papers_by(
      statement, circle, log, author,
      [&](const ByteVec& record) {
        return remembered(certificates_, record, wire::open_certificate);
      },
      [&](const ByteVec& record) { return remembered(prekeys_, record, wire::open_prekey); });
}

}  // namespace kith::node
