#include "cli/answering.hpp"

#include <filesystem>
#include <thread>

#include "running/door.hpp"
#include "running/sync_alone.hpp"
#include "service/requests.hpp"

namespace kith::cli {
namespace {

using service::Answer;
using service::Json;
using service::OpenHome;

// The node that runs stands in another folder than who asks it.
Json with_absolute_paths(Json request) {
  for (const char* field : {"file", "folder", "answers"}) {
    if (!request.contains(field) || !request.at(field).is_string()) continue;
    std::error_code trouble;
    const auto path = std::filesystem::absolute(request.at(field).get<std::string>(), trouble);
    if (!trouble) request[field] = path.string();
  }
  return request;
}

Answer ask_home_itself(OpenHome& home, const Json& request, const service::Progress& progress) {
  if (request.at("command") != "sync") return service::handle(home, request, progress);
  return running::sync_alone(home, *running::talks_of(home), request);
}

}  // namespace

Answer Answering::answer_to(const Json& request) {
  for (int tries = 0; !home_ && tries < tries_max; ++tries) {
    auto answer = running::ask_running(place_.folder, with_absolute_paths(request), progress_);
    if (answer) return std::move(*answer);
    if (!lock_) {
      auto opens = lock_of(place_);
      if (!opens) return Fail<service::Fault>{opens.error()};
      lock_ = std::move(*opens);
    }
    auto home = open_unless_busy(place_, *lock_);
    if (home && !*home) return Fail<service::Fault>{home->error()};
    if (home) {
      home_ = std::move(**home);
    } else {
      std::this_thread::sleep_for(between_tries);
    }
  }
  if (home_) return ask_home_itself(*home_, request, progress_);
  return Fail<service::Fault>{service::fault_of(host::HomeError::busy, place_)};
}

}  // namespace kith::cli
