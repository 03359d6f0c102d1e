#include "web/restore_ways.hpp"

namespace kith::web {
namespace {

Response home_is_there() {
  return fault_response(Code::refused, "There is a home here already; nothing was restored.",
                        "home_exists");
}

// The folder above a home may be made with it.
Result<void, host::DiskError> make_place_for(const std::string& path) {
  std::vector<std::string> made;
  return host::make_folders(host::parent_of(path), made);
}

}  // namespace

Server::Arrived RestoreWays::take() {
  if (house_.state() != HomeState::none) return home_is_there();
  if (!coming_.expired() && coming_.lock() != held_) {
    return fault_response(Code::refused, "The file is coming already.", "bundle_under_way");
  }
  held_.reset();  // it has the same path
  const auto upload = std::make_shared<Upload>(house_.place().folder + ".restoring");
  if (const auto made = make_place_for(upload->path()); !made) return no_room(made.error());
  coming_ = upload;
  Server::Plan plan;
  plan.body_bytes_max = backup_bytes_max;
  plan.take = [upload](ByteView piece) -> std::optional<Response> {
    const auto kept = upload->write(piece);
    return kept ? std::nullopt : std::optional{no_room(kept.error())};
  };
  plan.done = [this, upload](const Server::Reply& reply) {
    if (const auto kept = upload->write({}); !kept) return reply(no_room(kept.error()));
    held_ = upload;
    reply(json_response(service::Json::object()));
  };
  return plan;
}

Response RestoreWays::restore(const host::Passphrase& opens, const host::Lock& lock) {
  if (house_.state() != HomeState::none) return home_is_there();
  if (!held_) {
    return fault_response(Code::refused, "Hand over the backup first.", "backup_missing");
  }
  auto answer = house_.restore(held_->path(), opens, lock);
  if (!answer) {
    return answer_response(Fail{without_path(std::move(answer.error()), held_->path())});
  }
  held_.reset();
  return answer_response(answer);
}

}  // namespace kith::web
