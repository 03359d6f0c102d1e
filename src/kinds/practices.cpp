#include "kinds/practices.hpp"

namespace kith::kinds {

void Practices::add(const Seen& seen) {
  const auto* practice = seen.body ? std::get_if<Practice>(&*seen.body) : nullptr;
  if (practice == nullptr) return;
  by_name_[practice->name].insert_or_assign(seen.link, Said{where_of(seen), seen.time, *practice});
}

std::vector<Practices::Kept> Practices::all() const {
  std::vector<Kept> kept;
  for (const auto& [name, said] : by_name_) {
    Replaced replaced;
    for (const auto& [link, one] : said) replaced.add(one.where, one.practice.instead);
    const auto first = static_cast<std::ptrdiff_t>(kept.size());
    for (const auto& [link, one] : said) {
      if (one.practice.text.empty() || replaced.holds(one.where, link)) continue;
      kept.push_back({link, one.where.author, one.time, one.practice});
    }
    std::sort(kept.begin() + first, kept.end(), [](const Kept& left, const Kept& right) {
      return std::pair{left.author, left.link} < std::pair{right.author, right.link};
    });
  }
  return kept;
}

std::vector<Reference> Practices::earlier(const std::string& name, const PersonId& person) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return {};
  Newest newest;
  for (const auto& [link, one] : found->second) {
    if (one.where.author == person) newest.add(one.where, one.time, link);
  }
  return newest.references();
}

}  // namespace kith::kinds
