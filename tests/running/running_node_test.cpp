// A home that runs: its door, its end, a sync between two of them; over talks in plain words.
#include <gtest/gtest.h>

#include <thread>

#include "host/home_place.hpp"
#include "running/sync_alone.hpp"
#include "tests/running/text_talk.hpp"
#include "tests/service/open_folder.hpp"
#include "transport/local_call.hpp"

namespace kith::running {
namespace {

using namespace std::chrono_literals;
using service::Answer;
using service::Json;

class RunningNodeTest : public service::test::OpenFolder {
 protected:
  RunningNodeTest() { world.number = 1; }
  [[nodiscard]] std::string socket() const { return host::paths_of(place.folder).socket; }
  [[nodiscard]] transport::LocalCall call() const { return *transport::LocalCall::to(socket()); }

  // Runs the node while somebody else does something; then ends it.
  void meanwhile(const std::function<void()>& others_do) {
    transport::Loop loop;
    RunningNode node{loop, *home, talks};
    ASSERT_TRUE(node.open_door().has_value());
    std::thread others{[&] {
      others_do();
      loop.post([&] { node.end(); });
    }};
    node.run();
    others.join();
  }
  // Long work may tell how far it is before it answers.
  static Json heard(transport::LocalCall& from) {
    while (const auto line = from.hear()) {
      auto json = Json::parse(*line);
      if (!json.contains("progress")) return json;
    }
    return Json{};
  }
  static void expect_fault(const Json& heard, int status) {
    ASSERT_TRUE(heard.contains("fault")) << heard;
    EXPECT_EQ(heard.at("fault").at("status"), status);
    EXPECT_TRUE(heard.at("fault").at("sentence").get<std::string>().ends_with('.'));
  }

  test::TextWorld world;
  test::TextTalks talks{world};
};

TEST_F(RunningNodeTest, several_who_ask_at_once_are_all_answered_each_their_own) {
  meanwhile([&] {
    auto one = call();
    auto other = call();
    ASSERT_TRUE(one.say(R"({"command": "circle new", "name": "garden"})"));
    ASSERT_TRUE(other.say(R"({"command": "whoami"})"));
    ASSERT_TRUE(one.say(R"({"command": "circles"})"));  // before the first is answered
    EXPECT_EQ(heard(other).at("answer").at("name"), "ana");
    EXPECT_EQ(heard(one).at("answer").at("name"), "garden");
    EXPECT_EQ(heard(one).at("answer").size(), 1U);
  });
}

TEST_F(RunningNodeTest, a_fault_is_told_with_its_status_and_the_next_request_is_answered) {
  meanwhile([&] {
    auto one = call();
    ASSERT_TRUE(one.say(R"({"command": "say", "circle": "nowhere", "text": "x"})"));
    expect_fault(heard(one), 1);
    ASSERT_TRUE(one.say(R"({"command": "dance"})"));
    expect_fault(heard(one), 2);
    for (const auto* odd : {R"({})", R"({"command": 7})", R"({"command": "say"})",
                            R"({"command": "say", "circle": [], "text": {}})",
                            R"({"command": "sync"})", R"({"command": "sync", "person": []})",
                            R"({"command": "read", "circle": null, "last": "x"})"}) {
      ASSERT_TRUE(one.say(odd));
      expect_fault(heard(one), 2);
    }
    ASSERT_TRUE(one.say(R"({"command": "whoami"})"));
    EXPECT_TRUE(heard(one).contains("answer"));
  });
}

TEST_F(RunningNodeTest, noise_at_the_door_is_refused_and_ends_that_conversation_alone) {
  meanwhile([&] {
    auto good = call();
    for (const auto* noise : {"", "what is this", "[]", "7", "{", "\xff\xfe{}", "\"text\""}) {
      auto bad = call();
      ASSERT_TRUE(bad.say(noise));
      expect_fault(heard(bad), 2);
      EXPECT_FALSE(bad.hear().has_value()) << noise;
    }
    auto endless = call();
    (void)endless.say(std::string(request_bytes_max + 1, 'x'));
    expect_fault(heard(endless), 2);
    { auto gone = call(); }
    ASSERT_TRUE(good.say(R"({"command": "whoami"})"));
    EXPECT_TRUE(heard(good).contains("answer"));
  });
}

TEST_F(RunningNodeTest, who_leaves_before_the_answer_disturbs_nobody) {
  meanwhile([&] {
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(call().say(R"({"command": "circles"})"));
    auto last = call();
    ASSERT_TRUE(last.say(R"({"command": "whoami"})"));
    EXPECT_TRUE(heard(last).contains("answer"));
  });
}

TEST_F(RunningNodeTest, more_who_ask_than_there_is_room_for_wait) {
  meanwhile([&] {
    std::vector<transport::LocalCall> idle;
    for (std::size_t i = 0; i < door_clients_max; ++i) idle.push_back(call());
    auto late = call();
    ASSERT_TRUE(late.say(R"({"command": "whoami"})"));
    idle.pop_back();
    EXPECT_TRUE(heard(late).contains("answer"));
  });
}

TEST_F(RunningNodeTest, an_answer_that_is_asked_as_the_command_line_does_is_the_same) {
  Answer there;
  std::optional<Answer> none;
  meanwhile([&] { there = ask_running(place.folder, {{"command", "whoami"}}, {}).value(); });
  none = ask_running(place.folder, {{"command", "whoami"}}, {});
  EXPECT_EQ(*there, ask({{"command", "whoami"}}));
  EXPECT_FALSE(none.has_value());
}

TEST_F(RunningNodeTest, what_is_said_at_the_door_goes_out_to_who_is_there_and_end_says_goodbye) {
  transport::Loop loop;
  RunningNode node{loop, *home, talks};
  const auto port = node.listen({"127.0.0.1", 0});
  ASSERT_TRUE(port.has_value());
  EXPECT_EQ(home->ways(), std::vector{"tcp:127.0.0.1:" + std::to_string(*port)});
  std::optional<transport::Stream> ben;
  std::string heard_by_ben;
  const std::function<void()> listen = [&] {
    ben->read([&](const auto& read) {
      if (!read) return;
      heard_by_ben += as_text(*read);
      if (heard_by_ben == "hello 1\n") {
        world.entries.push_back("news");
        node.handle({{"command", "circle new"}, {"name", "garden"}}, {},
                    [](const Answer& answer) { EXPECT_TRUE(answer.has_value()); });
      }
      if (heard_by_ben.ends_with("entry news\n")) node.end();
      if (heard_by_ben.ends_with("bye\n")) ben->send({'b', 'y', 'e', '\n'});
      listen();
    });
  };
  transport::Dial dial{loop, {"127.0.0.1", *port}, 10s, [&](auto reached) {
                         ben.emplace(std::move(*reached));
                         ben->send({'h', 'e', 'l', 'l', 'o', ' ', '2', '\n'});
                         listen();
                       }};
  const auto began = loop.now();
  node.run();
  EXPECT_EQ(heard_by_ben, "hello 1\nentry news\nbye\n");
  EXPECT_LT(loop.now(), began + 3s);
}

// Two homes whose people have met; ben's runs in a thread of its own.
class TwoHomes : public RunningNodeTest {
 protected:
  TwoHomes() : bens_home(created(place_of("ben"))) {
    const auto meet = [&](service::OpenHome& whom, service::OpenHome& by, const char* as) {
      const auto card = ask(whom, {{"command", "card"}}).at("card");
      (void)ask(by, {{"command", "meet"}, {"card", card}, {"as", as}});
    };
    meet(*bens_home, *home, "ben");
    meet(*home, *bens_home, "the other ana");
    bens_world.number = 2;
  }
  Answer sync(const std::function<void(Json&)>& change = {}) {
    transport::Loop bens_loop;
    RunningNode bens{bens_loop, *bens_home, bens_talks};
    Json request{{"command", "sync"}, {"person", "ben"}};
    request["at"] = "tcp:127.0.0.1:" + std::to_string(bens.listen({"127.0.0.1", 0}).value());
    if (change) change(request);
    std::thread running{[&] { bens.run(); }};
    auto answer = sync_alone(*home, talks, request);
    bens_loop.post([&] { bens.end(); });
    running.join();
    return answer;
  }
  static void expect_refused(const Answer& answer, const std::string& words) {
    ASSERT_FALSE(answer.has_value()) << *answer;
    EXPECT_NE(answer.error().sentence.find(words), std::string::npos) << answer.error().sentence;
  }

  std::unique_ptr<service::OpenHome> bens_home;
  test::TextWorld bens_world;
  test::TextTalks bens_talks{bens_world};
};

TEST_F(TwoHomes, a_sync_ends_when_both_have_what_the_other_may_give) {
  world.entries = {"one"};
  const auto answer = sync();
  ASSERT_TRUE(answer.has_value()) << answer.error().sentence;
  EXPECT_EQ(bens_world.entries, std::vector<std::string>{"one"});
  EXPECT_EQ(answer->at("sent"), 1);
  for (const auto* field : {"received", "bytes_out", "bytes_in", "round_trips"}) {
    EXPECT_TRUE(answer->at(field).is_number_unsigned()) << field;
  }
}

TEST_F(TwoHomes, sessions_that_broke_the_protocol_are_told_of_with_whose_they_were) {
  world.known[2] = {bens_home->node().person(), bens_home->node().device()};
  transport::Loop loop;
  RunningNode node{loop, *home, talks};
  const auto port = node.listen({"127.0.0.1", 0});
  ASSERT_TRUE(port.has_value());
  const auto ask_node = [&](const char* command) {
    Json found;
    node.handle({{"command", command}}, {}, [&](const Answer& answer) { found = *answer; });
    return found;
  };
  EXPECT_TRUE(ask_node("status").at("node").at("breaches").empty());
  EXPECT_TRUE(ask_node("ways").at("people").at(0).at("breaches").is_null());
  std::optional<transport::Stream> stream;
  std::optional<transport::Dial> dial;
  int calls = 0;
  std::function<void()> call;
  const std::function<void()> listen = [&] {
    stream->read([&](const auto& read) {
      if (read) return listen();
      loop.post([&] { ++calls < 2 ? call() : loop.stop(); });
    });
  };
  call = [&] {
    dial.emplace(loop, transport::Address{"127.0.0.1", *port}, 10s, [&](auto reached) {
      stream.emplace(std::move(*reached));
      const std::string said = "hello 2\nwhat?\n";
      stream->send({said.begin(), said.end()});
      listen();
    });
  };
  call();
  node.run();
  const auto all = ask_node("status").at("node").at("breaches");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.at(0).at("name"), "ben");
  EXPECT_EQ(all.at(0).at("times"), 2);
  const auto bens = ask_node("ways").at("people").at(0).at("breaches");
  EXPECT_EQ(bens.at("times"), 2);
  EXPECT_EQ(bens.at("since"), all.at(0).at("since"));
}

TEST_F(TwoHomes, who_is_a_stranger_there_is_told_to_take_cards) {
  bens_world.knows_nobody = true;
  expect_refused(sync(), "take each other's cards first");
}

TEST_F(TwoHomes, nobody_there_is_told_from_a_stranger) {
  expect_refused(sync([](Json& request) { request["at"] = "tcp:127.0.0.1:1"; }),
                 "Nobody answers for ben");
}

TEST_F(TwoHomes, without_any_address_one_is_asked_for) {
  expect_refused(sync([](Json& request) { request.erase("at"); }), "--at tcp:HOST:PORT");
}

TEST_F(TwoHomes, a_sync_asks_for_the_newest_first_where_it_is_told_to) {
  (void)sync();
  (void)sync([](Json& request) { request["newest_first"] = true; });
  (void)sync([](Json& request) { request["newest_first"] = false; });
  using enum node::AskedOrder;
  EXPECT_EQ(world.asked, (std::vector{oldest_first, newest_first, oldest_first}));
}

TEST_F(TwoHomes, a_way_on_their_card_is_enough_and_a_running_node_dials_it_by_itself) {
  transport::Loop bens_loop;
  RunningNode bens{bens_loop, *bens_home, bens_talks};
  ASSERT_TRUE(bens.listen({"127.0.0.1", 0}).has_value());
  const auto card = ask(*bens_home, {{"command", "card"}}).at("card");
  (void)ask(*home, {{"command", "meet"}, {"card", card}, {"as", "ben"}});
  std::thread running{[&] { bens.run(); }};
  const auto synced = sync_alone(*home, talks, {{"command", "sync"}, {"person", "ben"}});
  EXPECT_TRUE(synced.has_value());
  bens_world.entries.push_back("from ben");
  {
    transport::Loop loop;
    RunningNode node{loop, *home, talks};
    transport::Timer look{loop};
    const std::function<void()> until_heard = [&] {
      if (!world.entries.empty()) return node.end();
      look.at(loop.now() + 1ms, until_heard);
    };
    until_heard();
    node.run();
  }
  EXPECT_EQ(world.entries, std::vector<std::string>{"from ben"});
  EXPECT_EQ(world.asked.back(), node::AskedOrder::newest_if_long_ago) << "by itself";
  bens_loop.post([&] { bens.end(); });
  running.join();
}

// Two homes of which one looks at a machine that is made up.
class Moved : public TwoHomes {
 protected:
  Moved() {
    const auto port = bens.listen({"127.0.0.1", 0});
    EXPECT_TRUE(port.has_value());
    const auto card = ask(*bens_home, {{"command", "card"}}).at("card");
    (void)ask(*home, {{"command", "meet"}, {"card", card}, {"as", "ben"}});
    world.known[2] = {bens_home->node().person(), bens_home->node().device()};
    node.look_at_machine = [this] { return shown; };
    bens.start();
    node.start();
  }
  ~Moved() override {
    node.end();
    bens.end();
  }
  // Runs both until it is so, at most so long.
  [[nodiscard]] bool within(std::chrono::seconds most, const std::function<bool()>& is_so) {
    bool came = false;
    transport::Timer look{loop};
    const std::function<void()> again = [&] {
      came = is_so();
      if (came) return loop.stop();
      look.at(loop.now() + 5ms, again);
    };
    again();
    if (!came) loop.drain(most);
    return came;
  }
  Json status() {
    Json found;
    node.handle({{"command", "status"}}, {}, [&](const Answer& answer) { found = *answer; });
    return found.at("node");
  }
  std::string network() { return status().at("network").at("state"); }
  [[nodiscard]] bool heard_from_ben(const std::string& entry) {
    bens_world.entries.push_back(entry);
    bens.handle({{"command", "circle new"}, {"name", entry}}, {}, [](const Answer&) {});
    return within(10s, [&] { return std::ranges::count(world.entries, entry) == 1; });
  }

  transport::Sight shown{{"127.0.0.1", "192.168.1.9"}, 0s};
  transport::Loop loop;
  RunningNode bens{loop, *bens_home, bens_talks};
  RunningNode node{loop, *home, talks};
};

TEST_F(Moved, who_slept_is_back_within_ten_seconds_by_a_connection_of_its_own) {
  ASSERT_TRUE(heard_from_ben("before"));
  EXPECT_EQ(network(), "there");
  shown.slept_in_all = 1h;
  node.look_around();
  const auto steps = talks.made;
  ASSERT_TRUE(within(10s, [&] { return talks.made > steps; }));  // the old one is not waited for
  ASSERT_TRUE(heard_from_ben("after"));
  EXPECT_EQ(network(), "woke");
}

TEST_F(Moved, who_got_another_address_gives_up_what_came_from_the_old_one) {
  ASSERT_TRUE(heard_from_ben("before"));
  const auto made = talks.made;
  shown.addresses = {"10.0.0.3"};  // 127.0.0.1, by which ben was called, is gone
  node.look_around();
  ASSERT_TRUE(within(10s, [&] { return talks.made > made; }));
  ASSERT_TRUE(heard_from_ben("after"));
  EXPECT_EQ(network(), "changed");
}

TEST_F(Moved, without_a_network_it_says_so_and_with_one_it_is_back) {
  ASSERT_TRUE(heard_from_ben("before"));
  shown.addresses = {"127.0.0.1"};
  node.look_around();
  EXPECT_EQ(network(), "none");  // before anything is done about it
  EXPECT_FALSE(within(1s, [&] { return network() != "none"; }));
  EXPECT_NE(status().at("network").at("says").get<std::string>().find("on no network"),
            std::string::npos);
  shown.addresses = {"127.0.0.1", "192.168.1.9"};
  node.look_around();
  ASSERT_TRUE(within(10s, [&] { return network() == "changed"; }));
  ASSERT_TRUE(heard_from_ben("after"));
}

// What is said of a change comes after the look that saw it, never before.
TEST_F(Moved, where_nothing_changed_a_look_breaks_nothing) {
  ASSERT_TRUE(heard_from_ben("before"));
  const auto made = talks.made;
  node.look_around();
  EXPECT_FALSE(within(1s, [&] { return talks.made > made; }));
  EXPECT_EQ(network(), "there");
}

}  // namespace
}  // namespace kith::running
