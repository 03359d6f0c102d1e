// In what order the pieces go that somebody lacks, where the newest are asked for first.
#include "node/piece_order.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kith::node {
namespace {

// One letter a piece: "." goes on, "o" opens an epoch; logs are numbered from 1.
LackedStretch stretch(std::uint8_t log, std::uint64_t from, const std::string& shape,
                      bool hands_over = false) {
  LackedStretch lacked;
  for (const char letter : shape) {
    LogId id;
    id.raw[0] = log;
    lacked.pieces.push_back({id, {log}, {{from}, {from + 1}}});
    lacked.opens_epoch.push_back(letter == 'o');
    ++from;
  }
  lacked.hands_over = hands_over;
  return lacked;
}

std::string order(const std::vector<std::vector<LackedStretch>>& of_logs) {
  std::string said;
  for (const auto& piece : newest_first(of_logs)) {
    said += (said.empty() ? "" : " ") + std::to_string(piece.strand.value) + ":" +
            std::to_string(piece.stretch.from.value);
  }
  return said;
}

TEST(PieceOrder, goes_backwards_behind_what_hands_the_log_over) {
  EXPECT_EQ(order({{stretch(1, 10, "oooo", true)}}), "1:10 1:13 1:12 1:11");
  EXPECT_EQ(order({{stretch(1, 10, "oooo")}}), "1:13 1:12 1:11 1:10");
}

TEST(PieceOrder, what_opens_an_epoch_goes_before_the_rest_of_it) {
  EXPECT_EQ(order({{stretch(1, 0, "o..o...", true)}}), "1:0 1:3 1:6 1:5 1:4 1:2 1:1");
  EXPECT_EQ(order({{stretch(1, 0, "..o..")}}), "1:2 1:4 1:3 1:1 1:0") << "what opened it is held";
}

TEST(PieceOrder, of_every_log_the_newest_goes_before_the_second_newest_of_any) {
  EXPECT_EQ(order({{stretch(1, 0, "ooo", true)}, {stretch(2, 0, "o")}, {stretch(3, 0, "oo")}}),
            "1:0 1:2 2:0 3:1 1:1 3:0");
}

TEST(PieceOrder, a_span_before_another_goes_behind_all_of_it) {
  EXPECT_EQ(order({{stretch(1, 20, "oo", true), stretch(1, 0, "o.")}}), "1:20 1:21 1:0 1:1");
}

TEST(PieceOrder, nothing_lacked_is_nothing_sent) {
  EXPECT_EQ(order({}), "");
  EXPECT_EQ(order({{}, {stretch(1, 0, "", true)}}), "");
  EXPECT_EQ(order({{stretch(1, 0, "o", true)}}), "1:0");
}

}  // namespace
}  // namespace kith::node
