// `kith gather`: tells line by line who of those in one place is here, that each has what they may
// have, and what is proposed, with one's own word on it. Refuses to know how they find each other.
#pragma once

#include <iosfwd>
#include <map>
#include <string>

#include "service/answer.hpp"

namespace kith::cli {

class Gathering {
 public:
  /// Tells on `out`; with `json` a document a line.
  Gathering(std::ostream& out, bool json) : out_(out), json_(json) {}

  /// A card of mine, for one who is here and whom I do not know.
  void card(const service::Json& card);
  /// As `ways` answers while a node runs.
  void people(const service::Json& ways);
  /// As `proposals` answers.
  void proposals(const service::Json& proposals);

 private:
  void tell(const char* what, const service::Json& fields, const std::string& sentence);
  void person(const service::Json& person);
  void proposal(const service::Json& proposal);

  std::ostream& out_;
  bool json_;
  std::map<std::string, std::string> before_;  // by their id: when all was exchanged last
  std::map<std::string, bool> here_;           // whether each has all by now
  std::map<std::string, std::string> shown_;   // of a proposal, what was said of it
};

}  // namespace kith::cli
