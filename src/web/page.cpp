#include "web/page.hpp"

#include "transport/machine.hpp"

namespace kith::web {
namespace {

using service::Outcome;
using service::refuse;

std::string bracketed(const std::string& host) {
  return transport::is_ipv6(host) ? "[" + host + "]" : host;
}

// What people may have typed to come here. A name other than localhost is never one of them: who
// owns it could let it lead here.
std::vector<std::string> hosts_of(const transport::Address& address) {
  std::vector<std::string> hosts{"127.0.0.1", "localhost", "[::1]"};
  if (!transport::is_any(address)) {
    hosts.push_back(bracketed(address.host));
    return hosts;
  }
  for (const auto& host : transport::machine_addresses(transport::Family::both)) {
    hosts.push_back(bracketed(host));
  }
  return hosts;
}

std::string sentence_of(transport::ListenError error, const std::string& at) {
  switch (error) {
    case transport::ListenError::taken:
      return "Somebody else listens at " + at + "; choose another port for the page, or 0 for any.";
    case transport::ListenError::not_ours:
      return at + " is no address of this machine; the page is best at 127.0.0.1:0.";
    case transport::ListenError::denied:
      return "You may not serve the page at " + at + "; choose a port above 1023.";
    case transport::ListenError::unavailable:
      break;
  }
  return "The page cannot be served at " + at + " now; choose another address.";
}

}  // namespace

Outcome<std::unique_ptr<Page>> Page::open(transport::Loop& loop, House& house,
                                          const PageWishes& wishes) {
  const auto address = transport::listening_address_of(wishes.at);
  if (!address) {
    return refuse("at_terminal",
                  "\"" + wishes.at + "\" is no address for the page; write 127.0.0.1:0.",
                  service::Status::wrong_usage);
  }
  auto listener = transport::Listener::tcp(loop, *address);
  if (!listener) return refuse("at_terminal", sentence_of(listener.error(), wishes.at));
  return std::unique_ptr<Page>{new Page{loop, house, std::move(*listener), *address, wishes}};
}

Page::Page(transport::Loop& loop, House& house, transport::Listener listener,
           const transport::Address& address, const PageWishes& wishes)
    : loop_(loop),
      house_(house),
      host_(transport::is_any(address) ? "127.0.0.1" : bracketed(address.host)),
      server_(
          loop, std::move(listener),
          [this](const RequestHead& head, ConnectionNumber number) {
            return arrived(head, number);
          },
          wishes.patience),
      gate_(entropy_, server_.port(), hosts_of(address)),
      events_(loop, server_,
              {[this] {
                 return event_text("state", {{"state", api_.state().at("state")}});
               },
               [this] { return changed_text(); }}),
      api_(loop, house, gate_, events_, wishes.demo) {
  server_.on_gone = [this](ConnectionNumber number) { events_.gone(number); };
  server_.on_room = [this](ConnectionNumber number) { events_.has_room(number); };
}

std::string Page::new_link() {
  return "http://" + host_ + ":" + std::to_string(port()) + "/#" + gate_.new_key(loop_.now());
}

Server::Arrived Page::arrived(const RequestHead& head, ConnectionNumber number) {
  if (head.path.starts_with("/api/")) return api_.arrived(head, number);
  if (const auto why = gate_.bars_file(head)) {
    const bool foreign = *why == Barred::foreign_host;
    return fault_response(foreign ? Code::misdirected : Code::forbidden,
                          foreign ? "This is not an address of your kith."
                                  : "Another page may not use parts of this one.",
                          "wrong_request");
  }
  if (head.method != "GET") {
    auto response =
        fault_response(Code::wrong_method, "Only GET is answered here.", "wrong_request");
    response.headers.emplace_back("Allow", "GET");
    return response;
  }
  auto file = file_response(head);
  if (!file) return fault_response(Code::not_found, "There is nothing here.", "wrong_request");
  return std::move(*file);
}

// Behind a lock nobody is told that others speak.
std::string Page::changed_text() const {
  if (house_.state() != HomeState::open) return {};
  return event_text("changed", {{"commits", house_.home()->commits()}});
}

}  // namespace kith::web
