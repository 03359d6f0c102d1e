#include "web/bundle_ways.hpp"

#include "base/limits.hpp"

namespace kith::web {
namespace {

using service::Answer;
using service::Json;

Response busy() {
  return fault_response(Code::refused,
                        "Another bundle is on its way through this page; try again when it is "
                        "there.");
}

Response no_room(host::DiskError error) {
  return fault_response(Code::refused, error == host::DiskError::full
                                           ? "There is no room for the bundle on the disk."
                                           : "The bundle cannot be kept beside the home for the "
                                             "moment that it takes; see that the folder is yours.");
}

// Sentences name a file by its path, and nobody knows this one's.
std::string without_path(std::string sentence, const std::string& path) {
  const auto named = "\"" + path + "\"";
  const auto at = sentence.find(named);
  if (at == std::string::npos) return sentence;
  return sentence.replace(at, named.size(), at == 0 ? "This file" : "this file");
}

Response response_without_path(Answer answer, const std::string& path) {
  if (answer) {
    answer->erase("file");
  } else {
    answer.error().sentence = without_path(answer.error().sentence, path);
  }
  return answer_response(answer);
}

}  // namespace

// The file goes with whoever holds this, however the request ends.
class BundleWays::Upload {
 public:
  explicit Upload(std::string path) : path_(std::move(path)) {}
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;
  ~Upload() { remove(); }

  /// Makes the file with the first piece, which may be empty.
  [[nodiscard]] Result<void, host::DiskError> write(ByteView piece) {
    if (!file_) {
      auto made = host::OpenFile::open(path_, host::FileUse::make_anew);
      if (!made) return Fail{made.error()};
      file_ = std::move(*made);
    }
    return file_->write(piece);
  }
  void remove() {
    if (std::exchange(file_, std::nullopt)) (void)host::remove_file(path_);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::optional<host::OpenFile> file_;
};

Server::Arrived BundleWays::take() {
  if (!upload_.expired()) return busy();
  const auto upload = std::make_shared<Upload>(host::paths_of(house_.place().folder).passing);
  upload_ = upload;
  Server::Plan plan;
  plan.body_bytes_max = upload_bytes_max;
  plan.take = [upload](ByteView piece) -> std::optional<Response> {
    const auto kept = upload->write(piece);
    return kept ? std::nullopt : std::optional{no_room(kept.error())};
  };
  plan.done = [this, upload](const Server::Reply& reply) { read(*upload, reply); };
  return plan;
}

void BundleWays::read(Upload& upload, const Server::Reply& reply) {
  // Locked or burned meanwhile: nothing goes into it.
  if (house_.state() != HomeState::open) {
    return reply(fault_response(Code::locked, "The page was locked meanwhile; unlock it."));
  }
  if (const auto kept = upload.write({}); !kept) return reply(no_room(kept.error()));
  Answer answer = Json{};
  house_.handle({{"command", "bundle read"}, {"file", upload.path()}},
                [&](const Answer& read) { answer = read; });
  upload.remove();  // before anybody hears that it was taken in
  reply(response_without_path(std::move(answer), upload.path()));
}

void BundleWays::give(Json request, const Server::Reply& reply) {
  if (!upload_.expired()) return reply(busy());
  const auto path = host::paths_of(house_.place().folder).passing;
  (void)host::remove_file(path);  // of one that was cut short
  request["command"] = "bundle write";
  request["file"] = path;
  house_.handle(request, [reply, path](Answer answer) {
    if (!answer) return reply(response_without_path(std::move(answer), path));
    auto bytes = host::read_small(path, limits::bundle_bytes_max);
    (void)host::remove_file(path);
    if (!bytes) return reply(no_room(bytes.error()));
    answer->erase("file");
    reply({Code::ok,
           "application/octet-stream",
           std::move(*bytes),
           {{"Content-Disposition", "attachment; filename=\"kith.bundle\""},
            {"Kith-Answer",
             percent_encoded(answer->dump(-1, ' ', false, Json::error_handler_t::replace))}},
           false});
  });
}

}  // namespace kith::web
