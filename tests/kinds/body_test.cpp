// Bodies come back as they went in; what is not of their form is nothing.
#include "kinds/body.hpp"

#include <gtest/gtest.h>

#include "wire/cbor.hpp"

namespace kith::kinds {
namespace {

TEST(Body, of_every_kind_comes_back_as_it_went_in) {
  const std::vector<Body> bodies{Message{"beans"},
                                 Quote{"hi", "ann", std::nullopt, "irc"},
                                 Quote{"hi", std::nullopt, "12:03", std::nullopt},
                                 CircleName{CircleId{{1}}, "garden"},
                                 PersonName{PersonId{{2}}, "ben"},
                                 Tombstone{LogId{{3}}, {4}},
                                 Include{CircleId{{1}}, PersonId{{2}}, std::nullopt},
                                 Include{CircleId{{1}}, PersonId{{2}}, WallTime{7}},
                                 Part{CircleId{{1}}, PersonId{{2}}},
                                 PersonNote{PersonId{{2}}, "brings seeds"},
                                 PersonNote{PersonId{{2}}, ""}};
  for (const auto& body : bodies) {
    const auto number = static_cast<std::uint64_t>(kind_of(body));
    EXPECT_EQ(decode_body(number, encode_body(body)), body) << number;
  }
}

TEST(Body, of_another_form_is_nothing) {
  const auto text = wire::CborWriter{}.map(1).key(0).text("beans").take();
  EXPECT_FALSE(decode_body(99, text).has_value());
  EXPECT_FALSE(decode_body(0, text).has_value());
  EXPECT_FALSE(decode_body(32, text).has_value());
  EXPECT_FALSE(decode_body(1, wire::CborWriter{}.map(1).key(0).integer(5).take()).has_value());
  EXPECT_FALSE(decode_body(1, wire::CborWriter{}.text("beans").take()).has_value());
  const auto odd = wire::CborWriter{}.map(2).key(0).text("beans").key(1).integer(5).take();
  EXPECT_FALSE(decode_body(2, odd).has_value());
  EXPECT_TRUE(decode_body(1, odd).has_value());  // an unknown key of a message is passed over
}

}  // namespace
}  // namespace kith::kinds
