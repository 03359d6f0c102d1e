#include "web/response.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/check.hpp"

namespace kith::web {
namespace {

const char* words_of(Code code) {
  switch (code) {
    case Code::ok:
      return "OK";
    case Code::not_modified:
      return "Not Modified";
    case Code::bad_request:
      return "Bad Request";
    case Code::not_entered:
      return "Unauthorized";
    case Code::forbidden:
      return "Forbidden";
    case Code::not_found:
      return "Not Found";
    case Code::wrong_method:
      return "Method Not Allowed";
    case Code::refused:
      return "Conflict";
    case Code::too_large:
      return "Content Too Large";
    case Code::wrong_type:
      return "Unsupported Media Type";
    case Code::misdirected:
      return "Misdirected Request";
    case Code::locked:
      return "Locked";
    case Code::too_often:
      return "Too Many Requests";
  }
  return "Unknown";
}

// On every answer, whatever it is: no page of ours asks anybody outside, runs anything that was not
// built into the program, is framed, or is looked into by another window.
constexpr std::string_view always =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data: blob:; media-src blob:; form-action 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(self), microphone=(), geolocation=(), display-capture=(), "
    "usb=(), serial=(), hid=(), midi=(), payment=(), publickey-credentials-get=()\r\n";

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool names(const Response& response, std::string_view header) {
  return std::ranges::count(response.headers, header, [](const auto& h) { return h.first; }) > 0;
}

Code code_of(service::Status status) {
  switch (status) {
    case service::Status::refused:
      return Code::refused;
    case service::Status::wrong_usage:
      return Code::bad_request;
    case service::Status::locked:
      return Code::locked;
  }
  return Code::refused;
}

}  // namespace

ByteVec head_of(const Response& response, Connection connection) {
  std::string head = "HTTP/1.1 " + std::to_string(static_cast<int>(response.code)) + " " +
                     words_of(response.code) + "\r\n";
  head += always;
  if (!names(response, "Cache-Control")) head += "Cache-Control: no-store\r\n";
  for (const auto& [name, value] : response.headers) {
    check(is_one_line(name) && is_one_line(value));
    head.append(name).append(": ").append(value).append("\r\n");
  }
  if (!response.content_type.empty()) head += "Content-Type: " + response.content_type + "\r\n";
  if (!response.goes_on && response.code != Code::not_modified) {
    head += "Content-Length: " +
            std::to_string(response.body.size() + (response.rest ? response.rest->bytes : 0)) +
            "\r\n";
  }
  if (connection == Connection::closes) head += "Connection: close\r\n";
  head += "\r\n";
  return {head.begin(), head.end()};
}

Response json_response(const service::Json& json, Code code) {
  const auto text = json.dump(-1, ' ', false, service::Json::error_handler_t::replace);
  return {code, "application/json", {text.begin(), text.end()}, {}, false};
}

Response fault_response(Code code, const std::string& sentence, service::FaultCode named) {
  return json_response({{"sentence", sentence}, {"code", named.view()}}, code);
}

Response answer_response(const service::Answer& answer) {
  if (answer) return json_response(*answer);
  const auto& fault = answer.error();
  return fault_response(code_of(fault.status), fault.sentence, fault.code);
}

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain =
        is_letter_or_digit(c) || std::string_view{"-._~"}.find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return out;
}

}  // namespace kith::web
