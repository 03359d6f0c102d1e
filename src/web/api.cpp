#include "web/api.hpp"

#include <algorithm>
#include <array>

#include "service/fields.hpp"
#include "service/requests.hpp"
#include "web/qr_read.hpp"

namespace kith::web {
namespace {

using service::Answer;
using service::Json;

constexpr std::string_view prefix = "/api/";
constexpr std::string_view json_type = "application/json";
constexpr std::string_view bytes_type = "application/octet-stream";

constexpr std::array<OwnRequest, 16> own{{
    {"GET", "state"},
    {"GET", "events"},
    {"POST", "enter"},
    {"POST", "init"},
    {"POST", "unlock"},
    {"POST", "lock"},
    {"POST", "burn"},
    {"POST", "bundle/take"},
    {"POST", "bundle/give"},
    {"POST", "qr/read"},
    {"POST", "restore"},
    {"POST", "restore/file"},
    {"POST", "place"},
    {"POST", "place/keep"},
    {"POST", "nearby"},
    {"POST", "roads"},
}};

bool is_own(std::string_view method, std::string_view name) {
  return std::ranges::any_of(
      own, [&](const OwnRequest& one) { return one.method == method && one.name == name; });
}

// "circle/new" → "circle new"
std::string command_of(std::string name) {
  std::ranges::replace(name, '/', ' ');
  return name;
}

// What a running node answers by itself stands beside what any open home does.
bool is_command(const std::string& name) {
  return name == "sync" || name == "page" || service::knows(name);
}

const char* text_of(HomeState state) {
  switch (state) {
    case HomeState::none:
      return "none";
    case HomeState::locked:
      return "locked";
    case HomeState::open:
      break;
  }
  return "open";
}

Response barred(Barred why) {
  switch (why) {
    case Barred::foreign_host:
      return fault_response(Code::misdirected, "This is not an address of your kith.",
                            "wrong_request");
    case Barred::cross_site:
      return fault_response(Code::forbidden, "Another page may not ask your kith anything.",
                            "wrong_request");
    case Barred::not_entered:
      break;
  }
  return fault_response(Code::not_entered,
                        "You have not entered here; open the page by the link that `kith page` "
                        "gives you.",
                        "not_entered");
}

Response too_often() {
  return fault_response(Code::too_often,
                        "One passphrase every two seconds: wait a moment, then try again.",
                        "too_often");
}

Response empty_passphrase() {
  return fault_response(Code::bad_request, "An empty passphrase protects nothing.",
                        "empty_passphrase");
}

// What was typed there, taken out of the request and wiped in it. Nothing where nothing was.
std::optional<host::Passphrase> taken_passphrase(Json& request, const char* field = "passphrase") {
  if (!request.contains(field) || !request.at(field).is_string()) return std::nullopt;
  auto& typed = request.at(field).get_ref<std::string&>();
  host::Passphrase passphrase{ByteVec(typed.begin(), typed.end())};
  crypto::wipe({reinterpret_cast<std::uint8_t*>(typed.data()), typed.size()});
  return passphrase;
}

std::optional<running::RoadChoice> road_choice_of(const std::string& text) {
  if (text == "direct") return running::RoadChoice::direct;
  if (text == "both") return running::RoadChoice::both;
  if (text == "only_tor") return running::RoadChoice::only_tor;
  return std::nullopt;
}

// Collects a body, then hands it over; it may hold a passphrase.
Server::Plan collecting(std::uint64_t bytes_max,
                        std::function<void(ByteView, const Server::Reply&)> then) {
  const auto body = std::make_shared<crypto::WipedBytes>();
  return {bytes_max,
          [body](ByteView piece) -> std::optional<Response> {
            body->insert(body->end(), piece.begin(), piece.end());
            return std::nullopt;
          },
          [body, then = std::move(then)](const Server::Reply& reply) {
            then(*body, reply);
            *body = crypto::WipedBytes{};
          }};
}

Response picture_response(ByteView picture) {
  const auto text = read_qr(picture);
  if (!text)
    return fault_response(Code::bad_request, "That is no picture of the promised size.",
                          "wrong_request");
  return json_response({{"text", text->empty() ? Json(nullptr) : Json(*text)}});
}

}  // namespace

std::span<const OwnRequest> own_requests() { return own; }

Server::Arrived Api::arrived(const RequestHead& head, ConnectionNumber number) {
  if (const auto why = gate_.bars_stranger(head)) return barred(*why);
  const auto name = head.path.substr(prefix.size());
  const bool entering = head.method == "POST" && name == "enter";
  // Events say that something is so, and nothing of anybody.
  const bool listening = head.method == "GET" && name == "events";
  const auto session = listening ? gate_.listener_of(head) : gate_.session_of(head);
  if (!session && !entering) return barred(Barred::not_entered);
  // What the page asks by itself, because of an event, is nobody being there.
  if (session && !listening && !head.has("kith-unasked")) house_.touch();
  if (head.method == "GET") return get(name, number, *session);
  if (head.method == "POST") return post(head, name, session);
  auto response =
      fault_response(Code::wrong_method, "Only GET and POST are answered here.", "wrong_request");
  response.headers.emplace_back("Allow", "GET, POST");
  return response;
}

Server::Arrived Api::get(const std::string& name, ConnectionNumber number,
                         const SessionHash& session) {
  if (name == "state") return json_response(state());
  if (name == "events") return events_.begin(number, session);
  if (is_own("POST", name) || is_command(command_of(name))) {
    auto response = fault_response(Code::wrong_method, "Ask that with POST.", "wrong_request");
    response.headers.emplace_back("Allow", "POST");
    return response;
  }
  return fault_response(Code::not_found, "There is no such request.", "wrong_request");
}

Server::Arrived Api::post(const RequestHead& head, const std::string& name,
                          const std::optional<SessionHash>& session) {
  const auto type = head.content_type();
  const bool bytes = name == "bundle/take" || name == "qr/read" || name == "restore/file";
  if (!is_own("POST", name) && !is_command(command_of(name))) {
    return fault_response(Code::not_found, "There is no such command.", "wrong_request");
  }
  // Neither is a type that a page elsewhere could send unasked.
  if (type != (bytes ? bytes_type : json_type)) {
    return fault_response(Code::wrong_type,
                          "This takes " + std::string{bytes ? bytes_type : json_type} + ".",
                          "wrong_request");
  }
  if (bytes) return post_bytes(name);
  return collecting(request_bytes_max, [this, name, session](ByteView body, const Reply& reply) {
    auto request = body.empty() ? Json::object() : service::request_in(as_text(body));
    if (!request.is_object()) {
      return reply(
          fault_response(Code::bad_request, "A request is a JSON object.", "wrong_request"));
    }
    handle(name, std::move(request), session, reply);
  });
}

Server::Arrived Api::post_bytes(const std::string& name) {
  if (name == "restore/file") return restores_.take();
  if (house_.state() != HomeState::open) {
    return fault_response(Code::locked, "The page is locked; unlock it first.", "locked");
  }
  if (name == "bundle/take") return bundles_.take();
  return collecting(picture_bytes_max,
                    [](ByteView picture, const Reply& reply) { reply(picture_response(picture)); });
}

void Api::handle(const std::string& name, Json request, const std::optional<SessionHash>& session,
                 const Reply& reply) {
  if (name == "enter") return enter(request, reply);
  if (name == "init") return init(request, reply);
  if (name == "unlock") return unlock(request, reply);
  if (name == "lock") return lock(reply);
  if (name == "restore") return restore(request, reply);
  switch (house_.state()) {
    case HomeState::none:
      return reply(
          fault_response(Code::refused, "There is no home here yet; make one first.", "no_home"));
    case HomeState::locked:
      return reply(fault_response(Code::locked, "The page is locked; unlock it first.", "locked"));
    case HomeState::open:
      break;
  }
  if (name == "burn") return burn(request, reply);
  if (name == "place") return reply(json_response({{"place", places_.of(*session)}}));
  if (name == "place/keep") return keep_place(request, *session, reply);
  if (name == "nearby") return nearby(request, reply);
  if (name == "roads") return roads(request, reply);
  if (name == "bundle/give") return bundles_.give(std::move(request), reply);
  ask_home(command_of(name), std::move(request), reply);
}

void Api::ask_home(const std::string& name, Json request, const Reply& reply) {
  request["command"] = name;
  house_.handle(request, [reply](const Answer& answer) { reply(answer_response(answer)); });
  service::wipe_secrets(request);
}

void Api::enter(const Json& request, const Reply& reply) {
  const auto binding =
      service::flag_in(request, "bind") ? Binding::cookie_and_token : Binding::cookie_alone;
  const auto entrance = gate_.enter(service::text_in(request, "key"), binding, loop_.now());
  if (!entrance) {
    return reply(fault_response(Code::not_entered,
                                "This link was used already, or is older than ten minutes; ask for "
                                "a fresh one with `kith page`.",
                                "old_link"));
  }
  events_.keep_only(gate_);
  places_.keep_only(gate_);
  auto response = json_response({{"token", entrance->token}, {"state", state()}});
  response.headers.emplace_back("Set-Cookie", entrance->set_cookie);
  reply(response);
}

void Api::init(Json& request, const Reply& reply) {
  auto passphrase = taken_passphrase(request);
  const auto name = service::needed(request, "name");
  if (!name) return reply(answer_response(Fail<service::Fault>{name.error()}));
  if (passphrase && passphrase->view().empty()) {
    return reply(empty_passphrase());
  }
  host::Lock lock = host::KeyFile{};
  if (passphrase) lock = std::move(*passphrase);
  reply(answer_response(house_.make(*name, std::move(lock))));
}

void Api::unlock(Json& request, const Reply& reply) {
  auto passphrase = taken_passphrase(request);
  if (house_.must_wait()) {
    return reply(too_often());
  }
  host::Lock lock = host::KeyFile{};
  if (passphrase) lock = std::move(*passphrase);
  const auto opened = house_.unlock(lock);
  if (!opened) return reply(answer_response(Fail<service::Fault>{opened.error()}));
  reply(json_response(state()));
}

void Api::restore(Json& request, const Reply& reply) {
  const auto opens = taken_passphrase(request);
  auto chosen = taken_passphrase(request, "new_passphrase");
  if (!opens) {
    return reply(fault_response(Code::bad_request, "The request lacks the backup's passphrase.",
                                "wrong_request"));
  }
  if (house_.must_wait()) return reply(too_often());
  if (chosen && chosen->view().empty()) return reply(empty_passphrase());
  host::Lock lock = host::KeyFile{};
  if (chosen) lock = std::move(*chosen);
  reply(restores_.restore(*opens, lock));
}

void Api::keep_place(const Json& request, const SessionHash& session, const Reply& reply) {
  auto place = service::needed(request, "place");
  if (!place) return reply(answer_response(Fail<service::Fault>{place.error()}));
  if (place->size() > place_bytes_max) {
    return reply(fault_response(Code::refused, "A place has at most 16 KiB.", "wrong_request"));
  }
  places_.keep(session, std::move(*place));
  reply(json_response(Json::object()));
}

void Api::nearby(const Json& request, const Reply& reply) {
  std::optional<bool> on;
  if (request.contains("on")) on = service::flag_in(request, "on");
  if (on && demo_) {
    return reply(fault_response(
        Code::refused, "The people here are imaginary: nobody on your network could find them.",
        "demo"));
  }
  reply(answer_response(house_.nearby(on)));
}

void Api::roads(const Json& request, const Reply& reply) {
  std::optional<running::RoadChoice> by;
  if (request.contains("by")) {
    by = road_choice_of(service::text_in(request, "by"));
    if (!by) {
      return reply(fault_response(Code::bad_request,
                                  "There are three ways to go: direct, both and only_tor.",
                                  "wrong_request"));
    }
  }
  if (by && demo_) {
    return reply(fault_response(Code::refused,
                                "The people here are imaginary: no road leads to them.", "demo"));
  }
  reply(answer_response(house_.roads(by, service::flag_in(request, "seen"))));
}

void Api::lock(const Reply& reply) {
  const auto locked = house_.lock();
  if (!locked) return reply(answer_response(Fail<service::Fault>{locked.error()}));
  reply(json_response(state()));
}

void Api::burn(const Json& request, const Reply& reply) {
  if (service::text_in(request, "typed") != "yes") {
    return reply(fault_response(Code::refused, "Nothing was burned.", "not_burned"));
  }
  places_.forget_all();
  house_.burn([reply](const Answer& answer) { reply(answer_response(answer)); });
}

Json Api::state() const {
  const auto state = house_.state();
  const bool open = state == HomeState::open;
  return {{"state", text_of(state)},
          {"name", open ? house_.home()->node().own_name() : std::string{}},
          {"person", open ? Json(to_hex(house_.home()->node().person().view())) : Json()},
          {"home", house_.place().folder},
          {"passphrase", house_.has_passphrase()},
          {"demo", demo_},
          {"commits", open ? house_.home()->commits() : 0}};
}

}  // namespace kith::web
