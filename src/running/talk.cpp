#include "running/talk.hpp"

namespace kith::running {
namespace {

class ExchangeTalk final : public Talk {
 public:
  explicit ExchangeTalk(std::unique_ptr<node::Exchange> exchange)
      : exchange_(std::move(exchange)) {}

  void feed(ByteView bytes) override { exchange_->feed(bytes); }
  void feed_end() override { exchange_->feed_end(); }
  node::Turn step(WallTime now) override { return exchange_->step(now); }
  void finish() override { exchange_->finish(); }
  std::optional<PersonId> person() const override { return exchange_->person(); }
  std::optional<DeviceId> device() const override { return exchange_->device(); }
  bool caught_up() const override { return exchange_->caught_up(); }
  node::Tally tally() const override { return exchange_->tally(); }

 private:
  std::unique_ptr<node::Exchange> exchange_;
};

class HomeTalks final : public Talks {
 public:
  explicit HomeTalks(service::OpenHome& home) : home_(home) {}

  std::unique_ptr<Talk> dial(const PersonId& person, const DeviceId& device,
                             node::AskedOrder asked) override {
    auto made = node::Exchange::dial(home_.node(), home_.home().entropy(), person, device, asked);
    if (!made) return nullptr;
    return std::make_unique<ExchangeTalk>(std::move(*made));
  }
  std::unique_ptr<Talk> answer() override {
    return std::make_unique<ExchangeTalk>(node::Exchange::answer(
        home_.node(), home_.home().entropy(), node::AskedOrder::newest_if_long_ago));
  }

 private:
  service::OpenHome& home_;
};

}  // namespace

std::unique_ptr<Talks> talks_of(service::OpenHome& home) {
  return std::make_unique<HomeTalks>(home);
}

}  // namespace kith::running
