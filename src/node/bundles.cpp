#include "node/bundles.hpp"

#include <algorithm>
#include <utility>

#include "base/limits.hpp"
#include "node/own_face.hpp"
#include "node/sharing.hpp"
#include "wire/card.hpp"
#include "wire/range.hpp"

namespace kith::node {
namespace {

constexpr std::size_t section_bytes_enough = 4 * 1024 * 1024;

bool is_passed_over(Refusal refusal) {
  return refusal == Refusal::bad_range || refusal == Refusal::log_full ||
         refusal == Refusal::bent_stand_in || refusal == Refusal::ignored_author ||
         refusal == Refusal::over_quota;
}

// What is the same for several readers of one log stands once in the file.
struct Part {
  std::vector<Piece> pieces;
  std::size_t first_section{};
  std::size_t sections{};
};

using PartKey = std::pair<StrandNumber, std::vector<Stretch>>;

Result<std::vector<ByteVec>, BundleRefusal> sections_of(Node& node, const Part& part,
                                                        std::uint64_t& entries) {
  std::vector<ByteVec> sections;
  std::vector<ByteVec> ranges;
  std::size_t bytes = 0;
  for (const auto& piece : part.pieces) {
    auto range =
        node.serving().range(piece.strand, piece.stretch, std::numeric_limits<std::size_t>::max());
    if (!range) return Fail{BundleRefusal::store};
    if (!*range) continue;
    entries += (*range)->next.value - piece.stretch.from.value;
    bytes += (*range)->bytes.size();
    ranges.push_back(std::move((*range)->bytes));
    if (bytes >= section_bytes_enough) {
      sections.push_back(seal::join_ranges(ranges));
      ranges.clear();
      bytes = 0;
    }
  }
  if (!ranges.empty()) sections.push_back(seal::join_ranges(ranges));
  return sections;
}

ByteVec presence_for(Node& node, ByteVec face, Entropy& entropy) {
  return sync::encode_presence({node.identity().device_list,
                                {node.prekeys().newest().record},
                                node.ways(),
                                {},
                                sync::Fresh::random(entropy),
                                std::move(face),
                                false});
}

}  // namespace

Result<Step<WrittenBundle>, BundleRefusal> write_bundle(Node& node, Entropy& entropy,
                                                        const std::vector<PersonId>& persons,
                                                        WallTime now) {
  Step<WrittenBundle> step;
  auto face = node.own_face(now);
  step.commit = std::move(face.commit);
  seal::BundleDraft draft;
  draft.presence = presence_for(node, said_now(node.identity(), face.answer, now), entropy);
  std::map<PartKey, Part> parts;
  for (const auto& person : persons) {
    auto shares = shares_with(node, person);
    if (!shares) return Fail{BundleRefusal::store};
    // Their own logs they have, or get back in a session.
    std::erase_if(*shares, [&](const Share& share) {
      return node.strands().strand(share.strand).person == person;
    });
    auto pieces = lacking(node, *shares, {}, PieceOrder::oldest_first);
    if (!pieces) return Fail{BundleRefusal::store};
    std::map<StrandNumber, std::vector<Piece>> by_strand;
    for (const auto& piece : *pieces) by_strand[piece.strand].push_back(piece);
    seal::BundleReader reader;
    for (const auto& device : node.contacts().devices_of(person, now)) {
      reader.devices.push_back({device.prekey, device.pair});
    }
    for (auto& [strand, of_strand] : by_strand) {
      PartKey key{strand, {}};
      for (const auto& piece : of_strand) key.second.push_back(piece.stretch);
      auto& part = parts[key];
      if (part.pieces.empty()) {
        part.pieces = std::move(of_strand);
        auto sections = sections_of(node, part, step.answer.entries);
        if (!sections) return Fail{sections.error()};
        part.first_section = draft.sections.size();
        part.sections = sections->size();
        std::ranges::move(*sections, std::back_inserter(draft.sections));
      }
      for (std::size_t i = 0; i < part.sections; ++i) {
        reader.sections.push_back(part.first_section + i);
      }
    }
    draft.readers.push_back(std::move(reader));
  }
  auto sealed = seal::seal_bundle(draft, entropy, limits::bundle_held_bytes_max);
  if (!sealed) {
    return Fail{sealed.error() == seal::DraftError::nobody ? BundleRefusal::nobody
                                                           : BundleRefusal::too_large};
  }
  step.answer.file = std::move(sealed->file);
  for (std::size_t i = 0; i < persons.size(); ++i) {
    if (!sealed->reached[i]) step.answer.unreached.push_back(persons[i]);
  }
  return step;
}

// Each secret that I share with someone, and each that nobody used, is tried; base mode is
// nobody's.
Result<BundleReading, seal::BundleError> BundleReading::open(const Node& node, ByteView file) {
  auto bundle = seal::OpenBundle::read(file);
  if (!bundle) return Fail{bundle.error()};
  std::vector<const seal::PairSecret*> pairs;
  std::vector<std::optional<PersonId>> owners;
  for (const auto& [person, contact] : node.contacts().all()) {
    if (!node.contacts().knows(person)) continue;
    if (contact.pair) {
      pairs.push_back(&*contact.pair);
      owners.emplace_back(person);
    }
    for (const auto& secret : contact.opens) {
      pairs.push_back(&secret);
      owners.emplace_back(person);
    }
  }
  for (const auto& secret : node.cards().unused()) {
    pairs.push_back(&secret);
    owners.emplace_back(std::nullopt);
  }
  std::vector<seal::OwnPrekey> prekeys;
  for (const auto& kept : node.prekeys().all()) {
    prekeys.push_back({kept.own.device, kept.own.counter, kept.own.secret.clone()});
  }
  BundleReading reading{std::move(*bundle)};
  for (auto& found : reading.bundle_.find(prekeys, pairs)) {
    const auto presence = sync::decode_presence(found.manifest.presence);
    const auto list = presence ? wire::open_device_list(presence->device_list)
                               : Fail{wire::RecordError::malformed};
    if (!found.pair || !list || !node.contacts().knows(list->person)) continue;
    const auto& owner = owners[*found.pair];
    if (owner && *owner != list->person) continue;  // another's secret: not who they say
    reading.letters_.push_back(
        {list->person, pair_id(pairs[*found.pair]->view()), std::move(found.manifest)});
  }
  return reading;
}

// A face that comes after one that was said later tells nothing; one said by a clock ahead of mine
// keeps none back.
BundleReading::Turn BundleReading::hear(Node& node, Letter& letter, WallTime now) {
  letter.heard = true;
  const auto presence = sync::decode_presence(letter.manifest.presence);
  // Whoever introduced the two knows a secret of theirs, and could write this: what counts is
  // signed.
  const auto face =
      presence->face ? wire::open_face(*presence->face) : Fail{wire::RecordError::malformed};
  const auto* contact = node.contacts().find(letter.sender);
  const auto held =
      contact != nullptr ? wire::open_face(contact->face) : Fail{wire::RecordError::malformed};
  const bool comes_late = held && held->made <= now && face && face->made < held->made;
  const bool news = face && face->person == letter.sender && !comes_late;
  Heard heard{presence->device_list,
              {},
              news ? face->ways : std::vector<std::string>{},
              news ? *presence->face : ByteVec{},
              letter.used,
              {},
              std::nullopt};
  for (const auto& record : presence->prekeys) {
    if (wire::open_prekey(record)) heard.prekeys.push_back(record);
  }
  return {node.heard_from(letter.sender, heard).commit, 0, false, std::nullopt};
}

// Each section once for the whole file, whether it opened or not: many letters that name one
// section must not make a reader decrypt it as often.
void BundleReading::take_section(Letter& letter) {
  const auto& ref = letter.manifest.sections[letter.next_section++];
  if (taken_[ref.place]) return;
  taken_[ref.place] = true;
  const auto section = bundle_.section(ref);
  const auto ranges = section ? seal::split_ranges(*section) : Fail{section.error()};
  if (!ranges) {
    letter.next_section = letter.manifest.sections.size();  // what came before is kept
    return;
  }
  for (auto range = ranges->rbegin(); range != ranges->rend(); ++range) {
    ranges_.emplace_back(range->begin(), range->end());
  }
}

// As in a session: beyond the limit it waits for a bundle that says sooner whose it is.
void BundleReading::keep_aside(ByteVec range) {
  if (aside_bytes_ + range.size() > limits::kept_aside_bytes_max) return;
  aside_bytes_ += range.size();
  aside_.push_back(std::move(range));
}

BundleReading::Turn BundleReading::step(Node& node, WallTime now) {
  while (true) {
    if (!ranges_.empty()) {
      auto bytes = std::move(ranges_.back());
      ranges_.pop_back();
      auto taken = node.take_range(bytes, now,
                                   letter_ < letters_.size() ? &letters_[letter_].sender : nullptr);
      if (taken) {
        retrying_ = retrying_ && taken->answer.fresh == 0;
        return {std::move(taken->commit), taken->answer.fresh, false, std::nullopt};
      }
      if (taken.error() == Refusal::unknown_log) {
        keep_aside(std::move(bytes));
        continue;
      }
      if (taken.error() == Refusal::over_quota) {
        Batch told;
        node.quotas().keep_refusals(told);
        if (!told.empty()) {
          return {std::move(told), 0, false, std::nullopt};
        }
      }
      if (is_passed_over(taken.error())) continue;
      return {{}, 0, true, taken.error()};
    }
    if (letter_ < letters_.size()) {
      auto& letter = letters_[letter_];
      if (!letter.heard) return hear(node, letter, now);
      if (letter.next_section < letter.manifest.sections.size()) {
        take_section(letter);
      } else {
        ++letter_;
      }
      continue;
    }
    // What a later section named may come in now; twice without anything new is the end.
    const bool again = !aside_.empty() && !retrying_ && tries_++ < limits::kept_aside_tries_max;
    if (!again) return {{}, 0, true, std::nullopt};
    retrying_ = true;
    ranges_ = std::exchange(aside_, {});
    aside_bytes_ = 0;
  }
}

}  // namespace kith::node
