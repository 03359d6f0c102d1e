// Looks up what addresses a name means, each name in a thread of its own: the system's call cannot
// be broken off, and one whose name servers are silent would keep everybody else's waiting, and the
// end of the program as well. Refuses to know what is done with them.
#pragma once

#include <asio/ip/tcp.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace kith::transport {

/// So many are looked up at once; others wait until one of them is done.
inline constexpr std::size_t names_at_once_max = 32;

struct Name {
  std::string host;
  std::uint16_t port{};
};

class Names {
 public:
  using Found = std::vector<asio::ip::tcp::endpoint>;  // empty: it means nothing, or nobody says so
  using Then = std::function<void(const Found&)>;
  /// Called from threads; may take its time.
  using Asking = std::function<Found(const Name&)>;

  /// Requires: `context` outlives this, and this all that is done with what is found.
  explicit Names(asio::io_context& context, Asking asking = ask_system);
  Names(const Names&) = delete;
  Names& operator=(const Names&) = delete;
  /// Whatever is still looked up is found for nobody.
  ~Names();

  /// Tells from the context, once; never where it is forgotten before.
  std::uint64_t look_up(Name name, Then then);
  void forget(std::uint64_t number);

  [[nodiscard]] static Found ask_system(const Name& name);

 private:
  struct Shared;
  static void work(const std::shared_ptr<Shared>& shared);
  void found(std::uint64_t number, const Found& found);

  std::shared_ptr<Shared> shared_;      // with the threads
  std::map<std::uint64_t, Then> then_;  // theirs are the numbers alone
  std::uint64_t next_{};
};

}  // namespace kith::transport
