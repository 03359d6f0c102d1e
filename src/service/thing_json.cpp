#include "service/thing_json.hpp"

#include "service/drawing.hpp"
#include "service/entry_json.hpp"
#include "service/thing_text.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

Json time_json(const std::optional<WallTime>& time) {
  return time ? Json(to_text(*time)) : Json(nullptr);
}

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
  template <class Other>
  Json operator()(const Other&) const {
    return nullptr;
  }

 private:
  OpenHome& home_;
};

}  // namespace

Json thing_json(OpenHome& home, const kinds::Body& body) { return std::visit(Fields{home}, body); }

}  // namespace kith::service
