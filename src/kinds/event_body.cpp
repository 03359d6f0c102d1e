#include "kinds/event_body.hpp"

namespace kith::kinds {
namespace {

using wire::CborWriter;

// A text that may lack, but is neither empty nor too long where it is there.
struct Bounded {
  std::optional<std::string> text;
  bool fits{};
};

Bounded bounded(const Fields& fields, std::uint64_t key, std::size_t bytes_max) {
  Bounded one{text_of(fields, key), false};
  one.fits = lacks_or_holds(fields, key, one.text) &&
             (!one.text || (!one.text->empty() && one.text->size() <= bytes_max));
  return one;
}

std::optional<CivilTime> civil_of(const Fields& fields, std::uint64_t key) {
  const auto seconds = wire::integer_field(fields, key);
  if (!seconds || *seconds >= limits::civil_seconds_end) return std::nullopt;
  return CivilTime{static_cast<std::int64_t>(*seconds)};
}

std::optional<CivilDay> day_in(const Fields& fields, std::uint64_t key) {
  const auto number = wire::integer_field(fields, key);
  if (!number || *number >= limits::civil_seconds_end / day_seconds) return std::nullopt;
  return CivilDay{*number};
}

void put_civil(CborWriter& out, std::uint64_t key, const std::optional<CivilTime>& time) {
  if (time) out.key(key).integer(static_cast<std::uint64_t>(time->seconds));
}

void put_day(CborWriter& out, std::uint64_t key, const std::optional<CivilDay>& day) {
  if (day) out.key(key).integer(day->number);
}

// With no zone it is of whole days.
bool times_fit(const Event& event) {
  if (event.until) {
    const auto length = event.until->seconds - event.at.seconds;
    if (length <= 0 || length > limits::event_seconds_max) return false;
  }
  const auto whole = [](CivilTime time) { return time.seconds % day_seconds == 0; };
  return event.zone || (whole(event.at) && (!event.until || whole(*event.until)));
}

// What turns and words of coming have alike, at keys 2 and 3.
struct Later {
  std::optional<std::string> words;
  std::vector<Reference> instead;
};

std::optional<Later> later_of(const Fields& fields) {
  Later later{text_of(fields, 2), {}};
  auto instead = ids_of<Reference>(fields, 3, limits::instead_max);
  if (!lacks_or_holds(fields, 2, later.words) || !instead) return std::nullopt;
  later.instead = std::move(*instead);
  return later;
}

// A change holds all of the event and is of no day; what is called off holds no event.
bool is_whole(const EventTurn& turn) {
  switch (static_cast<EventTurning>(turn.turning)) {
    case EventTurning::changed:
      return turn.now && !turn.day;
    case EventTurning::called_off:
      return !turn.now;
  }
  return true;
}

}  // namespace

void put(CborWriter& out, const Event& body) {
  out.map(2U + body.zone.has_value() + body.until.has_value() + body.where.has_value() +
          !body.bring.empty() + body.repeat.has_value() + body.text.has_value() +
          body.uid.has_value());
  out.key(0).text(body.title);
  put_civil(out, 1, body.at);
  put_text(out, 2, body.zone);
  put_civil(out, 3, body.until);
  put_text(out, 4, body.where);
  put_tags(out, 5, body.bring);
  put_text(out, 6, body.repeat);
  put_text(out, 7, body.text);
  put_text(out, 8, body.uid);
}

void put(CborWriter& out, const EventTurn& body) {
  out.map(2U + body.words.has_value() + !body.instead.empty() + body.now.has_value() +
          body.day.has_value());
  out.key(0).bytes(body.event.view()).key(1).integer(body.turning);
  put_text(out, 2, body.words);
  put_ids(out, 3, body.instead);
  if (body.now) {
    out.key(4);
    put(out, *body.now);
  }
  put_day(out, 5, body.day);
}

void put(CborWriter& out, const Coming& body) {
  out.map(2U + body.words.has_value() + !body.instead.empty() + body.day.has_value());
  out.key(0).bytes(body.event.view()).key(1).integer(body.attending);
  put_text(out, 2, body.words);
  put_ids(out, 3, body.instead);
  put_day(out, 4, body.day);
}

std::optional<Event> event_of(const Fields& fields) {
  auto title = bounded(fields, 0, limits::title_bytes_max);
  const auto at = civil_of(fields, 1);
  auto zone = bounded(fields, 2, limits::zone_bytes_max);
  const auto until = civil_of(fields, 3);
  auto where = bounded(fields, 4, limits::where_bytes_max);
  auto bring = words_of(fields, 5, limits::bring_max);
  auto repeat = bounded(fields, 6, limits::repeat_bytes_max);
  auto text = bounded(fields, 7, limits::body_bytes_max);
  auto uid = bounded(fields, 8, limits::uid_bytes_max);
  const bool whole = title.text && title.fits && at && zone.fits &&
                     lacks_or_holds(fields, 3, until) && where.fits && bring && repeat.fits &&
                     text.fits && uid.fits;
  if (!whole) return std::nullopt;
  Event event{std::move(*title.text), *at,
              std::move(zone.text),   until,
              std::move(where.text),  std::move(*bring),
              std::move(repeat.text), std::move(text.text),
              std::move(uid.text)};
  return times_fit(event) ? std::optional{std::move(event)} : std::nullopt;
}

std::optional<EventTurn> event_turn_of(const Fields& fields) {
  const auto event = wire::fixed_field<Link>(fields, 0);
  const auto turning = wire::integer_field(fields, 1);
  auto later = later_of(fields);
  const auto day = day_in(fields, 5);
  if (!event || !turning || !later || !lacks_or_holds(fields, 5, day)) return std::nullopt;
  std::optional<Event> now;
  if (const auto field = wire::field_of(fields, 4)) {
    const auto inner = wire::cbor_fields(*field);
    now = inner ? event_of(*inner) : std::nullopt;
    if (!now) return std::nullopt;
  }
  EventTurn turn{*event,         *turning, std::move(later->words), std::move(later->instead),
                 std::move(now), day};
  return is_whole(turn) ? std::optional{std::move(turn)} : std::nullopt;
}

std::optional<Coming> coming_of(const Fields& fields) {
  const auto event = wire::fixed_field<Link>(fields, 0);
  const auto attending = wire::integer_field(fields, 1);
  auto later = later_of(fields);
  const auto day = day_in(fields, 4);
  if (!event || !attending || !later || !lacks_or_holds(fields, 4, day)) return std::nullopt;
  return Coming{*event, *attending, std::move(later->words), std::move(later->instead), day};
}

}  // namespace kith::kinds
