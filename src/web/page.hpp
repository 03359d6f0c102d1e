// The page of a home, served: its gate, its files, its API and its events on one listener. Refuses
// to know what opens it in a browser.
#pragma once

#include "web/api.hpp"
#include "web/files.hpp"

namespace kith::web {

struct PageWishes {
  std::string at = "127.0.0.1:0";  // HOST:PORT
  bool demo{};                     // the people around this home are imaginary
  Patience patience;
};

class Page {
 public:
  /// Errors: refused where nobody can listen there; wrong_usage where that is no address.
  [[nodiscard]] static service::Outcome<std::unique_ptr<Page>> open(transport::Loop& loop,
                                                                    House& house,
                                                                    const PageWishes& wishes);
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;
  ~Page() = default;

  /// Good once, and for a while.
  [[nodiscard]] std::string new_link();
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  void state_changed() { events_.state_changed(); }
  void committed() { events_.changed(); }

 private:
  Page(transport::Loop& loop, House& house, transport::Listener listener,
       const transport::Address& address, const PageWishes& wishes);
  [[nodiscard]] Server::Arrived arrived(const RequestHead& head, ConnectionNumber number);
  [[nodiscard]] std::string changed_text() const;

  transport::Loop& loop_;
  House& house_;
  std::string host_;  // in links
  host::SystemEntropy entropy_;
  Server server_;
  Gate gate_;
  Events events_;
  Api api_;
};

}  // namespace kith::web
