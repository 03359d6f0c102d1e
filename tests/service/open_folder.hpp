// What the tests of the service share: an open home with a key file in a temporary folder, and
// short ways to ask it. Refuses to know any one test.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "service/requests.hpp"

namespace kith::service::test {

namespace fs = std::filesystem;

inline std::string read_file(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}
inline void write_file(const fs::path& path, const std::string& text) {
  std::ofstream{path, std::ios::binary | std::ios::trunc} << text;
}

/// What lay in a folder earlier lies there again. Each file is written where it lies: a home knows
/// a copy by the inodes.
inline void put_back(const fs::path& earlier, const fs::path& folder) {
  for (const auto& file : fs::recursive_directory_iterator{folder}) {
    if (file.is_directory() || fs::exists(earlier / fs::relative(file.path(), folder))) continue;
    fs::remove(file.path());
  }
  fs::copy(earlier, folder, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
}

/// As the command line shows it: one or two plain sentences, in one line.
inline void expect_sentence(const Fault& fault) {
  EXPECT_GT(fault.sentence.size(), 10U);
  EXPECT_EQ(fault.sentence.find('\n'), std::string::npos) << fault.sentence;
  EXPECT_TRUE(fault.sentence.ends_with('.') || fault.sentence.ends_with(")")) << fault.sentence;
}

class OpenFolder : public ::testing::Test {
 protected:
  OpenFolder() {
    std::string name = (fs::temp_directory_path() / "kith-service-XXXXXX").string();
    base = ::mkdtemp(name.data()) == nullptr ? "" : name;
    place = place_of("home");
    home = created(place);
  }
  ~OpenFolder() override {
    home.reset();
    std::error_code ignored;
    fs::remove_all(base, ignored);
  }

  [[nodiscard]] host::HomePlace place_of(const std::string& name) const {
    return {base + "/" + name, base + "/state", "machine one"};
  }
  [[nodiscard]] std::string in_base(const std::string& name) const { return base + "/" + name; }

  static std::unique_ptr<OpenHome> created(const host::HomePlace& where) {
    auto made = OpenHome::create(where, host::KeyFile{}, "ana");
    EXPECT_TRUE(made.has_value());
    return made ? std::move(*made) : nullptr;
  }
  static std::unique_ptr<OpenHome> opened(const host::HomePlace& where) {
    auto open = OpenHome::open(where, host::KeyFile{});
    EXPECT_TRUE(open.has_value()) << (open ? "" : open.error().sentence);
    return open ? std::move(*open) : nullptr;
  }
  void reopen() {
    home.reset();
    home = opened(place);
  }

  static Json ask(OpenHome& whom, const Json& request) {
    const auto answer = handle(whom, request);
    EXPECT_TRUE(answer.has_value()) << request.dump() << ": " << answer.error().sentence;
    return answer.value_or(Json{});
  }
  Json ask(const Json& request) { return ask(*home, request); }

  /// Refused with that status, in a sentence that holds `words`.
  void expect_refused(const Json& request, Status status, const std::string& words) {
    const auto answer = handle(*home, request);
    ASSERT_FALSE(answer.has_value()) << request.dump() << ": " << answer->dump();
    EXPECT_EQ(answer.error().status, status) << request.dump();
    expect_sentence(answer.error());
    EXPECT_NE(answer.error().sentence.find(words), std::string::npos) << answer.error().sentence;
  }

  std::string circle(const std::string& name) {
    return ask({{"command", "circle new"}, {"name", name}}).at("circle");
  }
  std::string say(const std::string& where, const std::string& text,
                  const Json& answers = Json::array()) {
    return ask({{"command", "say"}, {"circle", where}, {"text", text}, {"answers", answers}})
        .at("id");
  }
  static std::vector<std::string> texts(const Json& entries) {
    std::vector<std::string> found;
    for (const auto& entry : entries) found.push_back(entry.at("text"));
    return found;
  }
  /// All of a long talk, page by page from its beginning on.
  Json all_of(const std::string& where) {
    auto all = Json::array();
    Json request{{"command", "read"}, {"circle", where}, {"since", "1970-01-01T00:00:00Z"}};
    for (auto page = ask(request); !page.empty(); page = ask(request)) {
      for (const auto& entry : page) all.push_back(entry);
      request.erase("since");
      request["after"] = all.back().at("id");
    }
    return all;
  }
  std::vector<std::string> heard(const std::string& where) {
    return texts(ask({{"command", "read"}, {"circle", where}}));
  }

  std::string base;
  host::HomePlace place;
  std::unique_ptr<OpenHome> home;
};

}  // namespace kith::service::test
