#include "kinds/practices.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "service/deciding.hpp"
#include "service/drawing.hpp"
#include "service/fields.hpp"
#include "service/talk.hpp"
#include "service/thing_named.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

Outcome<kinds::Practices> practices_in(OpenHome& home, node::CircleNumber talk) {
  constexpr std::array kind{kinds::KindNumber::practice};
  const auto entries = things_of(home).of_kinds(talk, kind);
  if (!entries) return Fail<Fault>{fault_of(entries.error())};
  kinds::Practices practices;
  for (const auto& seen : *entries) practices.add(seen);
  return practices;
}

}  // namespace

Answer practice(OpenHome& home, const Json& request, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto talk = talk_in(home, request);
  if (!talk) return Fail<Fault>{talk.error()};
  const auto practices = practices_in(home, *talk);
  if (!practices) return Fail<Fault>{practices.error()};
  const Drawing drawing{home, *talk};
  auto list = Json::array();
  for (const auto& kept : practices->all()) {
    if (drawing.muted(kept.author)) continue;
    auto json = named_json(home, kept.author);
    json["id"] = id_of(kept.link);
    json["title"] = kept.practice.name;
    json["text"] = kept.practice.text;
    json["prompts"] = kept.practice.prompts;
    json["time"] = to_text(kept.time);
    list.push_back(std::move(json));
  }
  return list;
}

Answer practice_keep(OpenHome& home, const Json& request, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto talk = talk_in(home, request);
  const auto title = needed(request, "title");
  auto text = needed(request, "text");
  if (!talk) return Fail<Fault>{talk.error()};
  if (!title) return Fail<Fault>{title.error()};
  if (!text) return Fail<Fault>{text.error()};
  const auto practices = practices_in(home, *talk);
  if (!practices) return Fail<Fault>{practices.error()};
  const auto kept = practices->all();
  const bool keeps = std::ranges::any_of(kept, [&](const kinds::Practices::Kept& one) {
    return one.author == home.node().person() && one.practice.name == *title;
  });
  if (text->empty() && !keeps) {
    return refuse("no_practice", "You keep no practice called \"" + *title + "\" there.");
  }
  auto instead = practices->earlier(*title, home.node().person());
  kinds::Practice body{*title, std::move(*text), {}, std::move(instead)};
  if (request.contains("prompts")) {
    for (const auto& prompt : request.at("prompts")) {
      if (!prompt.is_string())
        return refuse("wrong_request", "A prompt is a text.", Status::wrong_usage);
      body.prompts.push_back(prompt.get<std::string>());
    }
  }
  return speak(home, *talk, {"", {}, std::nullopt, std::move(body)});
}

}  // namespace kith::service
