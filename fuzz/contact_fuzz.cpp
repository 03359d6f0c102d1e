// What a store keeps of a person is read whole or not at all, and written again as it was; a clone
// says the same.
#include "fuzz/require.hpp"
#include "node/contact.hpp"

using namespace kith;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  auto contact = node::decode_contact(input);
  if (!contact) return 0;
  const auto written = node::encode_contact(*contact);
  const auto again = node::decode_contact(written);
  require(again && fuzz::equal(node::encode_contact(*again), written));
  require(fuzz::equal(node::encode_contact(node::clone(*contact)), written));
  require(written.size() <= size);

  // Its device list and prekeys may be anything: then nobody is addressed.
  const auto person = contact->person;
  const auto list = wire::open_device_list(contact->device_list);
  node::Contacts contacts;
  contacts.put(std::move(*contact));
  const auto devices = contacts.devices_of(person, WallTime{1'800'000'000'000'000});
  require(devices.size() == (list ? list->devices.size() : 0));
  for (const auto& device : devices) {
    require(!device.prekey || device.prekey->device == device.device);
  }
  return 0;
}
