#include "running/sessions.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace kith::running {

Sessions::~Sessions() {
  on_over = nullptr;  // nobody is there to be told any more
  drop_all();
}

bool Sessions::has_place(transport::Road road) const {
  const auto half_open = std::ranges::count_if(all_, [&](const auto& held) {
    return !held.proven && held.session->purpose() == Purpose::answered &&
           held.session->road() == road;
  });
  return all_.size() < sessions_max && static_cast<std::size_t>(half_open) < half_open_max;
}

void Sessions::answer(transport::Stream stream, transport::Road road) {
  check(has_place(road));
  (void)add(std::move(stream), ground_.talks.answer(), Purpose::answered, road, {});
  if (has_place(road)) return;
  for (const auto& session : listed()) {
    if (session->purpose() == Purpose::answered && session->road() == road) session->hurry();
  }
}

std::shared_ptr<Session> Sessions::dialled(transport::Stream stream, const PersonId& person,
                                           const DeviceId& device, Purpose purpose,
                                           transport::Road road, node::AskedOrder asked,
                                           Watch watch) {
  auto talk = ground_.talks.dial(person, device, asked);
  if (!talk) return nullptr;
  return add(std::move(stream), std::move(talk), purpose, road, std::move(watch));
}

std::shared_ptr<Session> Sessions::add(transport::Stream stream, std::unique_ptr<Talk> talk,
                                       Purpose purpose, transport::Road road, Watch watch) {
  auto session = std::make_shared<Session>(ground_.loop, *this, std::move(stream), std::move(talk),
                                           purpose, road, ground_.patience);
  all_.push_back({session, std::move(watch)});
  session->start();
  return session;
}

void Sessions::poke_all(const Session* but) {
  for (const auto& session : listed()) {
    if (session.get() != but) session->poke();
  }
}

void Sessions::finish_all() {
  for (const auto& session : listed()) session->finish();
}

void Sessions::drop_all(Over why) {
  for (const auto& session : listed()) session->end(why);
}

void Sessions::drop_but_at(const std::vector<std::string>& hosts) {
  for (const auto& session : listed()) {
    const auto host = session->local_host();
    if (!host.empty() && std::ranges::count(hosts, host) == 0) session->end(Over::cut);
  }
}

void Sessions::cut_on(transport::Road road) {
  for (const auto& session : listed()) {
    if (session->road() == road) session->cut();
  }
}

bool Sessions::has(const PersonId& person, const DeviceId& device) const {
  return !with(person, device, Purpose::answered).empty() ||
         !with(person, device, Purpose::live).empty();
}

std::vector<PersonId> Sessions::persons() const {
  std::set<PersonId> persons;
  for (const auto& held : all_) {
    if (held.proven) persons.insert(*held.session->talk().person());
  }
  return {persons.begin(), persons.end()};
}

std::set<std::pair<PersonId, DeviceId>> Sessions::devices() const {
  std::set<std::pair<PersonId, DeviceId>> devices;
  for (const auto& held : all_) {
    if (held.proven)
      devices.emplace(*held.session->talk().person(), *held.session->talk().device());
  }
  return devices;
}

std::map<PersonId, Sessions::With> Sessions::with_each() const {
  std::map<PersonId, With> with;
  for (const auto& held : all_) {
    if (!held.proven) continue;
    const auto one = held.session->talk().tally();
    auto& [all, roads] = with[*held.session->talk().person()];
    all.sent += one.sent;
    all.received += one.received;
    all.to_send += one.to_send;
    all.to_receive += one.to_receive;
    all.bytes_out += one.bytes_out;
    all.bytes_in += one.bytes_in;
    all.round_trips += one.round_trips;
    roads.insert(held.session->road());
  }
  return with;
}

// The node in memory is ahead of the store: whoever stepped on it ends before they step again.
bool Sessions::keep(const node::Turn& turn) {
  if (ground_.keep(turn)) return true;
  drop_all(Over::store);
  return false;
}

void Sessions::proven(Session& session) {
  find(session)->proven = true;
  const auto person = *session.talk().person();
  const auto device = *session.talk().device();
  if (is_one_too_many(person)) return session.end(Over::dropped);
  const auto answered = with(person, device, Purpose::answered);
  if (answered.size() > answered_per_device_max) answered.front()->end(Over::dropped);
  const auto theirs = answered_of(person);
  if (theirs.size() > answered_per_person_max) theirs.front()->end(Over::dropped);
  // Both went at once: one session is enough, and both know whose.
  if (!answered.empty() && ground_.device > device) {
    for (const auto& live : with(person, device, Purpose::live)) live->finish();
  }
  if (on_proven) on_proven(session);
}

void Sessions::stepped(Session& session, const node::Turn& turn) {
  if (turn.fresh > 0 || turn.forked) poke_all(&session);
  if (on_turn && (turn.fresh > 0 || !turn.commit.empty())) on_turn(session, turn);
  const auto held = find(session);
  if (held == all_.end() || !held->watch) return;
  const auto watch = held->watch;  // it may end the session, and so go
  watch(session, std::nullopt);
}

void Sessions::over(Session& session, Over how) {
  const auto held = find(session);
  const auto gone = std::move(*held);
  all_.erase(held);
  if (gone.watch) gone.watch(session, how);
  if (on_over) on_over(session, how);
  ground_.loop.post([kept = gone.session] {});  // it may be in the middle of a step
}

std::vector<std::shared_ptr<Session>> Sessions::listed() const {
  std::vector<std::shared_ptr<Session>> sessions;
  for (const auto& held : all_) sessions.push_back(held.session);
  return sessions;
}

std::vector<std::shared_ptr<Session>> Sessions::with(const PersonId& person, const DeviceId& device,
                                                     Purpose purpose) const {
  std::vector<std::shared_ptr<Session>> found;
  for (const auto& held : all_) {
    if (held.proven && held.session->purpose() == purpose &&
        held.session->talk().person() == person && held.session->talk().device() == device) {
      found.push_back(held.session);
    }
  }
  return found;
}

std::vector<std::shared_ptr<Session>> Sessions::answered_of(const PersonId& person) const {
  std::vector<std::shared_ptr<Session>> found;
  for (const auto& held : all_) {
    if (held.proven && held.session->purpose() == Purpose::answered &&
        held.session->talk().person() == person) {
      found.push_back(held.session);
    }
  }
  return found;
}

bool Sessions::is_one_too_many(const PersonId& person) const {
  const auto waits = [&](const PersonId& one) {
    return ground_.accepted && !ground_.accepted(one);
  };
  if (!waits(person)) return false;
  const auto all = std::ranges::count_if(
      all_, [&](const auto& held) { return held.proven && waits(*held.session->talk().person()); });
  return static_cast<std::size_t>(all) > not_accepted_max;
}

std::vector<Sessions::Held>::iterator Sessions::find(const Session& session) {
  return std::ranges::find_if(all_, [&](const auto& h) { return h.session.get() == &session; });
}

}  // namespace kith::running
