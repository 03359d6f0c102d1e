#include "web/events.hpp"

#include <algorithm>

namespace kith::web {

Events::Events(transport::Loop& loop, Server& server, Texts texts)
    : loop_(loop), server_(server), texts_(std::move(texts)), timer_(loop) {}

Response Events::begin(ConnectionNumber number, const SessionHash& session) {
  if (listeners_.size() >= listeners_max) {
    const auto longest = listeners_.front().number;
    server_.drop(longest);
    gone(longest);
  }
  listeners_.push_back({number, session});
  const auto text = "retry: 1000\n\n" + texts_.state() + texts_.changed();
  return {Code::ok, "text/event-stream", {text.begin(), text.end()}, {}, true};
}

void Events::gone(ConnectionNumber number) {
  std::erase_if(listeners_, [&](const Listener& one) { return one.number == number; });
}

void Events::has_room(ConnectionNumber number) {
  (void)server_.send(number, texts_.state() + texts_.changed());
}

void Events::changed() {
  if (is_due_) return;
  const auto now = loop_.now();
  if (!told_ || *told_ + between_changes <= now) return tell_changed();
  is_due_ = true;
  timer_.at(*told_ + between_changes, [this] { tell_changed(); });
}

void Events::tell_changed() {
  is_due_ = false;
  told_ = loop_.now();
  tell(texts_.changed());
}

void Events::state_changed() { tell(texts_.state() + texts_.changed()); }

void Events::tell(const std::string& text) {
  if (text.empty()) return;
  for (const auto& listener : listeners_) (void)server_.send(listener.number, text);
}

void Events::keep_only(const Gate& gate) {
  const auto all = listeners_;
  for (const auto& listener : all) {
    if (!gate.has(listener.session)) server_.drop(listener.number);
  }
}

std::string event_text(std::string_view name, const service::Json& data) {
  return "event: " + std::string{name} + "\ndata: " + data.dump() + "\n\n";
}

}  // namespace kith::web
