#include "node/compressed_ahead.hpp"

#include <algorithm>
#include <iterator>

namespace kith::node {

struct CompressedAhead::Some final : Meanwhile::Job {
  void run() override {
    for (auto& draft : drafts) compress(draft);
  }

  std::vector<Draft> drafts;
  bool is_done{};  // known to whoever asks, not to the work
};

CompressedAhead::CompressedAhead(std::vector<Draft> drafts, Meanwhile* meanwhile)
    : meanwhile_(drafts.size() < drafts_a_job ? nullptr : meanwhile) {
  for (std::size_t at = 0; at < drafts.size(); at += drafts_a_job) {
    const auto count = std::min(drafts_a_job, drafts.size() - at);
    const auto first = drafts.begin() + static_cast<std::ptrdiff_t>(at);
    auto some = std::make_shared<Some>();
    some->drafts.assign(std::make_move_iterator(first),
                        std::make_move_iterator(first + static_cast<std::ptrdiff_t>(count)));
    all_.push_back(std::move(some));
    if (meanwhile_ != nullptr) meanwhile_->begin(all_.back());
  }
}

Draft& CompressedAhead::at(std::size_t i) {
  auto& some = *all_.at(i / drafts_a_job);
  if (!some.is_done && meanwhile_ != nullptr) meanwhile_->await(some);
  if (!some.is_done && meanwhile_ == nullptr) some.run();
  some.is_done = true;
  return some.drafts.at(i % drafts_a_job);
}

}  // namespace kith::node
