#include <algorithm>

#include "demo/script.hpp"

namespace kith::demo {
namespace {

using namespace std::chrono_literals;

const std::string garden = "Garden";
const std::string orchard = "Orchard";
const std::string kitchen = "Kitchen with Lime Street";

std::vector<Act> the_first_days() {
  return {
      {27, 10h, "Robin", Meets{"Oda", true}},
      {27, 10h + 5min, "Robin", Meets{"Tavi", true}},
      {27, 10h + 9min, "Robin", Meets{"Bento", true}},
      {27, 10h + 20min, "Oda", Meets{"Tavi", true}},
      {27, 10h + 25min, "Oda", Meets{"Bento", true}},
      {27, 10h + 30min, "Tavi", Meets{"Bento", true}},
      {27, 11h, "Oda", Meets{"Ilka", true}},
      {27, 11h + 5min, "Bento", Meets{"Ilka"}},
      {27, 11h + 7min, "Tavi", Meets{"Ilka"}},
      {27, 18h, "Robin", Compares{"Oda"}},
      {26, 9h, "Robin", Begins{garden}},
      {26, 9h + 2min, "Robin", Includes{garden, {"Oda", "Tavi", "Bento"}}},
      {26, 9h + 4min, "Robin",
       Says{garden,
            "I made us a place to talk about the beds. Say who hears you here as you like."}},
      {26, 12h, "Oda", Includes{garden, {"Robin", "Tavi", "Bento"}}},
      {26, 12h + 10min, "Tavi", Includes{garden, {"Robin", "Oda", "Bento"}}},
      {26, 19h, "Bento", Includes{garden, {"Robin", "Oda", "Tavi"}}},
      {26, 19h + 2min, "Bento",
       Says{garden, "Good. I am by the water butts on Saturday mornings."}},
      {25, 8h, "Oda",
       Says{garden,
            "The water comes on Thursdays from now on. Whoever passes first opens the tap for all "
            "three beds."}},
      {25, 8h + 40min, "Tavi", Says{garden, "Thursday I can.", "The water comes"}},
      {24, 17h, "Robin", Says{garden, "Done for today. The tap drips, I put a bucket under it."}},
  };
}

std::vector<Act> ilka_and_the_frost() {
  return {
      {19, 9h, "Oda", Includes{garden, {"Ilka"}, 10}},
      {19, 9h + 5min, "Oda",
       Says{garden, "Ilka keeps the bees at the hut and hears me here until the hives sleep."}},
      {19, 9h + 30min, "Oda", Introduces{"Ilka", "Robin", "She keeps bees at the hut."}},
      {19, 12h, "Robin", Accepts{}},
      {19, 12h + 5min, "Ilka", Accepts{}},
      {19, 13h, "Ilka", Includes{garden, {"Oda", "Bento", "Robin"}}},
      {19, 13h + 2min, "Ilka",
       Says{garden, "The bees say thank you for the ivy. Please leave it until it has flowered."}},
      {12, 7h + 30min, "Oda",
       Says{garden,
            "The frost got the last of the chard. I pulled what was worth pulling and left it in "
            "the crate by the tap. Does anyone still have straw for the leeks?"}},
      {12, 8h, "Bento", Says{garden, "I have none. The fleece is dry, though.", "The frost got"}},
      {12, 8h + 15min, "Tavi",
       Says{garden, "Two bales, behind the shed. A bit mousy. Take them.", "The frost got"}},
      {12, 18h, "Robin",
       Says{garden, "I come by at four tomorrow with gloves and put the straw down."}},
      {12, 20h, "Oda",
       Says{garden,
            "Thank you. I would rather not ask Tavi for the straw myself just now. Would you?",
            {},
            {"Robin"}}},
      {11, 16h, "Robin",
       Says{garden, "Straw is down. Tavi was kind about it.", "Thank you. I would"}},
      {11, 17h, "Robin", Notes{"Tavi", "Has straw. Prefers to be asked in the morning."}},
      {10, 9h, "Tavi", Parts{garden, "Oda", {}}},
      {10, 9h + 1min, "Tavi",
       Says{garden, "I will water the far bed on Thursdays, and keep to it."}},
      {9, 9h, "Robin", Parts{garden, "Bento", {}}},
      {9, 9h + 5min, "Robin", Includes{garden, {"Tavi"}, 5}},
  };
}

const Names pickers{"Bento", "Ilka", "Oda", "Pell", "Ruza", "Senn", "Tavi", "Wim", "Yara"};
const Names pickers_of_old{"Bento", "Ilka", "Oda", "Tavi"};  // who know each other already

bool is_of_old(const std::string& name) {
  return std::ranges::find(pickers_of_old, name) != pickers_of_old.end();
}

// A morning in the orchard, at which those meet who did not know each other.
std::vector<Act> the_meeting() {
  std::vector<Act> acts;
  auto minute = 9h + 0min;
  for (const auto& one : pickers) {
    if (!is_of_old(one)) acts.push_back({8, minute++, "Robin", Meets{one, one != "Senn"}});
    for (const auto& other : pickers) {
      const bool new_pair = one < other && !(is_of_old(one) && is_of_old(other));
      if (new_pair) acts.push_back({8, minute++, one, Meets{other, true}});
    }
  }
  return acts;
}

// Each includes the others but for those whom they leave out, and says something.
void join_orchard(std::vector<Act>& acts, const std::string& who, const Names& without,
                  const std::string& text) {
  Names whom{"Robin"};
  for (const auto& one : pickers) {
    const bool left_out = std::ranges::find(without, one) != without.end();
    if (one != who && !left_out) whom.push_back(one);
  }
  const auto at = 11h + std::chrono::minutes{10 * acts.size()};
  acts.push_back({7, at, who, Includes{orchard, whom}});
  acts.push_back({7, at + 2min, who, Says{orchard, text, {}, {}}});
}

std::vector<Act> the_orchard() {
  auto acts = the_meeting();
  std::vector<Act> joining{
      {7, 9h, "Robin", Begins{orchard}},
      {7, 9h + 1min, "Robin", Includes{orchard, pickers}},
      {7, 9h + 3min, "Robin",
       Says{orchard, "Pruning day is the second Saturday of the month. Bring ladders."}},
  };
  join_orchard(joining, "Oda", {}, "I bring soup and the long saw.");
  join_orchard(joining, "Pell", {}, "One ladder, and I hold it for whoever climbs.");
  join_orchard(joining, "Ruza", {}, "Later in the day. Do not cut the old pear before I am there.");
  join_orchard(joining, "Bento", {}, "I am in.");
  join_orchard(joining, "Tavi", {"Oda"}, "I come for the morning, and do the far rows.");
  join_orchard(joining, "Wim", {"Senn"}, "My knees come, the rest of me we shall see.");
  join_orchard(joining, "Yara", {"Ilka", "Senn"}, "New here, but I can hold a ladder.");
  acts.insert(acts.end(), joining.begin(), joining.end());
  return acts;
}

std::vector<Act> the_last_days() {
  return {
      {5, 10h, "Robin", Begins{kitchen}},
      {5, 10h + 2min, "Robin", Includes{kitchen, {"Pell", "Oda"}, 6}},
      {5, 10h + 4min, "Robin",
       Says{kitchen, "Three weeks of soup, together with Lime Street, then we see."}},
      {5, 12h, "Pell", Includes{kitchen, {"Robin", "Oda"}, 6}},
      {5, 12h + 1min, "Pell", Says{kitchen, "Forty bowls on Friday. I have the big pot."}},
      {4, 8h, "Bento", GoesAway{}},
      {4, 8h + 20min, "Bento",
       Says{garden,
            "No net at the hut. The roof tank is three quarters full after the rain, so I would "
            "hold "
            "off with the mains. Back on the weekend."}},
      {3, 18h, "Oda", Says{kitchen, "Forty bowls, and not a lentil left."}},
      {2, 9h, "Ilka", Says{garden, "I can borrow the long hose, but not before Wednesday."}},
      {2, 9h + 30min, "Robin", Reads{}},
      {1, 11h, "Tavi", Begins{"Bell tower"}},
      {1, 11h + 1min, "Tavi", Includes{"Bell tower", {"Robin"}}},
      {1, 11h + 2min, "Tavi",
       Says{"Bell tower",
            "Ringing practice moves to Tuesday. Come and listen, nobody has to pull."}},
      {1, 20h, "Oda", Meets{"Zora", true}},
      {1, 20h + 10min, "Oda",
       Introduces{"Zora", garden, "She has the keys to the seed library and moves in next door."}},
      {0, 150min, "Bento", ComesBack{}},
      {0, 90min, "Tavi",
       Says{garden, "The neighbour says rain tomorrow. I leave the far bed dry today."}},
      {0, 40min, "Oda",
       Says{garden, "Then I open the tap for two beds only. Has anyone seen the bucket?"}},
      {0, 12min, "Ilka",
       Says{"Robin", "A jar of the ivy honey stands at your door. It is not for the faint."}},
  };
}

// What Robin noted, for Robin alone, of rides and tools that Oda and Tavi promised.
std::vector<Act> what_was_noted() {
  using enum kinds::Went;
  const std::string rides = "rides";
  const std::string tools = "tools";
  return {
      {26, 20h, "Robin", Observes{"Oda", came_through, rides}},
      {24, 20h, "Robin", Observes{"Oda", came_through, rides}},
      {21, 20h, "Robin", Observes{"Oda", came_through, rides}},
      {19, 20h, "Robin", Observes{"Oda", late, rides}},
      {18, 20h, "Robin", Observes{"Oda", partly, tools}},
      {16, 20h, "Robin", Observes{"Tavi", came_through, tools}},
      {14, 20h, "Robin", Observes{"Oda", came_through, rides}},
      {13, 20h, "Robin", Observes{"Tavi", late, rides}},
      {11, 20h, "Robin", Observes{"Oda", we_changed_it, rides}},
      {9, 20h, "Robin", Observes{"Oda", came_through, tools}},
      {6, 20h, "Robin", Observes{"Oda", came_through, rides}},
      {4, 20h, "Robin", Observes{"Oda", not_done, rides}},
  };
}

std::vector<Act> what_was_decided() {
  const std::string tank = "Water the beds from the roof tank";
  return {
      {2, 12h, "Oda",
       Keeps{garden,
             {"Deciding",
              "A round at the tap, the quiet first.",
              {"Whom does it concern?", "What if we do nothing?"},
              {}}}},
      {1, 15h, "Oda",
       Proposes{garden, tank,
                "From December on we water only from the roof tank. Whoever opens the tap writes "
                "the level on the slate."}},
      {1, 16h, "Oda", Stands{garden, tank, kinds::Position::with_it, {}}},
      {1, 17h, "Ilka",
       Stands{garden, tank, kinds::Position::with_it_but,
              "The slate gets rained on. Hang it inside the shed and I am glad of it."}},
      {1, 18h, "Robin", Promises{garden, "The long ladder back, cleaned.", {"Oda"}, 2, "tools"}},
      {1, 19h, "Oda",
       Asks{garden, "Could someone drive the compost run on Saturday, before nine?", 3, "rides"}},
  };
}

}  // namespace

Script four_weeks() {
  Script script;
  script.owner = "Robin";
  script.people = {"Bento", "Ilka", "Oda", "Pell", "Ruza", "Senn", "Tavi", "Wim", "Yara", "Zora"};
  for (auto part : {the_first_days(), ilka_and_the_frost(), the_orchard(), the_last_days(),
                    what_was_noted(), what_was_decided()}) {
    for (auto& act : part) script.acts.push_back(std::move(act));
  }
  const auto when = [](const Act& act) {
    return act.days_ago == 0 ? std::pair{0, -act.at} : std::pair{-act.days_ago, act.at};
  };
  std::ranges::stable_sort(script.acts, {}, when);
  script.replies = {
      {"Bento",
       {"I am here. My hands are full of earth, ask me slowly.", "Saturday, by the water butts."}},
      {"Ilka", {"The bees are quiet today, so I have time.", "I bring the hose when I come."}},
      {"Oda",
       {"I heard you. Let me think about it while I water.", "Yes, let us do it that way.",
        "I would ask Ilka before we decide."}},
      {"Pell", {"I have the big pot and a free evening.", "Good. I tell Wim when I see him."}},
      {"Ruza", {"Later in the day for me."}},
      {"Senn", {"I hear you well. I mostly listen."}},
      {"Tavi", {"In the morning, gladly.", "I keep to the far bed."}},
      {"Wim", {"My knees say hello."}},
      {"Yara", {"New here, but I can hold a ladder."}},
      {"Zora", {"Oda told me about you. The seed library is open on Mondays."}},
  };
  return script;
}

}  // namespace kith::demo
