#include "service/thing_json.hpp"

#include "service/civil_time.hpp"
#include "service/drawing.hpp"
#include "service/entry_json.hpp"
#include "service/event_json.hpp"
#include "service/thing_text.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

class Fields {
 public:
  explicit Fields(OpenHome& home) : home_(home) {}

  Json operator()(const kinds::Proposal& proposal) const {
    return {{"title", title_of(proposal)}, {"concerns", named_json(home_, proposal.concerns)}};
  }
  Json operator()(const kinds::Stance& stance) const {
    return {{"position", position_text(stance.position)}};
  }
  Json operator()(const kinds::Agreement& agreement) const {
    return {{"goes_along", agreement.goes_along}};
  }
  Json operator()(const kinds::Practice& practice) const {
    return {{"title", practice.name}, {"text", practice.text}, {"prompts", practice.prompts}};
  }
  Json operator()(const kinds::Ask& ask) const {
    return {{"text", ask.text},
            {"of", named_json(home_, ask.of)},
            {"by", time_json(ask.by)},
            {"tags", ask.tags}};
  }
  Json operator()(const kinds::Promise& promise) const {
    return {{"text", promise.text},
            {"for", named_json(home_, promise.to)},
            {"by", time_json(promise.by)},
            {"tags", promise.tags}};
  }
  Json operator()(const kinds::Turn& turn) const {
    return {{"turning", turning_text(turn.turning)},
            {"text", or_null(turn.text)},
            {"words", or_null(turn.words)},
            {"by", time_json(turn.by)}};
  }
  Json operator()(const kinds::Event& event) const { return event_fields_json(event); }
  Json operator()(const kinds::EventTurn& turn) const {
    return {{"turning", event_turning_text(turn.turning)},
            {"words", or_null(turn.words)},
            {"day", day_json(turn.day)},
            {"now", turn.now ? event_fields_json(*turn.now) : Json(nullptr)}};
  }
  Json operator()(const kinds::Coming& coming) const {
    return {{"coming", attending_text(coming.attending)},
            {"words", or_null(coming.words)},
            {"day", day_json(coming.day)}};
  }
  Json operator()(const kinds::TakingPart& part) const {
    return {{"until", to_text(part.until)}, {"words", or_null(part.words)}};
  }
  Json operator()(const kinds::ReForm& re_form) const {
    return {{"words", or_null(re_form.words)}};
  }
  Json operator()(const kinds::Paper& paper) const {
    return {{"names", paper.names}, {"at", time_json(paper.at)}, {"words", or_null(paper.words)}};
  }
  Json operator()(const kinds::IWas& was) const {
    return {{"name", was.name}, {"words", or_null(was.words)}};
  }
  template <class Other>
  Json operator()(const Other&) const {
    return nullptr;
  }

 private:
  static Json day_json(const std::optional<kinds::CivilDay>& day) {
    return day ? Json(to_text(*day)) : Json(nullptr);
  }

  OpenHome& home_;
};

}  // namespace

Json thing_json(OpenHome& home, const kinds::Body& body) { return std::visit(Fields{home}, body); }

}  // namespace kith::service
