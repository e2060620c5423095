#pragma once
// The small, strict part of JSON that leaves are written in: one text for each value (no blanks,
// one way to escape), so that reading is also a check that nobody wrote it otherwise.

#include <cstdint>
#include <string>
#include <string_view>

namespace tenure::audit {

// Appends `value` in quotes. Control characters, '"' and '\\' are escaped, nothing else is.
void append_json_string(std::string& out, std::string_view value);
// The value of what stands between the quotes; `raw` was accepted by json_cursor::string().
std::string json_unescaped(std::string_view raw);

// Moves over a text. After the first mismatch it stays where it was found and is never at the end.
class json_cursor {
 public:
  explicit json_cursor(std::string_view text) : text_(text) {}

  bool literal(std::string_view wanted);
  bool string(std::string_view& raw);  // in quotes; `raw` is still escaped
  bool number(std::uint64_t& value);
  bool peek(char wanted) const { return at_ < text_.size() && text_[at_] == wanted; }
  bool at_end() const { return !broken_ && at_ == text_.size(); }
  bool fail() {
    broken_ = true;
    return false;
  }
  std::size_t offset() const { return at_; }

 private:
  std::size_t step() const;
  std::size_t escape() const;

  std::string_view text_;
  std::size_t at_ = 0;
  bool broken_ = false;
};

}  // namespace tenure::audit
