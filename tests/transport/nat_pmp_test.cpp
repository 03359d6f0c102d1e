// What a gateway may answer, byte by byte, and what is never believed of it.
#include "transport/nat_pmp.hpp"

#include <gtest/gtest.h>

namespace kith::transport {
namespace {

ByteVec address_bytes(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
  return {0, 128, 0, 0, 0, 0, 0, 9, a, b, c, d};
}
ByteVec granted() { return {0, 130, 0, 0, 0, 0, 0, 9, 0x0f, 0xc8, 0x9d, 0xd4, 0, 0, 0x1c, 0x20}; }

TEST(NatPmpTest, the_questions_are_those_of_rfc_6886) {
  EXPECT_EQ(address_question(), (ByteVec{0, 0}));
  EXPECT_EQ(mapping_question({4040, 4040, 7200}),
            (ByteVec{0, 2, 0, 0, 0x0f, 0xc8, 0x0f, 0xc8, 0, 0, 0x1c, 0x20}));
  EXPECT_EQ(mapping_question({4040, 4040, 0}), (ByteVec{0, 2, 0, 0, 0x0f, 0xc8, 0, 0, 0, 0, 0, 0}));
}

TEST(NatPmpTest, an_address_that_cannot_be_another_machines_is_no_answer) {
  EXPECT_EQ(address_answer(address_bytes(203, 0, 113, 9)), "203.0.113.9");
  for (const auto& bytes :
       {address_bytes(0, 0, 0, 0), address_bytes(127, 0, 0, 1), address_bytes(169, 254, 1, 1),
        address_bytes(224, 0, 0, 1), address_bytes(255, 255, 255, 255)}) {
    EXPECT_EQ(address_answer(bytes).error(), NatPmpError::malformed);
  }
}

TEST(NatPmpTest, a_mapping_is_of_the_port_that_was_asked_for_and_lasts_a_while) {
  EXPECT_EQ(mapping_answer(granted(), 4040), (PortMapping{4040, 40404, 7200}));
  EXPECT_FALSE(mapping_answer(granted(), 4041).has_value());
  auto short_lived = granted();
  short_lived[14] = 0;
  EXPECT_FALSE(mapping_answer(short_lived, 4040).has_value());
  auto nowhere = granted();
  nowhere[10] = nowhere[11] = 0;
  EXPECT_FALSE(mapping_answer(nowhere, 4040).has_value());
}

TEST(NatPmpTest, every_cut_and_every_flip_of_its_head_is_an_error) {
  const auto whole = granted();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(mapping_answer(ByteView{whole}.first(size), 4040).has_value()) << size;
  }
  auto longer = whole;
  longer.push_back(0);
  EXPECT_FALSE(mapping_answer(longer, 4040).has_value());
  for (std::size_t bit = 0; bit < 32; ++bit) {
    auto flipped = whole;
    flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << bit % 8));
    EXPECT_FALSE(mapping_answer(flipped, 4040).has_value()) << bit;
  }
  EXPECT_FALSE(address_answer(whole).has_value());
}

TEST(NatPmpTest, what_it_refuses_has_a_reason) {
  auto answer = granted();
  const auto why = [&](std::uint8_t code) {
    answer[3] = code;
    return mapping_answer(answer, 4040).error();
  };
  EXPECT_EQ(why(2), NatPmpError::refused);
  EXPECT_EQ(why(3), NatPmpError::no_network);
  EXPECT_EQ(why(4), NatPmpError::full);
  EXPECT_EQ(why(5), NatPmpError::refused);
  answer.resize(8);  // RFC 6886: some answer an error with the head alone
  EXPECT_EQ(why(2), NatPmpError::refused);
}

TEST(NatPmpTest, private_networks_and_those_of_carriers_are_not_the_internet) {
  for (const auto* inside : {"10.0.0.1", "172.16.0.1", "172.31.9.9", "192.168.1.1", "100.64.0.1"}) {
    EXPECT_TRUE(is_private(inside)) << inside;
  }
  for (const auto* outside : {"203.0.113.9", "172.32.0.1", "100.128.0.1", "11.0.0.1", "nonsense"}) {
    EXPECT_FALSE(is_private(outside)) << outside;
  }
}

}  // namespace
}  // namespace kith::transport
