// Names that are looked up in threads: who hangs keeps nobody waiting, and nobody hears of what was
// given up.
#include "transport/names.hpp"

#include <gtest/gtest.h>

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <condition_variable>
#include <map>
#include <mutex>

namespace kith::transport {
namespace {

using asio::ip::tcp;

// What a system knows. Whose name begins with "slow" is answered once the door is open.
class System {
 public:
  Names::Found ask(const Name& name) {
    std::unique_lock lock{mutex_};
    ++asked_;
    changed_.notify_all();
    if (name.host.starts_with("slow")) changed_.wait(lock, [&] { return open_; });
    if (name.host == "nowhere") return {};
    return {tcp::endpoint{asio::ip::make_address("127.0.0.1"), name.port}};
  }
  void open() {
    const std::scoped_lock lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }
  void await_asked(std::size_t count) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return asked_ >= count; });
  }
  [[nodiscard]] std::size_t asked() {
    const std::scoped_lock lock{mutex_};
    return asked_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t asked_{};
  bool open_{};
};

struct NamesTest : ::testing::Test {
  ~NamesTest() override { system->open(); }

  Names::Then note(const std::string& host) {
    return [this, host](const Names::Found& found) {
      heard[host] = found.empty() ? 0 : found.front().port();
    };
  }
  std::uint64_t look_up(const std::string& host, std::uint16_t port = 7) {
    return names->look_up({host, port}, note(host));
  }
  void hang_all() {
    for (std::size_t i = 0; i < names_at_once_max; ++i) look_up("slow" + std::to_string(i));
    system->await_asked(names_at_once_max);
  }
  void until_heard(std::size_t count) {
    const auto work = asio::make_work_guard(context);
    while (heard.size() < count) ASSERT_EQ(context.run_one_for(std::chrono::seconds{20}), 1U);
  }

  asio::io_context context;
  std::shared_ptr<System> system = std::make_shared<System>();  // outlives this, in its threads
  std::optional<Names> names{std::in_place, context,
                             [system = system](const Name& name) { return system->ask(name); }};
  std::map<std::string, int> heard;  // the port that was found; 0: none
};

TEST_F(NamesTest, are_told_with_their_port_or_as_unknown) {
  look_up("here", 9);
  look_up("nowhere");
  until_heard(2);
  EXPECT_EQ(heard, (std::map<std::string, int>{{"here", 9}, {"nowhere", 0}}));
}

TEST_F(NamesTest, that_hang_keep_no_other_waiting) {
  for (std::size_t i = 0; i + 1 < names_at_once_max; ++i) look_up("slow" + std::to_string(i));
  look_up("here");
  until_heard(1);
  EXPECT_TRUE(heard.contains("here"));
}

TEST_F(NamesTest, wait_where_as_many_hang_as_may_and_come_after) {
  hang_all();
  look_up("here");
  EXPECT_EQ(context.poll(), 0U);
  context.restart();
  EXPECT_EQ(system->asked(), names_at_once_max);
  system->open();
  until_heard(names_at_once_max + 1);
}

TEST_F(NamesTest, that_are_given_up_are_never_told_nor_asked_for) {
  hang_all();
  const auto waiting = look_up("waiting");
  names->forget(waiting);
  names->forget(0);
  look_up("last");
  system->open();
  until_heard(names_at_once_max);
  EXPECT_EQ(system->asked(), names_at_once_max + 1);
  EXPECT_FALSE(heard.contains("waiting"));
  EXPECT_FALSE(heard.contains("slow0"));
}

TEST_F(NamesTest, may_go_while_somebody_hangs) {
  hang_all();
  look_up("here");
  names.reset();
  system->open();
  context.restart();
  EXPECT_EQ(context.run_for(std::chrono::milliseconds{20}), 0U);
  EXPECT_TRUE(heard.empty());
}

TEST(NamesOfTheSystem, are_those_that_it_knows) {
  const auto found = Names::ask_system({"localhost", 80});
  ASSERT_FALSE(found.empty());
  for (const auto& endpoint : found) {
    EXPECT_TRUE(endpoint.address().is_loopback());
    EXPECT_EQ(endpoint.port(), 80);
  }
  EXPECT_TRUE(Names::ask_system({std::string(300, 'a'), 80}).empty());
}

}  // namespace
}  // namespace kith::transport
