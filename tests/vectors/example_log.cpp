#include <utility>

#include "tests/vectors/entry_vectors.hpp"
#include "wire/cbor.hpp"

namespace kith::test {
namespace {

constexpr std::uint64_t kind_nothing = 0;
constexpr std::uint64_t kind_message = 1;
constexpr std::uint64_t kind_quote = 2;
constexpr std::uint64_t kind_of_tomorrow = 77;

ByteVec quote() {
  wire::CborWriter out;
  out.map(4).key(0).text("Many hands make light work.").key(1).text("John Heywood");
  return out.key(2).text("1546").key(3).text("A dialogue of proverbs").take();
}

// Meta as a later version may write it: keys that nobody knows yet, one of them no number.
ByteVec meta_of_tomorrow(WallTime time, const Reference& answered) {
  wire::CborWriter out;
  out.map(5).key(0).integer(static_cast<std::uint64_t>(time.micros)).key(1).integer(kind_message);
  out.key(2).array(1).bytes(answered.view()).key(9).text("later").text("x").boolean(true);
  return padded_meta(out.take());
}

}  // namespace

ByteVec message(std::string_view text) {
  return wire::CborWriter{}.map(1).key(0).text(text).take();
}

WallTime ExampleLog::next_time() { return {++seconds_ * 1'000'000}; }

void ExampleLog::write(Step step, wire::Kind kind, ByteVec body,
                       std::vector<Reference> references) {
  const auto meta =
      wire::encode_meta({next_time(), std::move(kind), std::move(references), std::nullopt, {}});
  log.write(log.place(step), {meta, std::move(body), {}});
}

void ExampleLog::open(wire::Kind kind, ByteVec body, const wire::AudienceList& audience) {
  const auto place = log.place(Step::opens);
  wire::Handover handover;
  handover.spans.push_back(log.span(place, {1023}, log.head()));
  std::vector<seal::Addressed> to{{ana.devices.back().published(), &ana_own, &handover}};
  for (const auto& hearer : audience) {
    const bool is_ben = hearer.person == ben.id();
    to.push_back({(is_ben ? ben : cleo).devices.front().published(), is_ben ? &ana_ben : nullptr,
                  &handover});
  }
  auto sealed = seal::seal_boxes(log.box_place(place), to, seal::BoxCount::as_addressed, entropy);
  const auto meta =
      wire::encode_meta({next_time(), std::move(kind), {}, log.statement(audience), {}});
  log.write(place, {meta, std::move(body), std::move(sealed.part)});
}

void ExampleLog::include_cleo() {
  const auto place = log.place(Step::follows);
  wire::Handover from_here;
  from_here.spans.push_back(log.span(place, {1023}, log.head()));
  const wire::AudienceList audience{{ben.id(), std::nullopt}, {cleo.id(), std::nullopt}};
  const auto meta = wire::encode_meta({next_time(), kind_nothing, {}, log.statement(audience), {}});
  log.write(place, {meta, {}, boxes_to_cleo(place, from_here)});
}

void ExampleLog::give_cleo_the_past() {
  const auto place = log.place(Step::follows);
  wire::Handover past;
  past.spans.push_back(log.span(log.at(0).place, {2}, log.at(0).before));
  past.spans.back().audience = wire::AudienceList{{ben.id(), std::nullopt}};
  const auto meta = wire::encode_meta(
      {next_time(), kind_nothing, {}, std::nullopt, {{cleo.id(), log.id(), {0}, {2}}}});
  log.write(place, {meta, {}, boxes_to_cleo(place, past)});
}

ByteVec ExampleLog::boxes_to_cleo(const wire::Place& place, const wire::Handover& handover) {
  const auto device = cleo.devices.front().published();
  const std::vector<seal::Addressed> to{{device, nullptr, &handover}};
  return seal::seal_boxes(log.box_place(place), to, seal::BoxCount::rounded_to_8, entropy).part;
}

void ExampleLog::write_first_epoch() {
  open(kind_nothing, {}, {{ben.id(), std::nullopt}});
  write(Step::follows, kind_message, message("We dig on Saturday."));
  const auto answered = reference_of(log.at(1).link);
  log.write(log.place(Step::follows),
            {meta_of_tomorrow(next_time(), answered), message("I bring the spade. 🪏"), {}});
  include_cleo();
  give_cleo_the_past();
  wire::CborWriter recipe;
  recipe.map(2).key(0).text("Leek soup").key(1).integer(4);
  write(Step::follows, std::string{"recipe"}, recipe.take(), {Reference{{7}}});
}

void ExampleLog::write_second_epoch() {
  open(kind_nothing, {}, {});
  write(Step::follows, kind_quote, quote());
  wire::CborWriter unknown;
  unknown.map(2).key(5).array(2).integer(1).integer(2).text("why").text("nobody knows yet");
  write(Step::follows, kind_of_tomorrow, unknown.take());
}

void ExampleLog::write_third_epoch() {
  open(kind_message, message("Here again."),
       {{ben.id(), std::nullopt}, {cleo.id(), WallTime{1'800'000'000'000'000}}});
  std::vector<Reference> eight;
  for (std::size_t seq = 0; seq < 8; ++seq) {
    eight.push_back(reference_of(log.at(seq).link));
  }
  write(Step::follows, kind_message, message("All of that."), eight);
  write(Step::follows, kind_message, message(std::string(65531, 'k')));
  write(Step::follows, std::string{"wave"}, {});
}

ExampleLog::ExampleLog() {
  write_first_epoch();
  write_second_epoch();
  write_third_epoch();
}

}  // namespace kith::test
