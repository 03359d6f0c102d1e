// A log of somebody's client and the links between its lines, whatever stands in them: each line is
// a quote that every reader reads again as it is, and answers nothing but lines before it.
#include "base/limits.hpp"
#include "fuzz/require.hpp"
#include "service/irc_log.hpp"

using namespace kith;
using fuzz::require;

namespace {

void check(const std::vector<node::Brought>& brought) {
  for (std::size_t i = 0; i < brought.size(); ++i) {
    const auto& [quote, answers] = brought[i];
    const kinds::Body body = quote;
    const auto kind = static_cast<std::uint64_t>(kinds::kind_of(body));
    const auto again = kinds::decode_body(kind, kinds::encode_body(body));
    require(again && std::get<kinds::Quote>(*again) == quote);
    require(answers.size() <= limits::references_max);
    for (const auto answered : answers) require(answered < i);
  }
}

}  // namespace

// Up to the first zero it is the log, behind it are the answers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view whole{reinterpret_cast<const char*>(data), size};
  const auto zero = whole.find('\0');
  const auto log = whole.substr(0, zero);
  auto brought = service::read_irc(log, "a log");
  if (!brought) return 0;
  const auto lines = static_cast<std::size_t>(std::ranges::count(log, '\n'));
  require(brought->size() == lines || brought->size() == lines + 1);
  check(*brought);
  if (zero == std::string_view::npos) return 0;
  (void)service::read_answers(whole.substr(zero + 1), *brought);
  check(*brought);
  return 0;
}
