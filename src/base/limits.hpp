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
inline constexpr std::size_t boxes_max = 1024;  // 150 people × 4 devices, pasts, dummies
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
inline constexpr std::size_t asides_open_max = 32;

// How many hints a range of an unknown log may cost before the rest of its boxes is passed over.
inline constexpr std::size_t hint_tries_max = 200'000;

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
inline constexpr std::size_t cards_unused_max = 64;  // of mine, handed out and not used yet

// Logs
inline constexpr std::size_t branches_max = 16;  // beyond, a log is no longer pulled
inline constexpr std::size_t link_stride = 64;   // a link is kept for every 64th entry
// A signature is kept at least this often, so that what lies between two always fits a range.
inline constexpr std::uint64_t head_entries_max = 2048;
inline constexpr std::uint64_t head_bytes_max = 1024 * 1024;
inline constexpr std::size_t range_entries_max = 4096;
inline constexpr std::size_t range_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t fork_branch_headers_max = 1024;

// CBOR
inline constexpr unsigned cbor_depth_max = 16;

// What a person types
inline constexpr std::size_t name_bytes_max = 128;

}  // namespace kith::limits
