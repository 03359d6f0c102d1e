// A circle of ten authors who all wrote, a hub that holds all of it, and readers who hear it and
// hold nothing yet: each one a home of its own on a disk.
#pragma once

#include "bench/person.hpp"

namespace kith::bench {

inline constexpr std::size_t authors = 10;

/// The log that they write now: the last one.
[[nodiscard]] inline node::StrandNumber own_strand(Person& who) {
  auto strands = who.node().strands().of_circle(who.node().circles().front());
  std::erase_if(strands, [&](auto strand) {
    return who.node().strands().strand(strand).person != who.node().person();
  });
  check(!strands.empty());
  return strands.back();
}

/// What one wrote in the circle, to another who holds some of it or nothing.
inline void give(Person& who, Person& to) {
  const auto strand = own_strand(who);
  const auto& log = who.node().strands().strand(strand).log;
  Seq from{0};
  for (const auto held : to.node().strands().of_log(log)) {
    from = to.node().strands().spans(held).front().span.next;
  }
  for (const auto& range : ranges_of(who, strand, from)) {
    (void)to.take(to.node().take_range(range, to.now()));
  }
}

class Choir {
 public:
  /// Messages per author.
  Choir(const std::filesystem::path& folder, std::size_t messages, std::size_t reader_count) {
    hub_ = std::make_unique<Person>(folder, "hub");
    for (std::size_t i = 0; i < authors; ++i) {
      authors_.push_back(std::make_unique<Person>(folder, "author" + std::to_string(i)));
    }
    for (std::size_t i = 0; i < reader_count; ++i) {
      readers_.push_back(std::make_unique<Person>(folder, "reader" + std::to_string(i)));
      meet(*readers_.back(), *hub_);
    }
    acquaint();
    for (std::size_t i = 0; i < authors; ++i) write(i, messages);
    hub_->index();
  }

  [[nodiscard]] Person& hub() { return *hub_; }
  [[nodiscard]] Person& reader(std::size_t number) { return *readers_.at(number); }
  /// UTF-8 that was written so far.
  [[nodiscard]] std::uint64_t text_bytes() const { return text_bytes_; }

  /// An author says more, and the hub holds it.
  void write(std::size_t author, std::size_t messages) {
    auto& who = *authors_.at(author);
    const auto brought = talk_to_bring(talk_, messages);
    for (const auto& one : brought) text_bytes_ += one.quote.text.size();
    who.bring(who.node().circles().front(), brought);
    give(who, *hub_);
    hub_->index();
  }

  /// As they lie on the hub's disk.
  [[nodiscard]] std::vector<ByteVec> rows() {
    std::vector<ByteVec> rows;
    for (const auto strand : hub_->node().strands().of_circle(hub_->node().circles().front())) {
      check(hub_->store()
                .scan(strand, {0}, {limits::seq_max},
                      [&](Seq, ByteView lean) {
                        rows.emplace_back(lean.begin(), lean.end());
                        return true;
                      })
                .has_value());
    }
    return rows;
  }

 private:
  // The first begins the circle; the others learn of it by being included.
  void acquaint() {
    std::vector<Person*> hearers{hub_.get()};
    for (const auto& reader : readers_) hearers.push_back(reader.get());
    for (std::size_t i = 0; i < authors; ++i) {
      for (auto* hearer : hearers) meet(*authors_[i], *hearer);
      if (i > 0) meet(*authors_[0], *authors_[i]);
    }
    (void)authors_[0]->new_circle("choir");
    include(*authors_[0], hearers, true);
    for (std::size_t i = 1; i < authors; ++i) {
      give(*authors_[0], *authors_[i]);
      include(*authors_[i], hearers, false);
    }
  }
  void include(Person& who, const std::vector<Person*>& hearers, bool and_authors) {
    std::vector<PersonId> persons;
    for (auto* hearer : hearers) persons.push_back(hearer->node().person());
    for (std::size_t i = 1; and_authors && i < authors; ++i) {
      persons.push_back(authors_[i]->node().person());
    }
    const auto circle = who.node().circles().front();
    (void)who.take(who.node().include(circle, persons, {}, who.now()));
  }

  Talk talk_;
  std::unique_ptr<Person> hub_;
  std::vector<std::unique_ptr<Person>> authors_;
  std::vector<std::unique_ptr<Person>> readers_;
  std::uint64_t text_bytes_{};
};

}  // namespace kith::bench
