#include "service/bundle_files.hpp"

#include <filesystem>

#include "base/limits.hpp"
#include "host/disk.hpp"
#include "node/bundles.hpp"
#include "service/fields.hpp"

namespace kith::service {
namespace {

Fail<Fault> cannot(const char* what, const std::string& path, host::DiskError error) {
  const auto named = "\"" + path + "\"";
  switch (error) {
    case host::DiskError::exists:
      return refuse("file_exists", named + " is there already; choose another name.");
    case host::DiskError::missing:
      return refuse("file_missing", named + " is not there, or its folder is not; check the name.");
    case host::DiskError::denied:
      return refuse("file_denied",
                    "You may not " + std::string{what} + " " + named + "; check its permissions.");
    case host::DiskError::full:
      return refuse("file_full", "There is no room for " + named + "; nothing was left behind.");
    case host::DiskError::io:
      break;
  }
  return refuse("file_failed", "It was not possible to " + std::string{what} + " " + named +
                                   "; check it and its disk.");
}

const char* sentence_of(seal::BundleError error) {
  switch (error) {
    case seal::BundleError::not_a_bundle:
      return "is not a bundle; nothing was taken in.";
    case seal::BundleError::cut_short:
      return "was cut short on its way; copy it again. Nothing was taken in.";
    case seal::BundleError::damaged:
    case seal::BundleError::malformed:
    case seal::BundleError::does_not_open:
      return "was damaged on its way; copy it again. Nothing was taken in.";
    case seal::BundleError::too_large:
      return "is larger than the 256 MiB that are read here; nothing was taken in.";
  }
  return "is not a bundle; nothing was taken in.";
}

FaultCode code_of(seal::BundleError error) {
  switch (error) {
    case seal::BundleError::not_a_bundle:
      return "not_a_bundle";
    case seal::BundleError::cut_short:
      return "bundle_cut_short";
    case seal::BundleError::too_large:
      return "bundle_too_large";
    case seal::BundleError::damaged:
    case seal::BundleError::malformed:
    case seal::BundleError::does_not_open:
      break;
  }
  return "bundle_damaged";
}

Fail<Fault> refused_bundle(const std::string& path, seal::BundleError error) {
  return refuse(code_of(error), "\"" + path + "\" " + sentence_of(error));
}

// All of it lies in memory while it is read, and who wrote it may be anybody.
Outcome<ByteVec> bytes_of_bundle(const std::string& path) {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(path, unknown);
  if (!unknown && size > limits::bundle_held_bytes_max) {
    return refused_bundle(path, seal::BundleError::too_large);
  }
  auto file = host::read_small(path, limits::bundle_held_bytes_max);
  if (!file) return cannot("read", path, file.error());
  return std::move(*file);
}

Outcome<std::vector<PersonId>> readers_in(OpenHome& home, const Json& request) {
  std::vector<PersonId> persons;
  if (request.contains("for")) {
    for (const auto& name : request.at("for")) {
      if (!name.is_string())
        return refuse("wrong_request", "A name is a text.", Status::wrong_usage);
      const auto person = person_named(home, name.get<std::string>());
      if (!person) return Fail<Fault>{person.error()};
      persons.push_back(*person);
    }
    return persons;
  }
  for (const auto& [person, contact] : home.node().contacts().all()) {
    if (home.node().contacts().accepted(person)) persons.push_back(person);
  }
  return persons;
}

}  // namespace

Answer bundle_write(OpenHome& home, const Json& request, const Progress& progress) {
  const auto path = path_in(request, "file");
  if (!path) return Fail<Fault>{path.error()};
  const auto persons = readers_in(home, request);
  if (!persons) return Fail<Fault>{persons.error()};
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  auto written = node::write_bundle(home.node(), home.home().entropy(), *persons, home.now());
  if (!written) {
    switch (written.error()) {
      case node::BundleRefusal::nobody:
        return refuse("nobody_to_seal_to",
                      "Nobody whom it would be for can be sealed to; meet them, or sync once.");
      case node::BundleRefusal::too_large:
        return refuse("bundle_too_large",
                      "That is more than one bundle holds; write it for fewer people.");
      case node::BundleRefusal::store:
        return Fail<Fault>{fault_of(node::Refusal::store_failed)};
    }
  }
  const auto bundle = home.carry_out(node::StepOf<node::WrittenBundle>{std::move(*written)});
  if (!bundle) return Fail<Fault>{bundle.error()};
  if (const auto kept = host::write_new(*path, bundle->file); !kept) {
    return cannot("write", *path, kept.error());
  }
  auto unreached = Json::array();
  for (const auto& person : bundle->unreached) unreached.push_back(name_of(home, person));
  return Json{{"entries", bundle->entries},
              {"bytes", bundle->file.size()},
              {"file", *path},
              {"not_for", std::move(unreached)}};
}

Answer bundle_read(OpenHome& home, const Json& request, const Progress& progress) {
  const auto path = path_in(request, "file");
  if (!path) return Fail<Fault>{path.error()};
  const auto file = bytes_of_bundle(*path);
  if (!file) return Fail<Fault>{file.error()};
  auto reading = node::BundleReading::open(home.node(), *file);
  if (!reading) return refused_bundle(*path, reading.error());
  if (!reading->is_for_me()) {
    return refuse("bundle_not_for_me",
                  "Nothing in \"" + *path + "\" is for you; leave it for the next person.");
  }
  std::uint64_t entries = 0;
  while (true) {
    auto turn = reading->step(home.node(), home.now());
    if (turn.failed) return Fail<Fault>{fault_of(*turn.failed)};
    if (turn.done) break;
    const auto kept = home.carry_out(
        node::StepOf<node::Done>{node::Step<node::Done>{std::move(turn.commit), {}}});
    if (!kept) return Fail<Fault>{kept.error()};
    entries += turn.fresh;
  }
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  return Json{{"entries", entries}, {"bytes", file->size()}, {"file", *path}};
}

}  // namespace kith::service
