// A proposal as JSON: who said what of which version, who was not heard yet, and over whose view.
// Refuses to count, and to know what was asked.
#pragma once

#include "kinds/proposals.hpp"
#include "service/drawing.hpp"

namespace kith::service {

/// Whether I said where I stand with the newest version, with an earlier one, or not at all.
enum class MyWord { none, of_an_earlier_version, of_the_newest };
[[nodiscard]] MyWord my_word(const kinds::ProposalView& view, const PersonId& me);

/// Whether it concerns them, and they said nothing of the newest version.
[[nodiscard]] bool waits_for(const kinds::ProposalView& view, const PersonId& person);

/// There may be several; the last of them is what is shown first.
[[nodiscard]] const kinds::Version& newest_of(const kinds::ProposalView& view);

/// What a list shows of it.
[[nodiscard]] Json summary_json(OpenHome& home, node::CircleNumber talk,
                                const kinds::ProposalView& view);
/// All of it. Of people whom I muted no word is shown, and it says so where they are named.
[[nodiscard]] Json proposal_json(OpenHome& home, node::CircleNumber talk,
                                 const kinds::ProposalView& view);

}  // namespace kith::service
