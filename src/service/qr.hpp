// A text as the modules of a QR code, for whatever skin draws them. Refuses to know pixels and
// terminals.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace kith::service {

/// Modules around a code that stay light, ISO/IEC 18004.
inline constexpr std::size_t qr_quiet_modules = 4;

/// A square of modules, row by row, 1 dark and 0 light, without the quiet zone. Nothing where the
/// text is longer than a code holds (about 2,900 bytes).
[[nodiscard]] std::optional<std::vector<std::string>> qr_modules(const std::string& text);

}  // namespace kith::service
