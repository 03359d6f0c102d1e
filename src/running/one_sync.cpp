#include "running/one_sync.hpp"

#include <algorithm>

#include "host/clock.hpp"
#include "running/reach.hpp"
#include "service/fields.hpp"

namespace kith::running {
namespace {

using service::Fault;
using service::Json;
using service::Outcome;
using service::refuse;

Outcome<std::vector<transport::Address>> named_ways(const node::Contact& contact,
                                                    const node::AddressBook& book,
                                                    const std::string& name, const Json& request) {
  if (request.contains("at")) {
    const auto at = transport::address_of(service::text_in(request, "at"));
    if (at) return std::vector{*at};
    return refuse("bad_address",
                  "\"" + service::text_in(request, "at") +
                      "\" is no address; write tcp:HOST:PORT, such as tcp:192.0.2.7:4000.",
                  service::Status::wrong_usage);
  }
  auto ways = ways_of(book, contact.person, host::wall_now());
  if (ways.empty()) {
    return refuse("no_way",
                  "No address of " + name + " is known here; name one with --at tcp:HOST:PORT.");
  }
  return ways;
}

Outcome<std::vector<transport::Address>> ways_to(const node::Contact& contact,
                                                 const node::AddressBook& book,
                                                 const std::string& name, const Json& request,
                                                 const Roads& roads) {
  auto ways = named_ways(contact, book, name, request);
  if (!ways) return ways;
  std::erase_if(*ways, [&](const auto& way) { return !roads.open_to(way); });
  if (!ways->empty()) return ways;
  if (roads.only_tor()) {
    return refuse(
        "only_tor",
        "This home goes over Tor alone, and " + name +
            " cannot be reached so now: `kith up --only-tor` must run here, and they must "
            "have an address over Tor.");
  }
  return refuse("tor_needed",
                name +
                    " is reached over Tor alone: `kith up --tor` must run here; `kith status` "
                    "says whether Tor is there yet.");
}

Json answer_of(const node::Tally& tally) {
  return {{"sent", tally.sent},
          {"received", tally.received},
          {"bytes_out", tally.bytes_out},
          {"bytes_in", tally.bytes_in},
          {"round_trips", tally.round_trips}};
}

}  // namespace

OneSync::OneSync(transport::Loop& loop, Sessions& sessions, Roads& roads, Done done)
    : loop_(loop), sessions_(sessions), roads_(roads), done_(std::move(done)), silence_(loop) {}

OneSync::~OneSync() {
  alive_.reset();
  if (const auto session = session_.lock()) session->end(Over::dropped);
}

void OneSync::start(service::OpenHome& home, const Json& request) {
  if (const auto planned = plan(home, request); !planned) {
    return end(Fail<Fault>{planned.error()});
  }
  next();
}

bool OneSync::needs_tor(service::OpenHome& home, const Json& request, const Roads& roads) {
  const auto person = service::person_in(home, request);
  auto book = node::AddressBook::open(home.home().store());
  if (!person || !book) return false;
  const auto& contact = *home.node().contacts().find(*person);
  book->told(*person, contact.ways, host::wall_now());
  const auto ways = named_ways(contact, *book, {}, request);
  if (!ways) return false;
  const auto goes_directly = [&](const auto& way) {
    return way.road == transport::Road::direct && !roads.only_tor();
  };
  const auto goes_by_tor = [](const auto& way) { return way.road == transport::Road::tor; };
  return std::ranges::none_of(*ways, goes_directly) && std::ranges::any_of(*ways, goes_by_tor);
}

Outcome<void> OneSync::plan(service::OpenHome& home, const Json& request) {
  const auto person = service::person_in(home, request);
  if (!person) return Fail<Fault>{person.error()};
  person_ = *person;
  if (service::flag_in(request, "newest_first")) asked_ = node::AskedOrder::newest_first;
  name_ = service::name_of(home, person_);
  const auto& contacts = home.node().contacts();
  const auto& contact = *contacts.find(person_);
  auto book = node::AddressBook::open(home.home().store());
  if (!book) return Fail<Fault>{service::fault_of(node::refusal_of(book.error()))};
  book->told(person_, contact.ways, host::wall_now());
  const auto ways = ways_to(contact, *book, name_, request, roads_);
  if (!ways) return Fail<Fault>{ways.error()};
  for (const auto& way : *ways) {
    for (const auto& device : contacts.devices_of(person_, host::wall_now())) {
      attempts_.push_back({way, device.device});
    }
  }
  return {};
}

void OneSync::next() {
  if (attempts_.empty()) return end(Fail<Fault>{why_not()});
  const auto attempt = attempts_.front();
  attempts_.pop_front();
  if (!roads_.open_to(attempt.address)) return next();
  going_by_ = attempt.address.road;
  dial_ = roads_.dial(attempt.address, person_,
                      [this, attempt](auto reached) { came(attempt, std::move(reached)); });
}

void OneSync::road_closed(transport::Road road) {
  if (going_by_ != road || caught_up_) return;
  attempts_.clear();
  dial_.reset();
  end(refuse("road_closed", "The road to " + name_ +
                                " was closed meanwhile; what came is kept, and the next sync "
                                "goes by those that are open."));
}

void OneSync::came(const Attempt& attempt,
                   Result<transport::Stream, transport::DialError> reached) {
  if (!reached) {
    // Nobody is there, for none of their devices.
    std::erase_if(attempts_, [&](const auto& other) { return other.address == attempt.address; });
    return next();
  }
  auto watch = [this, weak = std::weak_ptr{alive_}](const Session& session,
                                                    std::optional<Over> how) {
    if (weak.expired()) return;
    how ? over(session, *how) : stepped(session);
  };
  const auto session =
      sessions_.dialled(std::move(*reached), person_, attempt.device, Purpose::errand,
                        attempt.address.road, asked_, std::move(watch));
  if (!session) return next();
  session_ = session;
  bytes_in_ = 0;
  watch_silence();
}

void OneSync::stepped(const Session& session) {
  const auto& talk = session.talk();
  if (const auto bytes = talk.tally().bytes_in; bytes != bytes_in_) {
    bytes_in_ = bytes;
    watch_silence();
  }
  if (caught_up_ || !talk.caught_up()) return;
  caught_up_ = true;
  if (const auto held = session_.lock()) held->finish();
}

void OneSync::watch_silence() {
  silence_.at(loop_.now() + sync_silence_max, [this] {
    if (const auto session = session_.lock()) session->end(Over::silent);
  });
}

void OneSync::over(const Session& session, Over how) {
  silence_.cancel();
  const auto& talk = session.talk();
  if (caught_up_ || (how == Over::finished && talk.caught_up())) {
    return end(answer_of(talk.tally()));
  }
  if (how == Over::store) {
    return end(refuse("not_kept",
                      "What came from " + name_ +
                          " could not be kept: look whether the disk is full, then try again."));
  }
  if (how == Over::silent) {
    return end(refuse("fell_silent",
                      name_ + " fell silent; what came is kept, and the next sync goes on there."));
  }
  // Before anything was said, a close is all that a stranger is told.
  const auto tally = talk.tally();
  if (!talk.person() || (tally.round_trips == 0 && tally.received == 0)) {
    ++closed_without_a_word_;
    return next();
  }
  end(refuse("broke_off", "The connection with " + name_ +
                              " broke off; what came is kept, and the next sync goes on there."));
}

Fault OneSync::why_not() const {
  const auto sentence =
      closed_without_a_word_ > 0
          ? "Whoever answers there is not " + name_ + " or does not know you: take each other's " +
                "cards first (`kith card`, `kith meet`)."
          : "Nobody answers for " + name_ + " there; `kith up` must run on their side.";
  return {service::Status::refused, sentence,
          closed_without_a_word_ > 0 ? service::FaultCode{"stranger_there"} : "nobody_answers"};
}

void OneSync::end(service::Answer answer) {
  silence_.cancel();
  loop_.post([weak = std::weak_ptr{alive_}, this, answer = std::move(answer)] {
    if (weak.expired() || !done_) return;
    const auto done = std::exchange(done_, nullptr);
    done(answer);
  });
}

}  // namespace kith::running
