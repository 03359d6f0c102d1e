#include "running/tor.hpp"

#include <algorithm>
#include <utility>

#include "host/home.hpp"

namespace kith::running {
namespace {

using service::Json;

constexpr std::chrono::milliseconds look_for_own{100};
constexpr std::size_t room_needed = 1024 * 1024;
constexpr unsigned all_the_way = 100;

// Where Debian's tor is asked: in a folder that is not anybody's to write to.
transport::TorDoor door_of_system() { return {"/run/tor/control", {}}; }

const char* code_of(TorStartError error) {
  switch (error) {
    case TorStartError::no_program:
      return "no_program";
    case TorStartError::full:
      return "full";
    case TorStartError::folder:
      break;
  }
  return "folder";
}

constexpr const char* waits_for_network = "It waits until this machine is on a network again.";

std::string sentence_of(TorStartError error) {
  switch (error) {
    case TorStartError::no_program:
      return "There is no Tor on this machine; install the package tor, and it is found by itself.";
    case TorStartError::full:
      return "The disk is full, so kith's own Tor cannot start; it is tried again by itself.";
    case TorStartError::folder:
      break;
  }
  return "kith's own Tor has no folder in your home; see that the home's folder belongs to you and "
         "can be written to.";
}

const char* code_of(TorFault fault) {
  switch (fault) {
    case TorFault::malformed:
      return "malformed";
    case TorFault::no_cookie:
      return "no_cookie";
    case TorFault::liar:
      return "liar";
    case TorFault::not_let_in:
      return "not_let_in";
    case TorFault::no_socks:
      return "no_socks";
    case TorFault::no_onion:
      break;
  }
  return "no_onion";
}

std::string sentence_of(TorFault fault) {
  switch (fault) {
    case TorFault::malformed:
      return "What answers at Tor's control port does not speak as a Tor does; it is asked again "
             "by "
             "itself.";
    case TorFault::no_cookie:
      return "The Tor there lets nobody in whom its cookie file does not: see that "
             "CookieAuthentication is on and that you may read the file, or use `--tor-at own`.";
    case TorFault::liar:
      return "What answers at Tor's control port is not the Tor that it says it is: nothing was "
             "told to it, and it is asked again by itself.";
    case TorFault::not_let_in:
      return "The Tor there does not let kith in; use `--tor-at own` for one of its own.";
    case TorFault::no_socks:
      return "The Tor there has no SOCKS port on this machine; give it one, or use `--tor-at own`.";
    case TorFault::no_onion:
      break;
  }
  return "The Tor there keeps no onion service for kith, so nobody can come; it is asked again by "
         "itself.";
}

}  // namespace

std::optional<TorChoice> tor_choice_of(const std::string& text) {
  if (text.empty()) return TorChoice{};
  if (text == "own") return TorChoice{true, std::nullopt};
  auto door = transport::tor_door_of(text);
  if (!door) return std::nullopt;
  return TorChoice{false, std::move(door)};
}

Tor::Tor(Ground ground, TorChoice choice)
    : ground_(std::move(ground)),
      choice_(std::move(choice)),
      next_(ground_.loop),
      beat_(ground_.loop),
      settle_(ground_.loop) {
  (void)prepare();
  next_.at(ground_.loop.now(), [this] { begin(); });
}

// One that goes on without us forgets what it did for us.
Tor::~Tor() {
  if (control_ && control_->is_in() && !process_) {
    control_->leave();
    flush();
    std::move(*stream_).leave();
    stream_.reset();
  }
  drop();
}

// The key is kept before anybody hears of it: the address is never one that is lost again.
bool Tor::prepare() {
  if (service_) return true;
  auto held = node::onion_service(ground_.home.home().store());
  if (!held) return false;
  if (!*held) {
    node::OnionService made{crypto::OnionKey::generate(ground_.home.home().entropy()), {}};
    if (!ground_.home.carry_out<node::Done>(node::Step<node::Done>{{node::kept(made)}, {}})) {
      return false;
    }
    held = std::optional{std::move(made)};
  }
  service_ = std::move(**held);
  return true;
}

void Tor::begin() {
  if (!prepare()) {
    return fail("not_kept",
                "The key of your onion service cannot be kept: see whether the disk is full.");
  }
  on_systems_ = false;
  if (choice_.door) return dial(*choice_.door);
  const auto system = door_of_system();
  const auto there = host::exists(system.path);
  if (choice_.own || !there || !*there) return start_own();
  on_systems_ = true;
  dial(system);
}

void Tor::start_own() {
  auto started = TorProcess::start(host::paths_of(ground_.home.place().folder).tor);
  if (!started) return fail(code_of(started.error()), sentence_of(started.error()));
  process_.emplace(std::move(*started));
  await_own(ground_.loop.now() + tor_start_max);
}

void Tor::await_own(Instant until) {
  if (!process_->runs()) {
    const auto words = process_->last_words();
    const auto room = host::room_at(ground_.home.place().folder);
    if (room && *room < room_needed) {
      return fail(code_of(TorStartError::full), sentence_of(TorStartError::full));
    }
    return fail("ended_soon", "kith's own Tor ended as soon as it began" +
                                  (words.empty() ? std::string{} : " (" + words + ")") +
                                  "; it is started again by itself.");
  }
  if (const auto door = process_->control()) return dial(*door);
  if (ground_.loop.now() >= until) {
    return fail("slow", "kith's own Tor does not begin to answer; it is started again by itself.");
  }
  next_.at(ground_.loop.now() + look_for_own, [this, until] { await_own(until); });
}

void Tor::dial(const transport::TorDoor& door) {
  dial_ = std::make_unique<transport::Dial>(ground_.loop, door, tor_answer_max,
                                            [this](auto reached) { came(std::move(reached)); });
}

void Tor::came(Result<transport::Stream, transport::DialError> reached) {
  if (!reached) {
    if (std::exchange(on_systems_, false)) return start_own();
    return fail("away", process_ ? "kith's own Tor does not answer; it is started again by itself."
                                 : "No Tor answers there; start it, or use `--tor-at own`.");
  }
  stream_.emplace(std::move(*reached));
  control_.emplace(ground_.home.home().entropy(),
                   process_ ? TorControl::Hold::take : TorControl::Hold::keep);
  waited_ = false;
  beat_.at(ground_.loop.now() + tor_answer_max, [this] { beat(); });
  flush();
  read();
}

void Tor::read() {
  stream_->read([this](const Result<ByteView, transport::StreamEnd>& read_bytes) {
    if (read_bytes) return heard(*read_bytes);
    if (on_systems_ && !control_->is_in()) {
      drop();
      return start_own();
    }
    fail("away", "Tor ended; it is looked for again by itself.");
  });
}

void Tor::heard(ByteView bytes) {
  auto done = control_->hear(bytes);
  if (done && control_->cookie_wanted()) {
    const auto file = host::read_small(*control_->cookie_wanted(), tor_cookie_bytes);
    done = control_->give_cookie(file ? std::optional{*file} : std::nullopt);
  }
  if (!done) return fault(done.error());
  look();
  if (!stream_) return;
  flush();
  read();
}

void Tor::flush() {
  if (auto out = control_->take_out(); !out.empty()) stream_->send(std::move(out));
}

void Tor::look() {
  if (!control_->is_in()) return;
  wait_ = tor_retry_min;
  code_.clear();
  says_.clear();
  if (!published_) publish();
  keep_host();
  const auto now = status().dump();
  if (std::exchange(told_, now) != now) ground_.changed();
}

// An address is the same for good; it is kept because the tor alone can write it.
void Tor::keep_host() {
  if (control_->host().empty() || control_->host() == service_->host) return;
  service_->host = control_->host();
  (void)ground_.home.carry_out<node::Done>(node::Step<node::Done>{{node::kept(*service_)}, {}});
}

void Tor::contacts_changed() {
  if (published_) publish_if_due();
}

void Tor::network_changed(bool is_there) {
  if (!process_ || !control_ || !control_->is_in()) return;
  if (!std::exchange(is_off_, !is_there)) control_->stay_off();
  if (is_there) control_->go_on();
  flush();
}

void Tor::publish_if_due() {
  const auto wanted = node::onion_callers(ground_.home.node(), service_->key.public_key());
  if (std::ranges::includes(callers_, wanted)) return;
  settle_.at(ground_.loop.now() + callers_settle, [this] {
    if (control_->waits()) return publish_if_due();
    publish();
    flush();
  });
}

void Tor::publish() {
  const auto id = service_->key.public_key();
  callers_ = node::onion_callers(ground_.home.node(), id);
  // A service with no caller would be one for everybody.
  auto& entropy = ground_.home.home().entropy();
  if (callers_.empty()) callers_ = {crypto::OnionCallerSecret::generate(entropy).public_key()};
  control_->publish({crypto::expanded(service_->key), id, onion_port, ground_.target, callers_});
  published_ = true;
}

void Tor::beat() {
  const bool waits = control_->waits();
  if (std::exchange(waited_, waits) && waits) {
    return fail("away", "Tor does not answer any more; it is looked for again by itself.");
  }
  // What was asked is looked for soon; where all is well, there is nothing to ask for a while.
  const bool quiet = asked_ && !waits && control_->is_found();
  asked_ = !quiet;
  if (asked_ && control_->is_in() && !is_off_) control_->ask();
  flush();
  const std::chrono::microseconds wait = quiet ? tor_quiet : tor_answer_max;
  beat_.at(ground_.loop.now() + wait, [this] { beat(); });
}

void Tor::fault(TorFault why) {
  // The system's may not be ours to use; then there is one of our own.
  if (on_systems_ && !control_->is_in()) {
    drop();
    return start_own();
  }
  fail(code_of(why), sentence_of(why));
}

void Tor::fail(const std::string& code, const std::string& sentence) {
  drop();
  code_ = code;
  says_ = sentence;
  told_.clear();
  next_.at(ground_.loop.now() + wait_, [this] { begin(); });
  wait_ = std::min<std::chrono::microseconds>(wait_ * 2, tor_retry_max);
  ground_.changed();
}

void Tor::drop() {
  for (auto* timer : {&next_, &beat_, &settle_}) timer->cancel();
  dial_.reset();
  stream_.reset();
  control_.reset();
  process_.reset();
  published_ = false;
  is_off_ = false;
}

std::optional<transport::TorDoor> Tor::socks() const {
  if (!control_ || !control_->is_in() || is_off_) return std::nullopt;
  if (control_->progress() < all_the_way) return std::nullopt;
  return control_->socks();
}

void Tor::go_by(const PersonId& person, const std::string& host) {
  const auto* secret = ground_.home.node().contacts().secret_to_call(person);
  const auto service = node::onion_public(host);
  if (!socks() || secret == nullptr || !service) return;
  control_->go_by(host.substr(0, host.find('.')), node::onion_caller(*secret, *service));
  flush();
}

void Tor::let_in_by_nobody(const PersonId& person) { ground_.home.node().note_call(person, false); }

std::vector<std::string> Tor::ways() const {
  if (!service_ || service_->host.empty()) return {};
  return {to_text(transport::Address{service_->host, onion_port, transport::Road::tor})};
}

Json Tor::status() const {
  const bool is_in = control_ && control_->is_in();
  std::string state = "starting";
  if (!says_.empty()) state = "failing";
  if (is_in) state = control_->progress() < all_the_way ? "connecting" : "publishing";
  if (is_in && control_->progress() == all_the_way && control_->is_found()) state = "reachable";
  Json json{{"state", state}, {"code", code_}, {"says", says_}};
  if (is_off_) json = {{"state", "failing"}, {"code", "no_network"}, {"says", waits_for_network}};
  json["progress"] = is_in ? control_->progress() : 0;
  json["words"] = is_in ? control_->words() : std::string{};
  json["own"] = process_.has_value();
  json["address"] = ways().empty() ? std::string{} : ways().front();
  return json;
}

}  // namespace kith::running
