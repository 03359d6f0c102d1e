// Who listens where, who reaches whom: over TCP and over a local socket.
#include "transport/listener.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/transport/two_ends.hpp"
#include "transport/local_call.hpp"

namespace kith::transport {
namespace {

namespace fs = std::filesystem;

using DialTest = test::TwoEnds;

class LocalSocket : public ::testing::Test {
 protected:
  LocalSocket() {
    std::string name = (fs::temp_directory_path() / "kith-socket-XXXXXX").string();
    base = ::mkdtemp(name.data());
  }
  ~LocalSocket() override {
    std::error_code ignored;
    fs::remove_all(base, ignored);
  }
  void expect_reachable(const std::string& path) {
    bool came = false;
    {
      auto listener = Listener::local(loop, path);
      ASSERT_TRUE(listener.has_value());
      struct stat file {};
      ASSERT_EQ(::stat(path.c_str(), &file), 0);
      EXPECT_EQ(file.st_mode & 0777U, 0600U);
      listener->accept([&](Stream) {
        came = true;
        loop.stop();
      });
      const auto call = LocalCall::to(path);
      ASSERT_TRUE(call.has_value());
      loop.run();
    }
    EXPECT_TRUE(came);
    EXPECT_FALSE(fs::exists(path));
    EXPECT_FALSE(LocalCall::to(path).has_value());
  }

  Loop loop;
  std::string base;
};

TEST_F(LocalSocket, is_for_its_user_alone_and_goes_away_with_its_listener) {
  expect_reachable(base + "/socket");
}

TEST_F(LocalSocket, may_lie_deeper_than_the_kernel_takes_a_path) {
  const auto deep = base + "/" + std::string(90, 'a') + "/" + std::string(90, 'b');
  fs::create_directories(deep);
  expect_reachable(deep + "/socket");
}

TEST_F(LocalSocket, that_nobody_serves_any_more_is_replaced) {
  const auto path = base + "/socket";
  {
    auto one = Listener::local(loop, path);
    fs::rename(path, base + "/kept");
  }
  fs::rename(base + "/kept", path);  // as after kill -9: a file, and nobody behind it
  EXPECT_FALSE(LocalCall::to(path).has_value());
  expect_reachable(path);
}

TEST_F(DialTest, nobody_there_is_refused) {
  const Address address{"127.0.0.1", listener->port()};
  listener.reset();
  std::optional<DialError> error;
  dial.emplace(loop, address, patience, [&](const Result<Stream, DialError>& reached) {
    ASSERT_FALSE(reached.has_value());
    error = reached.error();
    loop.stop();
  });
  loop.run();
  EXPECT_EQ(error, DialError::refused);
}

TEST_F(DialTest, a_dial_that_was_given_up_calls_nobody_back) {
  dial.emplace(loop, Address{"127.0.0.1", listener->port()}, patience,
               [](const auto&) { ADD_FAILURE() << "called after it was given up"; });
  dial.reset();
  hung.at(loop.now() + std::chrono::milliseconds{50}, [this] { loop.stop(); });
  loop.run();
}

TEST_F(DialTest, a_port_that_is_taken_is_told_from_an_address_that_is_not_ours) {
  const auto taken = Listener::tcp(loop, {"127.0.0.1", listener->port()});
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error(), ListenError::taken);
  const auto foreign = Listener::tcp(loop, {"203.0.113.7", 0});
  ASSERT_FALSE(foreign.has_value());
  EXPECT_EQ(foreign.error(), ListenError::not_ours);
}

TEST_F(DialTest, a_timer_that_was_set_anew_acts_once_at_the_later_moment) {
  int acts = 0;
  Timer timer{loop};
  const auto set = loop.now();
  timer.at(set, [&] { ++acts; });
  timer.at(set + std::chrono::milliseconds{20}, [&] {
    ++acts;
    EXPECT_GE(loop.now(), set + std::chrono::milliseconds{20});
    loop.stop();
  });
  loop.run();
  EXPECT_EQ(acts, 1);
}

}  // namespace
}  // namespace kith::transport
