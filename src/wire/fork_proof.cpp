#include "wire/fork_proof.hpp"

#include "base/limits.hpp"

namespace kith::wire {
namespace {

void encode_branch(CborWriter& out, const ForkBranch& branch) {
  ByteVec headers;
  for (const auto& header : branch.headers) {
    encode_header(headers, header);
  }
  out.array(3).bytes(branch.previous.view()).bytes(headers).bytes(branch.signature.view());
}

Result<ForkBranch, RecordError> decode_branch(ByteView item) {
  auto reader = CborReader::of_item(item);
  if (reader.array() != Result<std::size_t, CborError>{3}) {
    return Fail{RecordError::malformed};
  }
  const auto previous = reader.fixed<Link>();
  const auto headers = reader.bytes();
  const auto signature = reader.fixed<Signature>();
  if (!previous || !headers || !signature || headers->empty() ||
      headers->size() % header_bytes != 0 ||
      headers->size() / header_bytes > limits::fork_branch_headers_max) {
    return Fail{RecordError::malformed};
  }
  ForkBranch branch;
  branch.previous = *previous;
  branch.signature = *signature;
  for (std::size_t at = 0; at < headers->size(); at += header_bytes) {
    const auto header = decode_header(headers->subspan(at, header_bytes));
    if (!header) return Fail{RecordError::malformed};
    branch.headers.push_back(*header);
  }
  return branch;
}

}  // namespace

ByteVec encode_fork_proof(const ForkProof& proof) {
  CborWriter out;
  out.map(3).key(0).bytes(proof.log.view()).key(1);
  encode_branch(out, proof.left);
  out.key(2);
  encode_branch(out, proof.right);
  return out.take();
}

Result<ForkProof, RecordError> decode_fork_proof(ByteView record) {
  const auto fields = cbor_fields(record);
  if (!fields) return Fail{RecordError::malformed};
  const auto log = fixed_field<LogId>(*fields, 0);
  const auto left_item = field_of(*fields, 1);
  const auto right_item = field_of(*fields, 2);
  if (!log || !left_item || !right_item) return Fail{RecordError::malformed};
  auto left = decode_branch(*left_item);
  if (!left) return Fail{left.error()};
  auto right = decode_branch(*right_item);
  if (!right) return Fail{right.error()};
  return ForkProof{*log, std::move(*left), std::move(*right)};
}

}  // namespace kith::wire
