#include "sim/crash_home.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "sim/same_store.hpp"
#include "store/backup.hpp"

namespace kith::sim::crash {
namespace {

constexpr auto disk_name = "crash-disk";

constexpr std::uint8_t the_key = 1;

store::DatabaseKey key_number(std::uint8_t number) {
  auto key = store::DatabaseKey::blank();
  for (auto& byte : key.writable()) byte = number;
  return key;
}

// Parsing words needs a store of its own: one for all twins.
const std::shared_ptr<const store::Words>& words() {
  static const auto shared = std::make_shared<const store::Words>();
  return shared;
}

}  // namespace

Home::Home(std::string name, std::uint64_t seed)
    : name_(std::move(name)),
      disk_(disk_name),
      entropy_(seed),
      twin_(std::make_unique<store::MemoryStore>(words())) {}

void Home::fail(const std::string& what) const {
  if (disk_.dead()) throw Died{};
  throw Broken{what};
}

void Home::close() {
  node_.reset();
  store_.reset();
}

void Home::open(WallTime now) {
  close();
  auto opened = store::SqliteStore::open(path_, key_number(the_key), entropy_,
                                         store::Presence::may_be_new, disk_name);
  if (!opened) {
    fail("the home does not open, reason " + std::to_string(static_cast<int>(opened.error())));
  }
  store_ = std::move(*opened);
  if (disk_.dead()) throw Died{};  // an opening empties a log that was left, and may die at that
  check_kept();
  const auto known = store_->value(node::ValueName::identity);
  if (!known) fail("the home cannot be read");
  if (!*known) {
    auto step = node::Node::begin(*store_, entropy_, name_, now);
    if (!step) fail("no node begins");
    node_ = std::move(step->answer);
    commit(step->commit);
  } else {
    auto node = node::Node::open(*store_, entropy_);
    if (!node) fail("the node refuses, reason " + std::to_string(static_cast<int>(node.error())));
    node_ = std::move(*node);
    check_shown();
  }
  id_ = node_->person();
}

void Home::note(const node::Batch& batch) {
  if (!twin_ || stopped_) return;
  if (!twin_->commit(batch, node::Durability::full)) throw Broken{"the twin refused a commit"};
  if (watched_) states_.push_back({all_of(*twin_), shown_by(*node_, shown_at_)});
}

// What died on the way may be there all the same: one more state that may be found.
void Home::commit(const node::Batch& batch, node::Durability durability) {
  if (batch.empty()) return;
  const auto kept = store_->commit(batch, durability);
  if (kept && durability == node::Durability::full) states_.clear();
  if (kept) owed_flush_.committed(durability);
  note(batch);
  if (!kept) fail("a commit failed, reason " + std::to_string(static_cast<int>(kept.error())));
}

void Home::keep(const node::Turn& turn) {
  commit(turn.commit, turn.durability);
  if (!owed_flush_.falls_due(turn)) return;
  if (!store_->flush()) fail("a flush failed");
  owed_flush_.flushed();
  if (states_.size() > 1) states_.erase(states_.begin(), states_.end() - 1);
}

void Home::check_kept() const {
  if (!watched_ || !twin_) return;
  const auto found = all_of(*store_);
  if (std::ranges::count(states_, found, &State::kept) > 0) return;
  throw Broken{"what is kept is none of the states that it may be in"};
}

void Home::check_shown() const {
  if (!watched_ || !twin_) return;
  const State found{all_of(*store_), shown_by(*node_, shown_at_)};
  if (std::ranges::count(states_, found) > 0) return;
  throw Broken{"the node is not what it was before, though all is kept"};
}

void Home::index(std::size_t entries_at_once) {
  while (true) {
    const auto batch = node_->index_some(entries_at_once, node::Findable::by_words);
    if (!batch) fail("the index cannot go on");
    if (!*batch) return;
    commit(**batch, node::Durability::lazy);
  }
}

void Home::move_to(const std::string& path) {
  path_ = path;
  twin_.reset();
}

void Home::copy_to(const std::string& path) {
  if (!store_->settle()) fail("the log cannot be put away");
  disk_.set_image(path, disk_.image(path_));
}

void Home::make_older() {
  close();
  twin_.reset();
  store::CryptVfs vfs{key_number(the_key), entropy_, "crash-older", disk_name};
  sqlite3* handle = nullptr;
  check(sqlite3_open_v2(path_.c_str(), &handle, SQLITE_OPEN_READWRITE, vfs.name()) == SQLITE_OK);
  store::Connection connection{handle};
  check(store::prepare(handle) == SQLITE_OK);
  check(connection.run("DROP TABLE thing; DROP TABLE packed_ref; PRAGMA user_version=3") ==
        SQLITE_OK);
}

std::string Home::back_up(std::uint8_t key) {
  auto path = "backup-" + std::to_string(++backups_);
  const auto done = store::back_up(store_->place(), path, key_number(key), entropy_);
  if (!done) fail("no backup, reason " + std::to_string(static_cast<int>(done.error())));
  return path;
}

bool Home::is_backup(const std::string& path, std::uint8_t key) {
  const auto opened = store::SqliteStore::open(path, key_number(key), entropy_,
                                               store::Presence::must_exist, disk_name);
  if (!opened) return false;
  const auto node = node::Node::open(**opened, entropy_);
  return node && (*node)->person() == id_ && (*opened)->own_logs()->empty();
}

// What was kept lazily until here is kept for good with a last commit.
void Home::watch(WallTime now) {
  if (is_open()) commit({node::change::PutValue{node::ValueName::nearby, {1}}});
  shown_at_ = now;
  watched_ = true;
  states_.clear();
  if (!twin_) return;
  states_.push_back({all_of(*twin_), node_ ? shown_by(*node_, shown_at_) : std::string{}});
}

namespace {

class Bytes {
 public:
  void add(ByteView bytes) {
    add(bytes.size());
    out_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  void add(std::uint64_t number) {
    for (int i = 0; i < 8; ++i) out_.push_back(static_cast<char>(number >> (8 * i)));
  }
  void add(WallTime time) { add(static_cast<std::uint64_t>(time.micros)); }
  template <class T>
  T get(Result<T, node::StoreError> read) {
    if (!read) throw Broken{"the store cannot be read"};
    return std::move(*read);
  }
  std::string out_;
};

void add_strand(Bytes& out, const node::Store& store, const node::StrandRecord& strand) {
  const auto number = strand.number;
  out.add(number.value);
  out.add(strand.circle.value);
  out.add(strand.log.view());
  out.add(strand.person.view());
  out.add(strand.device.view());
  out.add(static_cast<std::uint64_t>(strand.form));
  out.add(strand.parent ? strand.parent->value : 0);
  out.add(strand.forked ? 1 : 0);
  for (const auto& record : out.get(store.spans(number))) {
    const auto& span = record.span;
    out.add(span.from.value);
    out.add(span.next.value);
    out.add(span.before.view());
    out.add(span.head.view());
    const auto scanned =
        store.scan(number, span.from, {span.next.value - 1}, [&](Seq seq, ByteView lean) {
          out.add(seq.value);
          out.add(lean);
          const auto at = store.arrived({number, seq});
          out.add(at && *at ? **at : WallTime{});
          return true;
        });
    if (!scanned) throw Broken{"the entries cannot be read"};
  }
  for (Seq at{};;) {
    const auto head = out.get(store.head_from(number, at));
    if (!head) break;
    out.add(head->last.seq.value);
    out.add(head->signature.view());
    out.add(head->entries);
    out.add(head->bytes);
    at = head->last.seq.successor();
  }
  for (const auto& epoch : out.get(store.epochs(number))) {
    out.add(epoch.first.seq.value);
    out.add(epoch.first.epoch.value);
    out.add(epoch.first.leaf.value);
    out.add(epoch.keys);
    out.add(epoch.audience);
  }
}

void add_index(Bytes& out, const node::Store& store, node::CircleNumber circle) {
  constexpr std::size_t all = 1'000'000;
  for (const auto& shown : out.get(store.last_shown(circle, all, std::nullopt))) {
    out.add(static_cast<std::uint64_t>(shown.order));
    out.add(shown.entry.strand.value);
    out.add(shown.entry.seq.value);
  }
  for (const auto kind : {4U, 5U, 6U, 8U, 9U, 10U}) {
    for (const auto& key : out.get(store.things(circle, kind))) out.add(key.seq.value);
  }
}

}  // namespace

std::string all_of(const node::Store& store) {
  Bytes out;
  for (unsigned name = 1; name <= store_names_max; ++name) {
    if (const auto value = out.get(store.value(static_cast<node::ValueName>(name)))) {
      out.add(*value);
    }
  }
  for (const auto& circle : out.get(store.circles())) {
    out.add(circle.number.value);
    out.add(circle.id.view());
    add_index(out, store, circle.number);
  }
  for (const auto& strand : out.get(store.strands())) add_strand(out, store, strand);
  for (const auto& own : out.get(store.own_logs())) {
    out.add(own.strand.value);
    out.add(own.secret);
    out.add(own.epoch_opened);
    out.add(own.last_time);
  }
  for (const auto& [person, record] : out.get(store.contacts())) out.add(record);
  for (unsigned kind = 1; kind <= store_names_max; ++kind) {
    for (const auto& fact : out.get(store.facts(static_cast<node::FactKind>(kind)))) {
      out.add(fact.key);
      out.add(fact.value);
    }
  }
  for (const auto& waiting : {out.get(store.unindexed()), out.get(store.unworded())}) {
    for (const auto& run : waiting) {
      out.add(run.strand.value);
      out.add(run.first.value);
      out.add(run.last.value);
    }
  }
  return std::move(out.out_);
}

std::string shown_by(const node::Node& node, WallTime now) {
  std::string out = node.own_name();
  for (const auto& [person, contact] : node.contacts().all()) {
    out += "; " + node.self().name_of(person).value_or("?") + " " +
           std::to_string(static_cast<int>(contact.verification)) +
           std::to_string(static_cast<int>(contact.acceptance)) + node.self().note_of(person) +
           (node.self().is_muted(person) ? " muted" : "");
  }
  for (const auto circle : node.strands().circles()) {
    out += "; " + node.name_of(circle) + ":";
    for (const auto& hearer : node.audience(circle, now)) {
      out += " " + to_hex(hearer.person.view()).substr(0, 8) +
             std::to_string(hearer.until ? hearer.until->micros : 0);
    }
    for (const auto& owed : node.owed_in(circle)) out += " owed " + to_hex(owed.view());
  }
  out += "; " + std::to_string(node.open_offers().size()) + " offers";
  // The mark that the clock may not go back behind: leases end by it.
  for (const auto hours : {1, 30, 24 * 10, 24 * 80}) {
    out += node.clock_is_sure(now - std::chrono::hours{hours}) ? "+" : "-";
  }
  return out;
}

}  // namespace kith::sim::crash
