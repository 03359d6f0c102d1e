#include "cli/gathering.hpp"

#include <ostream>

#include "cli/draw.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {

using service::Json;

void Gathering::tell(const char* what, const Json& fields, const std::string& sentence) {
  if (json_) {
    Json told{{"told", what}};
    told.update(fields);
    out_ << told.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
  } else {
    out_ << sentence << "\n";
  }
  out_.flush();
}

void Gathering::card(const Json& card) {
  tell("card", {{"card", card.at("card")}},
       "For one whom you do not know yet, a card of yours; `kith meet` takes theirs:\n" +
           text_of(card, "card"));
}

void Gathering::person(const Json& person) {
  const auto id = text_of(person, "person");
  const auto name = one_line(text_of(person, "name"));
  const Json who{{"person", id}, {"name", text_of(person, "name")}};
  const auto synced = person.at("last_synced").is_string() ? text_of(person, "last_synced") : "";
  if (!person.value("connected", false)) {
    before_[id] = synced;
    if (here_.erase(id) > 0) tell("went", who, name + " went.");
    return;
  }
  const auto [has_all, came] = here_.emplace(id, false);
  if (came) tell("here", who, name + " is here.");
  const bool all = synced != before_[id] && person.value("to_receive", std::uint64_t{}) == 0 &&
                   person.value("to_send", std::uint64_t{}) == 0;
  if (all && !has_all->second) {
    tell("synced", who, "You and " + name + " have all that each may have of the other.");
  }
  has_all->second = all;
}

void Gathering::people(const Json& ways) {
  for (const auto& one : ways.at("people")) person(one);
}

void Gathering::proposal(const Json& proposal) {
  const auto newest = text_of(proposal, "newest").substr(0, 16);
  const auto own = proposal.at("you_go_along") == true ? std::string{"you go along"}
                   : proposal.at("waits_for_you") == true
                       ? std::string{proposal.at("you_spoke_of_an_earlier_version") == true
                                         ? "amended since you spoke"
                                         : "it waits for your word"}
                   : proposal.at("your_position").is_string()
                       ? "you: " + text_of(proposal, "your_position")
                   : proposal.at("mine") == true ? std::string{"you brought it"}
                                                 : std::string{"you said nothing of it"};
  const auto sentence = one_line(text_of(proposal, "circle")) + ": " +
                        one_line(text_of(proposal, "title")) + ", by " +
                        one_line(text_of(proposal, "author")) + ", version " +
                        proposal.at("number").dump() + "; " + own + " (`kith proposal " + newest +
                        "`, `kith agree " + newest + "`).";
  auto& shown = shown_[text_of(proposal, "id")];
  if (shown == sentence) return;
  shown = sentence;
  tell("proposal", {{"proposal", proposal}}, sentence);
}

void Gathering::proposals(const Json& proposals) {
  for (const auto& one : proposals) {
    if (!one.at("text").is_null()) proposal(one);
  }
}

}  // namespace kith::cli
