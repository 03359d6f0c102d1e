// Person → device → log: the device list that a person signs, the statement that a device signs for
// each of its logs, and the certificate that joins both. Verifies signatures; refuses to judge
// whether the person is anyone whom the reader knows.
//
//   device list    Sign(person, {0: person, 1: version, 2: [[device, transport], …]})
//   log statement  Sign(device, {0: circle, 1: log, 2: person, 3: device, 4: aside, 5: Sign(log)})
//   certificate    [device list, log statement]
//
// Source: docs/protocol.md §2.2 to §2.4.
#pragma once

#include <vector>

#include "base/count.hpp"
#include "crypto/agree.hpp"
#include "crypto/sign.hpp"
#include "wire/signed_record.hpp"

namespace kith::wire {

struct ListedDevice {
  DeviceId device;
  crypto::TransportPublic transport;
  bool operator==(const ListedDevice&) const = default;
};

struct DeviceList {
  PersonId person;
  Counter version;
  std::vector<ListedDevice> devices;  // ascending by device, 1 to 8
  bool operator==(const DeviceList&) const = default;
};

using ListHash = Bytes<struct ListHashTag, 32>;  // over a device list's payload

enum class LogForm : bool { main, aside };

struct LogStatement {
  CircleId circle;
  LogId log;
  PersonId person;
  DeviceId device;
  LogForm form{LogForm::main};
  bool operator==(const LogStatement&) const = default;
};

struct Certificate {
  DeviceList devices;
  LogStatement statement;
};

[[nodiscard]] ByteVec sign_device_list(const DeviceList& list, const crypto::PersonKey& key);
[[nodiscard]] Result<DeviceList, RecordError> open_device_list(ByteView record);

/// By which of two lists with one version the kept one is told. Requires: a signed record.
[[nodiscard]] ListHash list_hash(ByteView record);
/// Both keys sign: nobody can call another's log their own.
[[nodiscard]] ByteVec sign_log_statement(const LogStatement& statement,
                                         const crypto::DeviceKey& device,
                                         const crypto::LogKey& log);
[[nodiscard]] Result<LogStatement, RecordError> open_log_statement(ByteView record);

/// Shape: the two signed records as they were made.
[[nodiscard]] ByteVec encode_certificate(ByteView device_list, ByteView log_statement);
/// The first of its two records, as it stands; nothing where it is no certificate.
[[nodiscard]] std::optional<ByteVec> device_list_of(ByteView certificate);
/// Valid when both signatures hold, the persons are equal and the device is listed.
[[nodiscard]] Result<Certificate, RecordError> open_certificate(ByteView certificate);

}  // namespace kith::wire
