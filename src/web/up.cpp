#include "web/up.hpp"

namespace kith::web {
namespace {

using service::Answer;
using service::Fault;
using service::Json;
using service::Outcome;

// Those that live together: whoever is served last goes first.
class Household {
 public:
  explicit Household(const UpWishes& wishes)
      : wishes_(wishes), house_(loop_, wishes.house), watch_timer_(loop_) {
    house_.on_state = [this] {
      if (page_) page_->state_changed();
    };
    house_.on_commit = [this] {
      if (page_) page_->committed();
    };
    house_.on_page = [this] { return new_link(); };
  }

  [[nodiscard]] House& house() { return house_; }
  [[nodiscard]] Outcome<void> take(std::unique_ptr<service::OpenHome> home) {
    if (wishes_.beside) beside_ = wishes_.beside(loop_, *home);
    return house_.take(std::move(home));
  }
  [[nodiscard]] Answer new_link() {
    if (!page_) {
      auto page = Page::open(loop_, house_, wishes_.page.value_or(PageWishes{}));
      if (!page) return Fail<Fault>{page.error()};
      page_ = std::move(*page);
    }
    return Json{{"page", page_->new_link()}};
  }
  void run() {
    if (wishes_.watch) look();
    loop_.on_end_signal([this] {
      watch_timer_.cancel();
      page_.reset();
      house_.end();
    });
    loop_.run();
  }

 private:
  void look() {
    wishes_.watch(house_);
    watch_timer_.at(loop_.now() + between_looks, [this] { look(); });
  }

  UpWishes wishes_;
  transport::Loop loop_;
  std::shared_ptr<void> beside_;  // goes after the house, which still says goodbye to them
  House house_;
  transport::Timer watch_timer_;
  std::unique_ptr<Page> page_;
};

}  // namespace

Outcome<void> up(const UpWishes& wishes, std::unique_ptr<service::OpenHome> home,
                 const std::function<void(const Json&)>& told) {
  Household all{wishes};
  Json telling{{"home", wishes.house.place.folder}};
  if (home) {
    if (auto taken = all.take(std::move(home)); !taken) return taken;
    telling["name"] = all.house().home()->node().own_name();
    telling["ways"] = all.house().home()->ways();
    telling["over_tor"] = wishes.house.up.tor || wishes.house.up.only_tor;
  }
  if (wishes.page) {
    const auto link = all.new_link();
    if (!link) return Fail<Fault>{link.error()};
    telling["page"] = link->at("page");
  }
  told(telling);
  all.run();
  return {};
}

}  // namespace kith::web
