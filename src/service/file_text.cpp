#include "service/file_text.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace kith::service {

Outcome<std::string> contents_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  if (!file || std::filesystem::is_directory(path) ||
      !(text << file.rdbuf() || file.peek() == EOF)) {
    return refuse("file_unread",
                  "\"" + path + "\" cannot be read; check the name and its permissions.");
  }
  return text.str();
}

}  // namespace kith::service
