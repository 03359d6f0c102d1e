#include "cli/terminal.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>

#include "crypto/secret.hpp"

namespace kith::cli {
namespace {

constexpr std::string_view mark = "\xef\xbf\xbd";  // U+FFFD

// What would move the cursor, ring, or turn writing around. Bytes of valid UTF-8.
std::size_t unshowable_bytes(std::string_view rest) {
  const auto first = static_cast<unsigned char>(rest.front());
  if (first < 0x20 || first == 0x7f) return 1;
  const auto byte = [&](std::size_t i) {
    return i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0U;
  };
  if (first == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) return 2;  // C1
  if (first == 0xd8 && byte(1) == 0x9c) return 2;  // U+061C, which turns as U+200E and U+200F do
  if (first != 0xe2) return 0;
  const bool embeds = byte(1) == 0x80 &&
                      ((byte(2) >= 0xa8 && byte(2) <= 0xae) || byte(2) == 0x8e || byte(2) == 0x8f);
  const bool isolates = byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9;
  return embeds || isolates ? 3 : 0;
}

std::string shown(std::string_view text, const std::string& line_feed) {
  std::string out;
  while (!text.empty()) {
    if (text.front() == '\n' || text.front() == '\t') {
      out += text.front() == '\n' ? line_feed : " ";
      text.remove_prefix(1);
    } else if (const auto bytes = unshowable_bytes(text); bytes > 0) {
      out += mark;
      text.remove_prefix(bytes);
    } else {
      out.push_back(text.front());
      text.remove_prefix(1);
    }
  }
  return out;
}

// Echo off for as long as this lives, on whatever way out.
class Silence {
 public:
  explicit Silence(int terminal) : terminal_(terminal) {
    if (tcgetattr(terminal_, &before_) != 0) return;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    active_ = tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
  }
  ~Silence() {
    if (active_) (void)tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  int terminal_;
  termios before_{};
  bool active_{};
};

}  // namespace

bool output_is_terminal() { return isatty(STDOUT_FILENO) == 1; }
bool errors_are_terminal() { return isatty(STDERR_FILENO) == 1; }

std::optional<std::string> ask_hidden(const std::string& question) {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) return std::nullopt;
  std::string typed;
  typed.reserve(1024);  // one allocation: a buffer that grows leaves what was typed behind
  bool ended = false;
  {
    const Silence silence{terminal};
    (void)!::write(terminal, question.data(), question.size());
    std::array<char, 1> c{};
    while (typed.size() < typed.capacity() && ::read(terminal, c.data(), 1) == 1) {
      ended = c[0] == '\n';
      if (ended) break;
      typed.push_back(c[0]);
    }
    (void)!::write(terminal, "\n", 1);
  }
  (void)::close(terminal);
  if (!ended) return std::nullopt;
  return typed;
}

std::string one_line(std::string_view text) { return shown(text, " "); }

std::string many_lines(std::string_view text, const std::string& indent) {
  return shown(text, "\n" + indent);
}

}  // namespace kith::cli
