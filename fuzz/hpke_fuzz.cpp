// A box opens to what was sealed, only in the mode, under the psk and the info it was sealed with,
// and not with any bit changed; bytes that nobody sealed do not open.
#include "crypto/hpke.hpp"
#include "fuzz/fixed_keys.hpp"
#include "fuzz/require.hpp"
#include "tests/seeded_entropy.hpp"

using namespace kith;
using fuzz::require;
namespace hpke = crypto::hpke;

namespace {

const crypto::PrekeySecret& own() {
  static const auto secret = fuzz::secret_of<crypto::PrekeySecret>(5);
  return secret;
}

Result<ByteVec, hpke::HpkeError> open(ByteView info, const std::optional<hpke::Psk>& psk,
                                      ByteView box) {
  return psk ? hpke::open_psk(own(), info, *psk, {}, box) : hpke::open_base(own(), info, {}, box);
}

void check_sealed(ByteView plain, ByteView info, const std::optional<hpke::Psk>& psk,
                  const std::optional<hpke::Psk>& other, std::size_t damaged_bit) {
  test::SeededEntropy entropy{1};
  const auto& to = own().public_key();
  auto box = psk ? *hpke::seal_psk(to, info, *psk, {}, plain, entropy)
                 : *hpke::seal_base(to, info, {}, plain, entropy);
  require(box.size() == plain.size() + hpke::overhead_bytes);
  require(fuzz::equal(*open(info, psk, box), plain));
  require(!open(info, other, box) && !open(as_bytes("another place"), psk, box));
  box[damaged_bit / 8 % box.size()] ^= static_cast<std::uint8_t>(1U << damaged_bit % 8);
  require(!open(info, psk, box));
}

}  // namespace

// Two bytes choose the bit to damage, the rest is both a box and a plaintext.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t damaged_bit = data[0] * 256U + data[1];
  const ByteView rest{data + 2, size - 2};
  const ByteVec pair(hpke::psk_bytes_min, 9);
  const hpke::Psk psk{pair, as_bytes("kith/1 pair")};
  for (const auto& mode : {std::optional<hpke::Psk>{}, std::optional{psk}}) {
    const auto opened = open(as_bytes("here"), mode, rest);
    require(!opened || opened->size() + hpke::overhead_bytes == rest.size());
  }
  check_sealed(rest, as_bytes("here"), std::nullopt, psk, damaged_bit);
  check_sealed(rest, as_bytes("here"), psk, std::nullopt, damaged_bit);
  return 0;
}
