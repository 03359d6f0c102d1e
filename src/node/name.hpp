// What a person may call someone or something.
#pragma once

#include <string_view>

namespace kith::node {

/// 1 to limits::name_bytes_max bytes of UTF-8 without control characters, not beginning or ending
/// with a space.
[[nodiscard]] bool is_name(std::string_view name);

}  // namespace kith::node
