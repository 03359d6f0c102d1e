// Signed records, certificates and fork proofs: some that hold, and for each rule one that breaks
// it.
#pragma once

#include "tests/seeded_entropy.hpp"
#include "tests/vectors/author.hpp"

namespace kith::test {

/// Two lists, and whoever signs what stands in them.
struct RecordVectors {
  SeededEntropy entropy{1006};
  ordered_json good = ordered_json::object();
  ordered_json refused = ordered_json::object();

  void hold(const char* name, std::string_view what, ByteView record, ordered_json fields);
  void refuse(const char* name, std::string_view what, ByteView record);
  /// The record with one bit flipped in its payload, and in its signature.
  void refuse_flipped(const char* name, const ByteVec& record);
  /// The record as it stands, but not quite: cut, grown, longer forms.
  void refuse_bent(const char* name, const ByteVec& record);
};

void add_fork_proofs(RecordVectors& made);
void add_beacons(RecordVectors& made);

/// The whole file, as it is committed.
[[nodiscard]] std::string make_records_vectors();

}  // namespace kith::test
