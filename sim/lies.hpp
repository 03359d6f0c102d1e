// What lying people do beside their node, which is like everyone's: logs that no honest device
// writes, sessions that say what is not so, papers of yesterday. Each kind of lie is a knob.
// Refuses to know what honest people are promised all the same: sim/checks has that.
#pragma once

#include "sim/forged_log.hpp"
#include "sim/world.hpp"

namespace kith::sim {

class Lies {
 public:
  explicit Lies(World& world) : world_(world), dice_(world.ill_luck()) {}

  /// Somebody who lies does something of that kind to somebody, if anyone lies.
  void tell(Knob knob, const std::vector<CircleId>& circles);

 private:
  struct Told {
    Who liar;
    std::vector<Who> readers;
    std::unique_ptr<ForgedLog> log;
    unsigned stories{1};
  };

  // Logs
  [[nodiscard]] CircleId some_circle(const std::vector<CircleId>& circles);
  [[nodiscard]] std::vector<Who> some_readers(Who liar);
  [[nodiscard]] wire::AudienceList list_of(const std::vector<Who>& readers);
  [[nodiscard]] WallTime claimed(Who liar);
  [[nodiscard]] wire::Meta words_meta(Who liar);
  /// An opening that hands over to all readers. Nothing: the liar has nobody to lie to.
  [[nodiscard]] std::optional<Told> begin(Who liar, const CircleId& circle, wire::LogForm form);
  void open(Told& told, const wire::Place& place);
  void go_on(Told& told, std::size_t entries);
  [[nodiscard]] std::string words();
  void hand_out(const Told& told, Who to);
  void hand_out_all(const Told& told);

  void fork(Who liar, const std::vector<CircleId>& circles);
  void tell_by_halves(Who liar, const std::vector<CircleId>& circles);
  void tell_half(Told& told, const std::vector<Who>& all);
  void write_garbage(Who liar, const std::vector<CircleId>& circles);
  [[nodiscard]] wire::Meta odd_meta(Who liar);
  [[nodiscard]] ByteVec odd_body(std::uint64_t kind);
  void put_odd(Told& told);
  void flood(Who liar, const std::vector<CircleId>& circles);
  void give_two_keys(Who liar, const std::vector<CircleId>& circles);
  void speak_for_others(Who liar, const std::vector<CircleId>& circles);
  void claim_pasts(Told& told);
  void claim_papers(Told& told, Who other);
  void hand_over_anothers(Who liar, Who victim);

  // Sessions
  void withhold(Who liar, Who victim);
  void lie_about_sizes(Who liar, Who victim);
  [[nodiscard]] sync::Frontiers claims(Who liar, Who victim);

  // Papers
  void show_old_papers(Who liar, Who victim);
  void keep_papers(Who liar);
  void introduce(Who liar, Who victim, std::size_t times);
  [[nodiscard]] ByteVec some_face(Who liar, Who victim);
  [[nodiscard]] ByteVec invented_face(Who liar);
  void show_old_card(Who liar, Who victim);

  [[nodiscard]] ByteVec noise(std::size_t bytes);

  struct Papers {
    ByteVec prekey;
    ByteVec device_list;
  };
  World& world_;
  Dice& dice_;
  std::vector<Told> told_;
  std::map<Who, std::vector<Papers>> papers_;
  std::map<Who, std::vector<ByteVec>> cards_;
  std::map<Who, ByteVec> faces_;  // last made up
  std::uint64_t said_{};
};

}  // namespace kith::sim
