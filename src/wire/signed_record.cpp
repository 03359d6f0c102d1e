#include "wire/signed_record.hpp"

#include "base/limits.hpp"

namespace kith::wire {

Result<SignedRecord, RecordError> decode_signed(ByteView input) {
  if (input.size() > limits::record_bytes_max) return Fail{RecordError::malformed};
  auto reader = CborReader::open(input);
  if (!reader || reader->array() != Result<std::size_t, CborError>{2}) {
    return Fail{RecordError::malformed};
  }
  const auto payload = reader->bytes();
  const auto signature = reader->fixed<Signature>();
  if (!payload || !signature) {
    return Fail{RecordError::malformed};
  }
  return SignedRecord{*payload, *signature};
}

ByteVec encode_signed(ByteView payload, const Signature& signature) {
  return CborWriter{}.array(2).bytes(payload).bytes(signature.view()).take();
}

}  // namespace kith::wire
