// Bodies come back as they went in; what is not of their form is nothing.
#include "kinds/body.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/kinds/naughty.hpp"
#include "wire/cbor.hpp"

namespace kith::kinds {
namespace {

Event an_event() { return {"assembly", {1'700'000'000}, "UTC", {}, {}, {}, {}, {}, {}}; }

/// So many short words, ascending.
std::vector<std::string> words(std::size_t count) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back("w" + std::to_string(100 + i));
  return all;
}

TEST(Body, of_every_kind_comes_back_as_it_went_in) {
  const std::vector<Body> bodies{
      Message{"beans"},
      Quote{"hi", "ann", std::nullopt, "irc"},
      Quote{"hi", std::nullopt, "12:03", std::nullopt},
      CircleName{CircleId{{1}}, "garden"},
      PersonName{PersonId{{2}}, "ben"},
      Tombstone{LogId{{3}}, {4}},
      Include{CircleId{{1}}, PersonId{{2}}, std::nullopt},
      Include{CircleId{{1}}, PersonId{{2}}, WallTime{7}},
      Part{CircleId{{1}}, PersonId{{2}}},
      PersonNote{PersonId{{2}}, "brings seeds"},
      PersonNote{PersonId{{2}}, ""},
      Proposal{"water", std::nullopt, {}},
      Proposal{"water", "tank", {PersonId{{1}}, PersonId{{2}}}},
      Stance{Link{{1}}, 1, "the slate", {Reference{{1}}}},
      Stance{Link{{1}}, 99, std::nullopt, {}},
      Agreement{Link{{1}}, true, std::nullopt, {}},
      Agreement{Link{{1}}, false, "dry", {Reference{{1}}}},
      Practice{"round", "the quiet first", {"what?"}, {}},
      Practice{"round", "", {}, {Reference{{7}}}},
      Ask{"a ride?", {}, std::nullopt, {}},
      Ask{"a ride?", {PersonId{{1}}}, WallTime{7}, {"a", "b"}},
      Promise{"a ride", {PersonId{{1}}}, WallTime{7}, {"rides"}},
      Turn{Link{{1}}, 2, std::nullopt, {}, std::nullopt, std::nullopt},
      Turn{Link{{1}}, 0, "x", {Reference{{1}}}, "y", WallTime{8}},
      Observation{PersonId{{1}}, 4, WallTime{9}, {}, {}, {}},
      Observation{PersonId{{1}}, 0, WallTime{9}, {"rides"}, Reference{{3}}, WallTime{2}},
      Observing{true},
      Event{"assembly", {1'700'000'000}, "Europe/Madrid", {}, {}, {}, {}, {}, {}},
      Event{"fair",
            {20'000 * day_seconds},
            {},
            CivilTime{20'002 * day_seconds},
            "field",
            {"cake", "rope"},
            "FREQ=YEARLY",
            "come",
            "1@x"},
      EventTurn{Link{{1}}, 0, "later", {Reference{{1}}}, an_event(), {}},
      EventTurn{Link{{1}}, 1, {}, {}, {}, CivilDay{20'000}},
      EventTurn{Link{{1}}, 77, {}, {}, {}, {}},
      Coming{Link{{1}}, 2, "ill", {Reference{{1}}}, CivilDay{20'000}},
      Coming{Link{{1}}, 77, {}, {}, {}},
      TakingPart{WallTime{7}, "soup", {Reference{{1}}}},
      TakingPart{WallTime{7}, {}, {}},
      ReForm{CircleId{{1}}, {}},
      ReForm{CircleId{{1}}, "trees"},
      Paper{Link{{1}}, {"Ana", "Ben"}, WallTime{7}, "in the shed"},
      Paper{Link{{1}}, {"Ana"}, {}, {}},
      IWas{"ana", PersonId{{1}}, "the phone drowned"},
      IWas{"ana", {}, {}},
      Recognition{PersonId{{1}}, PersonId{{2}}, true},
      RecoveryKey{crypto::RecoveryPublic{{1}}, true},
      RecoveryKey{crypto::RecoveryPublic{{1}}, false}};
  for (const auto& body : bodies) {
    const auto number = static_cast<std::uint64_t>(kind_of(body));
    EXPECT_EQ(decode_body(number, encode_body(body)), body) << number;
  }
}

TEST(Body, of_another_form_is_nothing) {
  const auto text = wire::CborWriter{}.map(1).key(0).text("beans").take();
  EXPECT_FALSE(decode_body(99, text).has_value());
  EXPECT_FALSE(decode_body(0, text).has_value());
  EXPECT_FALSE(decode_body(32, text).has_value());
  EXPECT_FALSE(decode_body(1, wire::CborWriter{}.map(1).key(0).integer(5).take()).has_value());
  EXPECT_FALSE(decode_body(1, wire::CborWriter{}.text("beans").take()).has_value());
  const auto odd = wire::CborWriter{}.map(2).key(0).text("beans").key(1).integer(5).take();
  EXPECT_FALSE(decode_body(2, odd).has_value());
  EXPECT_TRUE(decode_body(1, odd).has_value());  // an unknown key of a message is passed over
}

// Each list has one form: in order, without twins, not longer than its limit, and no key for none.
TEST(Body, with_a_list_out_of_its_form_is_nothing) {
  const auto proposal = [](const std::vector<PersonId>& persons) {
    wire::CborWriter out;
    out.map(2).key(0).text("water").key(2).array(persons.size());
    for (const auto& person : persons) out.bytes(person.view());
    return decode_body(4, out.take());
  };
  const PersonId one{{1}};
  const PersonId two{{2}};
  EXPECT_TRUE(proposal({one, two}).has_value());
  EXPECT_FALSE(proposal({two, one}).has_value());
  EXPECT_FALSE(proposal({one, one}).has_value());
  EXPECT_FALSE(proposal({}).has_value());
  std::vector<PersonId> many;
  for (std::uint8_t i = 0; i < limits::concerned_max; ++i) many.push_back({{1, i}});
  EXPECT_TRUE(proposal(many).has_value());
  many.push_back({{2}});
  EXPECT_FALSE(proposal(many).has_value());
}

TEST(Body, of_deciding_has_a_text_and_titles_within_their_limits) {
  const auto decodes = [](const Body& body) {
    return decode_body(static_cast<std::uint64_t>(kind_of(body)), encode_body(body)).has_value();
  };
  EXPECT_FALSE(decodes(Proposal{"", std::nullopt, {}}));
  EXPECT_FALSE(decodes(Proposal{"x", "", {}}));
  EXPECT_TRUE(decodes(Proposal{"x", std::string(limits::title_bytes_max, 'x'), {}}));
  EXPECT_FALSE(decodes(Proposal{"x", std::string(limits::title_bytes_max + 1, 'x'), {}}));
  EXPECT_FALSE(decodes(Practice{"", "x", {}, {}}));
  EXPECT_TRUE(decodes(Practice{"x", "x", std::vector<std::string>(limits::prompts_max, "?"), {}}));
  EXPECT_FALSE(
      decodes(Practice{"x", "x", std::vector<std::string>(limits::prompts_max + 1, "?"), {}}));
  std::vector<Reference> instead;
  for (std::uint8_t i = 0; i < limits::instead_max; ++i) instead.push_back({{i}});
  EXPECT_TRUE(decodes(Stance{Link{}, 0, std::nullopt, instead}));
  instead.push_back({{100}});
  EXPECT_FALSE(decodes(Stance{Link{}, 0, std::nullopt, instead}));
  EXPECT_FALSE(decodes(Ask{"", {}, std::nullopt, {}}));
  EXPECT_FALSE(decodes(Promise{"x", {}, std::nullopt, {""}}));
  EXPECT_FALSE(decodes(Promise{"x", {}, std::nullopt, {"b", "a"}}));
  EXPECT_FALSE(
      decodes(Promise{"x", {}, std::nullopt, {std::string(limits::tag_bytes_max + 1, 'x')}}));
  EXPECT_TRUE(decodes(Promise{"x", {}, std::nullopt, words(limits::tags_max - 1)}));
  EXPECT_TRUE(decodes(Promise{"x", {}, std::nullopt, words(limits::tags_max)}));
  EXPECT_FALSE(decodes(Promise{"x", {}, std::nullopt, words(limits::tags_max + 1)}));
  EXPECT_TRUE(decodes(Promise{"x", {}, std::nullopt, {std::string(limits::tag_bytes_max, 'x')}}));
}

TEST(Body, of_a_note_has_its_limit_with_and_without_an_introduction) {
  const auto decodes = [](const Body& body) {
    return decode_body(static_cast<std::uint64_t>(kind_of(body)), encode_body(body)).has_value();
  };
  for (const auto& [size, fits] : {std::pair{limits::note_bytes_max - 1, true},
                                   {limits::note_bytes_max, true},
                                   {limits::note_bytes_max + 1, false}}) {
    const std::string note(size, 'x');
    EXPECT_EQ(decodes(PersonNote{PersonId{{2}}, note}), fits) << size;
    EXPECT_EQ(decodes(Introduction{{1}, ByteVec(32, 1), "cem", note, {}}), fits) << size;
  }
}

TEST(Body, of_an_event_stands_on_one_clock_within_its_limits) {
  const auto decodes = [](const auto& change) {
    auto event = an_event();
    change(event);
    return decode_body(11, encode_body(event)).has_value();
  };
  EXPECT_TRUE(decodes([](Event&) {}));
  EXPECT_FALSE(decodes([](Event& one) { one.title = ""; }));
  EXPECT_FALSE(decodes([](Event& one) { one.title.assign(limits::title_bytes_max + 1, 'x'); }));
  EXPECT_FALSE(decodes([](Event& one) { one.zone = ""; }));
  EXPECT_FALSE(
      decodes([](Event& one) { one.zone = std::string(limits::zone_bytes_max + 1, 'x'); }));
  EXPECT_TRUE(decodes([](Event& one) { one.zone = "Narnia/Cair_Paravel"; }));
  EXPECT_FALSE(decodes([](Event& one) { one.zone.reset(); }));  // whole days begin at midnight
  EXPECT_FALSE(decodes([](Event& one) { one.until = one.at; }));
  EXPECT_FALSE(decodes([](Event& one) { one.until = {one.at.seconds - 1}; }));
  EXPECT_TRUE(
      decodes([](Event& one) { one.until = {one.at.seconds + limits::event_seconds_max}; }));
  EXPECT_FALSE(
      decodes([](Event& one) { one.until = {one.at.seconds + limits::event_seconds_max + 1}; }));
  EXPECT_FALSE(
      decodes([](Event& one) { one.at = {static_cast<std::int64_t>(limits::civil_seconds_end)}; }));
  EXPECT_FALSE(decodes([](Event& one) { one.where = ""; }));
  EXPECT_FALSE(
      decodes([](Event& one) { one.where = std::string(limits::where_bytes_max + 1, 'x'); }));
  EXPECT_FALSE(decodes([](Event& one) { one.bring = {"b", "a"}; }));
  EXPECT_TRUE(decodes([](Event& one) { one.bring = words(limits::bring_max - 1); }));
  EXPECT_TRUE(decodes([](Event& one) { one.bring = words(limits::bring_max); }));
  EXPECT_FALSE(decodes([](Event& one) { one.bring = words(limits::bring_max + 1); }));
  EXPECT_FALSE(
      decodes([](Event& one) { one.repeat = std::string(limits::repeat_bytes_max + 1, 'x'); }));
  EXPECT_TRUE(decodes([](Event& one) { one.repeat = "whenever"; }));  // shown as text
  EXPECT_FALSE(decodes([](Event& one) { one.uid = std::string(limits::uid_bytes_max + 1, 'x'); }));
  const auto turn = [](std::uint64_t turning, std::optional<Event> now,
                       std::optional<CivilDay> day) {
    return decode_body(12, encode_body(EventTurn{Link{}, turning, {}, {}, std::move(now), day}))
        .has_value();
  };
  EXPECT_FALSE(turn(0, std::nullopt, std::nullopt));
  EXPECT_FALSE(turn(0, an_event(), CivilDay{1}));
  EXPECT_FALSE(turn(1, an_event(), std::nullopt));
  EXPECT_FALSE(turn(1, std::nullopt, CivilDay{limits::civil_seconds_end / day_seconds}));
  auto broken = an_event();
  broken.title = "";
  EXPECT_FALSE(turn(0, broken, std::nullopt));
}

TEST(Body, of_being_together_is_whole) {
  const auto decodes = [](const Body& body) {
    return decode_body(static_cast<std::uint64_t>(kind_of(body)), encode_body(body)).has_value();
  };
  EXPECT_FALSE(decodes(Paper{Link{}, {}, {}, {}}));
  EXPECT_FALSE(decodes(Paper{Link{}, {"b", "a"}, {}, {}}));
  EXPECT_FALSE(decodes(Paper{Link{}, {std::string(limits::tag_bytes_max + 1, 'x')}, {}, {}}));
  EXPECT_FALSE(decodes(IWas{"", {}, {}}));
  EXPECT_FALSE(decodes(IWas{std::string(limits::name_bytes_max + 1, 'x'), {}, {}}));
  EXPECT_FALSE(decodes(Recognition{PersonId{{1}}, PersonId{{1}}, true}));
  EXPECT_FALSE(
      decodes(TakingPart{WallTime{static_cast<std::int64_t>(limits::time_micros_end)}, {}, {}}));
}

TEST(Kinds, that_fold_are_neither_words_nor_names_and_acts) {
  for (const std::uint64_t kind : {4, 5, 6, 7, 31, 41, 63, 96, 1'000'000}) {
    EXPECT_TRUE(is_thing(kind)) << kind;
  }
  for (const std::uint64_t kind : {0, 1, 2, 3, 32, 40, 64, 95})
    EXPECT_FALSE(is_thing(kind)) << kind;
}

// Whatever a person types comes back as it is, in every field that takes words.
TEST(Body, holds_every_naughty_string_as_it_is) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/text/blns.base64.json");
  for (const auto& coded : kith::test::read_json(*file)) {
    const auto text = kith::test::from_base64(coded.get<std::string>());
    if (text.empty() || !wire::is_utf8(as_bytes(text))) continue;
    std::vector<Body> bodies{Proposal{text, std::nullopt, {}},    Stance{Link{}, 0, text, {}},
                             Agreement{Link{}, true, text, {}},   Ask{text, {}, std::nullopt, {}},
                             Promise{text, {}, std::nullopt, {}}, Turn{Link{}, 0, text, {}, text}};
    bodies.push_back(Coming{Link{}, 0, text, {}, {}});
    bodies.push_back(TakingPart{WallTime{}, text, {}});
    bodies.push_back(ReForm{CircleId{}, text});
    bodies.push_back(Paper{Link{}, {"ana"}, {}, text});
    auto event = an_event();
    event.text = text;
    if (text.size() <= limits::title_bytes_max) event.title = text;
    if (text.size() <= limits::where_bytes_max) event.where = text;
    if (text.size() <= limits::tag_bytes_max) event.bring = {text};
    bodies.push_back(event);
    bodies.push_back(EventTurn{Link{}, 0, text, {}, event, {}});
    if (text.size() <= limits::title_bytes_max) {
      bodies.push_back(Proposal{text, text, {}});
      bodies.push_back(Practice{text, text, {text}, {}});
    }
    if (text.size() <= limits::tag_bytes_max) {
      bodies.push_back(Promise{text, {}, std::nullopt, {text}});
    }
    for (const auto& body : bodies) {
      EXPECT_EQ(decode_body(static_cast<std::uint64_t>(kind_of(body)), encode_body(body)), body);
      EXPECT_NE(words_in(body).find(text), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace kith::kinds
