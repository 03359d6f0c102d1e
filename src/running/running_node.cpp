#include "running/running_node.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "host/clock.hpp"
#include "running/listening.hpp"
#include "service/fields.hpp"
#include "service/names.hpp"
#include "service/requests.hpp"

namespace kith::running {
namespace {

using service::Answer;
using service::Fault;
using service::Json;
using service::Outcome;

constexpr std::chrono::hours count_every{1};
constexpr std::uint64_t indexed_at_once = 2000;
constexpr std::chrono::milliseconds index_after{200};  // what comes together is indexed together

bool concerns_contacts(const node::Batch& batch) {
  return std::ranges::any_of(batch, [](const auto& change) {
    return std::holds_alternative<node::change::PutContact>(change);
  });
}

// What a node keeps in memory while it runs, the store is asked about.
bool concerns_reach(const std::string& command) {
  return command == "ways" || command == "way add" || command == "way forget" ||
         command == "wipe rhythm";
}

}  // namespace

RunningNode::RunningNode(transport::Loop& loop, service::OpenHome& home, Talks& talks)
    : loop_(loop),
      home_(home),
      sessions_({loop_,
                 talks,
                 home.node().device(),
                 [this](const auto& turn) { return keep(turn); },
                 host::wall_now,
                 {},
                 [this](const auto& person) { return home_.node().contacts().accepted(person); }}),
      roads_(loop_, home.home().entropy()),
      reach_(home),
      dialling_(loop_, sessions_, roads_, reach_, home.home().entropy()),
      index_timer_(loop_),
      hour_timer_(loop_),
      end_timer_(loop_) {
  // One that cannot be read might have said so.
  if (node::roads(home_.home().store()) != Result<node::Roads, node::Refusal>{node::Roads::any}) {
    roads_.take_only_tor();
  }
  sessions_.on_proven = [this](const Session& session) {
    dialling_.proven(session);
    accept();
  };
  sessions_.on_turn = [this](const Session&, const node::Turn& turn) { turned(turn); };
  sessions_.on_over = [this](const Session& session, Over how) { over(session, how); };
  home_.on_begun_again = [this] { release_spent(); };
}

RunningNode::~RunningNode() {
  home_.on_begun_again = nullptr;
  sessions_.on_over = nullptr;
  stop_all_but_sessions();
  end_timer_.cancel();
  sessions_.drop_all();
  drop_tor();
  home_.set_ways({});
}

Outcome<void> RunningNode::open_door() {
  const auto path = host::paths_of(home_.place().folder).socket;
  auto opened = transport::Listener::local(loop_, path);
  if (!opened) {
    return service::refuse(
        "at_terminal",
        "The socket " + path + " cannot be made; see that the folder belongs to you.");
  }
  door_.emplace(loop_, std::move(*opened),
                [this](const auto& request, const auto& progress, auto reply) {
                  handle(request, progress, reply);
                });
  return {};
}

void RunningNode::start() {
  dialling_is_on_ = true;
  reach_.load();
  network_.emplace(look_at_machine());
  changes_.emplace(
      loop_, [this](transport::Change what) { changed(what); }, look_at_machine);
  aim();
  see_clock();
  hour_timer_.at(loop_.now() + count_every, [this] { count_hour(); });
  index_soon();
}

void RunningNode::run() {
  start();
  loop_.run();
}

void RunningNode::end() {
  if (ending_) return;
  stop_exporting();
  stop_all_but_sessions();
  sessions_.finish_all();
  if (sessions_.empty()) return loop_.stop();
  end_timer_.at(loop_.now() + end_time_max, [this] { loop_.stop(); });
}

void RunningNode::stop_all_but_sessions() {
  if (dialling_is_on_ && !ending_) {
    dialling_.count_present();
    reach_.keep();
  }
  ending_ = true;
  door_.reset();
  changes_.reset();
  port_map_.reset();
  lan_.reset();
  entrances_.clear();
  syncs_.clear();
  dialling_.stop();
  index_timer_.cancel();
  hour_timer_.cancel();
}

// Connections that lead nowhere any more are given up at once: the kernel would take minutes.
void RunningNode::changed(transport::Change what) {
  const auto sight = look_at_machine();
  network_->changed(what, sight, loop_.now());
  if (what == transport::Change::slept) {
    sessions_.drop_all();
  } else {
    sessions_.drop_but_at(sight.addresses);
  }
  if (listening_) direct_ways_ = ways_of_listening(*listening_);
  if (port_map_) port_map_->again();
  if (tor_ && network_->broke_connections()) {
    tor_->network_changed(transport::is_on_a_network(sight.addresses));
  }
  tell_ways();
  if (lan_) lan_->networks_changed();
  dialling_.hurry();
  if (on_commit) on_commit();
}

// Who is here all the time is here in each hour.
void RunningNode::count_hour() {
  dialling_.count_present();
  reach_.keep();
  see_clock();
  hour_timer_.at(loop_.now() + count_every, [this] { count_hour(); });
}

// Of a commit that fails, only what a later hour says again is lost.
void RunningNode::see_clock() {
  const auto step = home_.node().see_clock(host::wall_now());
  (void)home_.commit_turn(step.commit, node::Durability::lazy);
}

bool RunningNode::keep(const node::Turn& turn) {
  const auto commits = home_.commits();
  const bool kept = home_.keep(turn).has_value();
  const bool could = can_keep_;
  if (!kept || !turn.commit.empty()) can_keep_ = kept;  // else it was not tried
  if (can_keep_ != could && on_commit) {
    on_commit();
  } else {
    tell_if_more_than(commits);
  }
  return kept;
}

void RunningNode::tell_if_more_than(std::uint64_t commits) {
  if (home_.commits() != commits && on_commit) on_commit();
}

void RunningNode::post(std::function<void()> act) {
  loop_.post([weak = std::weak_ptr{alive_}, act = std::move(act)] {
    if (weak.lock()) act();
  });
}

void RunningNode::aim() {
  if (dialling_is_on_ && !ending_) {
    reach_.hear();
    dialling_.set_targets(targets_of(home_, roads_, reach_.book()));
  }
  if (lan_) lan_->contacts_changed();
  if (tor_ && !ending_) tor_->contacts_changed();
}

void RunningNode::accept() {
  for (auto& entrance : entrances_) {
    const auto road = entrance.direct ? transport::Road::direct : transport::Road::tor;
    if (entrance.accepting || !sessions_.has_place(road)) continue;
    entrance.accepting = true;
    entrance.listener.accept([this, &entrance, road](transport::Stream stream) {
      entrance.accepting = false;
      // They begin with a node that is not behind what the store broke off.
      (void)home_.commit_turn({}, node::Durability::lazy);
      // Somebody else may have got the last place meanwhile; whoever is closed out comes again.
      if (sessions_.has_place(road)) sessions_.answer(std::move(stream), road);
      accept();
    });
  }
}

void RunningNode::turned(const node::Turn& turn) {
  // Of a turn that the store broke off nothing is kept: the node may be ahead of it all the same.
  if (!home_.commit_turn({}, node::Durability::lazy)) return;
  if (turn.fresh > 0) index_soon();
  if (concerns_contacts(turn.commit)) {
    post([this] { aim(); });
  }
}

void RunningNode::over(const Session& session, Over how) {
  if (how == Over::malformed && session.talk().person()) {
    breaches_.note(*session.talk().person(), host::wall_now());
  }
  dialling_.over(session);
  accept();
  if (ending_ && sessions_.empty()) loop_.stop();
}

void RunningNode::handle(const Json& request, const service::Progress& progress,
                         const Door::Reply& reply) {
  const auto command = service::text_in(request, "command");
  if (command == "sync") return sync(request, reply);
  if (command == "page") return reply(page());
  if (command == "export") return export_all(request, progress, reply);
  const bool of_reach = concerns_reach(command);
  if (of_reach && dialling_is_on_) reach_.keep();
  const auto commits = home_.commits();
  auto answer = service::handle(home_, request, progress);
  if (of_reach && dialling_is_on_) reach_.load();
  if (answer && command == "status") (*answer)["node"] = status_of_node();
  if (answer && command == "ways") add_sessions((*answer)["people"]);
  if (home_.commits() != commits) {
    sessions_.poke_all();
    aim();
    tell_if_more_than(commits);
  }
  reply(answer);
}

// Long, and nothing that anybody else may have to wait for.
void RunningNode::export_all(const Json& request, const service::Progress& progress,
                             const Door::Reply& reply) {
  auto exporting = service::Export::asked(request);
  if (!exporting) return reply(Fail<service::Fault>{exporting.error()});
  exports_.push_back({std::move(*exporting), progress, reply});
  if (exports_.size() == 1) post([this] { go_on_exporting(); });
}

void RunningNode::go_on_exporting() {
  if (exports_.empty()) return;
  auto one = std::move(exports_.front());
  exports_.pop_front();
  if (const auto answer = one.work->step(home_, one.progress)) {
    one.reply(*answer);
  } else {
    exports_.push_back(std::move(one));
  }
  if (!exports_.empty()) post([this] { go_on_exporting(); });
}

void RunningNode::stop_exporting() {
  for (const auto& one : std::exchange(exports_, {})) {
    one.reply(service::refuse("not_written", "kith is ending; the export is not whole."));
  }
}

Answer RunningNode::page() {
  if (on_page) return on_page();
  return service::refuse("at_terminal",
                         "The node that runs on this home serves no page; end it, then ask again.");
}

void RunningNode::sync(const Json& request, const Door::Reply& reply) {
  (void)home_.commit_turn({}, node::Durability::lazy);
  const auto number = next_sync_++;
  auto done = [this, number, reply](const Answer& answer) {
    post([this, number] { syncs_.erase(number); });
    reply(answer);
  };
  auto& made = syncs_.try_emplace(number, loop_, sessions_, roads_, std::move(done)).first->second;
  made.start(home_, request);
}

void RunningNode::index_soon() {
  if (ending_ || std::exchange(index_is_due_, true)) return;
  index_timer_.at(loop_.now() + index_after, [this] { index(); });
}

// A piece at a time, so that sessions and the door are not kept waiting.
void RunningNode::index() {
  index_is_due_ = false;
  const auto done = home_.catch_up(indexed_at_once, node::Findable::by_words);
  const auto left = home_.waiting();
  if (done && left && *left > 0) index_soon();
}

// Sessions hold the node with which they began: none goes on with one that is of no use.
void RunningNode::release_spent() {
  sessions_.drop_all(Over::store);
  post([this] { home_.drop_spent_nodes(); });  // behind the sessions' own ends
}

Json RunningNode::status_of_node() {
  auto with = Json::array();
  for (const auto& person : sessions_.persons()) with.push_back(service::name_of(home_, person));
  Json json{{"ways", home_.ways()}, {"sessions", sessions_.count()}, {"with", std::move(with)}};
  json["can_keep"] = can_keep_;
  json["breaches"] = breaches_.to_json(home_, host::wall_now());
  if (network_) json["network"] = network_->status(look_at_machine(), loop_.now());
  json["only_tor"] = roads_.only_tor();
  if (tor_) json["tor"] = tor_->status();
  if (port_map_) json["port_map"] = status_of(*port_map_);
  return json;
}

void RunningNode::add_sessions(Json& people) const {
  std::map<std::string, Sessions::With> with;
  for (auto& [person, one] : sessions_.with_each()) with[to_hex(person.view())] = std::move(one);
  for (auto& person : people) {
    const auto id = service::text_in(person, "person");
    const auto* breach = breaches_.of(*PersonId::from(*service::from_hex(id)), host::wall_now());
    person["breaches"] = to_json(breach);
    const auto found = with.find(id);
    person["connected"] = found != with.end();
    if (found == with.end()) continue;
    const auto& [tally, roads] = found->second;
    person["received"] = tally.received;
    person["sent"] = tally.sent;
    person["to_receive"] = tally.to_receive;
    person["to_send"] = tally.to_send;
    person["over_tor"] = !roads.contains(transport::Road::direct);
  }
}

}  // namespace kith::running
