#include "host/origin.hpp"

#include <algorithm>
#include <string_view>

#include "crypto/hash.hpp"
#include "host/key_wrap.hpp"
#include "host/version_line.hpp"

namespace kith::host {
namespace {

using HomeId = Bytes<struct HomeIdTag, 32>;
using MachineHash = Bytes<struct MachineHashTag, 32>;
using MarkName = Bytes<struct MarkNameTag, 32>;

constexpr std::uint8_t install_version = 1;
constexpr std::size_t install_bytes = 1 + HomeId::size + MachineHash::size + 8;

constexpr std::string_view mark_title = "kith mark ";
constexpr std::string_view mark_magic = "kith mark 1\n";
constexpr std::string_view mark_ending = ".mark";
constexpr std::size_t mark_bytes = mark_magic.size() + 3 * 8;

constexpr crypto::Context mark_context{"kith mark"};
constexpr crypto::Context machine_context{"kith machine"};

/// What names a home's place without its key: of its folder, and of its database.
struct Inodes {
  std::uint64_t folder{};
  std::uint64_t database{};
  bool operator==(const Inodes&) const = default;
};

Result<Inodes, DiskError> inodes_of(const HomePlace& place) {
  const auto paths = paths_of(place.folder);
  const auto folder = inode_of(paths.folder);
  const auto database = inode_of(paths.database);
  if (!folder || !database) {
    return Fail<DiskError>{folder ? database.error() : folder.error()};
  }
  return Inodes{*folder, *database};
}

// Install value: version u8 ‖ home id 32 ‖ machine 32 ‖ inode of the database u64.
ByteVec install_value(const HomeId& id, const std::string& machine_id, std::uint64_t database) {
  // Hashed, so that what names this machine everywhere leaves it with no copy.
  const auto machine =
      crypto::hash<MachineHash>(machine_context, {id.view(), as_bytes(machine_id)});
  ByteVec value{install_version};
  value.insert(value.end(), id.raw.begin(), id.raw.end());
  value.insert(value.end(), machine.raw.begin(), machine.raw.end());
  append_u64(value, database);
  return value;
}

std::string mark_path(const HomePlace& place, const HomeId& id) {
  const auto name = crypto::hash<MarkName>(mark_context, {id.view()});
  return place.state_folder + "/" + to_hex(name.view()) + std::string{mark_ending};
}

ByteVec mark_value(Generation generation, const Inodes& inodes) {
  const auto line = as_bytes(mark_magic);
  ByteVec value{line.begin(), line.end()};
  append_u64(value, generation.value);
  append_u64(value, inodes.folder);
  append_u64(value, inodes.database);
  return value;
}

bool is_mark(ByteView file) {
  return file.size() == mark_bytes && version_line(file, mark_title) == VersionLine::ours;
}

ByteVec generation_value(Generation generation) {
  ByteVec value;
  append_u64(value, generation.value);
  return value;
}

node::Change put(node::ValueName name, ByteVec value) {
  return node::change::PutValue{name, std::move(value)};
}

struct Kept {
  HomeId id;
  Generation generation;
};

// What the store says of itself; nothing when it is not of this machine and this file.
Result<std::optional<Kept>, HomeError> kept_here(const node::Store& store, const HomePlace& place) {
  const auto install = store.value(node::ValueName::install);
  const auto generation = store.value(node::ValueName::generation);
  if (!install || !generation) {
    return Fail<HomeError>{home_error_of(install ? generation.error() : install.error())};
  }
  const auto inodes = inodes_of(place);
  if (!inodes) {
    return Fail<HomeError>{home_error_of(inodes.error())};
  }
  if (!*install || (*install)->size() != install_bytes || !*generation ||
      (*generation)->size() != 8) {
    return std::nullopt;
  }
  const auto id = HomeId::from(ByteView{**install}.subspan(1, HomeId::size)).value();
  if (**install != install_value(id, place.machine_id, inodes->database)) {
    return std::nullopt;
  }
  return Kept{id, {read_u64(**generation)}};
}

}  // namespace

Result<void, HomeError> Mark::advance(node::Store& store) {
  if (marked_ != generation_) {  // cut short once; twice, and the home would count as copied
    if (const auto done = follow(); !done) return done;
  }
  const auto next = generation_.successor();
  if (const auto done = store.commit({put(node::ValueName::generation, generation_value(next))},
                                     node::Durability::full);
      !done) {
    return Fail<HomeError>{home_error_of(done.error())};
  }
  generation_ = next;
  return follow();
}

Result<void, HomeError> Mark::follow() {
  const auto done = file_.write_at(mark_magic.size(), generation_value(generation_)).and_then([&] {
    return file_.sync();
  });
  if (!done) {
    return Fail<HomeError>{HomeError::state_folder};
  }
  marked_ = generation_;
  return {};
}

Result<std::optional<Mark>, HomeError> recognise(const node::Store& store, const HomePlace& place) {
  const auto kept = kept_here(store, place);
  if (!kept || !*kept) {
    return kept.map([](const auto&) { return std::optional<Mark>{}; });
  }
  auto file = OpenFile::open(mark_path(place, (*kept)->id), FileUse::change);
  if (!file && file.error() == DiskError::missing) {
    return std::nullopt;
  }
  ByteVec bytes(mark_bytes + 1);
  const auto read =
      file ? file->read(bytes) : Result<ByteSpan, DiskError>{Fail<DiskError>{file.error()}};
  if (!read) {
    return Fail<HomeError>{HomeError::state_folder};
  }
  if (!is_mark(*read)) {
    return std::nullopt;
  }
  const Generation marked{read_u64(read->subspan(mark_magic.size()))};
  const auto held = (*kept)->generation;
  if (held != marked && held != marked.successor()) {
    return std::nullopt;
  }
  return Mark{std::move(*file), marked, held};
}

Result<Settled, HomeError> settle(node::Store& store, const HomePlace& place, Entropy& entropy,
                                  node::Batch also) {
  std::vector<std::string> made;
  if (!make_folders(place.state_folder, made)) {
    return Fail<HomeError>{HomeError::state_folder};
  }
  const auto inodes = inodes_of(place);
  if (!inodes) {
    return Fail<HomeError>{home_error_of(inodes.error())};
  }
  const auto id = entropy.make<HomeId>();
  constexpr Generation first{1};
  also.push_back(
      put(node::ValueName::install, install_value(id, place.machine_id, inodes->database)));
  also.push_back(put(node::ValueName::generation, generation_value(first)));
  if (const auto done = store.commit(also, node::Durability::full); !done) {
    return Fail<HomeError>{home_error_of(done.error())};
  }
  const auto path = mark_path(place, id);
  if (!write_new(path, mark_value(first, *inodes))) {
    return Fail<HomeError>{HomeError::state_folder};
  }
  auto file = OpenFile::open(path, FileUse::change);
  if (!file) {
    (void)remove_file(path);
    return Fail<HomeError>{HomeError::state_folder};
  }
  return Settled{Mark{std::move(*file), first, first}, path};
}

void remove_mark(const HomePlace& place) {
  const auto inodes = inodes_of(place);
  const auto names = names_in(place.state_folder);
  if (!inodes || !names) {
    return;
  }
  const auto sought = mark_value({}, *inodes);
  for (const auto& name : *names) {
    if (!name.ends_with(mark_ending)) {
      continue;
    }
    const auto path = place.state_folder + "/" + name;
    const auto bytes = read_small(path, mark_bytes);
    if (bytes && is_mark(*bytes) &&
        std::equal(bytes->end() - 16, bytes->end(), sought.end() - 16)) {
      (void)remove_file(path);
    }
  }
}

}  // namespace kith::host
