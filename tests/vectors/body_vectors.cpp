#include "tests/vectors/body_vectors.hpp"

#include "kinds/body.hpp"
#include "tests/vectors/vector_json.hpp"
#include "wire/cbor.hpp"

namespace kith::test {
namespace {

using namespace kith::kinds;

const PersonId ana{{1}};
const PersonId ben{{2}};
const CircleId garden{{7}};

Link link_at(std::uint8_t first) {
  Link link;
  for (std::size_t i = 0; i < link.raw.size(); ++i) {
    link.raw[i] = static_cast<std::uint8_t>(first + i);
  }
  return link;
}
std::vector<Reference> two() { return {reference_of(link_at(3)), reference_of(link_at(9))}; }
const WallTime noon{1'800'000'000'000'000};

Event assembly() {
  return {"Assembly",
          {1'805'911'200},
          "Europe/Madrid",
          CivilTime{1'805'918'400},
          "the shed",
          {"cake", "chairs"},
          "FREQ=MONTHLY;BYDAY=1TU",
          "Who speaks last\nspeaks first.",
          "1@example.org"};
}

// Field by field as they stand in the CBOR: a stranger compares what they decode with it.
ordered_json plain(wire::CborReader& reader);

ordered_json plain_item(ByteView item) {
  auto reader = wire::CborReader::open(item);
  return plain(*reader);
}

ordered_json plain(wire::CborReader& reader) {
  const auto item = *reader.skip();
  const auto fresh = [&] { return *wire::CborReader::open(item); };
  if (const auto number = fresh().integer()) return number_json(*number);
  if (const auto text = fresh().text()) return std::string{*text};
  if (const auto flag = fresh().boolean()) return *flag;
  if (const auto bytes = fresh().bytes()) return {{"hex", to_hex(*bytes)}};
  auto list = fresh();
  if (const auto count = list.array()) {
    auto all = ordered_json::array();
    for (std::size_t i = 0; i < *count; ++i) all.push_back(plain(list));
    return all;
  }
  auto map = ordered_json::object();
  const auto fields = wire::cbor_fields(item);
  for (const auto& field : *fields) {
    map[std::to_string(field.key)] = plain_item(field.value);
  }
  return map;
}

ordered_json good() {
  const auto reference = two().front();
  const std::vector<std::pair<const char*, Body>> bodies{
      {"message", Message{"We dig on Saturday."}},
      {"message without a word", Message{""}},
      {"quote", Quote{"Many hands make light work.", {}, {}, {}}},
      {"quote with all keys", Quote{"Many hands", "John Heywood", "1546", "A dialogue"}},
      {"greeting", Greeting{"Garden"}},
      {"circle name", CircleName{garden, std::string(128, 'g')}},
      {"person name", PersonName{ana, "Ana"}},
      {"tombstone", Tombstone{LogId{{5}}, {(std::uint64_t{1} << 40) - 1}}},
      {"include", Include{garden, ana, {}, {}}},
      {"include with all keys", Include{garden, ana, noon, WallTime{0}}},
      {"part", Part{garden, ana, false}},
      {"part, leaving", Part{garden, ana, true}},
      {"mute", Mute{ana, {}, true}},
      {"mute no more in a circle", Mute{ana, garden, false}},
      {"ignore", Ignore{reference}},
      {"read mark", ReadMark{garden, noon}},
      {"person note", PersonNote{ana, std::string(1024, 'n')}},
      {"person note no more", PersonNote{ana, ""}},
      {"introduction", Introduction{{0x80}, ByteVec(32, 6), "Cleo", {}, {}}},
      {"introduction with all keys", Introduction{{0x80}, ByteVec(32, 6), "Cleo", "digs", garden}},
      {"proposal", Proposal{"Water the beds.", std::nullopt, {}}},
      {"proposal with all keys", Proposal{"Water.", "Title", {ana, ben}}},
      {"stance", Stance{link_at(1), 0, std::nullopt, {}}},
      {"stance with all keys", Stance{link_at(1), 1, "but the slate", two()}},
      {"stance from the future", Stance{link_at(1), 99, std::nullopt, {}}},
      {"agreement", Agreement{link_at(1), true, std::nullopt, {}}},
      {"stepping out", Agreement{link_at(1), false, "it leaks", two()}},
      {"practice", Practice{"A round", "The quiet first.", {"What do you need?"}, two()}},
      {"practice kept no more", Practice{"A round", "", {}, {}}},
      {"ask", Ask{"A ride?", {}, std::nullopt, {}}},
      {"ask with all keys", Ask{"A ride?", {ana}, noon, {"early", "rides"}}},
      {"promise", Promise{"I drive.", {ana, ben}, noon, {"rides"}}},
      {"promise to whoever hears it", Promise{"I drive.", {}, std::nullopt, {}}},
      {"turn: changed", Turn{link_at(1), 0, "closed", two(), "I walk.", noon}},
      {"turn: changed, with nothing of what is promised now", Turn{link_at(1), 0, {}, {}, {}, {}}},
      {"turn: withdrawn, with a text all the same", Turn{link_at(1), 1, {}, {}, "I walk.", noon}},
      {"turn: kept", Turn{link_at(1), 2, std::nullopt, {}, std::nullopt, std::nullopt}},
      {"event", Event{"Fair", {1'805'846'400}, {}, {}, {}, {}, {}, {}, {}}},
      {"event with all keys", assembly()},
      {"event turn: changed", EventTurn{link_at(1), 0, "rain", two(), assembly(), {}}},
      {"event turn: called off on a day", EventTurn{link_at(1), 1, {}, {}, {}, CivilDay{20'901}}},
      {"event turn from the future", EventTurn{link_at(1), 7, {}, {}, assembly(), CivilDay{1}}},
      {"coming", Coming{link_at(1), 0, {}, {}, {}}},
      {"coming with all keys", Coming{link_at(1), 2, "ill", two(), CivilDay{20'901}}},
      {"taking part", TakingPart{noon, "Soup", two()}},
      {"re-form", ReForm{garden, "Trees"}},
      {"paper", Paper{link_at(1), {"Ana", "Ben"}, noon, "in the shed"}},
      {"I was", IWas{"ana", ana, "the phone drowned"}},
      {"observation", Observation{ben, 1, noon, {}, {}, {}}},
      {"observation with all keys",
       Observation{ben, 4, noon, {"rides"}, reference_of(link_at(1)), noon}},
      {"observation from the future", Observation{ben, 99, noon, {}, {}, {}}},
      {"observing", Observing{false}},
      {"recognition", Recognition{ben, ana, true}},
      {"recovery key", RecoveryKey{crypto::RecoveryPublic{{7}}, true}},
      {"recovery key, ended", RecoveryKey{crypto::RecoveryPublic{{7}}, false}}};
  auto all = ordered_json::array();
  for (const auto& [what, body] : bodies) {
    const auto item = encode_body(body);
    all.push_back({{"what", what},
                   {"kind", static_cast<std::uint64_t>(kind_of(body))},
                   {"body", to_hex(item)},
                   {"fields", plain_item(item)}});
  }
  return all;
}

ordered_json refused_body(const char* why, std::uint64_t kind, const ByteVec& item) {
  return {{"what", why}, {"kind", kind}, {"body", to_hex(item)}};
}
ordered_json refused_body(const char* why, const Body& body) {
  return refused_body(why, static_cast<std::uint64_t>(kind_of(body)), encode_body(body));
}

Event changed(void (*change)(Event&)) {
  auto event = assembly();
  change(event);
  return event;
}

ordered_json refused() {
  const auto lacks_link = wire::CborWriter{}.map(1).key(1).integer(0).take();
  const auto half_link =
      wire::CborWriter{}.map(2).key(0).bytes(two().front().view()).key(1).integer(0).take();
  const auto empty_list = wire::CborWriter{}.map(2).key(0).text("x").key(2).array(0).take();
  const auto stayed = wire::CborWriter{}
                          .map(3)
                          .key(0)
                          .bytes(garden.view())
                          .key(1)
                          .bytes(ana.view())
                          .key(2)
                          .boolean(false)
                          .take();
  return {
      refused_body("an empty name", Greeting{""}),
      refused_body("a name of 129 bytes", PersonName{ana, std::string(129, 'n')}),
      refused_body("a body of seq 2^40", Tombstone{LogId{{5}}, {std::uint64_t{1} << 40}}),
      refused_body("a part that is no leaving, and says so", 36, stayed),
      refused_body("a note of 1025 bytes", PersonNote{ana, std::string(1025, 'n')}),
      refused_body("an introduction of nobody's name",
                   Introduction{{}, ByteVec(32, 6), "", {}, {}}),
      refused_body("a secret of 31 bytes", Introduction{{}, ByteVec(31, 6), "Cleo", {}, {}}),
      refused_body("no map", 4, wire::CborWriter{}.text("x").take()),
      refused_body("cut short", 4, {0xa1, 0x00, 0x65, 'w', 'a'}),
      refused_body("an empty text", Proposal{"", std::nullopt, {}}),
      refused_body("a title of 257 bytes", Proposal{"x", std::string(257, 'x'), {}}),
      refused_body("persons out of order", Proposal{"x", std::nullopt, {ben, ana}}),
      refused_body("a person twice", Proposal{"x", std::nullopt, {ana, ana}}),
      refused_body("an empty list", 4, empty_list),
      refused_body("no version", 5, lacks_link),
      refused_body("half a link", 5, half_link),
      refused_body("nine words at once", Stance{link_at(1), 0, {}, std::vector<Reference>(9)}),
      refused_body("an agreement on half a link", 6, half_link),
      refused_body("a practice without a name", Practice{"", "x", {}, {}}),
      refused_body("an empty tag", Ask{"x", {}, {}, {""}}),
      refused_body("tags out of order", Promise{"x", {}, {}, {"b", "a"}}),
      refused_body("an empty promise in a turn", Turn{link_at(1), 0, {}, {}, "", {}}),
      refused_body("an event without a title", changed([](Event& one) { one.title = ""; })),
      refused_body("an event that ends as it begins",
                   changed([](Event& one) { one.until = one.at; })),
      refused_body("an event of whole days at six in the evening",
                   changed([](Event& one) { one.zone.reset(); })),
      refused_body("an event of more than 366 days",
                   changed([](Event& one) { one.until = {one.at.seconds + 31'622'401}; })),
      refused_body("an event after the year 9999",
                   changed([](Event& one) { one.at = {253'402'300'800}, one.until.reset(); })),
      refused_body("a change that holds no event", EventTurn{link_at(1), 0, {}, {}, {}, {}}),
      refused_body("called off, with an event", EventTurn{link_at(1), 1, {}, {}, assembly(), {}}),
      refused_body("a day after the year 9999", Coming{link_at(1), 0, {}, {}, CivilDay{2'932'897}}),
      refused_body("a time of 2^62", TakingPart{WallTime{std::int64_t{1} << 62}, {}, {}}),
      refused_body("a paper without names", Paper{link_at(1), {}, {}, {}}),
      refused_body("nobody's name", IWas{"", {}, {}}),
      refused_body("somebody held for themself", Recognition{ana, ana, true}),
  };
}

}  // namespace

std::string make_body_vectors() {
  return ordered_json{{"bodies", good()}, {"refused", {{"bodies", refused()}}}}.dump(2) + "\n";
}

}  // namespace kith::test
