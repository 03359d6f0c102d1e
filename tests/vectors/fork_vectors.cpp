// Fork proofs: one log, two stories.
#include "log/fork.hpp"
#include "log/link.hpp"
#include "tests/vectors/records_vectors.hpp"
#include "wire/cbor.hpp"
#include "wire/fork_proof.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

constexpr auto name = "fork_proofs";

struct Forker {
  crypto::LogKey key;
  Link before{{3}};

  // `story` tells the branches apart.
  [[nodiscard]] static wire::Header header(std::uint64_t seq, std::uint8_t story) {
    return {{{seq}, {2}, {static_cast<std::uint16_t>(seq)}},
            2,
            story % 2 == 0 ? 0U : 36U,
            EntryTag{{story}},
            {}};
  }
  [[nodiscard]] wire::ForkBranch sign(Link previous, std::vector<wire::Header> headers) const {
    auto link = previous;
    for (const auto& one : headers) {
      link = log::link_of(link, one);
    }
    return {previous, std::move(headers), log::sign_head(key, link)};
  }
  [[nodiscard]] wire::ForkBranch branch(std::uint64_t seq, std::size_t count,
                                        std::uint8_t story) const {
    std::vector<wire::Header> headers;
    for (std::size_t i = 0; i < count; ++i) {
      headers.push_back(header(seq + i, story));
    }
    return sign(before, std::move(headers));
  }
  [[nodiscard]] wire::ForkProof proof(wire::ForkBranch one, wire::ForkBranch other) const {
    return log::make_fork_proof(key.public_key(), std::move(one), std::move(other));
  }
};

ByteVec branch_item(ByteView previous, ByteView headers, ByteView signature) {
  return wire::CborWriter{}.array(3).bytes(previous).bytes(headers).bytes(signature).take();
}

ByteVec proof_item(const LogId& log, const ByteVec& left, const ByteVec& right) {
  auto out = from_hex("a300");
  wire::put_bytes(out, wire::CborWriter{}.bytes(log.view()).take());
  out.push_back(1);
  wire::put_bytes(out, left);
  out.push_back(2);
  wire::put_bytes(out, right);
  return out;
}

void add_refused(RecordVectors& made, const Forker& forker, const wire::ForkProof& good) {
  const auto refuse = [&](std::string_view what, const wire::ForkProof& proof) {
    made.refuse(name, what, wire::encode_fork_proof(proof));
  };
  refuse("the branch with the larger first link first", {good.log, good.right, good.left});
  refuse("one branch twice", {good.log, good.left, good.left});
  refuse("one story, told to different lengths",
         forker.proof(forker.branch(40, 1, 1), forker.branch(40, 2, 1)));
  refuse("branches from different seqs on",
         forker.proof(forker.branch(40, 2, 1), forker.branch(41, 1, 2)));
  const auto gap = {Forker::header(40, 4), Forker::header(42, 4)};
  refuse("a seq left out", forker.proof(forker.branch(40, 1, 1), forker.sign(forker.before, gap)));
  const auto again = {Forker::header(40, 4), Forker::header(40, 4)};
  refuse("a seq twice", forker.proof(forker.branch(40, 1, 1), forker.sign(forker.before, again)));
  auto other = good;
  other.log = crypto::LogKey::generate(made.entropy).public_key();
  refuse("another log", other);
  other = good;
  other.right.previous.raw[5] ^= 1;
  refuse("another previous link than was signed", other);
  const Forker stranger{crypto::LogKey::generate(made.entropy)};
  other = forker.proof(forker.branch(40, 2, 1), stranger.branch(40, 1, 2));
  refuse("a branch signed by another log", other);
  auto beyond = Forker::header(std::uint64_t{1} << 40, 4);
  const auto no_meta = [] {
    auto header = Forker::header(40, 4);
    header.meta_units = 0;
    return header;
  }();
  refuse("seq 2^40", forker.proof(forker.branch(beyond.place.seq.value, 1, 1),
                                  forker.sign(forker.before, {beyond})));
  refuse("an entry without meta",
         forker.proof(forker.branch(40, 1, 1), forker.sign(forker.before, {no_meta})));
}

void add_malformed(RecordVectors& made, const wire::ForkProof& good) {
  const auto headers_of = [](const wire::ForkBranch& branch) {
    ByteVec headers;
    for (const auto& one : branch.headers) {
      wire::encode_header(headers, one);
    }
    return headers;
  };
  const auto item = [&](const wire::ForkBranch& branch) {
    return branch_item(branch.previous.view(), headers_of(branch), branch.signature.view());
  };
  const auto with = [&](ByteView headers) {
    return proof_item(
        good.log, item(good.left),
        branch_item(good.right.previous.view(), headers, good.right.signature.view()));
  };
  auto headers = headers_of(good.right);
  headers[0] = 2;
  made.refuse(name, "a header of version 2", with(headers));
  headers[0] = 1;
  headers.pop_back();
  made.refuse(name, "headers of 84 bytes", with(headers));
  made.refuse(name, "no headers", with({}));
  made.refuse(name, "a signature of 63 bytes",
              proof_item(good.log, item(good.left),
                         branch_item(good.right.previous.view(), headers_of(good.right),
                                     good.right.signature.view().first(63))));
  made.refuse(name, "a branch that is no array", proof_item(good.log, item(good.left), {0}));
  auto whole = proof_item(good.log, item(good.left), item(good.right));
  whole.push_back(0);
  made.refuse(name, "a zero after the end", whole);
  auto one_alone = from_hex("a200");
  wire::put_bytes(one_alone, wire::CborWriter{}.bytes(good.log.view()).take());
  one_alone.push_back(1);
  wire::put_bytes(one_alone, item(good.left));
  made.refuse(name, "one branch alone", one_alone);
}

}  // namespace

void add_fork_proofs(RecordVectors& made) {
  const Forker forker{crypto::LogKey::generate(made.entropy)};
  const auto good = forker.proof(forker.branch(40, 1, 1), forker.branch(40, 1, 2));
  const auto hold = [&](std::string_view what, const ByteVec& proof, std::uint64_t seq) {
    made.hold(name, what, proof,
              {{"log", to_hex(forker.key.public_key().view())}, {"seq", number_json(seq)}});
  };
  hold("two entries in one place", wire::encode_fork_proof(good), 40);
  hold("branches of three and of one",
       wire::encode_fork_proof(forker.proof(forker.branch(40, 3, 1), forker.branch(40, 1, 2))), 40);
  const auto elsewhere = forker.sign(Link{{4}}, {Forker::header(40, 1)});
  hold("the same entry after different ones",
       wire::encode_fork_proof(forker.proof(forker.branch(40, 1, 1), elsewhere)), 40);
  const auto last = (std::uint64_t{1} << 40) - 1;
  auto one = Forker::header(last, 1);
  auto other = Forker::header(last, 2);
  one.place.leaf.value = 1023;
  other.place.leaf.value = 0;
  hold("at the last place, in different leaves",
       wire::encode_fork_proof(
           forker.proof(forker.sign(forker.before, {one}), forker.sign(forker.before, {other}))),
       last);
  auto tomorrow = wire::encode_fork_proof(good);
  tomorrow[0] = 0xa4;
  wire::put_bytes(tomorrow, from_hex("6178f5"));
  hold("a key of tomorrow", tomorrow, 40);
  add_refused(made, forker, good);
  add_malformed(made, good);
}

}  // namespace kith::test
