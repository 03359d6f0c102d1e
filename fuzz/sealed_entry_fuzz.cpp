// An entry under keys that do not fit stays shut; sealed here it opens to what was sealed, with its
// body or forgotten, and not with any bit of its parts changed. A map compressed is the same map
// again.
#include "fuzz/fixed_keys.hpp"
#include "fuzz/require.hpp"
#include "seal/compressed_body.hpp"
#include "seal/entry_seal.hpp"
#include "wire/cbor.hpp"
#include "wire/padme.hpp"
#include "wire/varint.hpp"

using namespace kith;
using fuzz::require;

namespace {

constexpr wire::Place place{{5}, {1}, {0}};
constexpr LogId log_id{{8}};

const wire::NodeSecret& leaf() {
  static const auto secret = fuzz::secret_of<wire::NodeSecret>(4);
  return secret;
}

Result<seal::OpenedEntry, seal::SealError> open(const wire::EntryView& entry) {
  const seal::LeafKeys keys{seal::meta_key_of(leaf()), seal::body_key_of(leaf())};
  return seal::open_entry(keys, log_id, place, entry);
}

void check_compressed(ByteView item) {
  if (wire::cbor_item_size(item) != item.size() || item[0] >> 5 != 5) return;
  auto body = seal::compressed_body(item);
  require(wire::padded_body_size(body.size()) <= wire::padded_body_size(item.size()));
  require(seal::decompress_body(body) && fuzz::equal(body, item));
}

void check_forgotten(wire::EntryView entry, ByteView meta) {
  const seal::LeafKeys keys{seal::meta_key_of(leaf()), seal::body_key_of(leaf())};
  const auto hash = seal::open_entry(keys, log_id, place, entry)->body_hash;
  const auto punctured = seal::open_entry({seal::meta_key_of(leaf()), hash}, log_id, place, entry);
  require(punctured && fuzz::equal(punctured->meta, meta) && punctured->body.empty());
  const auto stand_in = wire::stand_in_of(hash, entry);
  entry.body_state = wire::BodyState::forgotten;
  entry.body = stand_in.view();
  const auto opened = open(entry);
  require(opened && fuzz::equal(opened->meta, meta) && opened->body.empty());
}

void check_sealed(ByteView meta, ByteView body, std::size_t damaged_bit) {
  ByteVec lean;
  (void)seal::seal_entry(lean, leaf(), log_id, place, meta, body, {});
  const auto entry = wire::decode_entry(lean)->entry;
  const auto opened = open(entry);
  require(opened && fuzz::equal(opened->meta, meta));
  require(opened->body_is_item || opened->body.empty());
  // Sealing takes what it is given, of which padding may make an item that it was not; a byte
  // string stands for the map that is compressed in it, or for nothing.
  const bool one_item = body.empty() || wire::cbor_item_size(body) == body.size();
  const bool as_it_is = one_item && (body.empty() || body[0] >> 5 != 2);
  if (as_it_is) require(opened->body_is_item && fuzz::equal(opened->body, body));
  if (one_item && !as_it_is && opened->body_is_item) require(opened->body[0] >> 5 == 5);
  if (!body.empty()) check_forgotten(entry, meta);

  const auto head = lean.size() - entry.meta.size() - entry.body.size() - EntryTag::size;
  lean[head + damaged_bit / 8 % (lean.size() - head)] ^=
      static_cast<std::uint8_t>(1U << damaged_bit % 8);
  require(open(wire::decode_entry(lean)->entry).error() == seal::SealError::does_not_open);
}

}  // namespace

// Read twice: as a lean entry, and as damaged bit u16, units of meta u8, meta, body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  if (const auto decoded = wire::decode_entry(input)) {
    const auto opened = open(decoded->entry);
    require(!opened || opened->meta.size() == decoded->entry.meta.size());
  }
  wire::ByteReader reader{input};
  const auto damaged_bit = reader.take_fixed<std::uint16_t>();
  const auto units = reader.take_fixed<std::uint8_t>();
  const auto meta = units ? reader.take(*units * limits::meta_unit_bytes) : std::nullopt;
  if (!meta || meta->empty() || reader.left() > limits::body_bytes_max) return 0;
  check_compressed(reader.rest());
  check_sealed(*meta, reader.rest(), *damaged_bit);
  return 0;
}
