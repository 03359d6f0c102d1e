// The local door of a running node: a socket in the home's folder where whoever may open the folder
// asks what they would else ask the home itself. JSON, a line each:
//
//   a request, as service/requests.hpp has it
//     →  {"progress": [done, all]} …  then  {"answer": …}  or  {"fault": {"status": 1, "sentence":
//     "…"}}
//
// Any number of requests, one after the other. Refuses to know what is asked.
#pragma once

#include <list>
#include <optional>

#include "service/open_home.hpp"
#include "transport/listener.hpp"

namespace kith::running {

inline constexpr std::size_t request_bytes_max = 1024 * 1024;
inline constexpr std::size_t door_clients_max = 32;  // at once; others wait

class Door {
 public:
  using Reply = std::function<void(const service::Answer&)>;
  /// Replies once, at once or later, and tells of progress until then.
  using Handler =
      std::function<void(const service::Json& request, const service::Progress&, Reply reply)>;

  Door(transport::Loop& loop, transport::Listener listener, Handler handler);
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;
  ~Door() = default;

 private:
  struct Client {
    transport::Stream stream;
    std::string heard;
    std::uint64_t number{};
  };

  void accept();
  void came(transport::Stream stream);
  void read(Client& client);
  void handle_line(Client& client);
  void handle(Client& client, const std::string& line);
  void tell(std::uint64_t number, std::uint64_t done, std::uint64_t all);
  void reply(std::uint64_t number, const service::Answer& answer);
  /// Says why, and goes: what follows in the stream means nothing any more.
  void refuse(Client& client, const std::string& sentence);
  void leave(Client& client);
  [[nodiscard]] Client* find(std::uint64_t number);

  transport::Loop& loop_;
  transport::Listener listener_;
  Handler handler_;
  std::list<Client> clients_;
  std::uint64_t next_number_{};
  bool accepting_{};
  std::shared_ptr<Door*> self_;  // for replies that come later than the door is there
};

/// Whether a node runs on the home in this folder.
[[nodiscard]] bool is_running(const std::string& folder);

/// Asks the node that runs on the home in this folder, and waits. Nothing where none runs. Paths in
/// the request are those of the node's process: absolute ones.
[[nodiscard]] std::optional<service::Answer> ask_running(const std::string& folder,
                                                         const service::Json& request,
                                                         const service::Progress& progress);

}  // namespace kith::running
