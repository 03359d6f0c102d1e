#include "web/house.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "host/backup_file.hpp"
#include "host/burn.hpp"
#include "host/clock.hpp"
#include "host/home.hpp"
#include "host/keyring.hpp"
#include "service/requests.hpp"

namespace kith::web {
namespace {

using service::Answer;
using service::Fault;
using service::Json;
using service::Outcome;
using service::refuse;
using service::Status;

constexpr std::chrono::seconds looked_at_idle_every{60};

bool is_none(host::HomeError error) {
  return error == host::HomeError::no_home || error == host::HomeError::unfinished;
}

constexpr std::uint8_t is_hidden = 0;
constexpr std::uint8_t is_found = 1;

bool wished_hidden(service::OpenHome& home) {
  const auto kept = home.home().store().value(node::ValueName::nearby);
  return kept && *kept && **kept == ByteVec{is_hidden};
}

Outcome<void> keep_nearby(service::OpenHome& home, bool on) {
  node::Step<node::Done> step;
  step.commit.push_back(
      node::change::PutValue{node::ValueName::nearby, ByteVec{on ? is_found : is_hidden}});
  const auto kept = home.carry_out<node::Done>(std::move(step));
  if (!kept) return Fail<Fault>{kept.error()};
  return {};
}

const char* text_of(running::RoadChoice choice) {
  switch (choice) {
    case running::RoadChoice::direct:
      return "direct";
    case running::RoadChoice::both:
      return "both";
    case running::RoadChoice::only_tor:
      break;
  }
  return "only_tor";
}

}  // namespace

House::House(transport::Loop& loop, HouseWishes wishes)
    : loop_(loop), wishes_(std::move(wishes)), idle_timer_(loop) {}

House::~House() {
  idle_timer_.cancel();
  node_.reset();
  loop_.drain(running::drain_time_max);  // sessions hold the home until their ends are through
}

HomeState House::state() const {
  if (home_ && !page_is_locked_) return HomeState::open;
  if (home_) return HomeState::locked;
  const auto way = host::lock_way(wishes_.place.folder);
  const bool none = !way && is_none(way.error());
  return none ? HomeState::none : HomeState::locked;
}

// Where it cannot be read now, it is what it was; unknown, it is a passphrase.
bool House::has_passphrase() const {
  const auto way = host::lock_way(wishes_.place.folder);
  if (way) way_ = *way;
  if (!way && is_none(way.error())) return false;
  return way_.value_or(host::LockWay::passphrase) == host::LockWay::passphrase;
}

Outcome<void> House::take(std::unique_ptr<service::OpenHome> home) {
  home_ = std::move(home);
  auto begun = begin();
  if (!begun) {
    node_.reset();
    talks_.reset();
    home_.reset();
    return begun;
  }
  changed();
  return {};
}

Outcome<void> House::begin() {
  talks_ = running::talks_of(*home_);
  node_ = std::make_unique<running::RunningNode>(loop_, *home_, *talks_);
  node_->on_commit = [this] {
    if (on_commit) on_commit();
  };
  node_->on_page = [this]() -> Answer {
    if (on_page) return on_page();
    return refuse("at_terminal", "The node that runs on this home serves no page.");
  };
  if (auto begun = running::begin(*node_, wishes_now()); !begun) return begun;
  node_->start();
  return {};
}

// What the person last chose at the page holds, unless they said otherwise when they began.
running::UpWishes House::wishes_now() const {
  auto wishes = wishes_.up;
  wishes.lan = wishes.lan && !wished_hidden(*home_);
  return wishes;
}

Answer House::nearby(std::optional<bool> on) {
  check(state() == HomeState::open);
  if (on) {
    if (const auto set = running::set_nearby(*node_, wishes_.up, *on); !set) {
      return Fail<Fault>{set.error()};
    }
    if (const auto kept = keep_nearby(*home_, *on); !kept) return Fail<Fault>{kept.error()};
    if (on_commit) on_commit();
  }
  return Json{{"on", node_->is_found_nearby()}, {"listening", home_->ways()}};
}

Answer House::roads(std::optional<running::RoadChoice> by, bool seen) {
  check(state() == HomeState::open);
  if (by) {
    if (node_->only_tor() && *by != running::RoadChoice::only_tor && !seen) {
      return service::refuse("address_seen",
                             "Then others see the address of this device; say once more that "
                             "they may.");
    }
    if (const auto set = running::set_roads(*node_, wishes_now(), *by); !set) {
      return Fail<Fault>{set.error()};
    }
    if (on_commit) on_commit();
  }
  return Json{{"by", text_of(running::roads_of(*node_))}, {"tor", node_->tor_status()}};
}

Answer House::restore(const std::string& file, const host::Passphrase& opens,
                      const host::Lock& lock) {
  if (home_) return Fail<Fault>{service::fault_of(host::HomeError::home_exists, wishes_.place)};
  auto restored = host::restore_backup(file, opens, wishes_.place, lock, wishes_.stretch);
  tried_ = loop_.now();
  if (!restored) return Fail<Fault>{service::fault_of(restored.error(), file, wishes_.place)};
  auto opened = service::OpenHome::take(std::move(*restored), wishes_.place);
  if (!opened) return Fail<Fault>{opened.error()};
  if (const auto taken = take(std::move(*opened)); !taken) return Fail<Fault>{taken.error()};
  return service::handle(*home_, {{"command", "whoami"}});
}

Answer House::make(const std::string& name, host::Lock lock) {
  if (home_) return Fail<Fault>{service::fault_of(host::HomeError::home_exists, wishes_.place)};
  auto made = service::OpenHome::create(wishes_.place, lock, name, wishes_.stretch);
  if (!made) return Fail<Fault>{made.error()};
  if (const auto taken = take(std::move(*made)); !taken) return Fail<Fault>{taken.error()};
  return service::handle(*home_, {{"command", "whoami"}});
}

Outcome<void> House::unlock(const host::Lock& lock) {
  check(!must_wait());
  if (state() == HomeState::none) {
    return Fail<Fault>{service::fault_of(host::HomeError::no_home, wishes_.place)};
  }
  if (!home_) {
    auto opened = service::OpenHome::open(wishes_.place, lock);
    tried_ = loop_.now();
    if (!opened) return Fail<Fault>{opened.error()};
    return take(std::move(*opened));
  }
  return page_is_locked_ ? show_again(lock) : Outcome<void>{};
}

// The home is open already: the keyring tells whether the passphrase is right.
Outcome<void> House::show_again(const host::Lock& lock) {
  const auto key = host::unlock(home_->home().paths(), lock);
  tried_ = loop_.now();
  if (!key) {
    return Fail<Fault>{service::fault_of(host::home_error_of(key.error()), wishes_.place)};
  }
  page_is_locked_ = false;
  changed();
  return {};
}

bool House::must_wait() const { return tried_ && loop_.now() < *tried_ + wishes_.passphrase_pause; }

Outcome<void> House::lock() {
  if (!home_ || page_is_locked_) return {};
  if (!has_passphrase()) {
    return refuse(
        "opens_freely",
        "This home opens without a passphrase, so locking its page would keep nobody out.");
  }
  page_is_locked_ = true;
  idle_timer_.cancel();
  if (on_state) on_state();
  return {};
}

// A lid that was closed for the night is nobody being there.
void House::touch() {
  const auto now = host::now_with_sleep();
  const bool was_idle = touched_ + wishes_.idle_time <= now;
  if (was_idle && state() == HomeState::open && has_passphrase()) return (void)lock();
  touched_ = now;
}

void House::changed() {
  touched_ = host::now_with_sleep();
  watch_idle();
  if (on_state) on_state();
}

// Who is there touches it often: only a timer looks, which stands still while the machine sleeps.
void House::watch_idle() {
  if (state() != HomeState::open || !has_passphrase()) return;
  const auto until = touched_ + wishes_.idle_time;
  const auto left = until.since_start - host::now_with_sleep().since_start;
  if (left <= std::chrono::microseconds{0}) return (void)lock();
  const auto soon = std::min<std::chrono::microseconds>(left, looked_at_idle_every);
  idle_timer_.at(loop_.now() + soon, [this] { watch_idle(); });
}

void House::handle(const Json& request, const Reply& reply) {
  check(state() == HomeState::open);
  node_->handle(request, {}, reply);
}

void House::burn(const Reply& reply) {
  check(state() == HomeState::open);
  if (std::exchange(burning_, true)) return reply(refuse("burning", "It is being burned already."));
  node_.reset();
  talks_.reset();
  idle_timer_.cancel();
  // Behind the sessions' own ends, which hold the home.
  loop_.post([this, reply, kept = std::shared_ptr{std::move(home_)}]() mutable {
    kept.reset();
    burning_ = false;
    const auto burned = host::burn_home(wishes_.place);
    changed();
    if (!burned) return reply(Fail<Fault>{service::fault_of(burned.error(), wishes_.place)});
    reply(Json{{"home", wishes_.place.folder}});
  });
}

void House::end() {
  if (!node_) return loop_.stop();
  node_->end();
}

}  // namespace kith::web
