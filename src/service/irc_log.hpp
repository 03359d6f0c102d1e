// Reads an IRC log as it was kept by someone's client, and the links between its lines. Knows those
// forms only.
//
//   [03:21] <nick> text        a message
//   [03:21] -nick:#channel- …  and every other line: kept as it stands
//   a b -                      in the file of answers: line b answers line a, counted from 0
#pragma once

#include "node/node.hpp"
#include "service/answer.hpp"

namespace kith::service {

/// Every line one thing brought, in order. Bytes that are no UTF-8 are taken for Latin-1.
/// Errors: a line that is longer than an entry.
[[nodiscard]] Outcome<std::vector<node::Brought>> read_irc(std::string_view log,
                                                           const std::string& source);

/// Adds the answers. A line that answers itself begins something; at most 8 answers a line are
/// kept. Errors: a line that is not of the form, or names lines that are not there.
[[nodiscard]] Outcome<void> read_answers(std::string_view answers,
                                         std::vector<node::Brought>& brought);

}  // namespace kith::service
