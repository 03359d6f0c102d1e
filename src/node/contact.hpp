// A person whom I met or was introduced to: their devices, prekeys, and the secrets that we share.
// Knows how that is kept; the name that I gave them stands in my self log.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "seal/box.hpp"
#include "wire/certificate.hpp"
#include "wire/pair_id.hpp"
#include "wire/prekey.hpp"

namespace kith::node {

/// How well I know that it is them.
enum class Verification : std::uint8_t { pasted = 0, introduced = 1, words_compared = 2, met = 3 };

/// What I answered. Offered: introduced, and not answered yet; enough to store their logs, not to
/// address them. Ignored: nothing more of them is stored.
enum class Acceptance : std::uint8_t { accepted = 0, offered = 1, ignored = 2 };

struct Contact {
  PersonId person;
  ByteVec device_list;                    // signed record
  std::vector<ByteVec> prekeys;           // signed records, at most one a device
  std::optional<seal::PairSecret> pair;   // what I seal to them under
  std::vector<seal::PairSecret> opens{};  // what else they may seal to me under, newest last
  Verification verification{Verification::pasted};
  std::vector<std::string> ways{};  // addresses, best first
  Acceptance acceptance{Acceptance::accepted};
  std::optional<PersonId> introducer{};  // the first one, where I have not met them
  std::vector<PairId> agreed{};          // of those in `opens`, made in sessions; newest last
  ByteVec face{};                        // wire/card: what I introduce them by; empty: none yet
};

/// Secrets, and so no plain copy.
[[nodiscard]] Contact clone(const Contact& contact);

/// The shared secret of that id, whichever side made it.
[[nodiscard]] const seal::PairSecret* secret_of(const Contact& contact, const PairId& id);
/// Keeps one more secret for opening; of more than limits::pair_secrets_max the oldest goes.
void add_secret(Contact& contact, seal::PairSecret secret);
/// The same for one that a third person knows: it takes nobody's place.
void add_introduced_secret(Contact& contact, seal::PairSecret secret);

/// Secret: the caller wipes it.
[[nodiscard]] ByteVec encode_contact(const Contact& contact);
[[nodiscard]] std::optional<Contact> decode_contact(ByteView bytes);

/// The newest prekey of each device that the list names.
[[nodiscard]] std::vector<ByteVec> newest_prekeys(const std::vector<ByteVec>& held,
                                                  const std::vector<ByteVec>& brought,
                                                  const wire::DeviceList& list);
/// The list with the higher version; of two with one version the smaller payload hash.
[[nodiscard]] const ByteVec& newer_list(const ByteVec& held, const ByteVec& brought);
/// Takes in what someone says of their own devices, as far as it is newer. True: something was.
/// A list that is not theirs is passed over. Requires: the prekeys are verified.
bool learn_public(Contact& contact, const ByteVec& device_list,
                  const std::vector<ByteVec>& prekeys);

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
  /// Grows with every put.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }

  /// Whose logs are stored: everyone but whom I ignored.
  [[nodiscard]] bool knows(const PersonId& person) const;
  /// Whom I may address.
  [[nodiscard]] bool accepted(const PersonId& person) const;
  /// Whoever says that a device of theirs has this transport key, but whom I ignored: nobody proves
  /// to own what they list. First whoever spoke over it.
  [[nodiscard]] std::vector<std::pair<PersonId, DeviceId>> owners_of(
      const crypto::TransportPublic& transport) const;

  /// Whoever holds that transport key told the list in which this person names it.
  void note_speaker(const crypto::TransportPublic& transport, const PersonId& person) {
    speakers_.insert_or_assign(transport, person);
  }

  [[nodiscard]] const std::vector<wire::ListedDevice>& listed(const PersonId& person) const;
  /// The person's listed devices; empty for whom I do not know.
  [[nodiscard]] std::vector<ReaderDevice> devices_of(const PersonId& person, WallTime now) const;

  /// What to call them under: what I seal under; where calls were closed unanswered, every third
  /// time what else the two share, in turn. Nothing: no secret, or nobody whom I know.
  [[nodiscard]] const seal::PairSecret* secret_to_call(const PersonId& person) const;
  void note_call(const PersonId& person, bool answered);

 private:
  // What the records say, verified once: signatures are not checked again for each entry written.
  struct Said {
    std::vector<wire::ListedDevice> devices;
    std::vector<wire::Prekey> prekeys;
  };
  std::map<PersonId, Contact> contacts_;
  std::map<PersonId, Said> said_;
  std::map<PersonId, std::size_t> unanswered_;  // calls since the last one that was answered
  std::map<crypto::TransportPublic, PersonId> speakers_;
  std::uint64_t revision_{};
};

}  // namespace kith::node
