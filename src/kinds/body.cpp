#include "kinds/body.hpp"

#include "base/limits.hpp"
#include "wire/cbor.hpp"

namespace kith::kinds {
namespace {

using wire::CborWriter;

constexpr std::size_t introduction_secret_bytes = 32;

void put(CborWriter& out, const Message& body) { out.map(1).key(0).text(body.text); }

void put(CborWriter& out, const Quote& body) {
  const std::array optional{&body.who, &body.when, &body.source};
  std::size_t keys = 1;
  for (const auto* text : optional) keys += text->has_value() ? 1 : 0;
  out.map(keys).key(0).text(body.text);
  for (std::size_t i = 0; i < optional.size(); ++i) {
    if (*optional[i]) out.key(i + 1).text(**optional[i]);
  }
}

void put(CborWriter& out, const Greeting& body) { out.map(1).key(0).text(body.text); }
void put(CborWriter& out, const CircleName& body) {
  out.map(2).key(0).bytes(body.circle.view()).key(1).text(body.text);
}

void put(CborWriter& out, const PersonName& body) {
  out.map(2).key(0).bytes(body.person.view()).key(1).text(body.text);
}

void put(CborWriter& out, const Tombstone& body) {
  out.map(2).key(0).bytes(body.log.view()).key(1).integer(body.seq.value);
}

void put(CborWriter& out, const Include& body) {
  out.map(2U + body.until.has_value() + body.past.has_value());
  out.key(0).bytes(body.circle.view()).key(1).bytes(body.person.view());
  if (body.until) out.key(2).integer(static_cast<std::uint64_t>(body.until->micros));
  if (body.past) out.key(3).integer(static_cast<std::uint64_t>(body.past->micros));
}

void put(CborWriter& out, const Part& body) {
  out.map(body.leaving ? 3 : 2).key(0).bytes(body.circle.view());
  out.key(1).bytes(body.person.view());
  if (body.leaving) out.key(2).boolean(true);
}

void put(CborWriter& out, const Mute& body) {
  out.map(body.circle ? 3 : 2).key(0).bytes(body.person.view());
  if (body.circle) out.key(1).bytes(body.circle->view());
  out.key(2).boolean(body.muted);
}
void put(CborWriter& out, const Ignore& body) { out.map(1).key(0).bytes(body.introduction.view()); }
void put(CborWriter& out, const ReadMark& body) {
  out.map(2).key(0).bytes(body.circle.view());
  out.key(1).integer(static_cast<std::uint64_t>(body.time.micros));
}
void put(CborWriter& out, const PersonNote& body) {
  out.map(2).key(0).bytes(body.person.view()).key(1).text(body.text);
}
void put(CborWriter& out, const Introduction& body) {
  out.map(3U + body.note.has_value() + body.circle.has_value());
  out.key(0).bytes(body.face).key(1).bytes(body.secret).key(2).text(body.name);
  if (body.note) out.key(3).text(*body.note);
  if (body.circle) out.key(4).bytes(body.circle->view());
}

std::optional<Body> message_of(const Fields& fields) {
  auto text = text_of(fields, 0);
  if (!text) return std::nullopt;
  return Message{std::move(*text)};
}

std::optional<Body> quote_of(const Fields& fields) {
  auto text = text_of(fields, 0);
  if (!text) return std::nullopt;
  Quote quote{std::move(*text), text_of(fields, 1), text_of(fields, 2), text_of(fields, 3)};
  const bool whole = lacks_or_holds(fields, 1, quote.who) &&
                     lacks_or_holds(fields, 2, quote.when) &&
                     lacks_or_holds(fields, 3, quote.source);
  return whole ? std::optional<Body>{std::move(quote)} : std::nullopt;
}

bool is_name_text(const std::optional<std::string>& text) {
  return text && !text->empty() && text->size() <= limits::name_bytes_max;
}

std::optional<Body> greeting_of(const Fields& fields) {
  auto text = text_of(fields, 0);
  if (!is_name_text(text)) return std::nullopt;
  return Greeting{std::move(*text)};
}

template <class Name, class Id>
std::optional<Body> name_of(const Fields& fields) {
  const auto id = wire::fixed_field<Id>(fields, 0);
  auto text = text_of(fields, 1);
  if (!id || !is_name_text(text)) return std::nullopt;
  return Name{*id, std::move(*text)};
}

std::optional<Body> tombstone_of(const Fields& fields) {
  const auto log = wire::fixed_field<LogId>(fields, 0);
  const auto seq = wire::integer_field(fields, 1);
  if (!log || !seq || *seq > limits::seq_max) return std::nullopt;
  return Tombstone{*log, {*seq}};
}

std::optional<Body> include_of(const Fields& fields) {
  const auto circle = wire::fixed_field<CircleId>(fields, 0);
  const auto person = wire::fixed_field<PersonId>(fields, 1);
  const auto until = time_of(fields, 2);
  const auto past = time_of(fields, 3);
  if (!circle || !person || !lacks_or_holds(fields, 2, until) || !lacks_or_holds(fields, 3, past)) {
    return std::nullopt;
  }
  return Include{*circle, *person, until, past};
}

std::optional<Body> part_of(const Fields& fields) {
  const auto circle = wire::fixed_field<CircleId>(fields, 0);
  const auto person = wire::fixed_field<PersonId>(fields, 1);
  const auto leaving = wire::boolean_field(fields, 2);
  const bool lacks = !wire::field_of(fields, 2);  // who did not leave says nothing of it
  if (!circle || !person || (!lacks && leaving != true)) return std::nullopt;
  return Part{*circle, *person, !lacks};
}

std::optional<Body> mute_of(const Fields& fields) {
  const auto person = wire::fixed_field<PersonId>(fields, 0);
  const auto circle = wire::fixed_field<CircleId>(fields, 1);
  const auto muted = wire::boolean_field(fields, 2);
  if (!person || !muted || !lacks_or_holds(fields, 1, circle)) return std::nullopt;
  return Mute{*person, circle, *muted};
}

std::optional<Body> ignore_of(const Fields& fields) {
  const auto introduction = wire::fixed_field<Reference>(fields, 0);
  if (!introduction) return std::nullopt;
  return Ignore{*introduction};
}

std::optional<Body> read_mark_of(const Fields& fields) {
  const auto circle = wire::fixed_field<CircleId>(fields, 0);
  const auto time = time_of(fields, 1);
  if (!circle || !time) return std::nullopt;
  return ReadMark{*circle, *time};
}

std::optional<Body> person_note_of(const Fields& fields) {
  const auto person = wire::fixed_field<PersonId>(fields, 0);
  auto text = text_of(fields, 1);
  if (!person || !text || text->size() > limits::note_bytes_max) return std::nullopt;
  return PersonNote{*person, std::move(*text)};
}

std::optional<Body> introduction_of(const Fields& fields) {
  const auto face = wire::bytes_field(fields, 0);
  const auto secret = wire::bytes_field(fields, 1);
  auto name = text_of(fields, 2);
  auto note = text_of(fields, 3);
  const auto circle = wire::fixed_field<CircleId>(fields, 4);
  const bool whole = face && secret && secret->size() == introduction_secret_bytes &&
                     is_name_text(name) && lacks_or_holds(fields, 3, note) &&
                     lacks_or_holds(fields, 4, circle) &&
                     (!note || note->size() <= limits::note_bytes_max);
  if (!whole) return std::nullopt;
  return Introduction{{face->begin(), face->end()},
                      {secret->begin(), secret->end()},
                      std::move(*name),
                      std::move(note),
                      circle};
}

struct NumberOf {
  KindNumber operator()(const Message&) const { return KindNumber::message; }
  KindNumber operator()(const Quote&) const { return KindNumber::quote; }
  KindNumber operator()(const Greeting&) const { return KindNumber::greeting; }
  KindNumber operator()(const CircleName&) const { return KindNumber::circle_name; }
  KindNumber operator()(const PersonName&) const { return KindNumber::person_name; }
  KindNumber operator()(const Tombstone&) const { return KindNumber::tombstone; }
  KindNumber operator()(const Include&) const { return KindNumber::include; }
  KindNumber operator()(const Part&) const { return KindNumber::part; }
  KindNumber operator()(const Mute&) const { return KindNumber::mute; }
  KindNumber operator()(const Ignore&) const { return KindNumber::ignore; }
  KindNumber operator()(const ReadMark&) const { return KindNumber::read_mark; }
  KindNumber operator()(const PersonNote&) const { return KindNumber::person_note; }
  KindNumber operator()(const Introduction&) const { return KindNumber::introduction; }
  KindNumber operator()(const Proposal&) const { return KindNumber::proposal; }
  KindNumber operator()(const Stance&) const { return KindNumber::stance; }
  KindNumber operator()(const Agreement&) const { return KindNumber::agreement; }
  KindNumber operator()(const Practice&) const { return KindNumber::practice; }
  KindNumber operator()(const Ask&) const { return KindNumber::ask; }
  KindNumber operator()(const Promise&) const { return KindNumber::promise; }
  KindNumber operator()(const Turn&) const { return KindNumber::turn; }
  KindNumber operator()(const Event&) const { return KindNumber::event; }
  KindNumber operator()(const EventTurn&) const { return KindNumber::event_turn; }
  KindNumber operator()(const Coming&) const { return KindNumber::coming; }
  KindNumber operator()(const TakingPart&) const { return KindNumber::taking_part; }
  KindNumber operator()(const ReForm&) const { return KindNumber::re_form; }
  KindNumber operator()(const Paper&) const { return KindNumber::paper; }
  KindNumber operator()(const IWas&) const { return KindNumber::i_was; }
  KindNumber operator()(const Recognition&) const { return KindNumber::recognition; }
  KindNumber operator()(const RecoveryKey&) const { return KindNumber::recovery_key; }
  KindNumber operator()(const Observation&) const { return KindNumber::observation; }
  KindNumber operator()(const Observing&) const { return KindNumber::observing; }
};

// Joined by line feeds, so that a phrase does not run from one text into another.
std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) {
    if (!text.empty()) all += (all.empty() ? "" : "\n") + text;
  }
  return all;
}

std::string with_tags(const std::string& text, std::vector<std::string> tags) {
  tags.insert(tags.begin(), text);
  return joined(tags);
}

struct WordsIn {
  std::string operator()(const Message& body) const { return body.text; }
  std::string operator()(const Quote& body) const {
    return body.who ? *body.who + ' ' + body.text : body.text;
  }
  std::string operator()(const Proposal& body) const {
    return joined({body.title.value_or(""), body.text});
  }
  std::string operator()(const Stance& body) const { return body.words.value_or(""); }
  std::string operator()(const Agreement& body) const { return body.words.value_or(""); }
  std::string operator()(const Practice& body) const {
    auto texts = body.prompts;
    texts.insert(texts.begin(), {body.name, body.text});
    return joined(texts);
  }
  std::string operator()(const Ask& body) const { return with_tags(body.text, body.tags); }
  std::string operator()(const Promise& body) const { return with_tags(body.text, body.tags); }
  std::string operator()(const Turn& body) const {
    return joined({body.text.value_or(""), body.words.value_or("")});
  }
  std::string operator()(const Event& body) const {
    auto texts = body.bring;
    texts.insert(texts.begin(), {body.title, body.where.value_or(""), body.text.value_or("")});
    return joined(texts);
  }
  std::string operator()(const EventTurn& body) const {
    return joined({body.now ? (*this)(*body.now) : "", body.words.value_or("")});
  }
  std::string operator()(const Coming& body) const { return body.words.value_or(""); }
  std::string operator()(const TakingPart& body) const { return body.words.value_or(""); }
  std::string operator()(const ReForm& body) const { return body.words.value_or(""); }
  std::string operator()(const Paper& body) const {
    return with_tags(body.words.value_or(""), body.names);
  }
  std::string operator()(const IWas& body) const {
    return joined({body.name, body.words.value_or("")});
  }
  template <class Other>
  std::string operator()(const Other&) const {
    return {};
  }
};

}  // namespace

std::string words_in(const Body& body) { return std::visit(WordsIn{}, body); }

bool is_of_self(std::uint64_t kind) { return 32 <= kind && kind < 64; }
bool is_of_tie(std::uint64_t kind) { return 64 <= kind && kind < 96; }

bool is_thing(std::uint64_t kind) {
  constexpr std::uint64_t first = static_cast<std::uint64_t>(KindNumber::proposal);
  constexpr std::uint64_t first_of_self = static_cast<std::uint64_t>(KindNumber::person_note) + 1;
  return first <= kind && !is_of_tie(kind) && (!is_of_self(kind) || first_of_self <= kind);
}

KindNumber kind_of(const Body& body) { return std::visit(NumberOf{}, body); }

bool is_known(std::uint64_t kind) {
  const auto within = [kind](KindNumber first, KindNumber last) {
    return static_cast<std::uint64_t>(first) <= kind && kind <= static_cast<std::uint64_t>(last);
  };
  return within(KindNumber::nothing, KindNumber::i_was) ||
         within(KindNumber::circle_name, KindNumber::recovery_key) ||
         kind == static_cast<std::uint64_t>(KindNumber::introduction);
}

ByteVec encode_body(const Body& body) {
  CborWriter out;
  std::visit([&](const auto& one) { put(out, one); }, body);
  return out.take();
}

std::optional<Body> decode_body(std::uint64_t kind, ByteView item) {
  const auto fields = wire::cbor_fields(item);
  switch (fields ? static_cast<KindNumber>(kind) : KindNumber::nothing) {
    case KindNumber::nothing:
      break;
    case KindNumber::message:
      return message_of(*fields);
    case KindNumber::quote:
      return quote_of(*fields);
    case KindNumber::greeting:
      return greeting_of(*fields);
    case KindNumber::proposal:
      return proposal_of(*fields);
    case KindNumber::stance:
      return stance_of(*fields);
    case KindNumber::agreement:
      return agreement_of(*fields);
    case KindNumber::practice:
      return practice_of(*fields);
    case KindNumber::ask:
      return ask_of(*fields);
    case KindNumber::promise:
      return promise_of(*fields);
    case KindNumber::turn:
      return turn_of(*fields);
    case KindNumber::event:
      return event_of(*fields);
    case KindNumber::event_turn:
      return event_turn_of(*fields);
    case KindNumber::coming:
      return coming_of(*fields);
    case KindNumber::taking_part:
      return taking_part_of(*fields);
    case KindNumber::re_form:
      return re_form_of(*fields);
    case KindNumber::paper:
      return paper_of(*fields);
    case KindNumber::i_was:
      return i_was_of(*fields);
    case KindNumber::recognition:
      return recognition_of(*fields);
    case KindNumber::recovery_key:
      return recovery_key_of(*fields);
    case KindNumber::observation:
      return observation_of(*fields);
    case KindNumber::observing:
      return observing_of(*fields);
    case KindNumber::circle_name:
      return name_of<CircleName, CircleId>(*fields);
    case KindNumber::person_name:
      return name_of<PersonName, PersonId>(*fields);
    case KindNumber::tombstone:
      return tombstone_of(*fields);
    case KindNumber::include:
      return include_of(*fields);
    case KindNumber::part:
      return part_of(*fields);
    case KindNumber::mute:
      return mute_of(*fields);
    case KindNumber::ignore:
      return ignore_of(*fields);
    case KindNumber::read_mark:
      return read_mark_of(*fields);
    case KindNumber::person_note:
      return person_note_of(*fields);
    case KindNumber::introduction:
      return introduction_of(*fields);
  }
  return std::nullopt;
}

}  // namespace kith::kinds
