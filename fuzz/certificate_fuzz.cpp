// Device list, log statement and certificate: believed only under their signatures; signed here,
// whatever is read is written back as it was, and a certificate joins only what belongs together.
#include "base/limits.hpp"
#include "fuzz/fixed_keys.hpp"
#include "fuzz/known_keys.hpp"
#include "fuzz/require.hpp"
#include "wire/certificate.hpp"
#include "wire/varint.hpp"

using namespace kith;
using fuzz::require;

namespace {

struct Keys {
  crypto::PersonKey person = fuzz::signing_key<crypto::PersonKey>(1);
  crypto::DeviceKey device = fuzz::signing_key<crypto::DeviceKey>(2);
  crypto::LogKey log = fuzz::signing_key<crypto::LogKey>(3);
};

void check_list(ByteView record, const Keys& keys) {
  const auto list = wire::open_device_list(record);
  if (!list) return;
  require(!list->devices.empty() && list->devices.size() <= limits::devices_per_person_max);
  const auto again = wire::sign_device_list(*list, keys.person);
  require(wire::open_device_list(again) == list);
  const auto payload = wire::decode_signed(record)->payload;
  require(!fuzz::only_keys_below(3, payload) || fuzz::equal(again, record));
}

void check_statement(ByteView record, const Keys& keys) {
  const auto statement = wire::open_log_statement(record);
  if (!statement) return;
  const auto again = wire::sign_log_statement(*statement, keys.device, keys.log);
  const auto payload = wire::decode_signed(record)->payload;
  require(!fuzz::only_keys_below(6, payload) || fuzz::equal(again, record));
}

void check_certificate(ByteView certificate) {
  const auto opened = wire::open_certificate(certificate);
  if (!opened) return;
  require(opened->devices.person == opened->statement.person);
  require(std::ranges::count(opened->devices.devices, opened->statement.device,
                             &wire::ListedDevice::device) == 1);
}

}  // namespace

// Read twice: as each record, and as two payloads to sign, the first with its size in two bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Keys keys;
  const ByteView input{data, size};
  check_list(input, keys);
  check_statement(input, keys);
  check_certificate(input);

  wire::ByteReader reader{input};
  const auto list = reader.take(reader.take_fixed<std::uint16_t>().value_or(0));
  if (!list) return 0;
  const auto statement = reader.rest();
  const auto one = wire::encode_signed(*list, fuzz::sign(keys.person, "kith/1 devices", *list));
  const auto other =
      wire::encode_signed(statement, fuzz::sign(keys.device, "kith/1 log", statement));
  check_list(one, keys);
  check_statement(other, keys);
  check_certificate(wire::encode_certificate(one, other));
  return 0;
}
