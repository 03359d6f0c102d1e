// The order in which entries are shown: the same for every reader who holds the same entries,
// however they came, and the one that docs/protocol.md §3.8 gives. Worlds are drawn from seeds.
#include <map>
#include <random>

#include "tests/people/device.hpp"
#include "tests/people/two_people.hpp"

namespace kith::node {
namespace {

using test::Device;
using test::meet;
using test::morning;
using test::Person;
using Hours = std::chrono::hours;
// An entry as §3.8 sees it.
struct Told {
  Link previous;
  std::int64_t time{};
  std::vector<Reference> references;
  CircleId circle;
  bool shown{};
};
using Story = std::map<Link, Told>;

// What an author's own device knows of what it wrote.
void tell(Device& author, Story& story) {
  for (const auto strand : author.own_strands()) {
    const auto& strands = author.node->strands();
    auto& opener = author.node->opener();
    for (Seq seq{0}; seq < strands.spans(strand).front().span.next; seq = seq.successor()) {
      const auto opened = opener.open({strand, seq});
      ASSERT_TRUE(opened.has_value());
      story[*opener.link_of({strand, seq})] = {
          *opener.link_before({strand, seq}), opened->meta.time.micros, opened->meta.references,
          strands.id_of(strands.strand(strand).circle), node::is_shown(*opened)};
    }
  }
}

// §3.8 as it stands there, over everything at once.
class Reckoning {
 public:
  explicit Reckoning(const Story& story) : story_(story) {
    for (const auto& [link, told] : story) {
      const auto& first = by_reference_.try_emplace(reference_of(link), link).first->second;
      EXPECT_LE(first, link);
    }
  }

  std::int64_t order(const Link& link) {
    if (const auto known = orders_.find(link); known != orders_.end()) return known->second;
    const auto& told = story_.at(link);
    const auto day_later = told.time + std::chrono::microseconds{Hours{24}}.count();
    auto order = told.time;
    const auto stands_after = [&](const Link& parent) {
      const auto found = story_.find(parent);
      if (found == story_.end() || found->second.circle != told.circle) return;
      order = std::max(order, std::min(this->order(parent) + 1, day_later));
    };
    stands_after(told.previous);
    for (const auto& reference : told.references) {
      const auto named = by_reference_.find(reference);
      if (named != by_reference_.end()) stands_after(named->second);
    }
    return orders_[link] = order;
  }
  /// Shown entries of a circle with their orders.
  std::vector<std::pair<std::int64_t, Link>> shown(const CircleId& circle) {
    std::vector<std::pair<std::int64_t, Link>> entries;
    for (const auto& [link, told] : story_) {
      if (told.circle == circle && told.shown) entries.emplace_back(order(link), link);
    }
    std::ranges::sort(entries);
    return entries;
  }

 private:
  const Story& story_;
  std::map<Reference, Link> by_reference_;
  std::map<Link, std::int64_t> orders_;
};

enum class Forks { none, one };
enum class Pieces { once, overlapping };  // overlapping: some of it again, cut elsewhere
// Ana, ben and cem speak in one circle, by clocks that are off, and all of it is for dan.
class World {
 public:
  World(std::uint64_t seed, Forks forks, Pieces pieces = Pieces::once)
      : random_(seed), seed_(seed) {
    for (const auto* name : {"ana", "ben", "cem"}) {
      authors_.push_back(std::make_unique<Device>(name, seed * 100 + authors_.size()));
    }
    dan_ = std::make_unique<Device>("dan", seed * 100 + 50);
    for (auto& author : authors_) meet(*author, *dan_);
    meet(*authors_[0], *authors_[1]);
    meet(*authors_[0], *authors_[2]);
    begin();
    const auto steps = below(30) + 15;
    for (std::uint64_t step = 0; step < steps; ++step) {
      if (forks == Forks::one && step == steps / 2) {
        authors_.push_back(authors_[2]->copy(seed * 100 + 60));
      }
      live(step);
      if (one_in(3)) cut();
    }
    cut();
    if (pieces == Pieces::overlapping) {
      for (auto& author : authors_) serve_again(*author);
    }
    for (auto& author : authors_) tell(*author, story_);
  }

  [[nodiscard]] const Story& story() const { return story_; }
  [[nodiscard]] const CircleId& garden() const { return garden_; }
  [[nodiscard]] const CircleId& kitchen() const { return kitchen_; }

  /// A dan to whom all pieces came in an order of their own.
  std::unique_ptr<Device> reader(std::uint64_t number) {
    auto dan = dan_->copy(seed_ * 100 + 70 + number);
    auto pieces = pieces_;
    std::ranges::shuffle(pieces, random_);
    while (!pieces.empty()) {
      std::vector<ByteVec> early;  // without the papers of their log
      for (const auto& piece : pieces) {
        auto taken = dan->node->take_range(piece, morning);
        if (!taken) {
          EXPECT_EQ(taken.error(), Refusal::unknown_log);
          early.push_back(piece);
          continue;
        }
        (void)dan->take(std::move(taken));
        if (one_in(4)) (void)dan->index(below(7) + 1);
        if (one_in(8)) index_all(*dan);
        if (one_in(12)) dan->reopen();
      }
      EXPECT_LT(early.size(), pieces.size());
      if (early.size() == pieces.size()) break;
      pieces = std::move(early);
    }
    index_all(*dan);
    return dan;
  }

 private:
  std::uint64_t below(std::uint64_t end) { return random_() % end; }
  bool one_in(std::uint64_t chances) { return below(chances) == 0; }

  void index_all(Device& device) {
    while (device.index(below(20) + 1)) {
    }
  }
  // Dan is the first whom each includes, so that he hears all of it.
  void begin() {
    auto& ana = *authors_[0];
    const auto garden = ana.take(ana.node->new_circle("garden", morning));
    const auto kitchen = ana.take(ana.node->new_circle("kitchen", morning));
    garden_ = ana.node->strands().id_of(garden);
    kitchen_ = ana.node->strands().id_of(kitchen);
    include_dan(ana, garden_);
    include_dan(ana, kitchen_);
    for (std::size_t i = 1; i < authors_.size(); ++i) {
      (void)ana.take(ana.node->include(garden, {authors_[i]->node->person()}, {}, morning));
    }
    const auto first = ana.cut();
    for (std::size_t i = 1; i < authors_.size(); ++i) {
      auto& author = *authors_[i];
      for (const auto& piece : first) {
        if (auto taken = author.node->take_range(piece, morning)) {
          (void)author.take(std::move(taken));
        }
      }
      include_dan(author, garden_);
    }
    pieces_ = first;
  }
  void include_dan(Device& author, const CircleId& circle) {
    const auto number = *author.node->strands().number_of(circle);
    (void)author.take(author.node->include(number, {dan_->node->person()}, {}, morning));
  }
  void live(std::uint64_t step) {
    auto& author = *authors_[below(authors_.size())];
    if (one_in(30)) (void)author.take(author.node->retire_logs());
    if (one_in(10)) grow_or_shrink(author);
    const bool cooks = &author == authors_[0].get() && one_in(5);
    const auto circle = *author.node->strands().number_of(cooks ? kitchen_ : garden_);
    std::vector<Reference> answers;
    while (!said_.empty() && answers.size() < 4 && !one_in(2)) {
      const auto back = below(std::min<std::size_t>(said_.size(), one_in(4) ? 40 : 5));
      const auto answer = one_in(20) ? Reference{{7}} : said_[said_.size() - 1 - back];
      if (std::ranges::count(answers, answer) == 0) answers.push_back(answer);
    }
    const auto text = "word " + std::to_string(step);
    const auto saying = test::to_all(*author.node, circle, text, answers, clock(step));
    const auto said = author.take(author.node->say(circle, saying, clock(step)));
    said_.push_back(reference_of(said.link));
  }
  // Another hears the author from here on, or does no more: epochs begin, audiences grow within
  // them.
  void grow_or_shrink(Device& author) {
    const auto garden = *author.node->strands().number_of(garden_);
    for (const auto& [person, contact] : author.node->contacts().all()) {
      if (person == dan_->node->person() || one_in(2)) continue;
      (void)author.take(one_in(3) ? author.node->part(garden, {person}, {}, morning)
                                  : author.node->include(garden, {person}, {}, morning));
    }
  }
  // Ten minutes a step, more or less; now and then weeks ahead, or days behind.
  WallTime clock(std::uint64_t step) {
    auto now = morning + std::chrono::minutes{10 * step};
    now = now + std::chrono::minutes{below(600)} - std::chrono::minutes{below(600)};
    if (one_in(8)) now = now + Hours{24 * (below(45) + 1)};
    if (one_in(8)) now = now - Hours{24 * below(5)};
    return one_in(3) ? WallTime{now.micros / 600'000'000 * 600'000'000} : now;  // ties
  }
  void cut() {
    for (auto& author : authors_) {
      for (auto& piece : author->cut()) pieces_.push_back(std::move(piece));
    }
  }
  void serve_again(Device& author) {
    for (const auto strand : author.own_strands()) {
      const auto end = author.node->strands().spans(strand).front().span.next.value;
      for (int time = 0; time < 3; ++time) {
        pieces_.push_back(*test::range_from(*author.node, strand, {below(end)}));
      }
    }
  }

  std::mt19937_64 random_;
  std::uint64_t seed_;
  std::vector<std::unique_ptr<Device>> authors_;
  std::unique_ptr<Device> dan_;
  CircleId garden_;
  CircleId kitchen_;
  std::vector<Reference> said_;
  std::vector<ByteVec> pieces_;
  Story story_;
};

std::vector<std::pair<std::int64_t, Link>> shown_to(Device& reader, const CircleId& circle) {
  std::vector<std::pair<std::int64_t, Link>> shown;
  const auto number = reader.node->strands().number_of(circle);
  EXPECT_TRUE(number.has_value());
  if (!number) return shown;
  const auto entries = reader.node->view().last(*number, 10'000);
  EXPECT_TRUE(entries.has_value()) << "refusal " << static_cast<int>(entries.error());
  if (!entries) return shown;
  for (const auto& entry : *entries) {
    EXPECT_TRUE(entry.body.has_value());
    shown.emplace_back(entry.order, entry.link);
  }
  return shown;
}

// Whether a reader holds an entry, and opens it.
std::string where(Device& reader, const Link& link) {
  for (const auto circle : reader.node->circles()) {
    for (const auto strand : reader.node->strands().of_circle(circle)) {
      for (const auto& span : reader.node->strands().spans(strand)) {
        for (auto seq = span.span.from; seq < span.span.next; seq = seq.successor()) {
          if (reader.node->opener().link_of({strand, seq}) != link) continue;
          return "strand " + std::to_string(strand.value) + ", seq " + std::to_string(seq.value) +
                 (reader.node->opener().open({strand, seq}) ? ", opened" : ", closed");
        }
      }
    }
  }
  return "not held";
}

// What is wrong with what a reader is shown, in a few words; nothing where nothing is.
std::string difference(Device& reader, const std::vector<std::pair<std::int64_t, Link>>& shown,
                       const std::vector<std::pair<std::int64_t, Link>>& due) {
  if (shown == due) return {};
  std::map<Link, std::int64_t> orders;
  for (const auto& [order, link] : shown) orders[link] = order;
  std::string words;
  for (const auto& [order, link] : due) {
    const auto found = orders.find(link);
    if (found != orders.end() && found->second == order) continue;
    words += to_hex(link.view()).substr(0, 8) +
             (found == orders.end() ? " is not shown"
                                    : " is off by " + std::to_string(found->second - order)) +
             ", where it stands: " + where(reader, link) + "\n";
  }
  return words.empty() ? "ties are in another order" : words;
}

void expect_one_order(std::uint64_t first_seed, std::uint64_t worlds, Forks forks,
                      Pieces pieces = Pieces::once) {
  constexpr std::uint64_t readers = 4;
  for (auto seed = first_seed; seed < first_seed + worlds; ++seed) {
    SCOPED_TRACE("SEED=" + std::to_string(seed));
    World world{seed, forks, pieces};
    Reckoning reckoning{world.story()};
    for (std::uint64_t number = 0; number < readers; ++number) {
      const auto reader = world.reader(number);
      for (const auto& circle : {world.garden(), world.kitchen()}) {
        EXPECT_EQ(difference(*reader, shown_to(*reader, circle), reckoning.shown(circle)), "")
            << "reader " << number;
      }
    }
  }
}

TEST(DisplayOrder, every_reader_has_the_order_of_the_page_whatever_comes_first) {
  expect_one_order(1, 30, Forks::none);
}

TEST(DisplayOrder, both_stories_of_a_forked_log_have_one_order_for_every_reader) {
  expect_one_order(1001, 30, Forks::one);
}

TEST(DisplayOrder, pieces_of_two_stories_that_overlap_and_come_twice_change_nothing) {
  expect_one_order(2001, 20, Forks::one, Pieces::overlapping);
}

// One circle of ana's, heard by dan, and a copy of ana's device.
struct Copied {
  Device ana{"ana", 1};
  Device dan{"dan", 2};
  CircleNumber garden;

  Copied() {
    meet(ana, dan);
    garden = ana.take(ana.node->new_circle("garden", morning));
    (void)ana.take(ana.node->include(garden, {dan.node->person()}, {}, morning));
  }
  void say(Device& author, const std::string& text, WallTime now) const {
    (void)author.take(author.node->say(garden, {text}, now));
  }
  void hand_over(Device& author) {
    for (const auto& piece : author.cut()) {
      (void)dan.take(dan.node->take_range(piece, morning));
    }
  }
  std::vector<ShownEntry> shown() {
    while (dan.index(100)) {
    }
    const auto there = *dan.node->strands().number_of(ana.node->strands().id_of(garden));
    return dan.node->view().last(there, 100).value();
  }
};

TEST(Fork, who_takes_both_stories_reads_both_and_sees_that_there_are_two) {
  for (const bool again : {false, true}) {
    Copied scene;
    scene.say(scene.ana, "to both", morning);
    scene.hand_over(scene.ana);
    const auto other = scene.ana.copy(3);
    scene.say(scene.ana, "the first story", morning + Hours{1});
    scene.say(*other, "the second story", morning + Hours{2});
    scene.hand_over(scene.ana);
    EXPECT_FALSE(scene.shown().front().forked);
    scene.hand_over(*other);
    scene.say(scene.ana, "more of the first", morning + Hours{3});
    scene.say(*other, "more of the second", morning + Hours{4});
    scene.hand_over(*other);
    scene.hand_over(scene.ana);
    if (again) scene.dan.reopen();
    std::vector<std::string> texts;
    for (const auto& entry : scene.shown()) {
      EXPECT_TRUE(entry.forked);
      texts.push_back(std::get<kinds::Message>(*entry.body).text);
    }
    EXPECT_EQ(texts, (std::vector<std::string>{"to both", "the first story", "the second story",
                                               "more of the first", "more of the second"}));
  }
}

TEST(DisplayOrder, a_claim_far_in_the_future_drags_nobody_along_by_more_than_a_day) {
  Person ana{"ana", 4};
  const auto garden = ana.circle("garden");
  // Another person would have to be ahead: here it is a log that was retired with its clock.
  ana.now = morning + Hours{24 * 40};
  const auto ahead = ana.say(garden, "from the future");
  (void)ana.take(ana.node->retire_logs());
  ana.now = morning;
  ana.say(garden, "before the answer");
  const auto answer = ana.say(garden, "an answer", {ahead});
  ana.say(garden, "after it", {answer});
  ana.now = morning + Hours{36};
  ana.say(garden, "a day and a half later");
  ana.index();
  const auto entries = ana.node->view().last(garden, 9).value();
  std::vector<std::string> texts;
  for (const auto& entry : entries) {
    texts.push_back(std::get<kinds::Message>(*entry.body).text);
    EXPECT_LE(entry.order - entry.time.micros, std::chrono::microseconds{Hours{24}}.count());
  }
  EXPECT_EQ(texts, (std::vector<std::string>{"before the answer", "an answer", "after it",
                                             "a day and a half later", "from the future"}));
  EXPECT_EQ(entries[1].order - entries[1].time.micros,
            std::chrono::microseconds{Hours{24}}.count());
}

}  // namespace
}  // namespace kith::node
