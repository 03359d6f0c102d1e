// A forged log as the tests of people write one: the same for each of its readers, by the
// author's own clock. Refuses to know any one test.
#pragma once

#include "sim/forged_log.hpp"
#include "tests/people/two_people.hpp"

namespace kith::node::test {

using sim::place;

class ForgedLog : public sim::ForgedLog {
 public:
  ForgedLog(Person& author, const CircleId& circle, std::vector<Person*> readers,
            wire::LogForm form = wire::LogForm::main)
      : sim::ForgedLog(*author.node, author.entropy, circle, form),
        author_(author),
        readers_(std::move(readers)) {}
  ForgedLog(Person& author, const CircleId& circle, Person& reader,
            wire::LogForm form = wire::LogForm::main)
      : ForgedLog(author, circle, std::vector{&reader}, form) {}

  [[nodiscard]] wire::AudienceList to_readers() const {
    wire::AudienceList list;
    for (const auto* reader : readers_) list.push_back({reader->node->person(), std::nullopt});
    std::ranges::sort(list, {}, &wire::Hearer::person);
    return list;
  }
  /// An entry that states who hears and hands over to the readers.
  void open(const wire::Place& place, const wire::AudienceList& audience,
            const std::string& text = "hello") {
    wire::Meta meta{author_.tick(), std::uint64_t{1}, {}, std::nullopt, {}};
    meta.statement =
        wire::AudienceStatement{audience, certificate(), {author_.node->prekeys().newest().record}};
    wire::Handover handover;
    handover.spans.push_back(span(place));
    put(place, meta, text, boxes(place, handover));
  }
  /// An epoch opens there, under another secret than the last one; what opens it comes apart.
  [[nodiscard]] wire::Handover open_apart(const wire::Place& place, const std::string& text) {
    another_secret(place.epoch);
    wire::Meta meta{author_.tick(), std::uint64_t{1}, {}, std::nullopt, {}};
    meta.statement = wire::AudienceStatement{
        to_readers(), certificate(), {author_.node->prekeys().newest().record}};
    wire::Handover handover;
    handover.log = id();
    handover.certificate = certificate();
    handover.spans.push_back(span(place));
    put(place, meta, text, {});
    return handover;
  }
  void tell(const wire::Place& place, const std::string& text) {
    put(place, {author_.tick(), std::uint64_t{1}, {}, std::nullopt, {}}, text, {});
  }
  [[nodiscard]] ByteVec boxes(const wire::Place& place, const wire::Handover& handover) {
    std::vector<sim::Given> given;
    for (const auto* reader : readers_) given.push_back({reader->node->person(), &handover});
    return sim::ForgedLog::boxes(*author_.node, author_.now, given, place);
  }

 private:
  Person& author_;
  std::vector<Person*> readers_;
};

}  // namespace kith::node::test
