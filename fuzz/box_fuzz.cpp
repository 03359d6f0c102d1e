// A box that nobody sealed is not opened; a handover sealed to a device comes out of exactly one
// box as it went in, only with the pair secret or without, whichever sealed it, and only at its
// place. The same of a box for a recovery key.
#include "fuzz/fixed_keys.hpp"
#include "fuzz/require.hpp"
#include "seal/box.hpp"
#include "tests/seeded_entropy.hpp"
#include "wire/entry.hpp"

using namespace kith;
using fuzz::require;

namespace {

constexpr seal::BoxPlace here{CircleId{{1}}, PersonId{{2}}, LogId{{3}}, {4}, {5}};
constexpr seal::BoxPlace elsewhere{CircleId{{1}}, PersonId{{2}}, LogId{{3}}, {4}, {6}};

const seal::OwnPrekey& own() {
  static const seal::OwnPrekey prekey{DeviceId{{6}}, {7}, fuzz::secret_of<crypto::PrekeySecret>(5)};
  return prekey;
}

void check_sealed(const wire::Handover& handover, const seal::PairSecret* pair,
                  const seal::PairSecret* other) {
  test::SeededEntropy entropy{1};
  const wire::Prekey to{own().device, own().counter, own().secret.public_key(), {0}};
  const std::vector<seal::Addressed> addressed{{to, pair, &handover}};
  const auto made = seal::seal_boxes(here, addressed, seal::BoxCount::rounded_to_8, entropy);
  std::size_t opened = 0;
  for (const auto& slot : wire::decode_boxes(made.part).slots) {
    require(!seal::open_box(elsewhere, own(), pair, slot.bytes));
    require(!seal::open_box(here, own(), other, slot.bytes));
    const auto read = seal::open_box(here, own(), pair, slot.bytes);
    if (!read) continue;
    require(fuzz::equal(wire::encode_handover(*read), wire::encode_handover(handover)));
    ++opened;
  }
  require(opened == 1 && made.delivered[0]);
}

void check_recovery(const wire::Handover& handover, const seal::PairSecret& own_devices) {
  test::SeededEntropy entropy{2};
  const auto key = fuzz::secret_of<crypto::RecoverySecret>(6);
  const auto other = fuzz::secret_of<crypto::RecoverySecret>(7);
  const auto to = key.public_key();
  const std::vector<seal::Addressed> addressed{{std::nullopt, &own_devices, &handover, &to}};
  const auto made = seal::seal_boxes(here, addressed, seal::BoxCount::rounded_to_8, entropy);
  std::size_t opened = 0;
  for (const auto& slot : wire::decode_boxes(made.part).slots) {
    require(!seal::open_box(elsewhere, key, own_devices, slot.bytes));
    require(!seal::open_box(here, other, own_devices, slot.bytes));
    require(!seal::open_box(here, own(), &own_devices, slot.bytes));
    const auto read = seal::open_box(here, key, own_devices, slot.bytes);
    require(read.has_value() == seal::is_for_recovery(here, to, own_devices, slot.bytes));
    if (!read) continue;
    require(fuzz::equal(wire::encode_handover(*read), wire::encode_handover(handover)));
    ++opened;
  }
  require(opened == 1);
}

}  // namespace

// Read twice: as a box, and as a handover to seal.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  const auto pair = fuzz::secret_of<seal::PairSecret>(9);
  for (const auto* with : {&pair, static_cast<const seal::PairSecret*>(nullptr)}) {
    const auto opened = seal::open_box(here, own(), with, input);
    require(!opened || seal::hint_of(input) == seal::hint_for(here, own(), with));
  }
  const auto key = fuzz::secret_of<crypto::RecoverySecret>(6);
  const auto recovered = seal::open_box(here, key, pair, input);
  require(!recovered || seal::is_for_recovery(here, key.public_key(), pair, input));
  const auto handover = wire::decode_handover(input);
  if (!handover || wire::encode_handover(*handover).size() > seal::handover_bytes_max()) return 0;
  check_sealed(*handover, &pair, nullptr);
  check_sealed(*handover, nullptr, &pair);
  check_recovery(*handover, pair);
  return 0;
}
