#include "cli/print_recovery.hpp"

#include "cli/draw.hpp"
#include "cli/terminal.hpp"

namespace kith::cli {

using service::Json;

// The key itself stands alone on its lines, so that it can be copied.
void print_recovery_made(std::ostream& out, const Json& answer, const Look&) {
  const auto file = text_of(answer, "file");
  if (file.empty()) {
    out << text_of(answer, "key") << "\n\n"
        << "Write it down now: it is shown this once and kept nowhere here.\n";
  } else {
    out << "Your recovery key is in " << one_line(file)
        << " and nowhere else. Move it to where your home and your backups are not.\n";
  }
  out << "From each log's next entry on, what you say can be opened with it and a backup of yours, "
         "once others gave it back.\n"
         "Whoever finds it reads nothing by it alone. With a backup of yours and its passphrase, "
         "or "
         "with a home of yours, it opens what you say while it is in force, wherever a copy of "
         "that "
         "lies.\n";
  if (answer.at("replaces") == true) {
    out << "The one before is in force no more; it still opens what you said while it was.\n";
  }
}

void print_recovery_used(std::ostream& out, const Json& answer, const Look&) {
  const auto opened = answer.at("opened").get<std::uint64_t>();
  const auto closed = answer.at("unreadable").get<std::uint64_t>();
  if (opened + closed == 0) {
    out << "Nothing of yours is closed here, so there was nothing to open. If others have more of "
           "it, sync with them, then use the key again.\n";
    return;
  }
  if (opened == 0) {
    out << "It opened nothing: " << counted(closed, "entry", "entries")
        << " of your own that came back " << (closed == 1 ? "was" : "were")
        << " not said while this key was in force.\n";
  } else {
    out << counted(opened, "entry", "entries") << " of your own that came back can be read again";
    if (closed > 0) {
      out << "; " << closed << " cannot: said while this key was not in force, or what opens "
          << (closed == 1 ? "it" : "them") << " did not come yet";
    }
    out << ".\n";
  }
  if (answer.at("in_force") != true) {
    out << "This home hands nothing to that key from now on; `kith recovery make` makes another.\n";
  }
}

void print_recovery_ended(std::ostream& out, const Json&, const Look&) {
  out << "From each log's next entry on, nothing is handed to your recovery key any more. What you "
         "said while it was in force it still opens: burn the paper if you want that to end.\n";
}

}  // namespace kith::cli
