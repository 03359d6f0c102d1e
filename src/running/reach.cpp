#include "running/reach.hpp"

#include "host/clock.hpp"

namespace kith::running {

void Reach::load() {
  const auto& store = home_.home().store();
  auto rhythms = node::kept_rhythms(store);
  auto book = node::AddressBook::open(store);
  rhythms_ = rhythms ? node::Rhythms{std::move(*rhythms)} : node::Rhythms{};
  book_ = book ? std::move(*book) : node::AddressBook{};
  hear();
}

void Reach::hear() {
  std::set<node::DeviceOf> devices;
  const auto now = host::wall_now();
  const auto& contacts = home_.node().contacts();
  for (const auto& [person, contact] : contacts.all()) {
    book_.told(person, contact.ways, now);
    for (const auto& listed : contacts.listed(person)) devices.insert({person, listed.device});
  }
  rhythms_.keep_only(devices);
}

void Reach::keep() {
  auto batch = rhythms_.take_changes();
  auto book = book_.take_changes();
  std::ranges::move(book, std::back_inserter(batch));
  if (batch.empty()) return;
  // What is not kept now is learned again: nothing that anybody was told hangs on it.
  (void)home_.home().store().commit(batch, node::Durability::lazy);
}

std::vector<transport::Address> ways_of(const node::AddressBook& book, const PersonId& person,
                                        WallTime now) {
  std::vector<transport::Address> ways;
  for (const auto& known : book.ways(person, now)) {
    if (auto address = transport::address_of(known.address)) ways.push_back(std::move(*address));
  }
  return ways;
}

}  // namespace kith::running
