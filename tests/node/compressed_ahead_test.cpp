// Drafts that are compressed ahead come out as they would one by one, whoever does it and when.
#include "node/compressed_ahead.hpp"

#include <gtest/gtest.h>

#include <string>

#include "kinds/body.hpp"

namespace kith::node {
namespace {

// Does each job at once, or not before it is waited for.
class Elsewhere final : public Meanwhile {
 public:
  explicit Elsewhere(bool eager) : eager_(eager) {}
  void begin(std::shared_ptr<Job> job) override {
    if (eager_) job->run();
    begun_.push_back(std::move(job));
  }
  void await(const Job& job) override {
    waited_for_.push_back(&job);
    for (const auto& each : begun_) {
      if (!eager_ && each.get() == &job) each->run();
    }
  }
  [[nodiscard]] std::size_t begun() const { return begun_.size(); }
  [[nodiscard]] std::size_t waited_for() const { return waited_for_.size(); }

 private:
  bool eager_;
  std::vector<std::shared_ptr<Job>> begun_;
  std::vector<const Job*> waited_for_;
};

std::vector<Draft> lines(std::size_t count) {
  std::vector<Draft> drafts;
  for (std::size_t i = 0; i < count; ++i) {
    const auto text = "We meet at the station tomorrow morning, " + std::to_string(i) + " of us.";
    drafts.push_back(draft_of(kinds::Message{text}));
  }
  return drafts;
}

void expect_as_one_by_one(std::size_t count, Meanwhile* meanwhile) {
  CompressedAhead ahead{lines(count), meanwhile};
  auto alone = lines(count);
  for (std::size_t i = 0; i < count; ++i) {
    compress(alone[i]);
    EXPECT_TRUE(ahead.at(i).compressed);
    EXPECT_EQ(ahead.at(i).body, alone[i].body) << i << " of " << count;
  }
}

TEST(CompressedAhead, comes_out_as_one_by_one) {
  constexpr auto a_job = CompressedAhead::drafts_a_job;
  for (const std::size_t count :
       {std::size_t{0}, std::size_t{1}, a_job - 1, a_job, a_job + 1, 3 * a_job + 5}) {
    expect_as_one_by_one(count, nullptr);
    for (const bool eager : {false, true}) {
      Elsewhere elsewhere{eager};
      expect_as_one_by_one(count, &elsewhere);
      const auto jobs = count < a_job ? 0 : (count + a_job - 1) / a_job;
      EXPECT_EQ(elsewhere.begun(), jobs);
      EXPECT_EQ(elsewhere.waited_for(), jobs);
    }
  }
}

TEST(CompressedAhead, leaves_what_is_mine_and_introductions_as_they_are) {
  const std::string note = "They said that they would rather not come to the meeting on Friday.";
  for (const kinds::Body& body :
       {kinds::Body{kinds::PersonNote{{}, note}},
        kinds::Body{kinds::Introduction{{}, ByteVec(32, 6), note, {}, {}}}}) {
    auto draft = draft_of(body);
    const auto before = draft.body;
    compress(draft);
    EXPECT_EQ(draft.body, before);
  }
}

}  // namespace
}  // namespace kith::node
