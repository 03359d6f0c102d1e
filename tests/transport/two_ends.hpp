// A listener on loopback and who dials it, on one loop that ends by itself when a test hangs.
// Refuses to know any one test.
#pragma once

#include <gtest/gtest.h>

#include <optional>

#include "transport/dial.hpp"
#include "transport/listener.hpp"

namespace kith::transport::test {

class TwoEnds : public ::testing::Test {
 protected:
  static constexpr std::chrono::seconds patience{20};

  TwoEnds() {
    auto opened = Listener::tcp(loop, {"127.0.0.1", 0});
    EXPECT_TRUE(opened.has_value());
    listener.emplace(std::move(*opened));
    hung.at(loop.now() + patience, [this] {
      ADD_FAILURE() << "nothing happened for too long";
      loop.stop();
    });
  }
  /// Runs the loop until both ends are there, then goes on in `then`.
  void connect(std::function<void()> then) {
    const auto both = [this, then] {
      if (here && there) then();
    };
    listener->accept([this, both](Stream came) {
      here.emplace(std::move(came));
      both();
    });
    dial.emplace(loop, Address{"127.0.0.1", listener->port()}, patience,
                 [this, both](Result<Stream, DialError> reached) {
                   ASSERT_TRUE(reached.has_value());
                   there.emplace(std::move(*reached));
                   both();
                 });
    loop.run();
  }
  /// Reads from one end until it ends, adding to `heard`.
  void read_all(Stream& from) {
    from.read([this, &from](const Result<ByteView, StreamEnd>& read) {
      if (!read) {
        end = read.error();
        return loop.stop();
      }
      heard.insert(heard.end(), read->begin(), read->end());
      read_all(from);
    });
  }

  Loop loop;
  Timer hung{loop};
  std::optional<Listener> listener;
  std::optional<Dial> dial;
  std::optional<Stream> here;
  std::optional<Stream> there;
  ByteVec heard;
  std::optional<StreamEnd> end;
};

}  // namespace kith::transport::test
