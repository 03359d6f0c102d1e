// Every request over a real home, and every refusal: its status and its sentence.
#include "service/requests.hpp"

#include "service/fields.hpp"
#include "service/talk.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

using Texts = std::vector<std::string>;
using Requests = OpenFolder;

TEST(Requesting, leaves_nothing_behind_of_what_opens_something) {
  Json request{
      {"command", "recovery use"}, {"key", "kith-recovery"}, {"passphrase", "open"}, {"file", "f"}};
  wipe_secrets(request);
  EXPECT_EQ(request.at("key"), std::string(13, '\0'));
  EXPECT_EQ(request.at("passphrase"), std::string(4, '\0'));
  EXPECT_EQ(request.at("file"), "f");
}

TEST(RequestIn, is_nested_in_at_most_32_levels) {
  const auto nested = [](int levels) {
    std::string text = R"({"command": "whoami", "x": )";
    for (int i = 1; i < levels; ++i) text += '[';
    text += '1';
    for (int i = 1; i < levels; ++i) text += ']';
    return text + '}';
  };
  EXPECT_TRUE(request_in(nested(31)).is_object());
  EXPECT_TRUE(request_in(nested(32)).is_object());
  EXPECT_FALSE(request_in(nested(33)).is_object());
  EXPECT_FALSE(request_in(nested(400'000)).is_object());
  EXPECT_FALSE(request_in("[1]").is_object());
  EXPECT_FALSE(request_in("{").is_object());
}

TEST_F(Requests, whoami_says_who_is_here_in_that_order) {
  const auto me = ask({{"command", "whoami"}});
  EXPECT_EQ(me.at("name"), "ana");
  EXPECT_EQ(me.at("person").get<std::string>().size(), 64U);
  EXPECT_EQ(me.at("device").get<std::string>().size(), 64U);
  reopen();
  EXPECT_EQ(ask({{"command", "whoami"}}).dump(), me.dump());
}

TEST_F(Requests, a_circle_begins_with_me_alone) {
  const auto garden = circle("garden");
  const auto circles = ask({{"command", "circles"}});
  ASSERT_EQ(circles.size(), 1U);
  EXPECT_EQ(circles[0].at("circle"), garden);
  EXPECT_EQ(circles[0].at("name"), "garden");
  EXPECT_EQ(circles[0].at("hears_me"), Json::array());
  EXPECT_EQ(circles[0].at("i_hear"), Json::array());
}

TEST_F(Requests, what_is_said_is_read_in_order_with_its_answers) {
  circle("garden");
  const auto question = say("garden", "beans?");
  const auto yes = say("garden", "yes\nand peas", {question});
  reopen();
  const auto entries = ask({{"command", "read"}, {"circle", "garden"}});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].at("id"), question);
  EXPECT_EQ(entries[1].at("id"), yes);
  EXPECT_EQ(entries[1].at("answers"), Json::array({question}));
  EXPECT_EQ(entries[1].at("text"), "yes\nand peas");
  EXPECT_EQ(entries[1].at("author"), "ana");
  EXPECT_EQ(entries[1].at("audience"), Json::array());
  for (const auto* field : {"time", "kind", "past_given_to", "arrived_late", "unseen_answers"}) {
    EXPECT_TRUE(entries[0].contains(field)) << field;
  }
}

TEST_F(Requests, what_is_answered_twice_in_one_message_is_answered_once) {
  circle("garden");
  const auto question = say("garden", "beans?");
  const auto yes = say("garden", "yes", {question, question.substr(0, 16), question});
  const auto entries = ask({{"command", "read"}, {"circle", "garden"}});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[1].at("id"), yes);
  EXPECT_EQ(entries[1].at("answers"), Json::array({question}));
}

TEST_F(Requests, reading_can_be_bounded_by_count_and_time) {
  circle("garden");
  for (const auto* text : {"one", "two", "three", "four"}) say("garden", text);
  const auto all = ask({{"command", "read"}, {"circle", "garden"}});
  Json request{{"command", "read"}, {"circle", "garden"}, {"last", 2U}};
  EXPECT_EQ(texts(ask(request)), (Texts{"three", "four"}));
  request["last"] = 0U;
  EXPECT_EQ(texts(ask(request)), Texts{});
  request.erase("last");
  request["since"] = all[1].at("time");
  EXPECT_EQ(texts(ask(request)), (Texts{"two", "three", "four"}));
  request["last"] = 1U;
  EXPECT_EQ(texts(ask(request)), Texts{"four"});
}

TEST_F(Requests, search_finds_in_one_circle_or_in_all) {
  circle("garden");
  circle("kitchen");
  say("garden", "the old apple tree");
  say("kitchen", "apple cake, no tree");
  const auto found = [&](Json request) {
    request["command"] = "search";
    return texts(ask(request).at("entries"));
  };
  EXPECT_EQ(found({{"words", "apple"}}).size(), 2U);
  EXPECT_EQ(found({{"words", "\"apple tree\""}}), Texts{"the old apple tree"});
  EXPECT_EQ(found({{"words", "app*"}, {"circle", "kitchen"}}), Texts{"apple cake, no tree"});
  EXPECT_EQ(found({{"words", "apple"}, {"last", 1U}}).size(), 1U);
  EXPECT_TRUE(found({{"words", "pear"}}).empty());
}

TEST_F(Requests, a_forgotten_body_is_gone_for_good) {
  circle("garden");
  say("garden", "keep");
  const auto id = say("garden", "a secret");
  const auto gone = ask({{"command", "forget"}, {"id", id}});
  EXPECT_EQ(gone.at("id"), id);
  EXPECT_EQ(gone.at("forgotten"), true);
  EXPECT_EQ(ask({{"command", "forget"}, {"id", id}}).at("forgotten"), true);
  reopen();
  EXPECT_EQ(heard("garden"), (Texts{"keep", ""}));
  EXPECT_TRUE(ask({{"command", "search"}, {"words", "secret"}}).at("entries").empty());
}

TEST_F(Requests, status_counts_what_is_here) {
  circle("garden");
  say("garden", "one");
  const auto status = ask({{"command", "status"}});
  EXPECT_EQ(status.at("circles"), 1);
  EXPECT_EQ(status.at("people"), 0);
  EXPECT_EQ(status.at("logs"), 2);
  EXPECT_EQ(status.at("not_yet_searchable"), 0);
  EXPECT_EQ(status.at("opened_by"), "key file");
  EXPECT_EQ(status.at("home"), place.folder);
  EXPECT_GT(status.at("bytes_on_disk"), 0);
}

TEST_F(Requests, an_import_keeps_lines_and_answers_over_several_commits) {
  circle("old");
  std::string log;
  std::string answers;
  for (int i = 0; i < 2500; ++i) {
    log += "[10:00] <nick" + std::to_string(i % 5) + "> line " + std::to_string(i) + "\n";
    if (i >= 1200) answers += std::to_string(i - 1200) + " " + std::to_string(i) + " -\n";
  }
  write_file(in_base("talk"), log);
  write_file(in_base("links"), answers);
  std::pair<std::uint64_t, std::uint64_t> last_told;
  const auto done = handle(*home,
                           {{"command", "import irc"},
                            {"circle", "old"},
                            {"file", in_base("talk")},
                            {"answers", in_base("links")}},
                           [&](std::uint64_t done_now, std::uint64_t all) {
                             last_told = {done_now, all};
                           });
  ASSERT_TRUE(done.has_value());
  EXPECT_EQ(*done, (Json{{"messages", 2500}}));
  EXPECT_EQ(last_told.first, last_told.second);
  EXPECT_GE(last_told.second, 2500U);
  const auto entries = all_of("old");
  ASSERT_EQ(entries.size(), 2500U);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    ASSERT_EQ(entries[i].at("text"), "line " + std::to_string(i));
    ASSERT_EQ(entries[i].at("quoted").at("who"), "nick" + std::to_string(i % 5));
    const auto due = i >= 1200 ? Json::array({entries[i - 1200].at("id")}) : Json::array();
    ASSERT_EQ(entries[i].at("answers"), due) << i;
  }
  EXPECT_EQ(entries[0].at("quoted").at("source"), "talk");
}

TEST_F(Requests, an_answer_is_bounded_and_says_where_to_go_on) {
  circle("old");
  std::string log;
  for (int i = 0; i < 600; ++i) log += "[03:21] <nick> line " + std::to_string(i) + "\n";
  write_file(in_base("talk"), log);
  (void)ask({{"command", "import irc"}, {"circle", "old"}, {"file", in_base("talk")}});
  const auto last = ask({{"command", "read"}, {"circle", "old"}});
  ASSERT_EQ(last.size(), entries_an_answer_max);
  EXPECT_EQ(last.back().at("text"), "line 599");
  EXPECT_EQ(ask({{"command", "read"}, {"circle", "old"}, {"last", 1000U}}), last);
  EXPECT_EQ(all_of("old").size(), 600U);
  Json request{{"command", "search"}, {"words", "line"}};
  EXPECT_EQ(ask(request).at("entries").size(), 50U);
  request["last"] = 1000U;
  Texts found;
  while (true) {
    const auto answer = ask(request);
    for (const auto& text : texts(answer.at("entries"))) found.insert(found.begin(), text);
    if (answer.at("next").is_null()) break;
    EXPECT_EQ(answer.at("entries").size(), entries_an_answer_max);
    EXPECT_EQ(answer.at("next"), answer.at("entries").back().at("id"));
    request["before"] = answer.at("next");
  }
  EXPECT_EQ(found, texts(all_of("old")));
  expect_refused({{"command", "search"}, {"words", "line"}, {"before", "zz"}}, Status::refused,
                 "not the id");
}

TEST_F(Requests, what_waits_comes_into_the_search_answer_by_answer) {
  circle("old");
  const auto& node = home->node();
  std::vector<node::Brought> lines(1200);
  for (auto& line : lines) line.quote.text = "beans";
  ASSERT_TRUE(
      home->carry_out(home->node().bring(node.circles().front(), lines, {}, host::wall_now())));
  const Json request{{"command", "search"}, {"words", "beans"}};
  std::vector<std::uint64_t> waiting;
  do {
    waiting.push_back(ask(request).at("waiting"));
  } while (waiting.back() > 0);
  EXPECT_GE(waiting.size(), 3U);  // 500 with each
  EXPECT_EQ(ask(request).at("entries").size(), 50U);
}

TEST_F(Requests, a_backup_holds_everything_and_is_never_overwritten) {
  circle("garden");
  say("garden", "keep this");
  const Json request{
      {"command", "backup"}, {"file", in_base("saved")}, {"passphrase", "a passphrase"}};
  const auto done = ask(request);
  EXPECT_EQ(done.at("bytes"), fs::file_size(in_base("saved")));
  EXPECT_EQ(read_file(in_base("saved")).find("keep this"), std::string::npos);
  expect_refused(request, Status::refused, "already");
}

TEST_F(Requests, what_a_request_lacks_or_has_of_another_type_is_wrong_usage) {
  circle("garden");
  for (const auto& request :
       {Json{{"command", "circle new"}}, Json{{"command", "say"}, {"circle", "garden"}},
        Json{{"command", "say"}, {"text", "hello"}}, Json{{"command", "read"}},
        Json{{"command", "search"}}, Json{{"command", "forget"}}, Json{{"command", "export"}},
        Json{{"command", "backup"}, {"file", "x"}},
        Json{{"command", "backup"}, {"passphrase", "x"}},
        Json{{"command", "import irc"}, {"circle", "garden"}},
        Json{{"command", "circle new"}, {"name", 7}},
        Json{{"command", "circle new"}, {"name", nullptr}},
        Json{{"command", "say"}, {"circle", "garden"}, {"text", Json::array()}},
        Json{{"command", "say"},
             {"circle", "garden"},
             {"text", "x"},
             {"answers", Json::array({7})}}}) {
    expect_refused(request, Status::wrong_usage, "");
  }
  expect_refused({{"command", "dance"}}, Status::wrong_usage, "no command \"dance\"");
  expect_refused(Json::object(), Status::wrong_usage, "no command");
  expect_refused({{"command", "read"}, {"circle", "garden"}, {"since", "then"}},
                 Status::wrong_usage, "not a time");
}

TEST_F(Requests, each_refusal_says_why_and_changes_nothing) {
  circle("garden");
  const auto first = say("garden", "hello");
  const auto before = ask({{"command", "status"}}).at("entries");
  const auto saying = [&](const std::string& text) {
    return Json{{"command", "say"}, {"circle", "garden"}, {"text", text}};
  };
  const auto refused = Status::refused;
  expect_refused({{"command", "circle new"}, {"name", "garden"}}, refused, "already use that name");
  expect_refused({{"command", "circle new"}, {"name", ""}}, refused, "1 to 128 bytes");
  expect_refused({{"command", "circle new"}, {"name", std::string(129, 'n')}}, refused, "128");
  expect_refused({{"command", "circle new"}, {"name", "a\nb"}}, refused, "line breaks");
  expect_refused(saying(""), refused, "empty");
  expect_refused(saying("\xff"), refused, "UTF-8");
  expect_refused(saying(std::string(65'536, 'x')), refused, "in parts");
  expect_refused({{"command", "say"}, {"circle", "nowhere"}, {"text", "x"}}, refused, "nowhere");
  expect_refused({{"command", "read"}, {"circle", "nowhere"}}, refused, "no circle");
  expect_refused({{"command", "search"}, {"words", "x"}, {"circle", "no"}}, refused, "no circle");
  expect_refused({{"command", "forget"}, {"id", "123"}}, refused, "not the id");
  expect_refused({{"command", "forget"}, {"id", std::string(32, '0')}}, refused, "no such entry");
  expect_refused({{"command", "export"}, {"folder", base}}, refused, "not empty");
  const Json import{{"command", "import irc"}, {"circle", "garden"}, {"file", in_base("none")}};
  expect_refused(import, refused, "cannot be read");
  EXPECT_EQ(ask({{"command", "status"}}).at("entries"), before);
  EXPECT_EQ(heard("garden"), Texts{"hello"});
}

TEST_F(Requests, a_message_answers_eight_at_most) {
  circle("garden");
  auto answers = Json::array();
  for (int i = 0; i < 8; ++i) answers.push_back(say("garden", std::to_string(i)));
  say("garden", "to all of them", answers);
  answers.push_back(say("garden", "one more"));
  expect_refused(
      {{"command", "say"}, {"circle", "garden"}, {"text", "to nine"}, {"answers", answers}},
      Status::refused, "at most 8");
}

TEST_F(Requests, a_name_that_kith_gives_must_be_one) {
  for (const auto* name : {"", " ana", "a\tb", "\xff"}) {
    const auto made = OpenHome::create(place_of("other"), host::KeyFile{}, name);
    ASSERT_FALSE(made.has_value()) << name;
    EXPECT_EQ(made.error().status, Status::refused);
    EXPECT_FALSE(fs::exists(in_base("other")));
  }
}

TEST_F(Requests, a_home_that_does_not_open_says_which_kind_of_trouble_it_is) {
  home.reset();
  const auto status_of = [&](const host::HomePlace& where, const host::Lock& lock) {
    const auto open = OpenHome::open(where, lock);
    EXPECT_FALSE(open.has_value());
    expect_sentence(open.error());
    return open.error().status;
  };
  EXPECT_EQ(status_of(place_of("nowhere"), host::KeyFile{}), Status::refused);
  EXPECT_EQ(status_of(place, host::Passphrase{ByteVec{'x'}}), Status::locked);
  fs::rename(place.folder + ".key", in_base("away"));
  EXPECT_EQ(status_of(place, host::KeyFile{}), Status::locked);
  fs::rename(in_base("away"), place.folder + ".key");
  write_file(place.folder + "/home.db", "no database");
  EXPECT_EQ(status_of(place, host::KeyFile{}), Status::refused);
}

}  // namespace
}  // namespace kith::service::test
