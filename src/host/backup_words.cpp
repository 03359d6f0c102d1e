// What went wrong with a backup, in words for a person.
#include "host/backup_file.hpp"

namespace kith::host {

std::string sentence(BackupError error, const std::string& file) {
  switch (error) {
    case BackupError::file_exists:
      return "There is a file " + file + " (or " + file +
             ".part) already, and it was left as it is. Choose another name.";
    case BackupError::file_missing:
      return "There is no file or folder " + file + ". Look whether its name is right.";
    case BackupError::file_damaged:
      return file +
             " is no backup of kith, or is not whole: no home was made from it. Use another copy "
             "of "
             "it, or another backup.";
    case BackupError::file_newer:
      return file +
             " was written by a later kith, and this one would not understand it. Use that "
             "one.";
    case BackupError::wrong_passphrase:
      return "This passphrase does not open " + file +
             ". Use the one that was chosen for the backup; it may differ from the home's.";
    case BackupError::no_memory:
      return "There is not enough free memory for the passphrase of " + file +
             ". Close something and try again.";
    case BackupError::file_full:
      return "The disk has no room for " + file +
             ", and no part of it was left there. Make room, or choose another disk.";
    case BackupError::file_denied:
      return "You may not read or write " + file + ". Choose another place, or see `ls -l`.";
    case BackupError::file_io:
      break;
  }
  return "Reading or writing " + file +
         " failed. Look whether it is a plain file on a sound disk, then try again.";
}

std::string sentence(const BackupTrouble& trouble, const std::string& file,
                     const HomePlace& place) {
  if (const auto* error = std::get_if<BackupError>(&trouble)) {
    return sentence(*error, file);
  }
  return sentence(std::get<HomeError>(trouble), place);
}

}  // namespace kith::host
