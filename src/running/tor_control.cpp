#include "running/tor_control.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/check.hpp"
#include "crypto/base32.hpp"
#include "crypto/base64.hpp"
#include "crypto/hkdf.hpp"
#include "node/onion.hpp"

namespace kith::running {
namespace {

using transport::control_field;
using transport::control_words;
using transport::ControlReply;

constexpr std::uint16_t yes = 250;
constexpr std::string_view server_words =
    "Tor safe cookie authentication server-to-controller hash";
constexpr std::string_view client_words =
    "Tor safe cookie authentication controller-to-server hash";
constexpr std::size_t nonce_bytes = 32;
constexpr std::string_view onion_end = ".onion";

void wipe_text(std::string& text) {
  crypto::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
}

std::optional<unsigned> digit_of(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

// 32 bytes in hex.
std::optional<ByteVec> hash_in(const std::string& line, std::string_view key) {
  const auto text = control_field(line, key);
  if (!text || text->size() != 2 * nonce_bytes) return std::nullopt;
  ByteVec bytes;
  for (std::size_t at = 0; at < text->size(); at += 2) {
    const auto high = digit_of((*text)[at]);
    const auto low = digit_of((*text)[at + 1]);
    if (!high || !low) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(*high << 4 | *low));
  }
  return bytes;
}

std::string line_with(const ControlReply& reply, std::string_view front) {
  const auto found =
      std::ranges::find_if(reply.lines, [&](const auto& line) { return line.starts_with(front); });
  return found == reply.lines.end() ? std::string{} : *found;
}

bool has_method(const std::string& methods, std::string_view wanted) {
  for (std::size_t at = 0; at <= methods.size();) {
    const auto end = std::min(methods.find(',', at), methods.size());
    if (std::string_view{methods}.substr(at, end - at) == wanted) return true;
    at = end + 1;
  }
  return false;
}

std::string add_line(const OnionWish& wish) {
  std::string line = "ADD_ONION ED25519-V3:";
  auto key = crypto::to_base64(wish.key.view());
  line.reserve(line.size() + key.size() + 128 + wish.callers.size() * 80);  // lest copies stay
  line += key;
  wipe_text(key);
  line += " Flags=V3Auth Port=" + std::to_string(wish.port) + "," + to_text(wish.target);
  for (const auto& caller : wish.callers)
    line += " ClientAuthV3=" + crypto::to_base32(caller.view());
  return line;
}

}  // namespace

std::string harmless_words(const std::string& text) {
  auto shown = text.substr(0, tor_words_bytes_max);
  std::ranges::replace_if(
      shown, [](char c) { return c < ' ' || c > '~'; }, '?');
  return shown;
}

TorControl::TorControl(Entropy& entropy, Hold hold) : entropy_(entropy), hold_(hold) {
  say(Ask::protocol, "PROTOCOLINFO 1");
}

void TorControl::say(Ask ask, std::string line, std::string about) {
  line += "\r\n";
  waiting_.push_back({ask, ByteVec(line.begin(), line.end()), std::move(about)});
  wipe_text(line);
  send_next();
}

void TorControl::send_next() {
  if (asked_ || waiting_.empty()) return;
  asked_ = std::move(waiting_.front());
  waiting_.pop_front();
  out_.insert(out_.end(), asked_->line.begin(), asked_->line.end());
  crypto::wipe(asked_->line);
}

ByteVec TorControl::take_out() { return std::exchange(out_, {}); }

TorControl::Done TorControl::hear(ByteView bytes) {
  if (!reader_.feed(bytes)) return Fail{TorFault::malformed};
  while (const auto heard = reader_.next()) {
    if (heard->is_event()) {
      event(*heard);
      continue;
    }
    // An answer to what nobody asked, or while the cookie is being read.
    if (!asked_ || cookie_wanted_) return Fail{TorFault::malformed};
    if (const auto done = reply(*heard); !done) return done;
    if (cookie_wanted_) continue;
    asked_.reset();
    send_next();
  }
  return {};
}

TorControl::Done TorControl::reply(const ControlReply& heard) {
  const bool is_yes = heard.status == yes;
  switch (asked_->ask) {
    case Ask::protocol:
      return is_yes ? greeted(heard) : Fail{TorFault::malformed};
    case Ask::challenge:
      return is_yes ? challenged(heard) : Fail{TorFault::not_let_in};
    case Ask::login:
      return is_yes ? logged_in() : Fail{TorFault::not_let_in};
    case Ask::own:
    case Ask::events:
      return is_yes ? Done{} : Fail{TorFault::not_let_in};
    case Ask::news:
      return is_yes ? news(heard) : Fail{TorFault::malformed};
    case Ask::add:
      return is_yes ? added(heard) : Fail{TorFault::no_onion};
    case Ask::key:
      // One that it does not take leads nowhere: the dial says so.
      if (heard.status / 100 != yes / 100) keys_.erase(asked_->about);
      return {};
    case Ask::remove:
    case Ask::setting:
      return {};
  }
  return Fail{TorFault::malformed};
}

TorControl::Done TorControl::greeted(const ControlReply& heard) {
  const auto line = line_with(heard, "AUTH ");
  const auto methods = control_field(line, "METHODS");
  if (!methods) return Fail{TorFault::malformed};
  if (has_method(*methods, "NULL")) {
    say(Ask::login, "AUTHENTICATE");
    return {};
  }
  auto file = control_field(line, "COOKIEFILE");
  // Not COOKIE: whoever stands at that port in a tor's place would get any file of 32 bytes.
  if (!has_method(*methods, "SAFECOOKIE") || !file) return Fail{TorFault::no_cookie};
  cookie_wanted_ = std::move(*file);
  return {};
}

TorControl::Done TorControl::give_cookie(const std::optional<ByteVec>& cookie) {
  check(cookie_wanted_.has_value());
  cookie_wanted_.reset();
  if (!cookie || cookie->size() != tor_cookie_bytes) return Fail{TorFault::no_cookie};
  cookie_ = *cookie;
  nonce_ = entropy_.make<Bytes<struct ControllerNonceTag, 32>>();
  asked_.reset();
  say(Ask::challenge, "AUTHCHALLENGE SAFECOOKIE " + to_hex(nonce_.view()));
  return {};
}

TorControl::Done TorControl::challenged(const ControlReply& heard) {
  const auto hash = hash_in(heard.lines.front(), "SERVERHASH");
  const auto nonce = hash_in(heard.lines.front(), "SERVERNONCE");
  if (!hash || !nonce) return Fail{TorFault::malformed};
  const crypto::Parts parts{cookie_, nonce_.view(), *nonce};
  const auto should = crypto::hmac_sha256(as_bytes(server_words), parts);
  if (!std::ranges::equal(should.view(), *hash)) return Fail{TorFault::liar};
  const auto proof = crypto::hmac_sha256(as_bytes(client_words), parts);
  say(Ask::login, "AUTHENTICATE " + to_hex(proof.view()));
  crypto::wipe(cookie_);
  return {};
}

TorControl::Done TorControl::logged_in() {
  if (hold_ == Hold::take) say(Ask::own, "TAKEOWNERSHIP");
  say(Ask::events, "SETEVENTS STATUS_CLIENT HS_DESC");
  say(Ask::news, "GETINFO net/listeners/socks status/bootstrap-phase");
  return {};
}

void TorControl::ask() { say(Ask::news, "GETINFO net/listeners/socks status/bootstrap-phase"); }

// Where it refuses, it finds out by itself, later.
void TorControl::stay_off() { say(Ask::setting, "SETCONF DisableNetwork=1"); }
void TorControl::go_on() { say(Ask::setting, "SETCONF DisableNetwork=0"); }

TorControl::Done TorControl::news(const ControlReply& heard) {
  constexpr std::string_view listeners = "net/listeners/socks=";
  const auto line = line_with(heard, listeners);
  const auto doors =
      control_words(std::string_view{line}.substr(std::min(line.size(), listeners.size())));
  if (line.empty() || !doors) return Fail{TorFault::malformed};
  socks_.reset();
  for (const auto& door : *doors) {
    auto found = transport::tor_door_of(door);
    // A local socket first: nobody else listens in its place.
    if (found && (!socks_ || !found->path.empty())) socks_ = std::move(found);
  }
  if (!socks_) return Fail{TorFault::no_socks};
  learn_progress(line_with(heard, "status/bootstrap-phase="));
  return {};
}

void TorControl::learn_progress(const std::string& line) {
  const auto text = control_field(line, "PROGRESS");
  unsigned percent = 0;
  if (!text) return;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), percent);
  if (error != std::errc{} || end != text->data() + text->size() || percent > 100) return;
  progress_ = percent;
  const auto warning = control_field(line, "WARNING");
  words_ = harmless_words(warning ? *warning : control_field(line, "SUMMARY").value_or(""));
}

void TorControl::event(const ControlReply& heard) {
  const auto words = control_words(heard.lines.front());
  if (!words || words->size() < 3) return;
  if (words->at(0) == "STATUS_CLIENT" && words->at(2) == "BOOTSTRAP") {
    learn_progress(heard.lines.front());
  } else if (words->at(0) == "HS_DESC" && words->at(1) == "UPLOADED" &&
             words->at(2) + std::string{onion_end} == host_) {
    found_ = true;
  }
}

void TorControl::publish(OnionWish wish) {
  check(is_in() && !wish.callers.empty());
  if (service_ && !host_.empty()) {
    say(Ask::remove, "DEL_ONION " + host_.substr(0, host_.size() - onion_end.size()));
  }
  service_ = wish.service;
  found_ = false;
  auto line = add_line(wish);
  say(Ask::add, line);
  wipe_text(line);
}

TorControl::Done TorControl::added(const ControlReply& heard) {
  const auto id = control_field(line_with(heard, "ServiceID="), "ServiceID");
  if (!id) return Fail{TorFault::malformed};
  auto host = *id + std::string{onion_end};
  if (!transport::is_onion(host) || node::onion_public(host) != service_) {
    return Fail{TorFault::liar};
  }
  host_ = std::move(host);
  return {};
}

void TorControl::go_by(const std::string& service, const crypto::OnionCallerSecret& key) {
  check(is_in());
  const auto held = keys_.find(service);
  if (held != keys_.end() && held->second == key.public_key()) return;
  keys_.insert_or_assign(service, key.public_key());
  auto text = crypto::to_base64(key.view());
  auto line = "ONION_CLIENT_AUTH_ADD " + service + " x25519:" + text;
  say(Ask::key, line, service);
  wipe_text(text);
  wipe_text(line);
}

// All at once: nobody hears the answers. The service goes with the conversation, by itself.
void TorControl::leave() {
  check(is_in());
  waiting_.clear();
  for (const auto& [service, key] : std::exchange(keys_, {})) {
    const auto line = "ONION_CLIENT_AUTH_REMOVE " + service + "\r\n";
    out_.insert(out_.end(), line.begin(), line.end());
  }
}

}  // namespace kith::running
