// Answers for people: short, aligned, coloured on a terminal alone. Refuses to know where they came
// from.
#pragma once

#include <ostream>
#include <string>

#include "service/answer.hpp"

namespace kith::cli {

struct Look {
  bool colour{};
  bool terminal{};  // long answers are cut there, and say so
};

void print_answer(std::ostream& out, const std::string& command, const service::Json& answer,
                  const Look& look);

}  // namespace kith::cli
