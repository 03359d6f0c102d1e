// Runs a fuzz target over files instead of hunting: `target FILE-OR-FOLDER…`. This is how a crash
// is replayed, and how every build checks the committed corpus without libFuzzer.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> inputs_under(const fs::path& place) {
  std::vector<fs::path> found;
  if (fs::is_regular_file(place)) {
    found.push_back(place);
  } else if (fs::is_directory(place)) {
    for (const auto& entry : fs::recursive_directory_iterator(place)) {
      if (entry.is_regular_file()) {
        found.push_back(entry.path());
      }
    }
  }
  std::sort(found.begin(), found.end());  // the order of a directory differs between machines
  return found;
}

void replay(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
  const std::vector<std::uint8_t> input(bytes.begin(), bytes.end());
  std::printf("%s: %zu bytes\n", path.c_str(), input.size());
  std::fflush(stdout);  // the last line names the culprit if the target stops here
  LLVMFuzzerTestOneInput(input.data(), input.size());
}

}  // namespace

int main(int count, char** words) {
  const std::uint8_t nothing = 0;
  LLVMFuzzerTestOneInput(&nothing, 0);
  std::size_t replayed = 0;
  for (int i = 1; i < count; ++i) {
    for (const auto& path : inputs_under(words[i])) {
      replay(path);
      ++replayed;
    }
  }
  std::printf("%zu inputs replayed\n", replayed);
  return 0;
}
