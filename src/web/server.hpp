// The page's server: connections over a listener, one request at a time on each, answers now or
// later, answers that go on. Whoever is slow, silent or malformed is dropped, and disturbs nobody.
// Refuses to know what is asked and who may ask it.
#pragma once

#include <deque>
#include <functional>
#include <list>
#include <variant>

#include "transport/listener.hpp"
#include "web/http.hpp"
#include "web/response.hpp"

namespace kith::web {

inline constexpr std::size_t connections_max = 64;
inline constexpr std::size_t left_max = 32;  // beside them, answered and not closed there yet

/// How long others may take.
struct Patience {
  std::chrono::microseconds request{std::chrono::seconds{20}};  // all of a head, and between two
                                                                // pieces of its body
  std::chrono::microseconds body{std::chrono::minutes{15}};     // all of it: 256 MiB at 300 KB/s
  std::chrono::microseconds idle{std::chrono::seconds{90}};     // between two requests
  std::chrono::microseconds unread{std::chrono::seconds{120}};  // not taking any of an answer
  std::chrono::microseconds look{std::chrono::seconds{5}};      // how often all this is looked at
};

/// Names a connection, and never another one.
struct ConnectionNumber {
  std::uint64_t value{};
  auto operator<=>(const ConnectionNumber&) const = default;
};

class Server {
 public:
  using Reply = std::function<void(Response)>;

  /// What is done with a request whose head came.
  struct Plan {
    std::uint64_t body_bytes_max{};
    /// Each piece of the body, as it comes; what it answers, if anything, ends the request.
    std::function<std::optional<Response>(ByteView piece)> take;
    /// All of it is there. Replies once, at once or later; whoever lets go of the reply without one
    /// ends the connection.
    std::function<void(Reply reply)> done;
  };
  using Arrived = std::variant<Response, Plan>;
  using Site = std::function<Arrived(const RequestHead&, ConnectionNumber)>;

  Server(transport::Loop& loop, transport::Listener listener, Site site, Patience patience = {});
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() = default;

  [[nodiscard]] std::uint16_t port() const { return listener_.port(); }
  /// More of an answer that goes on. False where there is no room, or nobody any more.
  bool send(ConnectionNumber number, std::string_view text);
  void drop(ConnectionNumber number);
  /// After an answer that goes on ended.
  std::function<void(ConnectionNumber)> on_gone;
  /// There is room again, after there was none.
  std::function<void(ConnectionNumber)> on_room;

 private:
  enum class Phase { listening, answering, going_on };
  struct Client {
    transport::Stream stream;
    ConnectionNumber number;
    Instant since;  // it last did something
    RequestReader reader{};
    std::optional<Instant> begun{};  // of the request whose head or body comes
    std::optional<Plan> plan{};      // of the request whose body comes
    Phase phase{Phase::listening};
    Connection then{Connection::stays_open};
    std::optional<Rest> rest{};  // of the answer
    std::size_t unsent_before{};
    bool awaits_room{};
  };

  class Pending;

  void accept();
  void came(transport::Stream stream);
  void read(Client& client);
  void go_on(Client& client);
  /// False: there is nothing to go on with yet, or nobody.
  [[nodiscard]] bool begin(Client& client);
  [[nodiscard]] bool take_body(Client& client);
  void reply(ConnectionNumber number, Response response);
  void respond(Client& client, Response response);
  void respond_and_leave(Client& client, Response response);
  void send_rest(Client& client);
  void await_room(Client& client);
  void leave(Client& client);
  void forget(Client& client);
  void make_room();
  [[nodiscard]] Client* least_missed();
  void look_soon();
  void look();
  [[nodiscard]] bool is_late(Client& client) const;
  [[nodiscard]] Client* find(ConnectionNumber number);

  transport::Loop& loop_;
  transport::Listener listener_;
  Site site_;
  Patience patience_;
  std::list<Client> clients_;
  std::uint64_t next_number_{};
  std::deque<Instant> left_;  // when streams were left that may still be open
  transport::Timer look_timer_;
  bool accepting_{};
  bool looking_{};
  std::shared_ptr<Server*> self_;  // for replies that come later than the server is there
};

}  // namespace kith::web
