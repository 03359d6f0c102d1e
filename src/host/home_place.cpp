#include "host/home_place.hpp"

#include <filesystem>
#include <system_error>

namespace kith::host {
namespace {

constexpr std::size_t machine_id_bytes_max = 256;

std::string sentence_on_locks(HomeError error, const HomePaths& paths) {
  const auto& folder = paths.folder;
  switch (error) {
    case HomeError::wrong_passphrase:
      return "This passphrase does not open the home in " + folder +
             ". Try again; nobody can open it without the right one.";
    case HomeError::other_lock:
      return "The home in " + folder +
             " is locked in another way (passphrase or key file) than the one that was tried. Use "
             "the other.";
    case HomeError::key_file_missing:
      return "The key file " + paths.key_file + " is missing, and only it opens the home in " +
             folder + ". Put it back there.";
    case HomeError::key_file_wrong:
      return "The key file " + paths.key_file + " does not open the home in " + folder +
             ": one of the two is damaged or belongs to another. Put the right one there, or "
             "restore a backup.";
    default:
      break;
  }
  return "There is a key file " + paths.key_file +
         " already, and it may be all that opens another home. Move it away, or choose another "
         "folder.";
}

}  // namespace

std::string system_machine_id() {
  const auto read = read_small("/etc/machine-id", machine_id_bytes_max);
  if (!read) {
    return {};
  }
  const auto text = as_text(*read);
  return std::string{text.substr(0, text.find('\n'))};
}

HomePaths paths_of(const std::string& folder) {
  std::error_code ignored;  // there is no current folder: the path as it was given
  const auto absolute = std::filesystem::absolute(folder, ignored);
  auto path = (ignored ? std::filesystem::path{folder} : absolute).lexically_normal().string();
  while (path.size() > 1 && path.back() == '/') {
    path.pop_back();
  }
  const auto inside = [&](const char* name) { return path + "/" + name; };
  return {
      path,           inside("keyring"), inside("home.db"), inside("copy.db"), inside("unfinished"),
      inside("lock"), inside("socket"),  inside("passing"), inside("tor"),     path + ".key"};
}

HomeError home_error_of(DiskError error) {
  switch (error) {
    case DiskError::denied:
      return HomeError::denied;
    case DiskError::full:
      return HomeError::full;
    case DiskError::missing:
    case DiskError::exists:
    case DiskError::io:
      break;
  }
  return HomeError::io;
}

HomeError home_error_of(node::StoreError error) {
  switch (error) {
    case node::StoreError::full:
      return HomeError::full;
    case node::StoreError::damaged:
      return HomeError::damaged;
    case node::StoreError::busy:
      return HomeError::busy;
    case node::StoreError::io:
      break;
  }
  return HomeError::io;
}

std::string sentence(HomeError error, const HomePlace& place) {
  const auto paths = paths_of(place.folder);
  const auto& folder = paths.folder;
  switch (error) {
    case HomeError::no_home:
      return "There is no home in " + folder +
             ". Make one with `kith init`, or name another folder with --home.";
    case HomeError::unfinished:
      return "The home in " + folder +
             " was never finished, or was being burned, when kith was cut short; nothing in it can "
             "be read. Run `kith init` or `kith burn` again.";
    case HomeError::home_exists:
      return "There is a home in " + folder +
             " already, and it was left as it is. Use it, or name another folder with --home.";
    case HomeError::folder_taken:
      return "The folder " + folder +
             " holds other things, and a home needs one of its own. Name another with --home.";
    case HomeError::wrong_passphrase:
    case HomeError::other_lock:
    case HomeError::key_file_missing:
    case HomeError::key_file_wrong:
    case HomeError::key_file_exists:
      return sentence_on_locks(error, paths);
    case HomeError::damaged:
      return "The home in " + folder +
             " is damaged: what is on the disk is not what kith wrote. Keep a copy of the folder, "
             "and restore a backup into a new one.";
    case HomeError::newer_version:
      return "The home in " + folder +
             " was written by a later kith, and this one would not understand it. Use that one.";
    case HomeError::busy:
      return "Another process has the home in " + folder +
             " open, and only one may write to it. Wait, or end that one.";
    case HomeError::full:
      return "The disk that holds " + folder +
             " is full. Nothing that was kept is lost; make room and try again.";
    case HomeError::denied:
      return "You may not read and write " + folder +
             ". It must belong to you, on a disk that can be written to; see `ls -ld`.";
    case HomeError::state_folder:
      return "The folder " + place.state_folder +
             ", by which a home notices that it was copied, cannot be read or written. See that it "
             "belongs to you and has room.";
    case HomeError::no_memory:
      return "There is not enough free memory to check the passphrase of " + folder +
             ". Close something and try again.";
    case HomeError::io:
      break;
  }
  return "Reading or writing " + folder +
         " failed. Look whether the disk is there and sound, then try again.";
}

}  // namespace kith::host
