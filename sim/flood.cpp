#include "sim/flood.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <functional>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "log/link.hpp"
#include "seal/device_box.hpp"
#include "sync/channel.hpp"

namespace kith::sim {
namespace {

constexpr std::size_t strangers = 48;
constexpr std::size_t stranger_bytes = 256 * 1024;
constexpr std::size_t unknown_ranges = 24;
constexpr int patience_seconds = 2;

// One connection. What cannot be sent within its patience is not sent.
class Line {
 public:
  explicit Line(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{patience_seconds, 0};
    check(::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) == 0);
    check(::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const void* place = &address;
    open_ = ::connect(socket_, static_cast<const sockaddr*>(place), sizeof(address)) == 0;
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line() { ::close(socket_); }

  void send(ByteView bytes) {
    while (open_ && !bytes.empty()) {
      const auto taken = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (taken <= 0) {
        open_ = false;
        return;
      }
      sent_ += static_cast<std::uint64_t>(taken);
      bytes = bytes.subspan(static_cast<std::size_t>(taken));
    }
  }
  [[nodiscard]] ByteVec receive() {
    ByteVec room(std::size_t{64} * 1024);
    const auto came = open_ ? ::recv(socket_, room.data(), room.size(), 0) : 0;
    room.resize(came > 0 ? static_cast<std::size_t>(came) : 0);
    return room;
  }
  [[nodiscard]] std::uint64_t sent() const { return sent_; }

 private:
  int socket_;
  bool open_ = false;
  std::uint64_t sent_{};
};

// A range of a log that nobody knows, with a signature that holds.
ByteVec range_of_nobody(Entropy& entropy) {
  constexpr std::size_t entries = 60;
  constexpr std::size_t body = limits::body_bytes_max;
  const auto key = crypto::LogKey::generate(entropy);
  ByteVec sealed(limits::meta_unit_bytes + body);
  entropy.fill(sealed);
  wire::RangeView range{
      entropy.make<CircleId>(), key.public_key(), log::link_before_all(key.public_key()), {}, {}};
  auto link = range.previous;
  for (std::size_t i = 0; i < entries; ++i) {
    wire::EntryView entry;
    entry.opens_epoch = i == 0;
    entry.meta_units = 1;
    entry.body_state = wire::BodyState::sealed;
    entry.body_size = body;
    entry.tag = entropy.make<EntryTag>();
    entry.meta = ByteView{sealed}.first(limits::meta_unit_bytes);
    entry.body = ByteView{sealed}.subspan(limits::meta_unit_bytes);
    const wire::Place place{{i}, {}, {static_cast<std::uint16_t>(i)}};
    link = log::link_of(link, wire::header_of(entry, place));
    range.entries.push_back({place, entry});
  }
  range.signature = log::sign_head(key, link);
  return wire::encode_range(range);
}

sync::Frontiers frontiers_of_nobody(std::size_t logs, bool more, std::uint8_t first) {
  sync::Frontiers frontiers{more, {}};
  for (std::size_t i = 0; i < logs; ++i) {
    LogId log{};
    log.raw[0] = first;
    log.raw[1] = static_cast<std::uint8_t>(i >> 8);
    log.raw[2] = static_cast<std::uint8_t>(i);
    frontiers.logs.push_back({log, {{{0}, {1}, {}}, {{2}, {3}, {}}, {{4}, {5}, {}}}});
  }
  return frontiers;
}

// A session with the home's one contact, in which anything is said.
class Known {
 public:
  Known(service::OpenHome& home, std::uint16_t port) : home_(home), line_(port) {
    auto& node = home.node();
    check(node.contacts().all().size() == 1);
    const auto& [person, contact] = *node.contacts().all().begin();
    check(contact.pair.has_value());
    const auto key = seal::pair_key(*contact.pair, seal::PairUse::session);
    channel_.emplace(sync::Channel::initiator(
        node.identity().transport.clone(), node.contacts().listed(person).front().transport,
        pair_id(contact.pair->view()), *crypto::noise::Psk::from(key.view()),
        home.home().entropy()));
  }
  void greet() {
    auto& node = home_.node();
    say(sync::Presence{node.identity().device_list,
                       {node.prekeys().newest().record},
                       {},
                       {},
                       sync::Fresh::random(home_.home().entropy()),
                       std::nullopt,
                       false});
    say(sync::Digest{});
  }
  void say(sync::Message message) {
    channel_->send(std::move(message));
    while (channel_->has_output()) line_.send(channel_->take_output());
  }
  // Noise needs the second message before anything can be said.
  void shake_hands() {
    line_.send(channel_->take_output());
    const auto came = line_.receive();
    ByteView rest{came};
    while (!rest.empty()) {
      rest = channel_->feed(rest);
      while (true) {
        const auto event = channel_->next();
        if (!event || !*event) break;
      }
    }
    while (channel_->has_output()) line_.send(channel_->take_output());
  }
  [[nodiscard]] std::uint64_t sent() const { return line_.sent(); }

 private:
  service::OpenHome& home_;
  Line line_;
  std::optional<sync::Channel> channel_;
};

std::vector<std::unique_ptr<Line>> crowd(std::uint16_t port, Entropy& entropy) {
  std::vector<std::unique_ptr<Line>> lines;
  for (std::size_t i = 0; i < strangers; ++i) {
    lines.push_back(std::make_unique<Line>(port));
    ByteVec noise(i % 3 == 0 ? 0 : stranger_bytes);  // some say nothing, and stay
    entropy.fill(noise);
    lines.back()->send(noise);
  }
  return lines;
}

}  // namespace

Flooded flood(service::OpenHome& home, std::uint16_t port) {
  auto& entropy = home.home().entropy();
  const auto unknown = crowd(port, entropy);
  const std::vector<std::function<void(Known&)>> lies{
      [&](Known& known) {
        for (std::size_t i = 0; i < unknown_ranges; ++i) {
          known.say(sync::RangeBytes{range_of_nobody(entropy)});
        }
      },
      [](Known& known) {
        for (std::uint8_t part = 0; part < 8; ++part) {
          known.say(frontiers_of_nobody(2048, part != 7, part));
        }
      },
      [](Known&) {},  // never reads what it asked for
      [](Known& known) {
        for (std::uint32_t i = 0; i < 100'000; ++i) known.say(sync::Credit{1});
      },
  };
  Flooded flooded{unknown.size(), 0};
  std::vector<std::unique_ptr<Known>> sessions;
  for (int round = 0; round < 2; ++round) {
    for (const auto& lie : lies) {
      sessions.push_back(std::make_unique<Known>(home, port));
      sessions.back()->shake_hands();
      sessions.back()->greet();
      lie(*sessions.back());
    }
  }
  flooded.connections += sessions.size();
  for (const auto& line : unknown) flooded.bytes_sent += line->sent();
  for (const auto& session : sessions) flooded.bytes_sent += session->sent();
  return flooded;
}

}  // namespace kith::sim
