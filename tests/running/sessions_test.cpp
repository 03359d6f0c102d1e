// What sessions keep, send and refuse, seen from the other end of their streams.
#include "running/sessions.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/running/text_talk.hpp"
#include "transport/dial.hpp"
#include "transport/listener.hpp"

namespace kith::running {
namespace {

using namespace std::chrono_literals;

class SessionsTest : public ::testing::Test {
 protected:
  SessionsTest() {
    auto opened = transport::Listener::tcp(loop, {"127.0.0.1", 0});
    EXPECT_TRUE(opened.has_value());
    listener.emplace(std::move(*opened));
    world.number = 200;
  }
  void begin(const Patience& patience = {}) {
    DeviceId mine{};
    mine.raw[0] = world.number;
    const auto keep = [this](const node::Turn& turn) {
      if (!turn.commit.empty()) ++kept;
      if (!turn.commit.empty()) kept_so = turn.durability;
      return keeps;
    };
    sessions = std::make_unique<Sessions>(
        Ground{loop, talks, mine, keep, [] { return WallTime{}; }, patience,
               [this](const PersonId& person) { return !introduced.contains(person.raw[0]); }});
    sessions->on_over = [this](const Session&, Over how) { overs.push_back(how); };
  }

  transport::Road come_by{transport::Road::direct};

  // Somebody who came: what they hear, and their stream.
  struct Other {
    std::optional<transport::Stream> stream;
    std::string heard;
    bool ended{};

    void say(const std::string& line) {
      const auto text = line + "\n";
      stream->send({text.begin(), text.end()});
    }
    void listen() {
      stream->read([this](const auto& read) {
        if (!read) return void(ended = true);
        heard += as_text(*read);
        listen();
      });
    }
  };
  Other& comes() {
    auto& other = *others.emplace_back(std::make_unique<Other>());
    listener->accept(
        [this](transport::Stream came) { sessions->answer(std::move(came), come_by); });
    transport::Dial dial{loop, {"127.0.0.1", listener->port()}, 10s, [&](auto reached) {
                           other.stream.emplace(std::move(*reached));
                         }};
    until([&] {
      return other.stream.has_value() && sessions->count() + overs.size() == others.size();
    });
    return other;
  }
  Other& comes_as(int number) {
    auto& other = comes();
    other.listen();
    other.say("hello " + std::to_string(number));
    until([&] { return other.heard.find("hello 200\n") == 0 && sessions->persons().size() > 0; });
    return other;
  }
  // Runs the loop until it is so.
  void until(const std::function<bool()>& so) {
    const auto end = loop.now() + 20s;
    const std::function<void()> look = [&] {
      if (so()) return loop.stop();
      if (loop.now() >= end) {
        ADD_FAILURE() << "it never came to that";
        return loop.stop();
      }
      look_again.at(loop.now() + 1ms, look);
    };
    loop.post(look);
    loop.run();
    loop.drain(0ms);  // ready for the next run
  }
  void for_a_while(std::chrono::milliseconds span) {
    const auto end = loop.now() + span;
    until([&] { return loop.now() >= end; });
  }

  transport::Loop loop;
  transport::Timer look_again{loop};
  test::TextWorld world;
  test::TextTalks talks{world};
  std::optional<transport::Listener> listener;
  int kept = 0;
  node::Durability kept_so{};
  bool keeps = true;
  std::set<std::uint8_t> introduced;  // and not accepted
  std::vector<Over> overs;
  std::vector<std::unique_ptr<Other>> others;
  std::unique_ptr<Sessions> sessions;
};

TEST_F(SessionsTest, what_came_is_kept_before_it_is_thanked_for) {
  begin();
  auto& ben = comes_as(1);
  ben.say("entry one");
  until([&] { return ben.heard == "hello 200\nthanks\n"; });
  EXPECT_EQ(kept, 1);
}

TEST_F(SessionsTest, a_turn_is_kept_as_durably_as_it_asks) {
  begin();
  auto& ben = comes_as(1);
  ben.say("entry one");
  until([&] { return kept == 1; });
  EXPECT_EQ(kept_so, node::Durability::full);
  ben.say("note one");
  until([&] { return kept == 2; });
  EXPECT_EQ(kept_so, node::Durability::lazy);
}

// Of what came before, committed and not yet on the disk.
TEST_F(SessionsTest, what_could_not_be_flushed_is_not_answered_and_ends_every_session) {
  begin();
  auto& ben = comes_as(1);
  keeps = false;
  world.entries = {"one"};
  sessions->poke_all();  // a turn that says something, and keeps nothing
  until([&] { return overs.size() == 1; });
  until([&] { return ben.ended; });
  EXPECT_EQ(overs, std::vector{Over::store});
  EXPECT_EQ(ben.heard, "hello 200\n");
  EXPECT_EQ(kept, 0);
}

TEST_F(SessionsTest, what_could_not_be_kept_is_not_thanked_for_and_ends_every_session) {
  begin();
  auto& ben = comes_as(1);
  auto& cem = comes_as(2);
  keeps = false;
  ben.say("entry one");
  until([&] { return ben.ended && cem.ended; });
  EXPECT_EQ(ben.heard, "hello 200\n");
  EXPECT_EQ(cem.heard, "hello 200\n");
  EXPECT_EQ(overs, (std::vector{Over::store, Over::store}));
  EXPECT_TRUE(sessions->empty());
}

TEST_F(SessionsTest, what_one_brings_goes_to_the_others_at_once_and_not_back) {
  begin();
  auto& ben = comes_as(1);
  auto& cem = comes_as(2);
  ben.say("entry one");
  until([&] { return cem.heard == "hello 200\nentry one\n"; });
  EXPECT_EQ(ben.heard, "hello 200\nthanks\n");
}

TEST_F(SessionsTest, what_is_written_here_goes_to_all_who_are_there) {
  begin();
  auto& ben = comes_as(1);
  world.entries.push_back("mine");
  sessions->poke_all();
  until([&] { return ben.heard == "hello 200\nentry mine\n"; });
}

TEST_F(SessionsTest, a_session_with_nothing_new_sends_nothing_and_does_nothing) {
  begin();
  auto& ben = comes_as(1);
  const auto steps = world.steps;
  for_a_while(100ms);
  EXPECT_EQ(ben.heard, "hello 200\n");
  EXPECT_LE(world.steps, steps + 1);
}

TEST_F(SessionsTest, strangers_and_nonsense_are_closed_without_a_word) {
  begin();
  auto& rude = comes();
  rude.listen();
  rude.say("what is this");
  until([&] { return rude.ended; });
  world.knows_nobody = true;
  auto& stranger = comes();
  stranger.listen();
  until([&] { return stranger.ended; });
  EXPECT_EQ(stranger.heard, "");
  EXPECT_EQ(overs, (std::vector{Over::malformed, Over::stranger}));
}

TEST_F(SessionsTest, there_is_place_for_eight_who_have_not_proven_who_they_are) {
  begin();
  for (std::size_t i = 0; i < half_open_max; ++i) {
    EXPECT_TRUE(sessions->has_place(transport::Road::direct));
    (void)comes();
  }
  EXPECT_FALSE(sessions->has_place(transport::Road::direct));
  others[3]->say("hello 1");
  until([&] { return sessions->has_place(transport::Road::direct); });
  EXPECT_EQ(sessions->count(), half_open_max);
}

TEST_F(SessionsTest, who_does_not_prove_who_they_are_in_time_is_closed) {
  begin({30ms, 60s, 5s});
  auto& nobody = comes();
  nobody.listen();
  until([&] { return nobody.ended; });
  EXPECT_EQ(overs, std::vector{Over::silent});
}

TEST_F(SessionsTest, whoever_says_nothing_keeps_nobody_waiting_for_their_place) {
  world.hears_first = true;
  Patience patience{.handshake = 1h};
  patience.silence = 30ms;
  begin(patience);
  for (std::size_t i = 1; i < half_open_max; ++i) (void)comes();
  for_a_while(60ms);
  EXPECT_TRUE(overs.empty());  // nobody waits
  auto& last = comes();
  last.listen();
  until([&] { return sessions->has_place(transport::Road::direct); });
  last.say("hello 1");
  until([&] { return !sessions->persons().empty() || last.ended; });
  EXPECT_EQ(std::ranges::count(overs, Over::silent), std::ssize(overs));
}

TEST_F(SessionsTest, who_comes_over_tor_has_longer_and_takes_no_place_of_others) {
  begin({30ms, 60s, 5s, 10s});
  come_by = transport::Road::tor;
  auto& slow = comes();
  slow.listen();
  EXPECT_EQ(sessions->count(), 1U);
  for (std::size_t i = 1; i < half_open_max; ++i) (void)comes();
  EXPECT_FALSE(sessions->has_place(transport::Road::tor));
  EXPECT_TRUE(sessions->has_place(transport::Road::direct));
  for_a_while(100ms);
  EXPECT_FALSE(slow.ended);
  slow.say("hello 1");
  until([&] { return !sessions->persons().empty(); });
}

TEST_F(SessionsTest, who_has_proven_it_may_be_silent) {
  begin({30ms, 30ms, 30ms});
  auto& ben = comes_as(1);
  for_a_while(100ms);
  EXPECT_FALSE(ben.ended);
}

TEST_F(SessionsTest, who_does_not_read_is_not_stepped_for_until_they_do) {
  begin();
  world.flood_bytes = 100'000;
  auto& ben = comes();
  ben.say("hello 1");
  until([&] { return world.steps > 0; });
  std::size_t steps = 0;
  do {
    steps = world.steps;
    for_a_while(200ms);
  } while (world.steps != steps && steps < 300);
  EXPECT_LT(steps, 300U);  // what fits into a queue and the kernel's buffers
  ben.listen();
  until([&] { return world.steps > steps + 300; });
}

TEST_F(SessionsTest, who_never_reads_is_closed) {
  begin({10s, 50ms, 5s});
  world.flood_bytes = 100'000;
  auto& ben = comes();
  ben.say("hello 1");
  until([&] { return !overs.empty(); });
  EXPECT_EQ(overs, std::vector{Over::silent});
}

TEST_F(SessionsTest, a_goodbye_that_is_answered_ends_well_and_one_that_is_not_is_a_cut) {
  begin({10s, 60s, 50ms});
  auto& ben = comes_as(1);
  auto& cem = comes_as(2);
  sessions->finish_all();
  until([&] { return ben.heard.ends_with("bye\n") && cem.heard.ends_with("bye\n"); });
  ben.say("bye");
  until([&] { return sessions->empty(); });
  EXPECT_EQ(overs, (std::vector{Over::finished, Over::cut}));
}

TEST_F(SessionsTest, a_stream_that_ends_without_a_goodbye_is_cut) {
  begin();
  auto& ben = comes_as(1);
  ben.stream.reset();
  until([&] { return sessions->empty(); });
  EXPECT_EQ(overs, std::vector{Over::cut});
}

TEST_F(SessionsTest, a_device_that_comes_again_and_again_loses_its_oldest_session) {
  begin();
  for (std::size_t i = 0; i < answered_per_device_max; ++i) (void)comes_as(1);
  EXPECT_TRUE(overs.empty());
  (void)comes_as(1);
  until([&] { return others[0]->ended; });
  EXPECT_EQ(overs, std::vector{Over::dropped});
  EXPECT_EQ(sessions->count(), answered_per_device_max);
}

TEST_F(SessionsTest, who_lists_the_device_of_another_takes_none_of_their_sessions) {
  begin();
  (void)comes_as(1);
  for (std::size_t i = 0; i < answered_per_device_max; ++i) (void)comes_as(101);
  EXPECT_TRUE(overs.empty());
  EXPECT_EQ(sessions->count(), answered_per_device_max + 1);
  auto person = PersonId{};
  auto device = DeviceId{};
  device.raw[0] = person.raw[0] = 1;
  EXPECT_TRUE(sessions->has(person, device));
  person.raw[0] = 101;
  EXPECT_TRUE(sessions->has(person, device));
  person.raw[0] = 2;
  EXPECT_FALSE(sessions->has(person, device));
}

// One person introduced them all, and is all of them; or has eight devices, each of which comes
// again and again.
TEST_F(SessionsTest, those_who_were_not_accepted_leave_places_to_others) {
  begin();
  for (std::uint8_t i = 1; i <= not_accepted_max + 1; ++i) introduced.insert(i);
  for (std::uint8_t i = 1; i <= not_accepted_max; ++i) (void)comes_as(i);
  EXPECT_TRUE(overs.empty());
  auto& other = comes();
  other.listen();
  other.say("hello " + std::to_string(not_accepted_max + 1));
  until([&] { return other.ended; });
  EXPECT_EQ(overs, std::vector{Over::dropped});
  (void)comes_as(50);
  EXPECT_EQ(sessions->count(), not_accepted_max + 1);
}

TEST_F(SessionsTest, a_person_with_many_devices_leaves_places_to_others) {
  begin();
  PersonId ben{};
  ben.raw[0] = 1;
  for (std::uint8_t i = 0; i <= answered_per_person_max; ++i) {
    DeviceId device{};
    device.raw[0] = i;
    world.known[static_cast<std::uint8_t>(100 + i)] = {ben, device};
  }
  for (std::size_t i = 0; i < answered_per_person_max; ++i) {
    (void)comes_as(static_cast<int>(100 + i));
  }
  EXPECT_TRUE(overs.empty());
  (void)comes_as(static_cast<int>(100 + answered_per_person_max));
  until([&] { return others[0]->ended; });
  EXPECT_EQ(overs, std::vector{Over::dropped});
  EXPECT_EQ(sessions->count(), answered_per_person_max);
}

TEST_F(SessionsTest, of_two_sessions_that_both_went_for_the_greater_device_ends_its_own) {
  begin();
  (void)comes_as(1);
  std::optional<transport::Stream> there;
  Other they;
  listener->accept([&](transport::Stream came) {
    they.stream.emplace(std::move(came));
    they.listen();
    they.say("hello 1");
  });
  transport::Dial dial{loop, {"127.0.0.1", listener->port()}, 10s, [&](auto reached) {
                         (void)sessions->dialled(std::move(*reached), {}, {}, Purpose::live,
                                                 transport::Road::direct,
                                                 node::AskedOrder::oldest_first);
                       }};
  until([&] { return they.heard.ends_with("bye\n"); });
  they.say("bye");
  until([&] { return !overs.empty(); });
  EXPECT_EQ(overs, std::vector{Over::finished});
  EXPECT_EQ(sessions->count(), 1U);
}

}  // namespace
}  // namespace kith::running
