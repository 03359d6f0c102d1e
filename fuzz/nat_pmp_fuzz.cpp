// Whatever a gateway answers: what is believed of it is whole, of a machine that can be reached,
// and answers the question; an answer cut anywhere, or longer, is none.
#include <string>

#include "fuzz/require.hpp"
#include "transport/nat_pmp.hpp"

using namespace kith;
using fuzz::require;

namespace {

constexpr std::size_t address_bytes = 12;

void check_address(ByteView answer) {
  const auto address = transport::address_answer(answer);
  if (!address) return;
  require(answer.size() == address_bytes);
  require(answer[0] == 0 && answer[1] == 128 && answer[2] == 0 && answer[3] == 0);
  require(address->size() >= 7 && address->size() <= 15);
  require(answer[8] != 0 && answer[8] != 127 && answer[8] < 224);
  (void)transport::is_private(*address);
}

void check_mapping(ByteView answer, std::uint16_t inside) {
  const auto mapping = transport::mapping_answer(answer, inside);
  if (!mapping) return;
  require(answer.size() == transport::nat_pmp_bytes_max);
  require(mapping->inside == inside && mapping->outside != 0 && mapping->seconds >= 60);
  // What is asked for next names what there is.
  const auto again = transport::mapping_question(*mapping);
  require(fuzz::equal(ByteView{again}.subspan(4, 4), answer.subspan(8, 4)));
}

}  // namespace

// Two bytes are the port that was asked for, the rest what is answered.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const ByteView answer{data + 2, size - 2};
  const auto inside = static_cast<std::uint16_t>(data[0] << 8 | data[1]);
  check_address(answer);
  check_mapping(answer, inside);
  if (!answer.empty()) check_mapping(answer.first(answer.size() - 1), inside);
  (void)transport::is_private({reinterpret_cast<const char*>(answer.data()), answer.size()});
  return 0;
}
