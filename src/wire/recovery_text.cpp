#include "wire/recovery_text.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/limits.hpp"
#include "crypto/base32.hpp"
#include "crypto/hash.hpp"
#include "wire/varint.hpp"

namespace kith::wire {
namespace {

using crypto::RecoverySecret;

constexpr std::string_view text_scheme = "kith-recovery:";
constexpr crypto::Context check_context{"kith/1 rec text"};
constexpr std::uint8_t text_version = 1;
constexpr std::size_t person_bytes = 8;
constexpr std::size_t secret_at = 1 + person_bytes;
constexpr std::size_t check_at = secret_at + crypto::agreement_bytes;
constexpr std::size_t check_bytes = 4;
constexpr std::size_t letters = (check_at + check_bytes) * 8 / 5;
static_assert((check_at + check_bytes) * 8 % 5 == 0);  // no bits are left over
constexpr std::size_t group_letters = 6;
constexpr std::size_t line_groups = 4;

Bytes<struct CheckTag, 32> check_of(ByteView front) {
  return crypto::hash<Bytes<struct CheckTag, 32>>(check_context, {front});
}

bool is_gap(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '-'; }

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Without gaps, in small letters.
std::string plain(std::string_view text) {
  std::string whole;
  for (const auto c : text) {
    if (!is_gap(c)) whole.push_back(small(c));
  }
  return whole;
}

void wipe_text(std::string& text) {
  crypto::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
}

Result<RecoverySecret, RecoveryTextError> read_bytes(const PersonId& person, ByteView bytes) {
  const auto check = check_of(bytes.first(check_at));
  if (!std::ranges::equal(bytes.subspan(check_at), ByteView{check.raw}.first(check_bytes))) {
    return Fail{RecoveryTextError::mistyped};
  }
  if (bytes[0] != text_version) return Fail{RecoveryTextError::newer};
  if (!std::ranges::equal(bytes.subspan(1, person_bytes), person.view().first(person_bytes))) {
    return Fail{RecoveryTextError::other_person};
  }
  return std::move(*RecoverySecret::from(bytes.subspan(secret_at, crypto::agreement_bytes)));
}

}  // namespace

std::string recovery_text(const PersonId& person, const RecoverySecret& key) {
  ByteVec bytes{text_version};
  put_bytes(bytes, person.view().first(person_bytes));
  put_bytes(bytes, key.view());
  put_bytes(bytes, ByteView{check_of(bytes).raw}.first(check_bytes));
  auto coded = crypto::to_base32(bytes);
  crypto::wipe(bytes);
  std::string text{text_scheme};
  for (std::size_t i = 0; i < coded.size(); i += group_letters) {
    text += i % (group_letters * line_groups) == 0 ? '\n' : ' ';
    text += coded.substr(i, group_letters);
  }
  wipe_text(coded);
  return text;
}

Result<RecoverySecret, RecoveryTextError> read_recovery_text(const PersonId& person,
                                                             std::string_view text) {
  if (text.size() > limits::recovery_text_bytes_max) return Fail{RecoveryTextError::no_key};
  auto whole = plain(text);
  const auto start = plain(text_scheme);
  const bool is_one = whole.starts_with(start);
  auto bytes = is_one ? crypto::from_base32(std::string_view{whole}.substr(start.size()))
                      : std::optional<ByteVec>{};
  const auto typed = whole.size() - (is_one ? start.size() : 0);
  wipe_text(whole);
  if (!is_one) return Fail{RecoveryTextError::no_key};
  if (typed != letters) {
    if (bytes) crypto::wipe(*bytes);
    return Fail{RecoveryTextError::cut};
  }
  if (!bytes) return Fail{RecoveryTextError::mistyped};
  auto key = read_bytes(person, *bytes);
  crypto::wipe(*bytes);
  return key;
}

}  // namespace kith::wire
