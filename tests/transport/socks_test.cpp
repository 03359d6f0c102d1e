// A SOCKS5 proxy opens the way, or fails with a name, whatever it says.
#include "transport/socks.hpp"

#include <gtest/gtest.h>

namespace kith::transport {
namespace {

const Address ana{std::string(55, 'a') + "d.onion", 0x1234, Road::tor};

SocksClient client() { return {ana, {"kith", "ana"}}; }

// Feeds it all, piece by piece as it wants them.
Result<std::size_t, SocksError> feed_all(SocksClient& to, ByteView bytes) {
  std::size_t fed = 0;
  while (to.wanted() != 0 && fed + to.wanted() <= bytes.size()) {
    const auto piece = bytes.subspan(fed, to.wanted());
    fed += piece.size();
    if (const auto said = to.feed(piece); !said) return Fail{said.error()};
  }
  return fed;
}

TEST(Socks, says_name_password_and_host_and_nothing_of_what_follows_is_read) {
  auto socks = client();
  EXPECT_EQ(SocksClient::greeting(), (ByteVec{5, 1, 2}));
  const auto login = socks.feed(ByteVec{5, 2});
  ASSERT_TRUE(login.has_value());
  EXPECT_EQ(*login, (ByteVec{1, 4, 'k', 'i', 't', 'h', 3, 'a', 'n', 'a'}));
  const auto wish = socks.feed(ByteVec{1, 0});
  ASSERT_TRUE(wish.has_value());
  ByteVec wanted{5, 1, 0, 3, 62};
  wanted.insert(wanted.end(), ana.host.begin(), ana.host.end());
  wanted.insert(wanted.end(), {0x12, 0x34});
  EXPECT_EQ(*wish, wanted);
  EXPECT_EQ(socks.wanted(), 5U);
  ASSERT_TRUE(socks.feed(ByteVec{5, 0, 0, 1, 0}).has_value());
  EXPECT_EQ(socks.wanted(), 5U);
  ASSERT_TRUE(socks.feed(ByteVec{0, 0, 0, 0, 0}).has_value());
  EXPECT_EQ(socks.wanted(), 0U);
}

TEST(Socks, whatever_address_the_proxy_goes_out_by_is_passed_over_in_whole) {
  const auto rest_after = [](std::uint8_t kind, std::uint8_t first) {
    auto socks = client();
    EXPECT_TRUE(feed_all(socks, ByteVec{5, 2, 1, 0, 5, 0, 0, kind, first}).has_value());
    return socks.wanted();
  };
  EXPECT_EQ(rest_after(1, 9), 5U);
  EXPECT_EQ(rest_after(4, 9), 17U);
  EXPECT_EQ(rest_after(3, 0), 2U);
  EXPECT_EQ(rest_after(3, 255), 257U);
}

TEST(Socks, each_failure_has_a_name) {
  const auto error_of = [](const ByteVec& bytes) {
    auto socks = client();
    const auto fed = feed_all(socks, bytes);
    EXPECT_FALSE(fed.has_value());
    return fed ? SocksError::malformed : fed.error();
  };
  EXPECT_EQ(error_of({4, 2}), SocksError::malformed);
  EXPECT_EQ(error_of({5, 0}), SocksError::denied);
  EXPECT_EQ(error_of({5, 0xff}), SocksError::denied);
  EXPECT_EQ(error_of({5, 2, 5, 0}), SocksError::malformed);
  EXPECT_EQ(error_of({5, 2, 1, 1}), SocksError::denied);
  EXPECT_EQ(error_of({5, 2, 1, 0, 4, 0, 0, 1, 0}), SocksError::malformed);
  EXPECT_EQ(error_of({5, 2, 1, 0, 5, 0, 1, 1, 0}), SocksError::malformed);
  EXPECT_EQ(error_of({5, 2, 1, 0, 5, 0, 0, 2, 0}), SocksError::malformed);
  for (const auto refusal : ByteVec{1, 4, 5, 6, 0xf0, 0xff}) {
    EXPECT_EQ(error_of({5, 2, 1, 0, 5, refusal, 0, 1, 0}), SocksError::unreachable);
  }
}

}  // namespace
}  // namespace kith::transport
