#include "service/deciding.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "service/fields.hpp"
#include "service/gathering.hpp"
#include "service/proposal_json.hpp"
#include "service/talk.hpp"
#include "service/thing_named.hpp"
#include "service/thing_text.hpp"

namespace kith::service {
namespace {

using kinds::KindNumber;

constexpr std::array deciding_kinds{KindNumber::proposal, KindNumber::stance, KindNumber::agreement,
                                    KindNumber::paper};

kinds::Proposals proposals_of(const std::vector<kinds::Seen>& entries) {
  kinds::Proposals proposals;
  for (const auto& seen : entries) proposals.add(seen);
  return proposals;
}

// One version of a proposal that a request names, and all that belongs to it.
struct NamedProposal {
  node::CircleNumber talk;
  Link version;
  kinds::Proposals proposals;
  kinds::ProposalView view;
  Json papers;
};

Outcome<NamedProposal> proposal_in(OpenHome& home, const Json& request, const Progress& progress) {
  const auto named = thing_in(home, request, progress, deciding_kinds);
  if (!named) return Fail<Fault>{named.error()};
  auto proposals = proposals_of(named->entries);
  auto view = proposals.view(named->link);
  if (!view)
    return refuse("no_proposal",
                  "That is no proposal; `kith proposals` shows those that you hear.");
  return NamedProposal{named->talk, named->link, std::move(proposals), std::move(*view),
                       papers_json(home, named->entries)};
}

Json with_papers(OpenHome& home, const NamedProposal& named) {
  auto json = proposal_json(home, named.talk, named.view);
  json["papers"] = named.papers;
  return json;
}

// Says it, and shows the proposal as it is with that.
Answer say_of(OpenHome& home, const NamedProposal& named, const Json& request, kinds::Body body) {
  auto to = people_in(home, request, "to");
  if (!to) return Fail<Fault>{to.error()};
  node::Saying saying{"", {reference_of(named.version)}, std::move(*to), std::move(body)};
  auto said = speak(home, named.talk, saying);
  if (!said) return said;
  const auto after = proposal_in(home, {{"id", to_hex(named.version.view())}}, {});
  if (!after) return Fail<Fault>{after.error()};
  (*said)["proposal"] = with_papers(home, *after);
  return said;
}

// Those named and its author; where nobody is named, those who will hear it.
Outcome<std::vector<PersonId>> concerns_in(OpenHome& home, const Json& request,
                                           node::CircleNumber talk, const node::Saying& saying) {
  auto named = people_in(home, request, "concerns");
  if (!named) return Fail<Fault>{named.error()};
  const auto now = home.now();
  const auto hear = home.node().hearers_of(talk, saying, now);
  if (!hear) return Fail<Fault>{fault_of(hear.error())};
  std::vector<PersonId> persons = *named ? **named : hear->persons;
  for (const auto& person : persons) {
    if (std::ranges::binary_search(hear->persons, person)) continue;
    return refuse("will_not_hear",
                  "It cannot concern " + name_of(home, person) +
                      ", who will not hear it; include them first, or name others.");
  }
  persons.push_back(home.node().person());
  std::ranges::sort(persons);
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  return persons;
}

bool is_own_proposal(OpenHome& home, const Reference& reference) {
  const auto about = about_json(home, reference);
  return !about.is_null() && about.at("kind") == "proposal" &&
         about.at("author_id") == to_hex(home.node().person().view());
}

}  // namespace

Answer propose(OpenHome& home, const Json& request, const Progress&) {
  const auto talk = talk_in(home, request);
  auto text = needed(request, "text");
  if (!talk) return Fail<Fault>{talk.error()};
  if (!text) return Fail<Fault>{text.error()};
  auto answers = answers_in(home, request);
  if (!answers) return Fail<Fault>{answers.error()};
  for (const auto& answer : *answers) {
    if (is_own_proposal(home, answer)) {
      return refuse("own_proposal",
                    "That is a proposal of your own; `kith amend` makes a new version of it.");
    }
  }
  auto to = people_in(home, request, "to");
  if (!to) return Fail<Fault>{to.error()};
  node::Saying saying{"", std::move(*answers), std::move(*to)};
  auto concerned = concerns_in(home, request, *talk, saying);
  if (!concerned) return Fail<Fault>{concerned.error()};
  saying.thing =
      kinds::Proposal{std::move(*text), optional_text(request, "title"), std::move(*concerned)};
  return speak(home, *talk, saying);
}

Answer amend(OpenHome& home, const Json& request, const Progress& progress) {
  auto text = needed(request, "text");
  if (!text) return Fail<Fault>{text.error()};
  const auto named = proposal_in(home, request, progress);
  if (!named) return Fail<Fault>{named.error()};
  const auto& view = named->view;
  if (view.author != home.node().person()) {
    return refuse("not_mine",
                  "Only " + name_of(home, view.author) +
                      " amends that; `kith propose --beside` brings a version of your own.");
  }
  auto to = people_in(home, request, "to");
  if (!to) return Fail<Fault>{to.error()};
  node::Saying saying{"", {}, std::move(*to)};
  for (const auto& version : view.versions) {
    const bool fits = saying.answers.size() < limits::references_max;
    if (version.newest && fits) saying.answers.push_back(reference_of(version.link));
  }
  auto concerned = concerns_in(home, request, named->talk, saying);
  if (!concerned) return Fail<Fault>{concerned.error()};
  auto title = optional_text(request, "title");
  const auto& newest = newest_of(view);
  if (!title && newest.body) title = newest.body->title;
  saying.thing = kinds::Proposal{std::move(*text), std::move(title), std::move(*concerned)};
  return speak(home, named->talk, saying);
}

Answer stance(OpenHome& home, const Json& request, const Progress& progress) {
  const auto typed = needed(request, "position");
  if (!typed) return Fail<Fault>{typed.error()};
  const auto position = position_of(*typed);
  if (!position) {
    return refuse("wrong_request",
                  "Where you stand is one of: with, but, aside, cannot; the rest is in your words.",
                  Status::wrong_usage);
  }
  const auto named = proposal_in(home, request, progress);
  if (!named) return Fail<Fault>{named.error()};
  auto words = optional_text(request, "words");
  if (*position == kinds::Position::with_it_but && !words) {
    return refuse("say_but", "With it, but: say what, in your own words.", Status::wrong_usage);
  }
  auto instead = named->proposals.earlier_stances(named->version, home.node().person());
  return say_of(home, *named, request,
                kinds::Stance{named->version, static_cast<std::uint64_t>(*position),
                              std::move(words), std::move(instead)});
}

namespace {

Answer agreement(OpenHome& home, const Json& request, const Progress& progress, bool goes_along) {
  const auto named = proposal_in(home, request, progress);
  if (!named) return Fail<Fault>{named.error()};
  const auto& me = home.node().person();
  if (goes_along && !named->view.version(named->version)->body) {
    return refuse("text_forgotten",
                  "Its text was forgotten here; nobody goes along with what they cannot read.");
  }
  const bool went_along = std::ranges::any_of(named->view.agreements, [&](const auto& said) {
    return said.where.author == me && said.word.version == named->version && said.word.goes_along;
  });
  if (goes_along == went_along) {
    return went_along ? refuse("goes_along_already", "You go along with exactly that already.")
                      : refuse("does_not_go_along",
                               "You do not go along with that version, so there is nothing to "
                               "step out of.");
  }
  auto instead = named->proposals.earlier_agreements(named->version, me);
  return say_of(home, *named, request,
                kinds::Agreement{named->version, goes_along, optional_text(request, "words"),
                                 std::move(instead)});
}

}  // namespace

Answer agree(OpenHome& home, const Json& request, const Progress& progress) {
  return agreement(home, request, progress, true);
}

Answer step_out(OpenHome& home, const Json& request, const Progress& progress) {
  return agreement(home, request, progress, false);
}

Answer proposal(OpenHome& home, const Json& request, const Progress& progress) {
  const auto named = proposal_in(home, request, progress);
  if (!named) return Fail<Fault>{named.error()};
  return with_papers(home, *named);
}

namespace {

// Those of people whom I wish to see, as far as they are asked for.
template <class IsAskedFor>
Outcome<Json> summaries(OpenHome& home, node::CircleNumber talk, const IsAskedFor& is_asked_for) {
  const auto kept = home.kept_views().of<kinds::KeptProposals>(home.node(), talk);
  if (!kept) return Fail<Fault>{fault_of(kept.error())};
  const Drawing drawing{home, talk};
  auto list = Json::array();
  for (const auto& [place, view] : (*kept)->proposals().all()) {
    if (drawing.muted(view.author) || !is_asked_for(view)) continue;
    list.push_back(summary_json(home, talk, view));
  }
  return list;
}

}  // namespace

Outcome<Json> proposals_of(OpenHome& home, node::CircleNumber talk) {
  return summaries(home, talk, [](const auto&) { return true; });
}

Outcome<Json> proposals_waiting(OpenHome& home, node::CircleNumber talk) {
  const auto me = home.node().person();
  return summaries(home, talk, [&](const auto& view) { return waits_for(view, me); });
}

Answer proposals(OpenHome& home, const Json& request, const Progress& progress) {
  const auto talks = talks_asked(home, request, progress);
  if (!talks) return Fail<Fault>{talks.error()};
  auto list = Json::array();
  for (const auto talk : *talks) {
    auto some = proposals_of(home, talk);
    if (!some) return some;
    for (auto& one : *some) list.push_back(std::move(one));
  }
  return list;
}

}  // namespace kith::service
