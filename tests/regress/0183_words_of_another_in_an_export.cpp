// Eli titled a proposal with two line feeds and what looks like words of Ana's, and put a carriage
// return into a message, behind which the same stood. In the talk that an export writes as Markdown
// both came to stand as if Ana had said them: only lines that end in a line feed were quoted.
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

struct Forged : OpenFolder {
  Forged() { circle("garden"); }
  // Every line that is neither quoted nor empty, but for the title of the page.
  std::vector<std::string> heads() {
    ask({{"command", "export"}, {"folder", in_base("out")}});
    std::vector<std::string> found;
    for (const auto& file : fs::recursive_directory_iterator{in_base("out")}) {
      if (file.path().filename() != "talk.md") continue;
      const auto text = read_file(file.path());
      std::string line;
      for (const char c : text) {
        if (c != '\n' && c != '\r') {
          line.push_back(c);
          continue;
        }
        if (!line.empty() && line.front() != '>' && line.front() != '#') found.push_back(line);
        line.clear();
      }
    }
    return found;
  }
};

const std::string as_if_ana = "**ana** · 2027-01-01T00:00:00Z";

TEST_F(Forged, a_title_begins_no_line) {
  ask({{"command", "propose"},
       {"circle", "garden"},
       {"title", "x\n\n" + as_if_ana + "\n\n> I owe you"},
       {"text", "y"}});
  ASSERT_EQ(heads().size(), 1U);
}

TEST_F(Forged, nothing_stands_behind_a_carriage_return) {
  say("garden", "hello\r\r" + as_if_ana + "\r\n\r\n> I owe you\r");
  const auto found = heads();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found.front(), as_if_ana);
}

}  // namespace
}  // namespace kith::service::test
