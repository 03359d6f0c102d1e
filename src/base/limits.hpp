// Every limit of the core, named in one place. Tests hold each at, below and above its value;
// docs/protocol.md §11 lists those that other implementations must share.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace kith::limits {

// Entries
inline constexpr std::size_t body_bytes_max = 64 * 1024;  // padded; more is a file
inline constexpr std::size_t body_bytes_min = 32;         // shorter bodies are padded up to this
inline constexpr std::size_t meta_unit_bytes = 16;        // meta is padded to a multiple of this
inline constexpr std::size_t meta_units_max = 2048;       // 32 KiB
inline constexpr std::size_t references_max = 8;
// All devices of a full audience, the author's others, a recovery key.
inline constexpr std::size_t boxes_max = 1208;
inline constexpr std::size_t box_bytes_max = 16 * 1024;
inline constexpr std::size_t handovers_bytes_max = 2 * 1024 * 1024;
inline constexpr std::size_t kind_name_bytes_max = 64;
// Claimed times stay below this, so that a display order has room above them.
inline constexpr std::uint64_t time_micros_end = std::uint64_t{1} << 62;
inline constexpr std::uint64_t seq_max =
    (std::uint64_t{1} << 40) - 1;  // a log number and a seq share 64 bits

// How far an answer stands after its own time because of what it answers: a claim from the far
// future drags nobody along.
inline constexpr std::chrono::hours order_shift_max{24};

// Epochs
inline constexpr unsigned tree_depth = 10;  // 2^10 leaves
inline constexpr std::size_t epoch_leaves = std::size_t{1} << tree_depth;
inline constexpr std::size_t epoch_entries_max = 500;  // then the next write opens another
inline constexpr std::chrono::hours epoch_age_max{7 * 24};

// Audience
inline constexpr std::size_t persons_max = 150;
inline constexpr std::size_t devices_per_person_max = 8;
static_assert(boxes_max >= persons_max * devices_per_person_max + devices_per_person_max);
inline constexpr std::size_t asides_open_max = 32;
// Of a past, in one entry: boxes of the greatest size stay below handovers_bytes_max.
inline constexpr std::size_t past_boxes_max = 120;

// How many hints a range may cost, and how many boxes whose hint matched, before the rest of its
// boxes is passed over.
inline constexpr std::size_t hint_tries_max = 200'000;
inline constexpr std::size_t box_openings_max = 8192;
inline constexpr std::size_t handed_spans_max = 4096;  // of one log, before their entries came
inline constexpr std::size_t handed_bytes_max = 1024 * 1024;  // ... and all of those together
inline constexpr std::size_t handed_of_person_bytes_max = 16 * 1024 * 1024;  // of all their logs
// Logs of one person that are known by what was handed over, and of which nothing came yet.
inline constexpr std::size_t logs_ahead_max = 16;
inline constexpr std::size_t pasts_given_max = 8192;  // told by one person, of all their logs

// How many keys an entry is tried with: a forked log may bring several of one epoch's number.
inline constexpr std::size_t keys_tried_max = 64;

// Prekeys
inline constexpr std::chrono::hours prekey_renew_age{7 * 24};
inline constexpr std::chrono::hours prekey_seal_age_max{60 * 24};
inline constexpr std::chrono::hours prekey_keep_age{90 * 24};
inline constexpr std::chrono::hours clock_forward_max{
    30 * 24};  // a greater jump across a stop holds leased writes

// Cards
inline constexpr std::size_t ways_max = 8;
inline constexpr std::size_t way_bytes_max = 256;
inline constexpr std::size_t card_text_bytes_max = 16 * 1024;
inline constexpr std::size_t recovery_text_bytes_max = 1024;  // with its gaps
inline constexpr std::size_t record_bytes_max = 8 * 1024;  // signed; a face with all it may hold: 6
inline constexpr std::size_t agreed_secrets_max = 4;       // of these, made in sessions
inline constexpr std::size_t pair_secrets_max = 16;        // shared with one person, for opening
// Beyond, an introducer's secret is not kept: it never takes the place of one that two people made.
inline constexpr std::size_t introduced_secrets_max = 8;
inline constexpr std::size_t introductions_alike_max = 2;  // of one person, by one person
inline constexpr std::size_t offers_waiting_max = 256;     // for my answer, of one introducer
inline constexpr std::size_t cards_unused_max = 64;        // of mine, handed out and not used yet

// Logs
inline constexpr std::size_t branches_max = 16;  // beyond, a log is no longer pulled
// Pieces of a strand that are held with holes between them, and pieces of a log that one says to
// hold: each costs work with every change.
inline constexpr std::size_t log_spans_max = 512;
inline constexpr std::size_t link_stride = 64;  // a link is kept for every 64th entry
// A signature is kept at least this often, so that what lies between two always fits a range.
inline constexpr std::uint64_t head_entries_max = 2048;
inline constexpr std::uint64_t head_bytes_max = 1024 * 1024;
inline constexpr std::size_t range_entries_max = 4096;
inline constexpr std::size_t range_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t fork_branch_headers_max = 1024;
inline constexpr std::size_t fork_proof_bytes_max = 192 * 1024;  // two such branches, and some room
inline constexpr std::size_t fork_proofs_of_person_max = 16;     // that are kept

// Sessions
inline constexpr std::size_t message_bytes_max = range_bytes_max + 64 * 1024;  // type and body
inline constexpr std::size_t chunk_unit_bytes = 256;  // chunks are padded to a multiple of this
inline constexpr std::size_t chunk_bytes_max = 255 * chunk_unit_bytes;
inline constexpr std::size_t held_secrets_max = 8;        // of a pair, named in a presence
inline constexpr std::size_t frontier_logs_max = 16384;   // of a session, in all its messages
inline constexpr std::size_t frontier_spans_max = 65536;  // ... and of all those logs together
inline constexpr std::size_t frontiers_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t closed_spans_max = 4096;
inline constexpr std::size_t closed_answers_max = 8;    // of one log, in a session
inline constexpr std::size_t missing_bodies_max = 256;  // that one message asks for
inline constexpr std::size_t bodies_given_max = 1024;   // in a session, and at most ...
inline constexpr std::size_t body_bytes_given_max = 4 * 1024 * 1024;
inline constexpr std::size_t wanted_bodies_max = 4096;    // of one author; more wait for room
inline constexpr std::size_t known_forks_max = 1024;      // that one message names
inline constexpr std::size_t fork_proofs_told_max = 16;   // in a session
inline constexpr std::size_t fork_proofs_heard_max = 16;  // ... and looked at
inline constexpr std::size_t refusals_max = 16384;        // logs that one side refuses in a session
inline constexpr std::size_t refused_logs_max = 1024;     // that are remembered, of whom I ignored
inline constexpr std::int64_t credit_bytes = 4 * 1024 * 1024;  // of ranges, at the beginning
inline constexpr std::int64_t credit_bytes_max = 64 * 1024 * 1024;
inline constexpr std::size_t kept_aside_bytes_max = 4 * 1024 * 1024;  // of logs not known yet
inline constexpr std::size_t kept_aside_tries_max = 64;  // how often all of that is tried again
inline constexpr std::size_t exchange_output_bytes = 256 * 1024;  // packed in one turn, about

// Bundles
inline constexpr std::size_t bundle_keys_max = 1024;  // devices, and dummies
inline constexpr std::size_t bundle_sections_max = 4096;
inline constexpr std::size_t bundle_section_bytes_max = 8 * 1024 * 1024;
inline constexpr std::size_t bundle_manifest_bytes_max = 256 * 1024;
inline constexpr std::uint64_t bundle_bytes_max = std::uint64_t{4} * 1024 * 1024 * 1024;
// Of a file that is written or read here: all of it is held in memory.
inline constexpr std::uint64_t bundle_held_bytes_max = std::uint64_t{256} * 1024 * 1024;

// CBOR
inline constexpr unsigned cbor_depth_max = 16;

// What a person types
inline constexpr std::size_t name_bytes_max = 128;
inline constexpr std::size_t note_bytes_max = 1024;  // with an introduction, or of someone
inline constexpr std::size_t form_name_bytes_max = 128;

// Kinds
inline constexpr std::size_t title_bytes_max = 256;
inline constexpr std::size_t concerned_max = persons_max + 1;  // an audience and its author
inline constexpr std::size_t instead_max = 8;   // own earlier words that one takes the place of
inline constexpr std::size_t prompts_max = 32;  // of a practice
inline constexpr std::size_t tags_max = 8;
inline constexpr std::size_t tag_bytes_max = 64;
inline constexpr std::uint64_t civil_seconds_end = 253'402'300'800;  // the year 10000
inline constexpr std::int64_t event_seconds_max = 366 * 86'400;  // from its beginning to its end
inline constexpr std::size_t zone_bytes_max = 64;
inline constexpr std::size_t where_bytes_max = 1024;
inline constexpr std::size_t repeat_bytes_max = 256;
inline constexpr std::size_t uid_bytes_max = 256;
inline constexpr std::size_t bring_max = 32;
// What one answer shows of one person's words on one event, and how much it looks at for the rules
// of one author's events (kinds/occurrences.hpp): both are as many as others choose.
inline constexpr std::size_t event_words_shown_max = 64;
inline constexpr std::size_t rule_looks_max = 1'000'000;
inline constexpr std::chrono::hours observation_age_max{2 * 365 * 24};  // then it goes

}  // namespace kith::limits
