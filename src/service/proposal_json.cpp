#include "service/proposal_json.hpp"

#include <algorithm>
#include <map>

#include "service/thing_text.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

// Of those whom I do not wish to see nothing is shown.
template <class Word>
std::vector<kinds::Said<Word>> in_order(const Drawing& drawing,
                                        std::vector<kinds::Said<Word>> words) {
  std::erase_if(words, [&](const auto& said) { return drawing.muted(said.where.author); });
  std::ranges::stable_sort(words, {}, [&](const auto& said) {
    return std::tuple{drawing.place_of(said.where.author), said.time, said.link};
  });
  return words;
}

Json version_json(OpenHome& home, const kinds::Version& version) {
  auto amends = Json::array();
  for (const auto& earlier : version.amends) amends.push_back(id_of(earlier));
  const bool wanted = !version.body && is_wanted(home, version.link);
  return {{"id", id_of(version.link)},
          {"link", to_hex(version.link.view())},
          {"number", version.number},
          {"newest", version.newest},
          {"title", version.body ? title_of(*version.body) : absence(wanted)},
          {"text", version.body ? Json(version.body->text) : Json(nullptr)},
          {"wanted", wanted},
          {"time", to_text(version.time)},
          {"amends", std::move(amends)},
          {"audience", audience_of(home, version.link)}};
}

template <class Word>
Json said_json(OpenHome& home, const kinds::Said<Word>& said,
               const std::map<Link, const kinds::Version*>& versions) {
  const auto& version = *versions.at(said.word.version);
  auto json = named_json(home, said.where.author);
  json["id"] = id_of(said.link);
  json["version"] = id_of(version.link);
  json["number"] = version.number;
  json["newest"] = version.newest;
  json["latest"] = said.latest;
  json["words"] = or_null(said.word.words);
  json["time"] = to_text(said.time);
  json["two_stories"] = said.where.forked;
  return json;
}

Json others_json(OpenHome& home, const std::vector<Link>& versions) {
  auto list = Json::array();
  for (const auto& link : versions) {
    auto about = about_json(home, reference_of(link));
    if (!about.is_null()) list.push_back(std::move(about));
  }
  return list;
}

bool concerns(const kinds::ProposalView& view, const PersonId& person) {
  return std::ranges::binary_search(view.concerns, person);
}

}  // namespace

const kinds::Version& newest_of(const kinds::ProposalView& view) {
  const auto newest = std::find_if(view.versions.rbegin(), view.versions.rend(),
                                   [](const kinds::Version& one) { return one.newest; });
  return newest != view.versions.rend() ? *newest : view.versions.back();
}

MyWord my_word(const kinds::ProposalView& view, const PersonId& me) {
  auto word = MyWord::none;
  const auto take = [&](const auto& words) {
    for (const auto& said : words) {
      if (said.where.author != me) continue;
      const bool newest = view.version(said.word.version)->newest;
      if (newest) word = MyWord::of_the_newest;
      if (!newest && word == MyWord::none) word = MyWord::of_an_earlier_version;
    }
  };
  take(view.stances);
  take(view.agreements);  // whoever signed the exact text, or stepped out of it, has spoken
  return word;
}

bool waits_for(const kinds::ProposalView& view, const PersonId& person) {
  return view.author != person && concerns(view, person) &&
         my_word(view, person) != MyWord::of_the_newest;
}

namespace {

// What I said last, and whether I go along with the newest text.
void put_my_words(Json& json, const kinds::ProposalView& view, const PersonId& me) {
  json["your_position"] = nullptr;
  json["you_go_along"] = false;
  for (const auto& said : view.stances) {
    if (said.where.author != me || !said.latest) continue;
    json["your_position"] = position_text(said.word.position);
  }
  for (const auto& said : view.agreements) {
    if (said.where.author != me || !view.version(said.word.version)->newest) continue;
    json["you_go_along"] = said.word.goes_along;
  }
}

}  // namespace

Json summary_json(OpenHome& home, node::CircleNumber talk, const kinds::ProposalView& view) {
  const auto& newest = newest_of(view);
  const auto& me = home.node().person();
  const auto word = my_word(view, me);
  Json json{{"id", id_of(view.first)}};
  json.update(talk_json(home, talk));
  json["author"] = name_of(home, view.author);
  json["author_id"] = to_hex(view.author.view());
  const bool wanted = !newest.body && is_wanted(home, newest.link);
  json["title"] = newest.body ? title_of(*newest.body) : absence(wanted);
  json["wanted"] = wanted;
  json["text"] = newest.body ? Json(newest.body->text) : Json(nullptr);
  json["newest"] = id_of(newest.link);
  json["number"] = newest.number;
  json["time"] = to_text(newest.time);
  json["mine"] = view.author == me;
  json["waits_for_you"] = waits_for(view, me);
  json["you_spoke_of_an_earlier_version"] = word == MyWord::of_an_earlier_version;
  put_my_words(json, view, me);
  return json;
}

Json proposal_json(OpenHome& home, node::CircleNumber talk, const kinds::ProposalView& view) {
  const Drawing drawing{home, talk};
  std::map<Link, const kinds::Version*> versions;
  auto json = summary_json(home, talk, view);
  json["versions"] = Json::array();
  for (const auto& version : view.versions) {
    versions[version.link] = &version;
    json["versions"].push_back(version_json(home, version));
  }
  json["concerns"] = drawing.people_json(view.concerns);
  json["stances"] = Json::array();
  for (const auto& said : in_order(drawing, view.stances)) {
    json["stances"].push_back(said_json(home, said, versions));
    json["stances"].back()["position"] = position_text(said.word.position);
  }
  json["not_heard_yet"] = drawing.people_json(view.unheard);
  json["agreements"] = Json::array();
  for (const auto& said : in_order(drawing, view.agreements)) {
    json["agreements"].push_back(said_json(home, said, versions));
    json["agreements"].back()["goes_along"] = said.word.goes_along;
  }
  json["of_those_you_hear"] = drawing.people_json(drawing.hear());
  json["beside"] = others_json(home, view.beside);
  json["beside_of"] = others_json(home, view.beside_of);
  return json;
}

}  // namespace kith::service
