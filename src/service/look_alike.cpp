#include "service/look_alike.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <memory>

namespace kith::service {
namespace {

constexpr UChar32 braille_blank = 0x2800;  // a letter by its properties, and empty

// Without what nobody sees, and with one space where several stand; ICU's skeletons keep both.
icu::UnicodeString seen(std::string_view name) {
  const auto text = icu::UnicodeString::fromUTF8({name.data(), static_cast<int>(name.size())});
  icu::UnicodeString kept;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const auto letter = text.char32At(at);
    if (u_hasBinaryProperty(letter, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) continue;
    if (u_isUWhiteSpace(letter) == 0 && letter != braille_blank) {
      kept.append(letter);
    } else if (!kept.isEmpty() && !kept.endsWith(u" ", 1)) {
      kept.append(u' ');
    }
  }
  return kept.trim();
}

icu::UnicodeString skeleton_of(const icu::UnicodeString& letters) {
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> checker{uspoof_open(&code),
                                                                        &uspoof_close};
  icu::UnicodeString skeleton;
  (void)uspoof_getSkeletonUnicodeString(checker.get(), 0, letters, skeleton, &code);
  return U_SUCCESS(code) ? skeleton : letters;
}

// Of one case, and of one width, too: letters made for Chinese type have the looks of others.
icu::UnicodeString in_small(const icu::UnicodeString& letters) {
  UErrorCode code = U_ZERO_ERROR;
  const auto* folding = icu::Normalizer2::getNFKCCasefoldInstance(code);
  if (U_FAILURE(code)) return letters;
  const auto small = folding->normalize(letters, code);
  return U_SUCCESS(code) ? small : letters;
}

std::string to_utf8(const icu::UnicodeString& letters) {
  std::string text;
  return letters.toUTF8String(text);
}

}  // namespace

std::set<std::string> looks_of(std::string_view name) {
  const auto letters = seen(name);
  const auto skeleton = skeleton_of(letters);
  return {to_utf8(skeleton), to_utf8(skeleton_of(in_small(letters))),
          to_utf8(skeleton_of(in_small(skeleton)))};
}

bool look_alike(std::string_view one, std::string_view other) {
  const auto looks = looks_of(one);
  return std::ranges::any_of(looks_of(other),
                             [&](const std::string& look) { return looks.contains(look); });
}

NamesInUse::NamesInUse(OpenHome& home) {
  const auto& node = home.node();
  const auto add = [&](const std::string& name) {
    for (const auto& look : looks_of(name)) by_look_[look].insert(name);
  };
  add(node.own_name());
  for (const auto& [person, contact] : node.contacts().all()) {
    if (const auto name = node.self().name_of(person)) add(*name);
  }
}

std::vector<std::string> NamesInUse::like(const std::string& name) const {
  std::set<std::string> others;
  for (const auto& look : looks_of(name)) {
    const auto found = by_look_.find(look);
    if (found != by_look_.end()) others.insert(found->second.begin(), found->second.end());
  }
  others.erase(name);
  return {others.begin(), others.end()};
}

}  // namespace kith::service
