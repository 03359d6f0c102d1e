#include "service/thing_named.hpp"

#include "service/fields.hpp"
#include "service/names.hpp"

namespace kith::service {

node::Things things_of(OpenHome& home) {
  auto& node = home.node();
  return {node.store(), node.strands(), node.opener()};
}

Outcome<NamedThing> thing_in(OpenHome& home, const Json& request, const Progress& progress,
                             std::span<const kinds::KindNumber> kinds) {
  const auto id = needed(request, "id");
  if (!id) return Fail<Fault>{id.error()};
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto key = entry_named(home, *id);
  if (!key) return Fail<Fault>{key.error()};
  const auto things = things_of(home);
  const auto seen = things.seen(*key);
  if (!seen) return Fail<Fault>{fault_of(seen.error())};
  auto entries = things.around(*key, kinds);
  if (!entries) return Fail<Fault>{fault_of(entries.error())};
  return NamedThing{home.node().strands().strand(key->strand).circle, seen->link,
                    std::move(*entries)};
}

Outcome<std::vector<node::CircleNumber>> talks_asked(OpenHome& home, const Json& request,
                                                     const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  if (!request.contains("circle")) return all_talks(home);
  const auto talk = talk_in(home, request);
  if (!talk) return Fail<Fault>{talk.error()};
  return std::vector{*talk};
}

}  // namespace kith::service
