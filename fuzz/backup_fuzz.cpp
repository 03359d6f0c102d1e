// The first bytes of a backup may be anything: one header opens, under its own passphrase, and none
// that differs from it in a bit.
#include "fuzz/require.hpp"
#include "host/backup_file.hpp"
#include "tests/seeded_entropy.hpp"

using namespace kith;
using fuzz::require;

namespace {

constexpr std::string_view first_line = "kith backup 1\n";
constexpr std::size_t passes_at = first_line.size();
constexpr std::size_t memory_at = passes_at + 8;
constexpr crypto::StretchParameters cheap{crypto::stretch_memory_bytes_min, 1};

const host::Passphrase& passphrase() {
  static const host::Passphrase typed{ByteVec(8, 'k')};
  return typed;
}

struct Made {
  host::DatabaseKey key;
  ByteVec header;
};

const Made& made() {
  static const Made one = [] {
    test::SeededEntropy entropy{3};
    auto key = host::DatabaseKey::random(entropy);
    auto header =
        host::wrap(as_bytes(first_line), key, passphrase().view(), cheap, entropy).value();
    return Made{std::move(key), std::move(header)};
  }();
  return one;
}

// Parameters within the limits cost what they say: those are made cheap, the rest is refused.
ByteVec affordable(ByteView input) {
  ByteVec header{input.begin(), input.end()};
  if (header.size() < memory_at + 8) return header;
  const auto passes = host::read_u64(ByteView{header}.subspan(passes_at));
  const auto memory = host::read_u64(ByteView{header}.subspan(memory_at));
  if (passes > crypto::stretch_passes_max || memory > crypto::stretch_memory_bytes_max ||
      memory * passes <= 8 * cheap.memory_bytes) {
    return header;
  }
  ByteVec parameters;
  host::append_u64(parameters, cheap.passes);
  host::append_u64(parameters, cheap.memory_bytes);
  std::ranges::copy(parameters, header.begin() + passes_at);
  return header;
}

void check(const ByteVec& header) {
  const auto opened = host::open_backup_header(header, passphrase());
  require(opened.has_value() == fuzz::equal(header, made().header));
  if (opened) {
    require(fuzz::equal(opened->view(), made().key.view()));
  } else if (header.size() < host::backup_header_bytes) {
    require(opened.error() == host::BackupError::file_damaged ||
            opened.error() == host::BackupError::file_newer);
  }
}

}  // namespace

// Read twice: as a header, and as what was changed in the right one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  check(affordable(input));
  auto changed = made().header;
  for (std::size_t i = 0; i < std::min(size, changed.size()); ++i) {
    changed[i] = static_cast<std::uint8_t>(changed[i] ^ input[i]);
  }
  check(affordable(changed));
  return 0;
}
