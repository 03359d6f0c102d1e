#include "running/door.hpp"

#include <algorithm>

#include "host/home_place.hpp"
#include "service/fields.hpp"
#include "service/requests.hpp"
#include "transport/local_call.hpp"

namespace kith::running {
namespace {

using service::Answer;
using service::Json;
using service::Status;

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

ByteVec bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

Json json_of(const Answer& answer) {
  if (answer) return {{"answer", *answer}};
  return {{"fault",
           {{"status", static_cast<int>(answer.error().status)},
            {"sentence", answer.error().sentence}}}};
}

}  // namespace

Door::Door(transport::Loop& loop, transport::Listener listener, Handler handler)
    : loop_(loop),
      listener_(std::move(listener)),
      handler_(std::move(handler)),
      self_(std::make_shared<Door*>(this)) {
  accept();
}

void Door::accept() {
  if (accepting_ || clients_.size() >= door_clients_max) return;
  accepting_ = true;
  listener_.accept([this](transport::Stream stream) { came(std::move(stream)); });
}

void Door::came(transport::Stream stream) {
  accepting_ = false;
  clients_.push_back({std::move(stream), {}, next_number_++});
  read(clients_.back());
  accept();
}

void Door::read(Client& client) {
  client.stream.read([this, &client](const Result<ByteView, transport::StreamEnd>& read) {
    if (!read) return leave(client);
    client.heard += as_text(*read);
    handle_line(client);
  });
}

void Door::handle_line(Client& client) {
  const auto end = client.heard.find('\n');
  if (std::min(end, client.heard.size()) > request_bytes_max) {
    return refuse(client, "A request has at most 1 MiB.");
  }
  if (end == std::string::npos) return read(client);
  const auto line = client.heard.substr(0, end);
  client.heard.erase(0, end + 1);
  handle(client, line);
}

// Nothing is read from who waits for an answer: one request at a time.
void Door::handle(Client& client, const std::string& line) {
  auto request = service::request_in(line);
  if (!request.is_object()) return refuse(client, "A request is a JSON object, in one line.");
  const auto number = client.number;
  const auto progress = [weak = std::weak_ptr{self_}, number](std::uint64_t done,
                                                              std::uint64_t all) {
    if (const auto self = weak.lock()) (*self)->tell(number, done, all);
  };
  handler_(request, progress, [weak = std::weak_ptr{self_}, number](const auto& answer) {
    if (const auto self = weak.lock()) (*self)->reply(number, answer);
  });
  service::wipe_secrets(request);
}

// To who reads: the next word of it is worth more than this one.
void Door::tell(std::uint64_t number, std::uint64_t done, std::uint64_t all) {
  auto* client = find(number);
  if (client == nullptr || !client->stream.has_room()) return;
  client->stream.send(bytes_of(line_of({{"progress", {done, all}}})));
}

void Door::reply(std::uint64_t number, const Answer& answer) {
  auto* client = find(number);
  if (client == nullptr) return;
  client->stream.send(bytes_of(line_of(json_of(answer))));
  // From the loop, and once there is room: who does not read asks nothing more.
  client->stream.when_room([this, number] {
    if (auto* still = find(number)) handle_line(*still);
  });
}

void Door::refuse(Client& client, const std::string& sentence) {
  client.stream.send(
      bytes_of(line_of(json_of(service::refuse("wrong_request", sentence, Status::wrong_usage)))));
  leave(client);
}

void Door::leave(Client& client) {
  std::move(client.stream).leave();
  std::erase_if(clients_, [&](const auto& other) { return &other == &client; });
  accept();
}

Door::Client* Door::find(std::uint64_t number) {
  const auto found = std::ranges::find(clients_, number, &Client::number);
  return found == clients_.end() ? nullptr : &*found;
}

bool is_running(const std::string& folder) {
  return transport::LocalCall::to(host::paths_of(folder).socket).has_value();
}

std::optional<Answer> ask_running(const std::string& folder, const Json& request,
                                  const service::Progress& progress) {
  auto call = transport::LocalCall::to(host::paths_of(folder).socket);
  if (!call) return std::nullopt;
  const auto line = line_of(request);
  // Cut off in its middle, the request may have been heard; hearing says so.
  (void)call->say(std::string_view{line}.substr(0, line.size() - 1));
  while (const auto heard = call->hear()) {
    const auto json = Json::parse(*heard, nullptr, false);
    if (!json.is_object()) break;
    if (json.contains("answer")) return Answer{json.at("answer")};
    if (json.contains("fault")) {
      const auto& fault = json.at("fault");
      return service::refuse("at_terminal", fault.value("sentence", ""),
                             static_cast<Status>(fault.value("status", 1)));
    }
    if (progress && json.contains("progress")) {
      progress(json.at("progress").at(0), json.at("progress").at(1));
    }
  }
  return service::refuse(
      "at_terminal",
      "The node that runs on this home ended before it answered; look whether it did what you "
      "asked "
      "(`kith read`), then ask again.");
}

}  // namespace kith::running
