// The text of an address means one thing or nothing.
#include "transport/address.hpp"

#include <gtest/gtest.h>

namespace kith::transport {
namespace {

TEST(Address, names_and_numbers_are_read_and_written_back_as_they_were) {
  for (const auto* text : {"tcp:127.0.0.1:4000", "tcp:[::1]:65535", "tcp:ana.example.org:1",
                           "tcp:[2001:db8::7]:9", "tcp:my_box-2:80"}) {
    const auto address = address_of(text);
    ASSERT_TRUE(address.has_value()) << text;
    EXPECT_EQ(to_text(*address), text);
  }
  EXPECT_EQ(address_of("tcp:[::1]:7"), (Address{"::1", 7}));
}

TEST(Address, an_onion_service_is_reached_over_tor_and_never_looked_up) {
  const auto name = std::string(55, 'a') + "d";
  const auto text = "tor:" + name + ".onion:20847";
  const auto address = address_of(text);
  ASSERT_TRUE(address.has_value());
  EXPECT_EQ(address->road, Road::tor);
  EXPECT_EQ(to_text(*address), text);
  for (const auto& other :
       {"tcp:" + name + ".onion:1", std::string{"tcp:x.onion:1"}, std::string{"tcp:x.OnIoN:1"},
        std::string{"tcp:x.onion.:1"}, std::string{"tcp:onion:1"}, "tor:" + name + ":1",
        "tor:" + name + ".onion:0", "tor:" + name + ".onion", "tor:x" + name + ".onion:1",
        "tor:" + std::string(56, 'a') + ".onion:1", "tor:" + std::string(55, '1') + "d.onion:1",
        "tor:" + std::string(55, 'A') + "d.onion:1", std::string{"tor:127.0.0.1:1"}}) {
    EXPECT_FALSE(address_of(other).has_value()) << other;
  }
  EXPECT_TRUE(address_of("tcp:onion.example:1").has_value());
}

TEST(Address, other_text_is_no_address) {
  for (const auto* text : {"",
                           "tcp:",
                           "tcp::1",
                           "127.0.0.1:1",
                           "udp:127.0.0.1:1",
                           "tcp:127.0.0.1",
                           "tcp:127.0.0.1:",
                           "tcp:127.0.0.1:0",
                           "tcp:127.0.0.1:65536",
                           "tcp:127.0.0.1:01",
                           "tcp:127.0.0.1:+1",
                           "tcp:127.0.0.1: 1",
                           "tcp:127.0.0.1:1 ",
                           "tcp:127.1:1",
                           "tcp:1234:1",
                           "tcp:256.0.0.1:1",
                           "tcp:::1:1",
                           "tcp:[::1:1",
                           "tcp:[]:1",
                           "tcp:[127.0.0.1]:1",
                           "tcp:[fe80::1%eth0]:1",
                           "tcp:a..b:1",
                           "tcp:-a:1",
                           "tcp:.a:1",
                           "tcp:a b:1",
                           "tcp:a/b:1",
                           "tcp:a\n:1",
                           "TCP:a:1"}) {
    EXPECT_FALSE(address_of(text).has_value()) << text;
  }
}

TEST(Address, a_host_has_at_most_253_bytes) {
  EXPECT_TRUE(address_of("tcp:" + std::string(host_bytes_max, 'a') + ":1").has_value());
  EXPECT_FALSE(address_of("tcp:" + std::string(host_bytes_max + 1, 'a') + ":1").has_value());
}

TEST(Address, one_listens_at_a_number_and_any_port) {
  EXPECT_EQ(listening_address_of("127.0.0.1:0"), (Address{"127.0.0.1", 0}));
  EXPECT_EQ(listening_address_of("[::]:4000"), (Address{"::", 4000}));
  for (const auto* text : {"localhost:0", "tcp:127.0.0.1:0", "4000", ":4000", "127.0.0.1"}) {
    EXPECT_FALSE(listening_address_of(text).has_value()) << text;
  }
}

TEST(Address, any_stands_for_all_of_the_machine) {
  EXPECT_TRUE(is_any({"0.0.0.0", 1}));
  EXPECT_TRUE(is_any({"::", 1}));
  EXPECT_TRUE(is_any({"0::0", 1}));
  EXPECT_FALSE(is_any({"127.0.0.1", 1}));
  EXPECT_FALSE(is_any({"::1", 1}));
}

}  // namespace
}  // namespace kith::transport
