#include "wire/certificate.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "crypto/hash.hpp"

namespace kith::wire {
namespace {

constexpr crypto::Context devices_context{"kith/1 devices"};
constexpr crypto::Context log_context{"kith/1 log"};
constexpr crypto::Context owner_context{"kith/1 owner"};

Result<DeviceList, CborError> decode_devices(CborReader& reader, DeviceList list) {
  const auto count = reader.array();
  if (!count || *count == 0 || *count > limits::devices_per_person_max) {
    return Fail{CborError::wrong_type};
  }
  for (std::size_t i = 0; i < *count; ++i) {
    if (reader.array() != Result<std::size_t, CborError>{2}) return Fail{CborError::wrong_type};
    const auto device = reader.fixed<DeviceId>();
    const auto transport = reader.fixed<crypto::TransportPublic>();
    if (!device || !transport) return Fail{CborError::wrong_type};
    if (i > 0 && !(list.devices.back().device < *device)) return Fail{CborError::not_canonical};
    list.devices.push_back({*device, *transport});
  }
  return list;
}

Result<DeviceList, CborError> decode_device_list(ByteView payload) {
  const auto fields = cbor_fields(payload);
  if (!fields) return Fail{fields.error()};
  const auto person = fixed_field<PersonId>(*fields, 0);
  const auto version = integer_field(*fields, 1);
  const auto devices = field_of(*fields, 2);
  if (!person || !version || !devices) return Fail{CborError::wrong_type};
  auto reader = CborReader::of_item(*devices);
  return decode_devices(reader, {*person, {*version}, {}});
}

struct SignedStatement {
  LogStatement statement;
  Signature owned;  // by the log's own key
};

Result<SignedStatement, CborError> decode_log_statement(ByteView payload) {
  const auto fields = cbor_fields(payload);
  if (!fields) return Fail{fields.error()};
  const auto circle = fixed_field<CircleId>(*fields, 0);
  const auto log = fixed_field<LogId>(*fields, 1);
  const auto person = fixed_field<PersonId>(*fields, 2);
  const auto device = fixed_field<DeviceId>(*fields, 3);
  const auto aside = boolean_field(*fields, 4);
  const auto owned = fixed_field<Signature>(*fields, 5);
  if (!circle || !log || !person || !device || !aside || !owned) {
    return Fail{CborError::wrong_type};
  }
  const auto form = *aside ? LogForm::aside : LogForm::main;
  return SignedStatement{{*circle, *log, *person, *device, form}, *owned};
}

}  // namespace

ByteVec sign_device_list(const DeviceList& list, const crypto::PersonKey& key) {
  check(!list.devices.empty() && list.devices.size() <= limits::devices_per_person_max);
  check(std::ranges::is_sorted(list.devices, {}, &ListedDevice::device));
  CborWriter out;
  out.map(3).key(0).bytes(list.person.view()).key(1).integer(list.version.value);
  out.key(2).array(list.devices.size());
  for (const auto& listed : list.devices) {
    out.array(2).bytes(listed.device.view()).bytes(listed.transport.view());
  }
  const auto payload = out.take();
  return encode_signed(payload, key.sign(devices_context, {payload}));
}

ListHash list_hash(ByteView record) {
  const auto parts = decode_signed(record);
  check(parts.has_value());
  return crypto::hash<ListHash>("kith/1 payload", {parts->payload});
}

Result<DeviceList, RecordError> open_device_list(ByteView record) {
  const auto parts = decode_signed(record);
  if (!parts) return Fail{parts.error()};
  auto list = decode_device_list(parts->payload);
  if (!list) return Fail{RecordError::malformed};
  if (!crypto::verify(devices_context, list->person, {parts->payload}, parts->signature)) {
    return Fail{RecordError::bad_signature};
  }
  return std::move(*list);
}

ByteVec sign_log_statement(const LogStatement& statement, const crypto::DeviceKey& device,
                           const crypto::LogKey& log) {
  check(statement.device == device.public_key() && statement.log == log.public_key());
  const auto owned = log.sign(owner_context, {statement.circle.view(), statement.device.view()});
  CborWriter out;
  out.map(6).key(0).bytes(statement.circle.view()).key(1).bytes(statement.log.view());
  out.key(2).bytes(statement.person.view()).key(3).bytes(statement.device.view());
  out.key(4).boolean(statement.form == LogForm::aside).key(5).bytes(owned.view());
  const auto payload = out.take();
  return encode_signed(payload, device.sign(log_context, {payload}));
}

Result<LogStatement, RecordError> open_log_statement(ByteView record) {
  const auto parts = decode_signed(record);
  if (!parts) return Fail{parts.error()};
  const auto decoded = decode_log_statement(parts->payload);
  if (!decoded) return Fail{RecordError::malformed};
  const auto& statement = decoded->statement;
  if (!crypto::verify(log_context, statement.device, {parts->payload}, parts->signature) ||
      !crypto::verify(owner_context, statement.log,
                      {statement.circle.view(), statement.device.view()}, decoded->owned)) {
    return Fail{RecordError::bad_signature};
  }
  return statement;
}

ByteVec encode_certificate(ByteView device_list, ByteView log_statement) {
  return CborWriter{}.array(2).bytes(device_list).bytes(log_statement).take();
}

Result<Certificate, RecordError> open_certificate(ByteView certificate) {
  auto reader = CborReader::open(certificate);
  if (!reader || reader->array() != Result<std::size_t, CborError>{2})
    return Fail{RecordError::malformed};
  const auto list_record = reader->bytes();
  const auto statement_record = reader->bytes();
  if (!list_record || !statement_record) return Fail{RecordError::malformed};
  auto devices = open_device_list(*list_record);
  if (!devices) return Fail{devices.error()};
  const auto statement = open_log_statement(*statement_record);
  if (!statement) return Fail{statement.error()};
  if (statement->person != devices->person) return Fail{RecordError::persons_differ};
  if (std::ranges::find(devices->devices, statement->device, &ListedDevice::device) ==
      devices->devices.end()) {
    return Fail{RecordError::device_not_listed};
  }
  return Certificate{std::move(*devices), *statement};
}

std::optional<ByteVec> device_list_of(ByteView certificate) {
  auto reader = CborReader::open(certificate);
  if (!reader || reader->array() != Result<std::size_t, CborError>{2}) return std::nullopt;
  const auto list = reader->bytes();
  if (!list) return std::nullopt;
  return ByteVec(list->begin(), list->end());
}

}  // namespace kith::wire
