#include "web/bundle_ways.hpp"

namespace kith::web {
namespace {

using service::Answer;
using service::Json;

constexpr std::size_t piece_bytes = 256 * 1024;

Response busy() {
  return fault_response(Code::refused,
                        "Another bundle is on its way through this page; try again when it is "
                        "there.",
                        "bundle_under_way");
}

Response response_without_path(Answer answer, const std::string& path) {
  if (answer) {
    answer->erase("file");
  } else {
    answer = Fail{without_path(std::move(answer.error()), path)};
  }
  return answer_response(answer);
}

// Piece by piece, as the other side takes them.
Result<Rest, host::DiskError> sent_from(const std::string& path) {
  auto opened = host::OpenFile::open(path, host::FileUse::read);
  if (!opened) return Fail{opened.error()};
  const auto bytes = opened->size();
  if (!bytes) return Fail{bytes.error()};
  const auto file = std::make_shared<host::OpenFile>(std::move(*opened));
  return Rest{*bytes, [file] {
                ByteVec piece(piece_bytes);
                const auto read = file->read(piece);
                piece.resize(read ? read->size() : 0);
                return piece;
              }};
}

}  // namespace

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
    return reply(
        fault_response(Code::locked, "The page was locked meanwhile; unlock it.", "locked"));
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
    auto sending = sent_from(path);
    (void)host::remove_file(path);  // whoever reads it has it open
    if (!sending) return reply(no_room(sending.error()));
    answer->erase("file");
    Response response{Code::ok, "application/octet-stream", {}, {}, false, std::move(*sending)};
    response.headers = {{"Content-Disposition", "attachment; filename=\"kith.bundle\""},
                        {"Kith-Answer", percent_encoded(answer->dump(
                                            -1, ' ', false, Json::error_handler_t::replace))}};
    reply(std::move(response));
  });
}

}  // namespace kith::web
