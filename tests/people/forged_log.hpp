// A forged log as the tests of people write one: for one reader mostly, by the author's own clock.
// Refuses to know any one test.
#pragma once

#include "sim/forged_log.hpp"
#include "tests/people/two_people.hpp"

namespace kith::node::test {

using sim::place;

class ForgedLog : public sim::ForgedLog {
 public:
  ForgedLog(Person& author, const CircleId& circle, Person& reader,
            wire::LogForm form = wire::LogForm::main)
      : sim::ForgedLog(*author.node, author.entropy, circle, form),
        author_(author),
        reader_(reader) {}

  [[nodiscard]] wire::AudienceList to_reader() const {
    return {{reader_.node->person(), std::nullopt}};
  }
  /// An entry that states who hears and hands over to the reader.
  void open(const wire::Place& place, const wire::AudienceList& audience,
            const std::string& text = "hello") {
    wire::Meta meta{author_.tick(), std::uint64_t{1}, {}, std::nullopt, {}};
    meta.statement =
        wire::AudienceStatement{audience, certificate(), {author_.node->prekeys().newest().record}};
    wire::Handover handover;
    handover.spans.push_back(span(place));
    put(place, meta, text, boxes(place, handover));
  }
  void tell(const wire::Place& place, const std::string& text) {
    put(place, {author_.tick(), std::uint64_t{1}, {}, std::nullopt, {}}, text, {});
  }
  [[nodiscard]] ByteVec boxes(const wire::Place& place, const wire::Handover& handover) {
    const sim::Given given{reader_.node->person(), &handover};
    return sim::ForgedLog::boxes(*author_.node, author_.now, {&given, 1}, place);
  }

 private:
  Person& author_;
  Person& reader_;
};

}  // namespace kith::node::test
