// What a request to a home comes back with: a JSON document, or a fault that a person can read.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "service/fault_code.hpp"

namespace kith::service {

/// Keeps the order of its fields: what is printed is stable.
using Json = nlohmann::ordered_json;

/// What the command line exits with.
enum class Status { refused = 1, wrong_usage = 2, locked = 3 };

struct Fault {
  Status status{Status::refused};
  std::string sentence;  // what, why, what to do
  FaultCode code;
};

template <class T>
using Outcome = Result<T, Fault>;
using Answer = Outcome<Json>;

[[nodiscard]] inline Fail<Fault> refuse(FaultCode code, std::string sentence,
                                        Status status = Status::refused) {
  return Fail<Fault>{Fault{status, std::move(sentence), code}};
}

}  // namespace kith::service
