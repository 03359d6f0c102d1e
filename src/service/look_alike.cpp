#include "service/look_alike.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <memory>

namespace kith::service {
namespace {

// Without what nobody sees, and with one space where several stand; ICU's skeletons keep both.
icu::UnicodeString seen(std::string_view name) {
  const auto text = icu::UnicodeString::fromUTF8({name.data(), static_cast<int>(name.size())});
  icu::UnicodeString kept;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const auto letter = text.char32At(at);
    if (u_hasBinaryProperty(letter, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) continue;
    if (u_isUWhiteSpace(letter) == 0) {
      kept.append(letter);
    } else if (!kept.isEmpty() && !kept.endsWith(u" ", 1)) {
      kept.append(u' ');
    }
  }
  return kept.trim();
}

}  // namespace

std::string look_of(std::string_view name) {
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> checker{uspoof_open(&code),
                                                                        &uspoof_close};
  icu::UnicodeString skeleton;
  const auto letters = seen(name);
  (void)uspoof_getSkeletonUnicodeString(checker.get(), 0, letters, skeleton, &code);
  std::string look;
  return U_SUCCESS(code) ? skeleton.toUTF8String(look) : letters.toUTF8String(look);
}

NamesInUse::NamesInUse(OpenHome& home) {
  const auto& node = home.node();
  const auto add = [&](const std::string& name) { by_look_[look_of(name)].push_back(name); };
  add(node.own_name());
  for (const auto& [person, contact] : node.contacts().all()) {
    if (const auto name = node.self().name_of(person)) add(*name);
  }
  for (auto& [look, names] : by_look_) std::ranges::sort(names);
}

std::vector<std::string> NamesInUse::like(const std::string& name) const {
  const auto found = by_look_.find(look_of(name));
  auto others = found == by_look_.end() ? std::vector<std::string>{} : found->second;
  std::erase(others, name);
  return others;
}

}  // namespace kith::service
