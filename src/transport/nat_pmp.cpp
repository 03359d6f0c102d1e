#include "transport/nat_pmp.hpp"

#include <arpa/inet.h>

#include <array>
#include <span>

namespace kith::transport {
namespace {

constexpr std::uint8_t nat_pmp_version = 0;
constexpr std::uint8_t ask_address = 0;
constexpr std::uint8_t ask_tcp = 2;
constexpr std::uint8_t answered = 128;
constexpr std::size_t address_answer_bytes = 12;
constexpr std::size_t mapping_answer_bytes = 16;
// A gateway that grants less would be asked all the time.
constexpr std::uint32_t seconds_min = 60;

void put(ByteVec& out, std::uint32_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}
std::uint32_t number(ByteView bytes) {
  std::uint32_t value = 0;
  for (const auto byte : bytes) value = value << 8 | byte;
  return value;
}

Result<void, NatPmpError> check_head(ByteView bytes, std::uint8_t asked, std::size_t size) {
  constexpr std::size_t head_bytes = 4;
  if (bytes.size() < head_bytes || bytes[0] != nat_pmp_version || bytes[1] != answered + asked) {
    return Fail{NatPmpError::malformed};
  }
  switch (number(bytes.subspan(2, 2))) {
    case 0:
      break;
    case 3:
      return Fail{NatPmpError::no_network};
    case 4:
      return Fail{NatPmpError::full};
    default:
      return Fail{NatPmpError::refused};
  }
  if (bytes.size() != size) return Fail{NatPmpError::malformed};
  return {};
}

std::optional<std::uint32_t> number_of(const std::string& ipv4) {
  in_addr address{};
  if (::inet_pton(AF_INET, ipv4.c_str(), &address) != 1) return std::nullopt;
  return ntohl(address.s_addr);
}

struct Net {
  std::uint32_t first;
  unsigned bits;
};
bool lies_in(std::uint32_t address, std::span<const Net> nets) {
  for (const auto& net : nets) {
    if (address >> (32 - net.bits) == net.first >> (32 - net.bits)) return true;
  }
  return false;
}
// This machine's, loopback, one link's, several machines', nobody's.
constexpr std::array<Net, 4> of_nobody{
    {{0, 8}, {0x7f000000, 8}, {0xa9fe0000, 16}, {0xe0000000, 3}}};
// RFC 1918, and those that a carrier shares (RFC 6598).
constexpr std::array<Net, 4> private_nets{
    {{0x0a000000, 8}, {0xac100000, 12}, {0xc0a80000, 16}, {0x64400000, 10}}};

}  // namespace

ByteVec address_question() { return {nat_pmp_version, ask_address}; }

Result<std::string, NatPmpError> address_answer(ByteView bytes) {
  if (const auto fine = check_head(bytes, ask_address, address_answer_bytes); !fine) {
    return Fail{fine.error()};
  }
  const auto address = number(bytes.subspan(8, 4));
  if (lies_in(address, of_nobody)) return Fail{NatPmpError::malformed};
  std::array<char, INET_ADDRSTRLEN> text{};
  const in_addr raw{htonl(address)};
  return std::string{::inet_ntop(AF_INET, &raw, text.data(), text.size())};
}

ByteVec mapping_question(const PortMapping& wish) {
  ByteVec out{nat_pmp_version, ask_tcp, 0, 0};
  put(out, wish.inside, 2);
  put(out, wish.seconds == 0 ? 0 : wish.outside, 2);
  put(out, wish.seconds, 4);
  return out;
}

Result<PortMapping, NatPmpError> mapping_answer(ByteView bytes, std::uint16_t inside) {
  if (const auto fine = check_head(bytes, ask_tcp, mapping_answer_bytes); !fine) {
    return Fail{fine.error()};
  }
  const PortMapping mapping{static_cast<std::uint16_t>(number(bytes.subspan(8, 2))),
                            static_cast<std::uint16_t>(number(bytes.subspan(10, 2))),
                            number(bytes.subspan(12, 4))};
  if (mapping.inside != inside || mapping.outside == 0 || mapping.seconds < seconds_min) {
    return Fail{NatPmpError::malformed};
  }
  return mapping;
}

bool is_private(const std::string& ipv4) {
  const auto address = number_of(ipv4);
  return address && lies_in(*address, private_nets);
}

}  // namespace kith::transport
