// Wrote tests/vectors/older, once: what people of the first version of the protocol left behind.
// What lies there is what peers of then hold, whatever the program does by now. So it is never
// written again, also where this would write something else today; for a later version a folder of
// its own would stand beside it.
//
//   make_older_vectors FOLDER
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "crypto/init.hpp"
#include "node/bundles.hpp"
#include "node/references.hpp"
#include "sim/false_end.hpp"
#include "sim/session.hpp"
#include "tests/sim/older_shown.hpp"
#include "wire/range.hpp"

namespace kith::sim {
namespace {

using nlohmann::ordered_json;
using std::chrono::hours;

constexpr hours day{24};
constexpr WallTime begins{world_begin.micros - std::chrono::microseconds{day * 20}.count()};

class Then {
 public:
  Then() {
    meet(olga, per);
    meet(olga, quin);
    orchard = olga.take(olga.node().new_circle("orchard", olga.tick()));
    include(olga, orchard, {per.id(), quin.id()}, {});
    says(olga, orchard, "the first apples are ripe");
    (void)sync(olga, per);
    (void)sync(olga, quin);
    introduced();
    talk();
    pass(day * 9);  // another epoch, another prekey
    later();
  }

  void write(const std::filesystem::path& folder) {
    const auto pers_card = per.take(per.node().new_card({}, per.tick()));
    const auto olgas_card = olga.take(olga.node().new_card({}, olga.tick()));
    per.index();
    auto home = per.disk()->file();
    auto backup = per.disk()->backed_up()->file();
    ordered_json out;
    out["what"] = "What peers of the first version of the protocol wrote. Not to be written again.";
    out["written"] = per.now().micros;
    out["pers_card"] = to_hex(pers_card);
    out["olgas_card"] = to_hex(olgas_card);
    out["held"] = json_of(shown_to(per));
    meanwhile();
    for (auto* other : {&olga, &quin}) {
      auto bundle = node::write_bundle(other->node(), other->entropy(), {per.id()}, other->now());
      check(bundle.has_value() && other->commit(bundle->commit));
      save(folder / (other->name() + ".bundle"), bundle->answer.file);
      read(bundle->answer.file);
      add_ranges(*other, out["ranges"]);
      auto end = FalseEnd::dial(other->node(), other->entropy(), per.id());
      const auto presence = sync::encode_message(end->presence());
      out["presences"].push_back(to_hex(presence.body));
    }
    per.index();
    out["fuller"] = json_of(shown_to(per));
    save(folder / "per.home", home);
    save(folder / "per.backup", backup);
    std::ofstream{folder / "recorded.json"} << out.dump(1) << '\n';
  }

 private:
  static ordered_json json_of(const std::vector<Older::Shown>& all) {
    auto out = ordered_json::array();
    for (const auto& one : all) {
      out.push_back({{"circle", one.circle},
                     {"author", one.author},
                     {"text", one.text},
                     {"aside", one.aside}});
    }
    return out;
  }
  static void save(const std::filesystem::path& path, const ByteVec& bytes) {
    std::ofstream{path, std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()),
                                                static_cast<std::streamsize>(bytes.size()));
  }
  static void include(Person& who, node::CircleNumber circle, const std::vector<PersonId>& whom,
                      const node::Inclusion& how) {
    (void)who.take(who.node().include(circle, whom, how, who.tick()));
  }
  static Link says(Person& who, node::CircleNumber circle, const node::Saying& saying) {
    return who.take(who.node().say(circle, saying, who.tick())).link;
  }
  static Link says(Person& who, node::CircleNumber circle, const char* text) {
    return says(who, circle, node::Saying{text});
  }
  void pass(std::chrono::microseconds span) {
    for (auto* one : {&olga, &per, &quin}) one->set_clock(one->now() + span);
  }
  node::CircleNumber orchard_of(Person& who) {
    return who.node().strands().number_of(olga.node().strands().id_of(orchard)).value();
  }
  void all_meet() {
    for (int round = 0; round < 2; ++round) {
      check(sync(olga, per).has_value() && sync(olga, quin).has_value());
      check(sync(quin, per).has_value());
      for (auto* one : {&olga, &per, &quin}) one->index();
    }
  }

  void introduced() {
    (void)olga.take(olga.node().introduce({{per.id(), quin.id(), "neighbours", {}}}, olga.tick()));
    for (auto* one : {&per, &quin}) {
      check(sync(olga, *one).has_value());
      one->index();
      const auto offer = one->node().open_offers().front()->id;
      (void)one->take(one->node().accept(offer, "", one->tick()));
    }
    include(per, orchard_of(per), {olga.id(), quin.id()}, {});
    include(quin, orchard_of(quin), {olga.id(), per.id()}, {});
  }

  void talk() {
    const auto pers = orchard_of(per);
    all_meet();
    says(per, pers, "I bring the ladder");
    const auto secret = says(per, pers, {"for olga alone", {}, std::vector{olga.id()}});
    (void)secret;
    says(quin, orchard_of(quin), {.text = {}, .thing = kinds::Ask{"who has baskets?", {}, {}, {}}});
    all_meet();
    const auto first = per.node().view().last(pers, 1)->front().id();
    says(per, pers, {"two of mine", {first}});
    shed = per.take(per.node().new_circle("shed", per.tick()));
    include(per, shed, {olga.id()}, {per.now() + day * 40, std::nullopt});
    says(per, shed, "the key lies under the stone");
    const auto wrong = says(per, shed, "under the left one");
    all_meet();
    forget(wrong);
    (void)per.take(per.node().note(quin.id(), "plays the viola", per.tick()));
    (void)per.take(per.node().rename(quin.id(), "quin of the hill", per.tick()));
  }
  void forget(const Link& link) {
    const auto key = node::resolve(per.store(), per.node().opener(), reference_of(link));
    check(key && *key);
    (void)per.take(per.node().forget(**key, per.tick()));
  }

  void later() {
    const auto pers = orchard_of(per);
    says(per, pers, "a week gone");
    (void)per.take(per.node().part(pers, {quin.id()}, {}, per.tick()));
    says(per, pers, "without quin");
    include(per, pers, {quin.id()}, {std::nullopt, WallTime{}});
    says(olga, orchard, "windfalls too");
    all_meet();
  }

  // What Per has not heard of yet.
  void meanwhile() {
    pass(day * 9);
    for (const auto* text : {"cider on sunday", "bring cups"}) says(olga, orchard, text);
    check(sync(olga, quin).has_value());
    quin.index();
    const auto heard = quin.node().view().last(orchard_of(quin), 1)->front().id();
    says(quin, orchard_of(quin), {"cups I have", {heard}});
    check(sync(olga, quin).has_value());
  }
  void add_ranges(Person& author, ordered_json& out) {
    const auto& node = author.node();
    const auto number = orchard_of(author);
    for (const auto strand : node.strands().of_circle(number)) {
      if (node.strands().strand(strand).person != author.id()) continue;
      const auto next = node.strands().spans(strand).back().span.next;
      for (Seq from{}; from < next;) {
        const auto range =
            author.node().serving().range(strand, {from, next}, limits::range_bytes_max);
        check(range && *range);
        from.value += wire::decode_range((*range)->bytes)->entries.size();
        out.push_back(to_hex((*range)->bytes));
      }
    }
  }
  void read(const ByteVec& file) {
    auto reading = node::BundleReading::open(per.node(), file);
    check(reading.has_value() && reading->is_for_me());
    while (true) {
      auto turn = reading->step(per.node(), per.now());
      check(per.commit(turn.commit) && !turn.failed);
      if (turn.done) return;
    }
  }

  Person olga{"olga", 1, begins};
  Person quin{"quin", 2, begins};
  Person per{"per", 3, begins, Keeps::on_disk};
  node::CircleNumber orchard;
  node::CircleNumber shed;
};

}  // namespace
}  // namespace kith::sim

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  kith::crypto::init();
  kith::sim::Then{}.write(argv[1]);
}
