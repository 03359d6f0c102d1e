// One command of the grammar: its name, and which field of the request each option and argument
// lands in. Refuses to know what any of them means.
#pragma once

#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "cli/name_list.hpp"

namespace kith::cli {

class Command {
 public:
  Command(CLI::App& parent, Invocation& into, const std::string& word, const std::string& says,
          const std::string& full = {})
      : app_(parent.add_subcommand(word, says)), into_(into) {
    const auto name = full.empty() ? word : full;
    app_->final_callback([&into, name] {
      into.command = name;
      into.request["command"] = name;
    });
  }
  Command& text(const std::string& option, const char* field, const std::string& says,
                bool needed = true) {
    auto* made = app_->add_option_function<std::string>(
        option,
        [this_ = &into_, field](const std::string& value) { this_->request[field] = value; }, says);
    if (needed) made->required();
    return *this;
  }
  Command& texts(const std::string& option, const char* field, const std::string& says) {
    app_->add_option_function<std::vector<std::string>>(
            option,
            [this_ = &into_, field](const std::vector<std::string>& values) {
              this_->request[field] = values;
            },
            says)
        ->expected(1)
        ->take_all();
    return *this;
  }
  Command& words(const std::string& option, const char* field, const std::string& says) {
    app_->add_option_function<std::vector<std::string>>(
            option,
            [this_ = &into_, field](const std::vector<std::string>& values) {
              std::string joined;
              for (const auto& value : values) joined += (joined.empty() ? "" : " ") + value;
              this_->request[field] = joined;
            },
            says)
        ->required();
    return *this;
  }
  // Several, between commas; quotes around one that holds a comma.
  Command& names(const std::string& option, const char* field, const std::string& says) {
    app_->add_option_function<std::string>(
        option,
        [this_ = &into_, field](const std::string& typed) {
          auto names = service::Json::array();
          for (auto& name : names_typed(typed)) names.push_back(std::move(name));
          this_->request[field] = std::move(names);
        },
        says);
    return *this;
  }
  Command& number(const std::string& option, const char* field, const std::string& says) {
    app_->add_option_function<std::uint64_t>(
            option,
            [this_ = &into_, field](const std::uint64_t& value) { this_->request[field] = value; },
            says)
        ->check([](const std::string& typed) -> std::string {  // CLI11 reads -1 as 2^64 - 1
          constexpr std::size_t digits_max = 18;
          const bool number = !typed.empty() && typed.size() <= digits_max &&
                              typed.find_first_not_of("0123456789") == std::string::npos;
          return number ? "" : "write a number from 0 on, not \"" + typed + "\"";
        });
    return *this;
  }
  Command& flag(const std::string& option, const char* field, const std::string& says) {
    app_->add_flag_callback(
        option, [this_ = &into_, field] { this_->request[field] = true; }, says);
    return *this;
  }
  [[nodiscard]] CLI::App& app() const { return *app_; }

 private:
  CLI::App* app_;
  Invocation& into_;
};

}  // namespace kith::cli
