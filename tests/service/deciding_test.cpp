// Deciding as the page asks for it, alone and in a tie: what is typed comes back as it is.
#include "service/proposal_json.hpp"
#include "tests/kinds/naughty.hpp"
#include "tests/service/open_folder.hpp"
#include "wire/cbor.hpp"

namespace kith::service::test {
namespace {

class Deciding : public OpenFolder {
 protected:
  Deciding() { circle("garden"); }
  Json proposal(const std::string& id) { return ask({{"command", "proposal"}, {"id", id}}); }
  std::string propose(const std::string& text) {
    return ask({{"command", "propose"}, {"circle", "garden"}, {"text", text}}).at("id");
  }
};

TEST_F(Deciding, shows_a_proposal_with_the_beginning_of_its_text_as_its_title) {
  const auto id = propose("first line\nsecond line");
  EXPECT_EQ(proposal(id).at("title"), "first line");
  EXPECT_EQ(proposal(id).at("text"), "first line\nsecond line");
  const auto longer = propose(std::string(79, 'a') + "€€");
  EXPECT_EQ(proposal(longer).at("title"), std::string(79, 'a') + "…");
}

TEST_F(Deciding, has_a_title_to_open_it_by_however_its_text_begins) {
  EXPECT_EQ(proposal(propose("\n  water\nthe beds")).at("title"), "water");
  EXPECT_EQ(proposal(propose(" \n\t")).at("title"), "…");
  const auto listed = ask({{"command", "proposals"}, {"circle", "garden"}});
  EXPECT_EQ(listed.back().at("title"), "…");
}

TEST_F(Deciding, whoever_signed_the_exact_text_or_stepped_out_of_it_has_spoken) {
  const PersonId me{{7}};
  const PersonId other{{8}};
  kinds::ProposalView view;
  view.versions.push_back({{{1}}, {}, 1, false, std::nullopt, {}});
  view.versions.push_back({{{2}}, {}, 2, true, std::nullopt, {{{1}}}});
  const auto says = [&](const PersonId& who, const Link& version, bool goes_along) {
    const kinds::Agreement word{version, goes_along, std::nullopt, {}};
    view.agreements.push_back({{{9}}, {who, {}, {}, false}, {}, word, true});
  };
  says(other, {{2}}, true);
  EXPECT_EQ(my_word(view, me), MyWord::none);
  says(me, {{1}}, true);
  EXPECT_EQ(my_word(view, me), MyWord::of_an_earlier_version);
  says(me, {{2}}, false);
  EXPECT_EQ(my_word(view, me), MyWord::of_the_newest);
}

TEST_F(Deciding, counts_nothing_and_closes_nothing) {
  const auto view = proposal(propose("water")).dump();
  for (const auto* word : {"count", "total", "passed", "rejected", "quorum", "votes", "closed"}) {
    EXPECT_EQ(view.find(word), std::string::npos) << word;
  }
}

TEST_F(Deciding, keeps_every_naughty_string_as_it_was_typed) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/text/blns.base64.json");
  std::size_t tried = 0;
  for (const auto& coded : kith::test::read_json(*file)) {
    const auto text = kith::test::from_base64(coded.get<std::string>());
    if (text.empty() || !wire::is_utf8(as_bytes(text)) || tried++ % 8 != 0) continue;
    const auto id = propose(text);
    ask({{"command", "stance"}, {"id", id}, {"position", "but"}, {"words", text}});
    ask({{"command", "practice keep"},
         {"circle", "garden"},
         {"title", "round"},
         {"text", text},
         {"prompts", {text}}});
    const auto view = proposal(id);
    EXPECT_EQ(view.at("text"), text);
    EXPECT_EQ(view.at("stances").front().at("words"), text);
    const auto kept = ask({{"command", "practice"}, {"circle", "garden"}});
    EXPECT_EQ(kept.back().at("text"), text);
    EXPECT_EQ(kept.back().at("prompts").front(), text);
  }
  EXPECT_GT(tried, 100U);
}

TEST_F(Deciding, a_practice_that_one_does_not_keep_is_not_given_up) {
  const auto keep = [](const std::string& name, const std::string& text) {
    return Json{
        {"command", "practice keep"}, {"circle", "garden"}, {"title", name}, {"text", text}};
  };
  expect_refused(keep("round", ""), Status::refused, "keep no practice");
  ask(keep("round", "each speaks"));
  ask(keep("round", ""));
  EXPECT_EQ(ask({{"command", "practice"}, {"circle", "garden"}}), Json::array());
  expect_refused(keep("round", ""), Status::refused, "keep no practice");
}

TEST_F(Deciding, says_what_was_forgotten) {
  const auto id = propose("water the beds");
  ask({{"command", "stance"}, {"id", id}, {"position", "with"}});
  ask({{"command", "forget"}, {"id", id}});
  const auto view = proposal(id);
  EXPECT_TRUE(view.at("text").is_null());
  EXPECT_EQ(view.at("stances").size(), 1U);
  expect_refused({{"command", "agree"}, {"id", id}}, Status::refused, "forgotten");
  const auto read = ask({{"command", "read"}, {"circle", "garden"}});
  EXPECT_FALSE(read.front().contains("thing"));
  EXPECT_EQ(read.back().at("thing").at("position"), "with it");
  EXPECT_EQ(read.back().at("about").at("forgotten"), true);
}

}  // namespace
}  // namespace kith::service::test
