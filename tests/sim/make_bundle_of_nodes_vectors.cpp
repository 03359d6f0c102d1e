// Writes a bundle as real nodes write it, the keys of those whom it is for, and what each of them
// sees of it, into a folder: for a second reader (tests/tools/bundle_of_nodes.py). Nothing of it is
// committed.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "crypto/init.hpp"
#include "node/bundles.hpp"
#include "node/references.hpp"
#include "sim/session.hpp"

namespace kith::sim {
namespace {

using nlohmann::ordered_json;
using std::chrono::hours;

class Village {
 public:
  Village() {
    for (auto* one : {&ben, &cem, &dov}) meet(ana, *one);
    meet(ben, cem);
    garden = ana.take(ana.node().new_circle("garden", ana.tick()));
    says(ana, "alone", {});
    includes(ana, {ben.id()});
    says(ana, "ben hears this", {});
    const auto gone = says(ana, "never mind", {});
    includes(ana, {cem.id(), dov.id()});  // amid an epoch
    says(ana, "three hear this", {});
    says(ana, "between ana and ben", std::vector{ben.id()});
    forget(gone);
    pass(hours{24 * 9});  // another epoch, another prekey
    says(ana, "a week later", {});
    cem_answers();
    dov_had_to_leave();
  }

  void write(const std::filesystem::path& folder) {
    auto bundle =
        node::write_bundle(ana.node(), ana.entropy(), {ben.id(), cem.id(), dov.id()}, ana.now());
    check(bundle.has_value() && ana.commit(bundle->commit) && bundle->answer.unreached.empty());
    const auto& file = bundle->answer.file;
    std::ofstream{folder / "bundle", std::ios::binary}.write(
        reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
    for (auto* reader : {&ben, &cem, &dov}) {
      ordered_json out = keys_of(*reader);
      out["sees"] = sees(*reader, file);
      std::ofstream{folder / (reader->name() + ".json")} << out.dump(1) << '\n';
    }
  }

 private:
  void includes(Person& who, const std::vector<PersonId>& whom) {
    (void)who.take(who.node().include(garden, whom, {}, who.tick()));
  }
  Link says(Person& who, const std::string& text, const std::optional<std::vector<PersonId>>& to) {
    const auto number = who.node().strands().number_of(ana.node().strands().id_of(garden));
    node::Saying saying{text};
    saying.to = to;
    return who.take(who.node().say(*number, saying, who.tick())).link;
  }
  void forget(const Link& link) {
    ana.index();
    const auto key = node::resolve(ana.store(), ana.node().opener(), reference_of(link));
    check(key.has_value() && key->has_value());
    (void)ana.take(ana.node().forget(**key, ana.tick()));
  }
  void pass(std::chrono::microseconds span) {
    for (auto* one : {&ana, &ben, &cem, &dov}) one->set_clock(one->now() + span);
  }
  // Ana carries it: ben knows cem, too, and dov does not.
  void cem_answers() {
    (void)sync(cem, ana);
    const auto number = cem.node().strands().number_of(ana.node().strands().id_of(garden));
    check(number.has_value());
    (void)cem.take(cem.node().include(*number, {ana.id(), ben.id()}, {}, cem.tick()));
    says(cem, "cem to ana and ben", {});
    (void)sync(cem, ana);
  }
  void dov_had_to_leave() {
    (void)ana.take(ana.node().part(garden, {dov.id()}, {}, ana.tick()));
    says(ana, "without dov", {});
  }

  static ordered_json keys_of(Person& who) {
    ordered_json out;
    for (const auto& kept : who.node().prekeys().all()) {
      out["prekeys"].push_back({{"device", to_hex(kept.own.device.view())},
                                {"counter", kept.own.counter.value},
                                {"secret", to_hex(kept.own.secret.view())}});
    }
    for (const auto& [person, contact] : who.node().contacts().all()) {
      const auto whose = to_hex(person.view());
      if (contact.pair) out["pairs_of"].push_back({to_hex(contact.pair->view()), whose});
      for (const auto& secret : contact.opens) {
        out["pairs_of"].push_back({to_hex(secret.view()), whose});
      }
    }
    for (const auto& secret : who.node().cards().unused()) {
      out["pairs_of"].push_back({to_hex(secret.view()), nullptr});
    }
    return out;
  }
  // As a node that has nothing else of it: it reads the file, and tells what stands in its circle.
  ordered_json sees(Person& who, ByteView file) {
    auto reading = node::BundleReading::open(who.node(), file);
    check(reading.has_value() && reading->is_for_me());
    while (true) {
      auto turn = reading->step(who.node(), who.now());
      check(who.commit(turn.commit) && !turn.failed);
      if (turn.done) break;
    }
    who.index();
    const auto number = who.node().strands().number_of(ana.node().strands().id_of(garden));
    check(number.has_value());
    auto out = ordered_json::array();
    const auto entries = who.node().view().last(*number, 100);
    check(entries.has_value());
    for (const auto& entry : *entries) {
      if (entry.author == who.id()) continue;
      const auto* said = entry.body ? std::get_if<kinds::Message>(&*entry.body) : nullptr;
      out.push_back({{"link", to_hex(entry.link.view())},
                     {"time", entry.time.micros},
                     {"forgotten", entry.body_state == wire::BodyState::forgotten},
                     {"text", said != nullptr ? ordered_json(said->text) : ordered_json()}});
    }
    return out;
  }

  Person ana{"ana", 1, world_begin};
  Person ben{"ben", 2, world_begin};
  Person cem{"cem", 3, world_begin};
  Person dov{"dov", 4, world_begin};
  node::CircleNumber garden;
};

}  // namespace
}  // namespace kith::sim

int main(int count, char** words) {
  if (count != 2) {
    std::fputs("usage: make_bundle_of_nodes_vectors FOLDER\n", stderr);
    return 2;
  }
  kith::crypto::init();
  kith::sim::Village{}.write(words[1]);
  return 0;
}
