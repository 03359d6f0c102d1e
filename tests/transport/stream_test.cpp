// Streams over loopback: order, back-pressure, both ways to go.
#include "transport/stream.hpp"

#include "tests/transport/two_ends.hpp"

namespace kith::transport {
namespace {

using StreamTest = test::TwoEnds;

ByteVec pattern(std::size_t bytes) {
  ByteVec made(bytes);
  for (std::size_t i = 0; i < bytes; ++i) made[i] = static_cast<std::uint8_t>(i * 7 + i / 251);
  return made;
}

TEST_F(StreamTest, all_that_was_sent_before_leaving_arrives_in_order) {
  const auto all = pattern(5'000'000);
  connect([&] {
    read_all(*there);
    for (std::size_t at = 0; at < all.size(); at += 50'000) {
      here->send({all.begin() + static_cast<std::ptrdiff_t>(at),
                  all.begin() + static_cast<std::ptrdiff_t>(at) + 50'000});
    }
    std::move(*here).leave();
  });
  EXPECT_EQ(end, StreamEnd::ended);
  EXPECT_EQ(heard, all);
}

TEST_F(StreamTest, leaving_with_bytes_unread_does_not_take_back_what_was_sent) {
  connect([&] {
    there->send(pattern(300'000));  // never read by the one who leaves
    here->send(pattern(10));
    std::move(*here).leave();
    read_all(*there);
  });
  EXPECT_EQ(end, StreamEnd::ended);
  EXPECT_EQ(heard, pattern(10));
}

TEST_F(StreamTest, who_does_not_read_leaves_no_room_until_they_do) {
  bool had_room_again = false;
  connect([&] {
    while (here->has_room()) here->send(pattern(100'000));
    EXPECT_LT(here->unsent(), unsent_bytes_max + 100'000);
    here->when_room([&] {
      had_room_again = true;
      EXPECT_TRUE(here->has_room());
      EXPECT_FALSE(heard.empty());
      loop.stop();
    });
    loop.post([&] {
      EXPECT_FALSE(had_room_again);
      read_all(*there);
    });
  });
  EXPECT_TRUE(had_room_again);
}

TEST_F(StreamTest, room_that_is_there_is_told_from_the_loop_and_not_at_once) {
  bool told = false;
  connect([&] {
    here->when_room([&] {
      told = true;
      loop.stop();
    });
    EXPECT_FALSE(told);
  });
  EXPECT_TRUE(told);
}

TEST_F(StreamTest, a_stream_that_is_gone_ends_the_other_and_calls_nobody_back) {
  connect([&] {
    here->read([](const auto&) { ADD_FAILURE() << "called after it was gone"; });
    here->when_room([] { ADD_FAILURE() << "called after it was gone"; });
    here.reset();
    read_all(*there);
  });
  EXPECT_TRUE(end.has_value());
}

TEST_F(StreamTest, sending_to_who_is_gone_breaks_the_stream_and_its_reading_says_so) {
  connect([&] {
    there.reset();
    read_all(*here);
  });
  EXPECT_TRUE(end.has_value());
  here->send(pattern(10));
  here->send(pattern(10));
  EXPECT_TRUE(here->has_room());
}

}  // namespace
}  // namespace kith::transport
