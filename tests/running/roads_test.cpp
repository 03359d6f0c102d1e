// The roads of a node that runs, chosen anew while it does: over Tor alone nothing direct stays
// open, and the choice holds the next time.
#include <gtest/gtest.h>

#include "running/up.hpp"
#include "tests/running/text_talk.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::running {
namespace {

using namespace std::chrono_literals;
using service::Answer;
using service::Json;

class RoadsTest : public service::test::OpenFolder {
 protected:
  RoadsTest() {
    world.number = 1;
    wishes.listen = "127.0.0.1:0";
    wishes.tor_at = "unix:/nowhere/control";
  }
  [[nodiscard]] node::Roads kept() { return *node::roads(home->home().store()); }
  [[nodiscard]] Json status() {
    Json found;
    node.handle({{"command", "status"}}, {},
                [&](const Answer& answer) { found = answer->at("node"); });
    return found;
  }
  [[nodiscard]] transport::Address address() const {
    return *transport::address_of(home->ways().front());
  }
  // Runs what is posted until somebody ends the node.
  void run(const std::function<void()>& first) {
    loop.post(first);
    node.run();
  }
  // Whoever dials there is not let in any more.
  void expect_nobody_listens(const transport::Address& there, const std::function<void()>& then) {
    again = std::make_unique<transport::Dial>(loop, there, 10s, [then](auto reached) {
      ASSERT_FALSE(reached.has_value());
      EXPECT_EQ(reached.error(), transport::DialError::refused);
      then();
    });
  }

  test::TextWorld world;
  test::TextTalks talks{world};
  UpWishes wishes;
  transport::Loop loop;
  RunningNode node{loop, *home, talks};
  std::unique_ptr<transport::Dial> dial;
  std::unique_ptr<transport::Dial> again;
  std::optional<transport::Stream> other;
};

TEST_F(RoadsTest, over_tor_alone_whoever_came_directly_is_cut_and_nobody_comes_so_any_more) {
  ASSERT_TRUE(begin(node, wishes).has_value());
  EXPECT_EQ(roads_of(node), RoadChoice::direct);
  const auto there = address();
  std::string heard;
  std::function<void()> listen = [&] {
    other->read([&](const auto& read) {
      if (!read) return expect_nobody_listens(there, [&] { node.end(); });
      heard += as_text(*read);
      listen();
      if (heard != "hello 1\n") return;
      EXPECT_EQ(status().at("sessions"), 1);
      EXPECT_TRUE(set_roads(node, wishes, RoadChoice::only_tor).has_value());
      EXPECT_EQ(status().at("sessions"), 0);
      EXPECT_EQ(status().at("only_tor"), true);
      EXPECT_EQ(status().at("tor").at("state"), "starting");
      EXPECT_TRUE(home->ways().empty());
      EXPECT_FALSE(node.listens());
    });
  };
  run([&] {
    dial = std::make_unique<transport::Dial>(loop, there, 10s, [&](auto reached) {
      other.emplace(std::move(*reached));
      other->send({'h', 'e', 'l', 'l', 'o', ' ', '2', '\n'});
      listen();
    });
  });
  EXPECT_EQ(heard, "hello 1\n");
  EXPECT_EQ(kept(), node::Roads::only_tor);
}

TEST_F(RoadsTest, a_sync_under_way_on_a_road_that_closes_says_so_and_the_next_finds_it_closed) {
  const auto bens = created(place_of("ben"));
  const auto card = ask(*bens, {{"command", "card"}}).at("card");
  (void)ask({{"command", "meet"}, {"card", card}, {"as", "ben"}});
  auto mute = *transport::Listener::tcp(loop, {"127.0.0.1", 0});
  const Json request{{"command", "sync"},
                     {"person", "ben"},
                     {"at", "tcp:127.0.0.1:" + std::to_string(mute.port())}};
  ASSERT_TRUE(begin(node, wishes).has_value());
  std::vector<std::string> codes;
  const auto answered = [&](const Answer& answer) {
    codes.emplace_back(answer ? "none" : answer.error().code.view());
    if (codes.size() == 2) return node.end();
    node.handle(request, {}, [&](const Answer& next) {
      codes.emplace_back(next ? "none" : next.error().code.view());
      node.end();
    });
  };
  mute.accept([&](transport::Stream stream) {
    other.emplace(std::move(stream));
    EXPECT_TRUE(set_roads(node, wishes, RoadChoice::only_tor).has_value());
  });
  run([&] { node.handle(request, {}, answered); });
  EXPECT_EQ(codes, (std::vector<std::string>{"road_closed", "only_tor"}));
}

TEST_F(RoadsTest, whoever_takes_other_roads_again_is_listened_for_as_before_and_tor_goes) {
  ASSERT_TRUE(begin(node, wishes).has_value());
  run([&] {
    EXPECT_TRUE(set_roads(node, wishes, RoadChoice::only_tor).has_value());
    EXPECT_TRUE(set_roads(node, wishes, RoadChoice::both).has_value());
    EXPECT_EQ(roads_of(node), RoadChoice::both);
    EXPECT_EQ(kept(), node::Roads::any);
    EXPECT_EQ(home->ways().size(), 1U);
    EXPECT_TRUE(set_roads(node, wishes, RoadChoice::direct).has_value());
    EXPECT_EQ(roads_of(node), RoadChoice::direct);
    EXPECT_FALSE(status().contains("tor"));
    EXPECT_TRUE(set_roads(node, wishes, RoadChoice::both).has_value());
    EXPECT_TRUE(status().contains("tor"));
    dial = std::make_unique<transport::Dial>(loop, address(), 10s, [&](const auto& reached) {
      EXPECT_TRUE(reached.has_value());
      node.end();
    });
  });
}

TEST_F(RoadsTest, it_stays_over_tor_alone_where_nobody_can_listen_any_more) {
  ASSERT_TRUE(begin(node, wishes).has_value());
  wishes.listen = home->ways().front().substr(4);
  run([&] {
    EXPECT_TRUE(set_roads(node, wishes, RoadChoice::only_tor).has_value());
    {
      const auto taken =
          transport::Listener::tcp(loop, *transport::listening_address_of(wishes.listen));
      ASSERT_TRUE(taken.has_value());
      const auto refused = set_roads(node, wishes, RoadChoice::direct);
      ASSERT_FALSE(refused.has_value());
      service::test::expect_sentence(refused.error());
      EXPECT_EQ(roads_of(node), RoadChoice::only_tor);
      EXPECT_EQ(kept(), node::Roads::only_tor);
    }
    node.end();
  });
}

TEST_F(RoadsTest, a_page_that_is_seen_from_elsewhere_keeps_the_home_from_going_over_tor_alone) {
  wishes.shown_elsewhere = true;
  ASSERT_TRUE(begin(node, wishes).has_value());
  const auto refused = set_roads(node, wishes, RoadChoice::only_tor);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code.view(), "page_elsewhere");
  EXPECT_EQ(roads_of(node), RoadChoice::direct);
  EXPECT_EQ(kept(), node::Roads::any);
  EXPECT_TRUE(node.listens());
}

}  // namespace
}  // namespace kith::running
