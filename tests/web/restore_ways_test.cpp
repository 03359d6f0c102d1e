// A home that comes back from its backup through the page.
#include "host/backup_file.hpp"
#include "service/requests.hpp"
#include "tests/web/served_page.hpp"

namespace kith::web {
namespace {

using test::Heard;
using test::Json;
using test::ServedPage;

class RestoreWaysTest : public ServedPage {
 protected:
  RestoreWaysTest() {
    serve_and_enter();
    auto made = service::OpenHome::create({base + "/old", base + "/state", "machine one"},
                                          host::KeyFile{}, "ana", host::test::quick);
    const auto& old = *made;
    (void)service::handle(*old, {{"command", "circle new"}, {"name", "garden"}});
    (void)service::handle(*old, {{"command", "say"}, {"circle", "garden"}, {"text", "kept"}});
    const auto secret = host::test::phrase("the copy");
    EXPECT_TRUE(host::write_backup(old->home(), base + "/copy", secret, host::test::quick));
    file = host::test::read_file(base + "/copy");
  }
  Heard hand_over(const std::string& bytes) {
    return post_bytes("restore/file", bytes,
                      "Content-Type: application/octet-stream\r\n" + cookie_line());
  }
  [[nodiscard]] bool something_lies_about() const {
    return std::filesystem::exists(wishes.place.folder + ".restoring");
  }

  std::string file;
};

TEST_F(RestoreWaysTest, a_home_comes_back_from_its_backup) {
  ASSERT_EQ(hand_over(file).code, 200);
  const auto wrong = post("restore", {{"passphrase", "another"}});
  expect_fault(wrong, 423);
  EXPECT_EQ(wrong.json().at("code"), "wrong_passphrase");
  EXPECT_EQ(wrong.body.find("restoring"), std::string::npos);
  // The file is still there for the right one.
  const auto made = post("restore", {{"passphrase", "the copy"}, {"new_passphrase", "a new one"}});
  ASSERT_EQ(made.code, 200) << made.body;
  EXPECT_EQ(made.json().at("name"), "ana");
  EXPECT_EQ(state(), "open");
  EXPECT_FALSE(something_lies_about());
  EXPECT_EQ(answer("read", {{"circle", "garden"}}).back().at("text"), "kept");
  (void)answer("lock");
  (void)answer("unlock", {{"passphrase", "a new one"}});
  expect_fault(hand_over(file), 409);
  expect_fault(post("restore", {{"passphrase", "the copy"}}), 409);
}

TEST_F(RestoreWaysTest, what_is_no_backup_makes_no_home) {
  expect_fault(post("restore", {{"passphrase", "the copy"}}), 409);
  expect_fault(post("restore"), 400);
  ASSERT_EQ(hand_over("no backup at all").code, 200);
  const auto heard = post("restore", {{"passphrase", "the copy"}});
  expect_fault(heard, 409);
  EXPECT_EQ(heard.json().at("code"), "backup_damaged");
  EXPECT_EQ(state(), "none");
  ASSERT_EQ(hand_over(file).code, 200);
  EXPECT_EQ(post("restore", {{"passphrase", "the copy"}}).code, 200);
}

}  // namespace
}  // namespace kith::web
