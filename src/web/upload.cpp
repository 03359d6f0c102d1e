#include "web/upload.hpp"

namespace kith::web {

Result<void, host::DiskError> Upload::write(ByteView piece) {
  if (!file_) {
    auto made = host::OpenFile::open(path_, host::FileUse::make_anew);
    if (!made) return Fail{made.error()};
    file_ = std::move(*made);
  }
  return file_->write(piece);
}

void Upload::remove() {
  if (std::exchange(file_, std::nullopt)) (void)host::remove_file(path_);
}

Response no_room(host::DiskError error) {
  if (error == host::DiskError::full) {
    return fault_response(Code::refused, "There is no room for it on the disk.", "file_full");
  }
  return fault_response(Code::refused,
                        "It cannot be kept beside the home for the moment that it takes; see that "
                        "the folder is yours.",
                        "file_denied");
}

service::Fault without_path(service::Fault fault, const std::string& path) {
  auto& sentence = fault.sentence;
  // In quotes or without.
  for (const auto& named : {"\"" + path + "\"", path}) {
    for (auto at = sentence.find(named); at != std::string::npos; at = sentence.find(named)) {
      sentence.replace(at, named.size(), at == 0 ? "This file" : "this file");
    }
  }
  return fault;
}

}  // namespace kith::web
