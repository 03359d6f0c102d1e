// A person whom I met or was introduced to: their devices, prekeys, and the secret that we share.
// Knows how that is kept; the name that I gave them stands in my self log.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "seal/box.hpp"
#include "wire/certificate.hpp"
#include "wire/prekey.hpp"

namespace kith::node {

/// How well I know that it is them.
enum class Verification : std::uint8_t { pasted = 0, introduced = 1, words_compared = 2, met = 3 };

struct Contact {
  PersonId person;
  ByteVec device_list;                    // signed record
  std::vector<ByteVec> prekeys;           // signed records, at most one a device
  std::optional<seal::PairSecret> pair;   // what I seal to them under
  std::vector<seal::PairSecret> opens{};  // what else they seal to me under: of cards of mine
  Verification verification{Verification::pasted};
  std::vector<std::string> ways{};  // addresses, best first
};

/// Secrets, and so no plain copy.
[[nodiscard]] Contact clone(const Contact& contact);

/// Secret: the caller wipes it.
[[nodiscard]] ByteVec encode_contact(const Contact& contact);
[[nodiscard]] std::optional<Contact> decode_contact(ByteView bytes);

/// One device that a handover is addressed to.
struct ReaderDevice {
  PersonId person;
  DeviceId device;
  std::optional<wire::Prekey> prekey;  // nothing: none that can still be sealed to
  const seal::PairSecret* pair{};
};

class Contacts {
 public:
  void put(Contact contact);
  [[nodiscard]] const Contact* find(const PersonId& person) const;
  [[nodiscard]] const std::map<PersonId, Contact>& all() const { return contacts_; }

  /// The person's listed devices; empty for whom I do not know.
  [[nodiscard]] std::vector<ReaderDevice> devices_of(const PersonId& person, WallTime now) const;

 private:
  std::map<PersonId, Contact> contacts_;
};

}  // namespace kith::node
