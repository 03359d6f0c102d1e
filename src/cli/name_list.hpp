// Several names, or words, as they are typed behind one option.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::cli {

/// Between commas, without the spaces around each; a name in double quotes may hold commas:
/// `ben, "Müller, Anna"`.
[[nodiscard]] std::vector<std::string> names_typed(std::string_view typed);

}  // namespace kith::cli
