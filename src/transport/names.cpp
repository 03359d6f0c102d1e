#include "transport/names.hpp"

#include <netdb.h>

#include <algorithm>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace kith::transport {

// What the threads see. Once its owner is gone there is nobody to tell.
struct Names::Shared {
  struct Question {
    std::uint64_t number{};
    Name name;
  };

  Shared(Names* names, asio::io_context& of_names, Asking with)
      : owner(names), context(of_names), asking(std::move(with)) {}

  // A thread that asks for the next, with none left, is one less.
  [[nodiscard]] std::optional<Question> next() {
    const std::scoped_lock lock{mutex};
    if (owner == nullptr || waiting.empty()) {
      --threads;
      return std::nullopt;
    }
    auto question = std::move(waiting.front());
    waiting.pop_front();
    return question;
  }
  void tell(std::uint64_t number, Found found) {
    const std::scoped_lock lock{mutex};
    if (owner == nullptr) return;
    asio::post(context,
               [names = owner, number, found = std::move(found)] { names->found(number, found); });
  }

  std::mutex mutex;
  Names* owner;
  asio::io_context& context;  // is there as long as the owner is
  const Asking asking;
  std::deque<Question> waiting;
  std::size_t threads{};
};

Names::Names(asio::io_context& context, Asking asking)
    : shared_(std::make_shared<Shared>(this, context, std::move(asking))) {}

Names::~Names() {
  const std::scoped_lock lock{shared_->mutex};
  shared_->owner = nullptr;
  shared_->waiting.clear();
}

std::uint64_t Names::look_up(Name name, Then then) {
  const auto number = next_++;
  then_.emplace(number, std::move(then));
  const std::scoped_lock lock{shared_->mutex};
  shared_->waiting.push_back({number, std::move(name)});
  if (shared_->threads == names_at_once_max) return number;
  try {
    std::thread{[shared = shared_] { work(shared); }}.detach();
    ++shared_->threads;
  } catch (const std::system_error&) {
    // The system has no thread left: whoever asked has a limit of time, and comes again.
  }
  return number;
}

void Names::work(const std::shared_ptr<Shared>& shared) {
  while (const auto question = shared->next()) {
    shared->tell(question->number, shared->asking(question->name));
  }
}

void Names::forget(std::uint64_t number) {
  then_.erase(number);
  const std::scoped_lock lock{shared_->mutex};
  std::erase_if(shared_->waiting, [&](const auto& one) { return one.number == number; });
}

void Names::found(std::uint64_t number, const Found& found) {
  const auto asked = then_.extract(number);
  if (!asked.empty()) asked.mapped()(found);
}

Names::Found Names::ask_system(const Name& name) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  if (::getaddrinfo(name.host.c_str(), nullptr, &hints, &first) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all{first, &::freeaddrinfo};
  Found found;
  for (const auto* one = first; one != nullptr; one = one->ai_next) {
    asio::ip::tcp::endpoint endpoint;
    endpoint.resize(one->ai_addrlen);
    std::copy_n(reinterpret_cast<const std::uint8_t*>(one->ai_addr), one->ai_addrlen,
                reinterpret_cast<std::uint8_t*>(endpoint.data()));
    endpoint.port(name.port);
    found.push_back(endpoint);
  }
  return found;
}

}  // namespace kith::transport
