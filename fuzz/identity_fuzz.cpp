// Who I am and my prekeys, as the store keeps them: read whole or not at all, and written again as
// they were.
#include "fuzz/require.hpp"
#include "node/identity.hpp"

using namespace kith;
using fuzz::require;

// Read twice: as an identity, and as prekeys.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  if (const auto identity = node::decode_identity(input)) {
    const auto written = node::encode_identity(*identity);
    require(fuzz::equal(written, input));
    require(identity->person.public_key() == identity->person_id());
  }
  if (const auto prekeys = node::Prekeys::decode(input)) {
    require(fuzz::equal(prekeys->encode(), input));
    for (const auto& kept : prekeys->all()) {
      require(kept.own.device == kept.shown.device && kept.own.counter == kept.shown.counter);
    }
  }
  return 0;
}
