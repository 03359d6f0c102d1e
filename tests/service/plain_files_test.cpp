// An export is what the home holds, in files that need no kith.
#include "service/plain_files.hpp"

#include <sys/stat.h>

#include "tests/service/open_folder.hpp"
#include "wire/range.hpp"

namespace kith::service::test {
namespace {

class PlainExport : public OpenFolder {
 protected:
  Json exported(const std::string& name, bool logs = false) {
    // All logs, those of my own devices with them.
    return ask({{"command", "export"}, {"folder", in_base(name)}, {"logs", logs}, {"notes", logs}});
  }
  [[nodiscard]] Json json_in(const std::string& path) const {
    return Json::parse(read_file(in_base(path)));
  }
};

TEST_F(PlainExport, holds_each_circle_as_text_and_as_data) {
  const auto garden = circle("garden");
  circle("kitchen");
  const auto question = say("garden", "beans?\nor # peas");
  say("garden", "yes", {question});
  const auto done = exported("plain");
  EXPECT_EQ(done.at("circles"), 2);
  EXPECT_EQ(done.at("entries"), 2);
  const auto index = json_in("plain/home.json");
  EXPECT_EQ(index.at("people")[0].at("name"), "ana");
  ASSERT_EQ(index.at("circles").size(), 2U);
  const auto& entry = index.at("circles")[0];
  EXPECT_EQ(entry.at("circle"), garden);
  EXPECT_EQ(entry.at("entries"), 2);
  const auto folder = "plain/" + entry.at("folder").get<std::string>();
  EXPECT_EQ(json_in(folder + "/talk.json"), ask({{"command", "read"}, {"circle", "garden"}}));
  const auto talk = read_file(in_base(folder + "/talk.md"));
  EXPECT_TRUE(talk.starts_with("# garden\n"));
  EXPECT_NE(talk.find("**ana** · "), std::string::npos);
  EXPECT_NE(talk.find("\n> beans?\n> or # peas\n"), std::string::npos);
  EXPECT_FALSE(fs::exists(in_base("plain/logs")));
}

TEST_F(PlainExport, holds_what_two_said_to_each_other) {
  auto other = created(place_of("other"));
  const auto card = ask(*other, {{"command", "card"}}).at("card");
  const auto ben = ask({{"command", "meet"}, {"card", card}, {"as", "ben"}}).at("person");
  EXPECT_EQ(exported("silent").at("ties"), 0);
  ask({{"command", "say"}, {"circle", "ben"}, {"text", "between us two"}});
  const auto done = exported("plain");
  EXPECT_EQ(done.at("circles"), 0);
  EXPECT_EQ(done.at("ties"), 1);
  EXPECT_EQ(done.at("entries"), 1);
  const auto tie = json_in("plain/home.json").at("ties")[0];
  EXPECT_EQ(tie.at("person"), ben);
  EXPECT_EQ(tie.at("name"), "ben");
  const auto folder = "plain/" + tie.at("folder").get<std::string>();
  EXPECT_EQ(json_in(folder + "/talk.json"), ask({{"command", "read"}, {"circle", "ben"}}));
  EXPECT_TRUE(read_file(in_base(folder + "/talk.md")).starts_with("# ben\n"));
}

TEST_F(PlainExport, holds_what_i_noted_of_someone_only_where_it_is_asked_for) {
  auto other = created(place_of("other"));
  const auto card = ask(*other, {{"command", "card"}}).at("card");
  ask({{"command", "meet"}, {"card", card}, {"as", "ben"}});
  ask({{"command", "note keep"}, {"person", "ben"}, {"text", "likes tea"}});
  exported("plain");
  EXPECT_EQ(read_file(in_base("plain/home.json")).find("likes tea"), std::string::npos);
  ask({{"command", "export"}, {"folder", in_base("noted")}, {"notes", true}});
  EXPECT_EQ(json_in("noted/home.json").at("people")[1].at("note"), "likes tea");
}

TEST_F(PlainExport, holds_what_takes_place_as_a_calendar) {
  circle("garden");
  circle("kitchen");
  ask({{"command", "event"},
       {"circle", "garden"},
       {"title", "Weeding"},
       {"at", "2027-03-27T18:00"},
       {"zone", "Europe/Madrid"},
       {"repeat", "weekly"}});
  exported("plain");
  const auto index = json_in("plain/home.json").at("circles");
  const auto file = [&](std::size_t i) {
    return in_base("plain/" + index.at(i).at("folder").get<std::string>() + "/events.ics");
  };
  const auto asked = ask({{"command", "calendar"}, {"circle", "garden"}}).at("text");
  EXPECT_EQ(read_file(file(0)), asked);
  EXPECT_NE(asked.get<std::string>().find("SUMMARY:Weeding"), std::string::npos);
  EXPECT_FALSE(fs::exists(file(1)));
}

TEST_F(PlainExport, is_for_nobody_elses_eyes) {
  exported("plain");
  struct stat found {};
  ASSERT_EQ(::stat(in_base("plain").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700U);
}

TEST_F(PlainExport, has_no_trace_of_what_was_forgotten) {
  circle("garden");
  const auto id = say("garden", "forget these words");
  (void)ask({{"command", "forget"}, {"id", id}});
  exported("plain", true);
  std::size_t files = 0;
  for (const auto& file : fs::recursive_directory_iterator{in_base("plain")}) {
    if (!file.is_regular_file()) continue;
    ++files;
    EXPECT_EQ(read_file(file.path()).find("these words"), std::string::npos) << file.path();
  }
  EXPECT_GE(files, 5U);
}

TEST_F(PlainExport, many_entries_of_one_moment_are_all_there_once) {
  circle("old");
  std::string log;
  for (int i = 0; i < 2300; ++i) log += "[10:00] <a> line " + std::to_string(i) + "\n";
  write_file(in_base("talk"), log);
  (void)ask({{"command", "import irc"}, {"circle", "old"}, {"file", in_base("talk")}});
  EXPECT_EQ(exported("plain").at("entries"), 2300);
  const auto folder = json_in("plain/home.json").at("circles")[0].at("folder").get<std::string>();
  EXPECT_EQ(json_in("plain/" + folder + "/talk.json"), all_of("old"));
}

TEST_F(PlainExport, names_that_no_file_system_takes_stay_apart_within_the_folder) {
  for (const auto* name :
       {"../../up", "a/b", "a\\b", "..", ".", "CON", "ümlaut", "What now? <b>*|\""}) {
    circle(name);
  }
  const auto before = std::distance(fs::directory_iterator{base}, fs::directory_iterator{});
  EXPECT_EQ(exported("plain").at("circles"), 8);
  EXPECT_EQ(std::distance(fs::directory_iterator{base}, fs::directory_iterator{}), before + 1);
  const auto index = json_in("plain/home.json");
  for (const auto& entry : index.at("circles")) {
    const auto folder = entry.at("folder").get<std::string>();
    EXPECT_TRUE(fs::exists(in_base("plain/" + folder + "/talk.md")));
    EXPECT_FALSE(folder.starts_with('.')) << folder;  // such are not shown
    // What a stick of another system does not take in a name.
    EXPECT_EQ(folder.find_first_of("<>:\"|?*"), std::string::npos) << folder;
  }
}

TEST_F(PlainExport, no_file_is_named_beyond_a_zero_byte) {
  circle("garden");
  const auto cut = in_base("cut") + std::string("\0off", 4);
  const auto refused = [&](const char* command, const char* field) {
    expect_refused(
        {{"command", command}, {field, cut}, {"circle", "garden"}, {"passphrase", "any"}},
        Status::refused, "zero byte");
  };
  refused("export", "folder");
  for (const auto* command : {"backup", "bundle write", "bundle read", "calendar", "import ics",
                              "import irc", "gather form", "recovery use", "recovery make"}) {
    refused(command, "file");
  }
  EXPECT_FALSE(fs::exists(in_base("cut")));
}

TEST_F(PlainExport, with_logs_has_ranges_that_verify_and_the_keys_to_them) {
  circle("garden");
  say("garden", "hello");
  exported("plain", true);
  std::size_t entries = 0;
  for (const auto& file : fs::directory_iterator{in_base("plain/logs")}) {
    if (file.path().extension() != ".range") continue;
    const auto bytes = read_file(file.path());
    const auto range = wire::decode_range(as_bytes(bytes));
    ASSERT_TRUE(range.has_value());
    entries += range->entries.size();
  }
  EXPECT_EQ(entries, ask({{"command", "status"}}).at("entries"));
  EXPECT_EQ(json_in("plain/logs/keys.json").at("epochs").size(), 2U);
}

TEST_F(PlainExport, a_folder_that_holds_something_is_refused_and_left_alone) {
  fs::create_directory(in_base("full"));
  write_file(in_base("full/mine"), "mine");
  expect_refused({{"command", "export"}, {"folder", in_base("full")}}, Status::refused,
                 "not empty");
  expect_refused({{"command", "export"}, {"folder", in_base("full/mine")}}, Status::refused, "");
  expect_refused({{"command", "export"}, {"folder", in_base("full/mine/below")}}, Status::refused,
                 "could not be written");
  EXPECT_EQ(std::distance(fs::directory_iterator{in_base("full")}, fs::directory_iterator{}), 1);
  EXPECT_EQ(read_file(in_base("full/mine")), "mine");
}

TEST_F(PlainExport, an_empty_folder_is_taken) {
  fs::create_directory(in_base("empty"));
  EXPECT_EQ(exported("empty").at("circles"), 0);
}

}  // namespace
}  // namespace kith::service::test
