#include "service/drawing.hpp"

#include <algorithm>

#include "service/fields.hpp"

namespace kith::service {

Drawing::Drawing(OpenHome& home, node::CircleNumber talk)
    : home_(home), talk_(talk), hear_(home.node().heard_in(talk)) {}

bool Drawing::hears(const PersonId& person) const {
  return person == home_.node().person() || std::ranges::binary_search(hear_, person);
}

bool Drawing::muted(const PersonId& person) const {
  const auto& node = home_.node();
  return node.self().is_muted(person, node.strands().id_of(talk_));
}

std::tuple<bool, std::string, PersonId> Drawing::place_of(const PersonId& person) const {
  return {person == home_.node().person(), name_of(home_, person), person};
}

Json Drawing::people_json(std::vector<PersonId> persons) const {
  std::ranges::sort(persons, {}, [&](const PersonId& one) { return place_of(one); });
  auto list = Json::array();
  for (const auto& person : persons) {
    list.push_back(named_json(home_, person));
    list.back()["you_hear"] = hears(person);
    list.back()["muted"] = muted(person);
  }
  return list;
}

std::string id_of(const Link& link) { return to_hex(reference_of(link).view()); }

Json or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

std::optional<std::string> optional_text(const Json& request, const char* field) {
  auto text = text_in(request, field);
  return text.empty() ? std::nullopt : std::optional{std::move(text)};
}

bool is_wanted(OpenHome& home, const Link& link) {
  const auto key = entry_named(home, to_hex(link.view()));
  if (!key) return false;
  const auto entry = home.node().view().entry(*key);
  return entry && entry->wanted;
}

const char* absence(bool wanted) { return wanted ? "(not here yet)" : "(forgotten)"; }

Json talk_json(OpenHome& home, node::CircleNumber talk) {
  const auto with = tie_with(home, talk);
  return {{"circle_id", to_hex(home.node().strands().id_of(talk).view())},
          {"circle", with ? name_of(home, *with) : home.node().name_of(talk)},
          {"tie_with", with ? Json(to_hex(with->view())) : Json(nullptr)}};
}

Json audience_of(OpenHome& home, const Link& link) {
  const auto key = entry_named(home, to_hex(link.view()));
  if (!key) return nullptr;
  const auto audience = home.node().opener().audience_of(*key);
  return audience && *audience ? audience_json(home, **audience) : Json(nullptr);
}

}  // namespace kith::service
