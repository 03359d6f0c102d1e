#include "service/search.hpp"

#include <algorithm>

#include "node/search.hpp"
#include "service/entry_json.hpp"
#include "service/fields.hpp"
#include "service/talk.hpp"

namespace kith::service {
namespace {

constexpr std::uint64_t shown_by_itself = 50;
constexpr std::uint64_t worded_at_once = 500;  // the rest with the next answers, or by the node

}  // namespace

Answer search(OpenHome& home, const Json& request, const Progress& progress) {
  const auto words = needed(request, "words");
  if (!words) return Fail<Fault>{words.error()};
  node::Asked asked{*words};
  if (request.contains("circle")) {
    const auto named = talk_in(home, request);
    if (!named) return Fail<Fault>{named.error()};
    asked.circle = *named;
  }
  const auto before = entry_in(home, request, "before");
  if (!before) return Fail<Fault>{before.error()};
  if (const auto some = home.catch_up(worded_at_once, node::Findable::by_words, progress); !some) {
    return Fail<Fault>{some.error()};
  }
  const auto waiting = home.waiting();
  if (!waiting) return Fail<Fault>{waiting.error()};
  auto& node = home.node();
  asked.before = *before;
  asked.count =
      std::min(number_in(request, "last").value_or(shown_by_itself), entries_an_answer_max);
  if (!flag_in(request, "muted")) {
    asked.not_seen = [&node](const node::StrandRecord& strand) {
      return node.self().is_muted(strand.person, node.strands().id_of(strand.circle));
    };
  }
  const auto view = node.view();
  const auto found = node::Search{node.store(), node.strands(), node.opener(), view}.step(asked);
  if (!found) return Fail<Fault>{fault_of(found.error())};
  auto next = Json(nullptr);
  if (found->next) {
    const auto link = node.opener().link_of(*found->next);
    if (!link) return Fail<Fault>{fault_of(node::Refusal::store_damaged)};
    next = to_hex(reference_of(*link).view());
  }
  return Json{{"entries", entries_json(home, found->entries)},
              {"next", std::move(next)},
              {"waiting", *waiting}};
}

}  // namespace kith::service
