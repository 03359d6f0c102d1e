// Bundles in files, as a stick brings them: what is too large to be held is refused before any of
// it is read.
#include "base/limits.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

class BundleFiles : public OpenFolder {
 protected:
  // Of so many bytes, none of which lies on the disk.
  std::string file_of(std::uint64_t bytes) {
    write_file(in_base("stick"), "kith bundle 1\n");
    fs::resize_file(in_base("stick"), bytes);
    return in_base("stick");
  }
};

TEST_F(BundleFiles, of_more_bytes_than_are_held_are_refused_unread) {
  expect_refused({{"command", "bundle read"}, {"file", file_of(limits::bundle_held_bytes_max + 1)}},
                 Status::refused, "larger than the 256 MiB");
  expect_refused({{"command", "bundle read"}, {"file", file_of(limits::bundle_held_bytes_max)}},
                 Status::refused, "cut short");
  expect_refused({{"command", "bundle read"}, {"file", file_of(limits::bundle_held_bytes_max - 1)}},
                 Status::refused, "cut short");
}

}  // namespace
}  // namespace kith::service::test
