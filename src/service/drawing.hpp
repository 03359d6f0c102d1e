// What views of things are drawn with: people by the names that I give, alphabetically, I last; who
// of them I hear, and whom I do not wish to see. Refuses to know any one kind.
#pragma once

#include <tuple>

#include "service/entry_json.hpp"

namespace kith::service {

class Drawing {
 public:
  Drawing(OpenHome& home, node::CircleNumber talk);

  [[nodiscard]] const std::vector<PersonId>& hear() const { return hear_; }
  [[nodiscard]] bool hears(const PersonId& person) const;
  [[nodiscard]] bool muted(const PersonId& person) const;
  /// Sorts as people are shown.
  [[nodiscard]] std::tuple<bool, std::string, PersonId> place_of(const PersonId& person) const;
  /// [{"person", "name", "you_hear", "muted"}]
  [[nodiscard]] Json people_json(std::vector<PersonId> persons) const;

 private:
  OpenHome& home_;
  node::CircleNumber talk_;
  std::vector<PersonId> hear_;
};

/// Of what refers to one, as it stands in answers.
[[nodiscard]] std::string id_of(const Link& link);
[[nodiscard]] Json or_null(const std::optional<std::string>& text);
[[nodiscard]] std::optional<std::string> optional_text(const Json& request, const char* field);
/// Its body was let go by whoever brought it here, and is asked of others.
[[nodiscard]] bool is_wanted(OpenHome& home, const Link& link);
/// Why there are no words, in the place of a title.
[[nodiscard]] const char* absence(bool wanted);
/// {"circle", "circle_id", "tie_with"}
[[nodiscard]] Json talk_json(OpenHome& home, node::CircleNumber talk);
/// Who hears an entry, as audience_json; null where that is not known here.
[[nodiscard]] Json audience_of(OpenHome& home, const Link& link);

}  // namespace kith::service
