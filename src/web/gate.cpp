#include "web/gate.hpp"

#include <algorithm>

#include "crypto/base64.hpp"
#include "crypto/hash.hpp"
#include "crypto/secret.hpp"

namespace kith::web {
namespace {

using Token = crypto::Secret<struct PageTokenTag, 32>;

// Other pages on this machine may have set cookies of the same name.
constexpr std::size_t cookies_tried_max = 4;

KeyHash hash_of_key(ByteView key) { return crypto::hash<KeyHash>("kith page key", {key}); }
SessionHash hash_of_session(ByteView token) {
  return crypto::hash<SessionHash>("kith page cookie", {token});
}

std::optional<TokenHash> hash_of_token(std::string_view text) {
  const auto token = crypto::from_base64url(text);
  if (!token || token->size() != Token::size) return std::nullopt;
  return crypto::hash<TokenHash>("kith page token", {*token});
}

std::vector<std::string_view> cookies_named(std::string_view cookies, std::string_view name) {
  std::vector<std::string_view> values;
  while (!cookies.empty() && values.size() < cookies_tried_max) {
    const auto end = cookies.find(';');
    auto one = cookies.substr(0, end);
    cookies.remove_prefix(end == std::string_view::npos ? cookies.size() : end + 1);
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') {
      values.push_back(one.substr(name.size() + 1));
    }
  }
  return values;
}

}  // namespace

Gate::Gate(Entropy& entropy, std::uint16_t port, const std::vector<std::string>& hosts)
    : entropy_(entropy), cookie_("kith-" + std::to_string(port)) {
  for (const auto& host : hosts) hosts_.push_back(host + ":" + std::to_string(port));
}

std::string Gate::new_key(Instant now) {
  const auto key = Token::random(entropy_);
  keys_.push_back({hash_of_key(key.view()), now + key_time_max});
  if (keys_.size() > keys_max) keys_.pop_front();
  return crypto::to_base64url(key.view());
}

std::optional<Entrance> Gate::enter(std::string_view text, Binding binding, Instant now) {
  std::erase_if(keys_, [&](const Key& key) { return key.until <= now; });
  const auto bytes = crypto::from_base64url(text);
  if (!bytes || bytes->size() != Token::size) return std::nullopt;
  const auto hash = hash_of_key(*bytes);
  const auto used = std::erase_if(
      keys_, [&](const Key& key) { return crypto::constant_time_equal(key.hash, hash); });
  if (used == 0) return std::nullopt;
  const auto cookie = Token::random(entropy_);
  const auto token = crypto::to_base64url(Token::random(entropy_).view());
  sessions_.push_back({hash_of_session(cookie.view()), std::nullopt});
  if (binding == Binding::cookie_and_token) sessions_.back().token = hash_of_token(token);
  if (sessions_.size() > sessions_max) sessions_.pop_front();
  return Entrance{
      cookie_ + "=" + crypto::to_base64url(cookie.view()) + "; HttpOnly; SameSite=Strict; Path=/",
      token};
}

std::optional<Barred> Gate::bars_file(const RequestHead& head) const {
  if (std::ranges::count(hosts_, head.header("host")) == 0) return Barred::foreign_host;
  const auto site = head.header("sec-fetch-site");
  // A link from elsewhere may lead to the page; nothing elsewhere may use a part of it.
  const bool comes_by_link = head.header("sec-fetch-mode") == "navigate" && head.path == "/";
  if (site.empty() || site == "same-origin" || site == "none" || comes_by_link) return std::nullopt;
  return Barred::cross_site;
}

std::optional<Barred> Gate::bars_stranger(const RequestHead& head) const {
  const auto host = head.header("host");
  if (std::ranges::count(hosts_, host) == 0) return Barred::foreign_host;
  if (head.has("origin") && head.header("origin") != "http://" + std::string{host}) {
    return Barred::cross_site;
  }
  if (head.has("sec-fetch-site") && head.header("sec-fetch-site") != "same-origin") {
    return Barred::cross_site;
  }
  return std::nullopt;
}

std::optional<SessionHash> Gate::session_of(const RequestHead& head) const {
  const auto hash = listener_of(head);
  const auto* session = hash ? find(*hash) : nullptr;
  if (session == nullptr || !session->token) return hash;
  const auto token = hash_of_token(head.header("kith-token"));
  if (!token || !crypto::constant_time_equal(*token, *session->token)) return std::nullopt;
  return hash;
}

std::optional<SessionHash> Gate::listener_of(const RequestHead& head) const {
  for (const auto value : cookies_named(head.header("cookie"), cookie_)) {
    const auto token = crypto::from_base64url(value);
    if (!token || token->size() != Token::size) continue;
    const auto hash = hash_of_session(*token);
    if (has(hash)) return hash;
  }
  return std::nullopt;
}

bool Gate::has(const SessionHash& session) const { return find(session) != nullptr; }

const Gate::Session* Gate::find(const SessionHash& hash) const {
  const auto found = std::ranges::find_if(
      sessions_, [&](const Session& one) { return crypto::constant_time_equal(one.hash, hash); });
  return found == sessions_.end() ? nullptr : &*found;
}

}  // namespace kith::web
