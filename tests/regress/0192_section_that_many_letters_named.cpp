// Somebody whom one had accepted wrote a bundle of many manifests for the same reader, each of
// which named the same sections: each section was decrypted, and each of its ranges looked at, once
// for every manifest. A file of a few dozen megabytes was hours of work for whoever took it in.
#include "node/bundles.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

constexpr std::size_t letters_written = 8;

struct ManyLetters : ::testing::Test {
  ManyLetters() {
    meet_by_cards(ana, eve);
    const auto garden = eve.circle("garden");
    include(eve, garden, ana);
    eve.say(garden, "hello");
    seal::BundleDraft draft;
    draft.presence = sync::encode_presence({eve.node->identity().device_list,
                                            {eve.node->prekeys().newest().record},
                                            {},
                                            {},
                                            sync::Fresh::random(eve.entropy),
                                            std::nullopt,
                                            false});
    draft.sections = {seal::join_ranges(ranges(eve, garden))};
    for (std::size_t i = 0; i < letters_written; ++i) {
      seal::BundleReader reader;
      for (const auto& device : eve.node->contacts().devices_of(ana.node->person(), eve.tick())) {
        reader.devices.push_back({device.prekey, device.pair});
      }
      reader.sections = {0};
      draft.readers.push_back(std::move(reader));
    }
    file = seal::seal_bundle(draft, eve.entropy).value().file;
  }

  Person ana{"Ana", 21};
  Person eve{"Eve", 22};
  ByteVec file;
};

TEST_F(ManyLetters, is_read_once) {
  auto reading = BundleReading::open(*ana.node, file);
  ASSERT_TRUE(reading.has_value());
  std::size_t turns = 0;
  for (bool done = false; !done; ++turns) {
    auto turn = reading->step(*ana.node, ana.tick());
    EXPECT_TRUE(ana.store->commit(turn.commit, Durability::full).has_value());
    EXPECT_FALSE(turn.failed.has_value());
    done = turn.done;
  }
  EXPECT_EQ(turns, letters_written + 1 + 1);  // each is heard, one range, the end
  EXPECT_EQ(ana.texts(circle_called(ana, "garden")), std::vector<std::string>{"hello"});
}

}  // namespace
}  // namespace kith::node::test
