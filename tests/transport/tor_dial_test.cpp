// Through a tor's SOCKS port, at a local socket or at loopback: an open way carries bytes, and
// whatever else is there ends in a failure, never in a stream.
#include "tests/transport/two_ends.hpp"

namespace kith::transport {
namespace {

const Address onion_of_ana{std::string(55, 'a') + "d.onion", 7, Road::tor};
const SocksLogin login{"kith", "onion_of_ana"};

class TorDial : public test::TwoEnds {
 protected:
  // Answers each of what it hears with the next of these; then says nothing more.
  void answers(std::vector<ByteVec> words) {
    listener->accept([this, words](Stream came) {
      here.emplace(std::move(came));
      answer(words, 0);
    });
  }
  void answer(const std::vector<ByteVec>& words, std::size_t next) {
    here->read([this, words, next](const Result<ByteView, StreamEnd>& read) {
      if (!read) return;
      if (next < words.size()) here->send(words[next]);
      answer(words, next + 1);
    });
  }
  // What the dial comes to, within a second.
  std::optional<DialError> error_of(std::vector<ByteVec> words) {
    answers(std::move(words));
    std::optional<DialError> error;
    dial.emplace(loop, door(), login, onion_of_ana, std::chrono::milliseconds{300},
                 [&](Result<Stream, DialError> reached) {
                   if (!reached) error = reached.error();
                   loop.stop();
                 });
    loop.run();
    dial.reset();
    here.reset();
    loop.drain(std::chrono::milliseconds{0});  // so that it runs again
    return error;
  }
  [[nodiscard]] TorDoor door() const { return {{}, {"127.0.0.1", listener->port()}}; }
};

TEST_F(TorDial, an_open_way_carries_what_follows_and_nothing_of_it_is_lost) {
  // The reply and what comes behind it, in one piece.
  answers({{5, 2}, {1, 0}, {5, 0, 0, 1, 0, 0, 0, 0, 0, 0, 'h', 'i'}});
  dial.emplace(loop, door(), login, onion_of_ana, patience,
               [this](Result<Stream, DialError> reached) {
                 ASSERT_TRUE(reached.has_value());
                 there.emplace(std::move(*reached));
                 there->read([this](const Result<ByteView, StreamEnd>& read) {
                   ASSERT_TRUE(read.has_value());
                   EXPECT_EQ(as_text(*read), "hi");
                   loop.stop();
                 });
               });
  loop.run();
  EXPECT_TRUE(there.has_value());
}

TEST_F(TorDial, who_is_not_there_is_told_apart_from_a_tor_that_does_not_serve) {
  EXPECT_EQ(error_of({{5, 2}, {1, 0}, {5, 4, 0, 1, 0, 0, 0, 0, 0, 0}}), DialError::refused);
}

TEST_F(TorDial, a_proxy_of_another_kind_is_none) {
  EXPECT_EQ(error_of({{'H', 'T', 'T', 'P', '/', '1', '.', '1'}}), DialError::no_proxy);
}

TEST_F(TorDial, a_proxy_that_lets_everybody_in_keeps_nobody_apart) {
  EXPECT_EQ(error_of({{5, 0}}), DialError::no_proxy);
}

TEST_F(TorDial, one_that_falls_silent_is_left_at_the_limit) {
  EXPECT_EQ(error_of({}), DialError::timeout);
  EXPECT_EQ(error_of({{5, 2}, {1, 0}, {5, 0, 0, 1}}), DialError::timeout);
}

TEST_F(TorDial, nobody_at_the_port_or_at_the_socket_is_no_proxy) {
  for (const auto& nowhere : {TorDoor{{}, {"127.0.0.1", 1}}, TorDoor{"/nowhere/socks", {}},
                              TorDoor{"/nowhere/" + std::string(200, 'x') + "/socks", {}}}) {
    std::optional<DialError> error;
    dial.emplace(loop, nowhere, login, onion_of_ana, patience,
                 [&](Result<Stream, DialError> reached) {
                   ASSERT_FALSE(reached.has_value());
                   error = reached.error();
                   loop.stop();
                 });
    loop.run();
    EXPECT_EQ(error, DialError::no_proxy);
    loop.drain(std::chrono::milliseconds{0});
  }
}

}  // namespace
}  // namespace kith::transport
