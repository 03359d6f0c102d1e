#include "web/server.hpp"

#include <algorithm>
#include <utility>

namespace kith::web {
namespace {

const char* sentence_of(Malformed malformed) {
  switch (malformed) {
    case Malformed::too_long:
      return "The request's head is too long.";
    case Malformed::request_line:
      return "The request's first line is malformed.";
    case Malformed::version:
      return "Only HTTP/1.1 is spoken here.";
    case Malformed::header:
      return "A header of the request is malformed, or there twice.";
    case Malformed::no_host:
      return "The request names no host.";
    case Malformed::body_length:
      return "The length of the request's body is no number.";
    case Malformed::chunked:
      return "A request's body comes with its length.";
    case Malformed::expectation:
      return "A request comes with its body, and expects nothing first.";
  }
  return "The request is malformed.";
}

}  // namespace

// A reply that is still to come, by whoever holds it. Nothing is read from who waits for it, so
// nothing would ever tell that they are gone.
class Server::Pending {
 public:
  Pending(std::weak_ptr<Server*> server, ConnectionNumber number)
      : server_(std::move(server)), number_(number) {}
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;
  ~Pending() {
    const auto server = server_.lock();
    if (!server || replied_) return;
    (*server)->loop_.post([weak = server_, number = number_] {
      if (const auto still = weak.lock()) (*still)->drop(number);
    });
  }
  void reply(Response response) {
    if (std::exchange(replied_, true)) return;
    if (const auto server = server_.lock()) (*server)->reply(number_, std::move(response));
  }

 private:
  std::weak_ptr<Server*> server_;
  ConnectionNumber number_;
  bool replied_{};
};

Server::Server(transport::Loop& loop, transport::Listener listener, Site site, Patience patience)
    : loop_(loop),
      listener_(std::move(listener)),
      site_(std::move(site)),
      patience_(patience),
      look_timer_(loop),
      self_(std::make_shared<Server*>(this)) {
  accept();
}

void Server::accept() {
  if (accepting_ || clients_.size() >= connections_max) return;
  accepting_ = true;
  listener_.accept([this](transport::Stream stream) { came(std::move(stream)); });
}

void Server::came(transport::Stream stream) {
  accepting_ = false;
  clients_.push_back(
      {.stream = std::move(stream), .number = {next_number_++}, .since = loop_.now()});
  make_room();
  read(clients_.back());
  look_soon();
  accept();
}

void Server::make_room() {
  if (clients_.size() < connections_max) return;
  if (auto* client = least_missed()) forget(*client);
}

// Who waits between two requests longest, so that idle ones keep nobody out; else whose head comes
// longest, else whose body: anybody may be slow on purpose, before anything of them was checked.
Server::Client* Server::least_missed() {
  const auto rank = [](const Client& client) {
    const int stage = !client.begun ? 0 : client.plan ? 2 : 1;
    return std::pair{stage, client.begun.value_or(client.since)};
  };
  Client* least = nullptr;
  for (auto& client : clients_) {
    const bool may_go = client.phase == Phase::listening && &client != &clients_.back();
    if (may_go && (least == nullptr || rank(client) < rank(*least))) least = &client;
  }
  return least;
}

void Server::read(Client& client) {
  client.stream.read([this, &client](const Result<ByteView, transport::StreamEnd>& read) {
    if (!read) return forget(client);
    client.since = loop_.now();
    // Who looks at an answer that goes on has nothing more to say.
    if (client.phase == Phase::going_on) return forget(client);
    client.reader.feed(*read);
    go_on(client);
  });
}

void Server::go_on(Client& client) {
  while (client.plan ? take_body(client) : begin(client)) {
  }
}

bool Server::begin(Client& client) {
  auto head = client.reader.next();
  if (!head) {
    respond_and_leave(
        client, fault_response(Code::bad_request, sentence_of(head.error()), "wrong_request"));
    return false;
  }
  if (client.reader.is_in_the_middle() && !client.begun) client.begun = loop_.now();
  if (!*head) {
    read(client);
    return false;
  }
  if ((*head)->method == "GET" && (*head)->body_bytes > 0) {
    respond_and_leave(client,
                      fault_response(Code::bad_request, "A GET has no body.", "wrong_request"));
    return false;
  }
  client.then = (*head)->stays_open ? Connection::stays_open : Connection::closes;
  auto arrived = site_(**head, client.number);
  if (auto* response = std::get_if<Response>(&arrived)) {
    // What would follow is a body that nobody wants.
    (*head)->body_bytes > 0 ? respond_and_leave(client, std::move(*response))
                            : respond(client, std::move(*response));
    return false;
  }
  auto& plan = std::get<Plan>(arrived);
  if ((*head)->body_bytes > plan.body_bytes_max) {
    respond_and_leave(
        client, fault_response(Code::too_large, "That is more than is taken here.", "too_large"));
    return false;
  }
  client.plan = std::move(plan);
  return true;
}

bool Server::take_body(Client& client) {
  const auto piece = client.reader.take_body();
  if (!piece.empty()) {
    if (auto refused = client.plan->take(piece)) {
      respond_and_leave(client, std::move(*refused));
      return false;
    }
  }
  if (!client.reader.body_is_whole()) {
    read(client);
    return false;
  }
  // Nothing is read from who waits for an answer: one request at a time.
  client.phase = Phase::answering;
  client.begun.reset();
  const auto plan = std::exchange(client.plan, std::nullopt);
  plan->done([pending = std::make_shared<Pending>(self_, client.number)](Response response) {
    pending->reply(std::move(response));
  });
  return false;
}

void Server::reply(ConnectionNumber number, Response response) {
  auto* client = find(number);
  if (client != nullptr && client->phase == Phase::answering) respond(*client, std::move(response));
}

void Server::respond(Client& client, Response response) {
  const bool leaves = client.then == Connection::closes && !response.goes_on;
  if (leaves && !response.rest) return respond_and_leave(client, std::move(response));
  client.since = loop_.now();
  client.begun.reset();
  client.stream.send(head_of(response, leaves ? Connection::closes : Connection::stays_open));
  if (!response.body.empty()) client.stream.send(std::move(response.body));
  client.rest = std::move(response.rest);
  client.phase = response.goes_on ? Phase::going_on : Phase::answering;
  if (response.goes_on) return read(client);  // says when they go
  await_room(client);
}

// As much as there is room for; the rest once it was taken.
void Server::send_rest(Client& client) {
  auto& rest = *client.rest;
  while (rest.bytes > 0 && client.stream.has_room()) {
    auto piece = rest.piece();
    // Too little, or more than was promised: the other side sees that it is not whole.
    if (piece.empty() || piece.size() > rest.bytes) return forget(client);
    rest.bytes -= piece.size();
    client.stream.send(std::move(piece));
  }
  if (rest.bytes == 0) client.rest.reset();
  if (!client.rest && client.then == Connection::closes) return leave(client);
  await_room(client);
}

// From the loop, and once there is room: who does not read asks nothing more.
void Server::await_room(Client& client) {
  client.awaits_room = true;
  client.stream.when_room([this, &client] {
    client.awaits_room = false;
    client.since = loop_.now();
    if (client.phase == Phase::going_on) {
      if (on_room) on_room(client.number);
      return;
    }
    if (client.rest) return send_rest(client);
    client.phase = Phase::listening;
    go_on(client);
  });
}

void Server::respond_and_leave(Client& client, Response response) {
  client.stream.send(head_of(response, Connection::closes));
  if (!response.body.empty()) client.stream.send(std::move(response.body));
  leave(client);
}

bool Server::send(ConnectionNumber number, std::string_view text) {
  auto* client = find(number);
  if (client == nullptr || client->phase != Phase::going_on) return false;
  if (!client->stream.has_room()) {
    if (!client->awaits_room) await_room(*client);
    return false;
  }
  const auto bytes = as_bytes(text);
  client->stream.send({bytes.begin(), bytes.end()});
  return true;
}

void Server::drop(ConnectionNumber number) {
  if (auto* client = find(number)) forget(*client);
}

// A stream that is left stays open for a while, for whoever still reads: so many at once do.
void Server::leave(Client& client) {
  const auto now = loop_.now();
  while (!left_.empty() && left_.front() + transport::leave_time_max <= now) left_.pop_front();
  if (left_.size() < left_max) {
    left_.push_back(now);
    std::move(client.stream).leave();
  }
  forget(client);
}

void Server::forget(Client& client) {
  const auto number = client.number;
  const bool went_on = client.phase == Phase::going_on;
  std::erase_if(clients_, [&](const Client& other) { return &other == &client; });
  if (went_on && on_gone) on_gone(number);
  accept();
}

void Server::look_soon() {
  if (looking_ || clients_.empty()) return;
  looking_ = true;
  look_timer_.at(loop_.now() + patience_.look, [this] { look(); });
}

void Server::look() {
  looking_ = false;
  std::vector<ConnectionNumber> late;
  for (auto& client : clients_) {
    if (is_late(client)) late.push_back(client.number);
  }
  for (const auto number : late) drop(number);
  look_soon();
}

bool Server::is_late(Client& client) const {
  const auto unsent = client.stream.unsent();
  if (unsent != std::exchange(client.unsent_before, unsent)) client.since = loop_.now();
  const auto waited = loop_.now().since_start - client.since.since_start;
  if (unsent > 0) return waited > patience_.unread;
  if (client.phase != Phase::listening) return false;
  if (!client.begun) return waited > patience_.idle;
  const auto took = loop_.now().since_start - client.begun->since_start;
  if (client.plan && took > patience_.body) return true;
  return (client.plan ? waited : took) > patience_.request;
}

Server::Client* Server::find(ConnectionNumber number) {
  const auto found = std::ranges::find(clients_, number, &Client::number);
  return found == clients_.end() ? nullptr : &*found;
}

}  // namespace kith::web
