// ICU converts; it stays in this file.
#include "connectors/hr_csv/decode.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>

namespace tenure::hr_csv {
namespace {

struct mark {
  encoding how;
  std::string_view bytes;
};
constexpr std::array<mark, 3> marks{{
    {encoding::utf8, std::string_view("\xEF\xBB\xBF", 3)},
    {encoding::utf16le, std::string_view("\xFF\xFE", 2)},
    {encoding::utf16be, std::string_view("\xFE\xFF", 2)},
}};

const char* name_of(encoding how) {
  switch (how) {
    case encoding::automatic:
    case encoding::utf8: return "UTF-8";
    case encoding::utf16le: return "UTF-16LE";
    case encoding::utf16be: return "UTF-16BE";
    case encoding::windows1252: return "windows-1252";
    case encoding::latin1: return "ISO-8859-1";
  }
  throw std::logic_error("encoding");
}

refusal wrong(std::string message, std::string way_out) {
  return {"hr.list.encoding", std::move(message), "", "", std::move(way_out)};
}

std::string byte_at(std::string_view bytes, std::size_t offset) {
  char text[64];
  std::snprintf(text, sizeof text, "byte 0x%02X at offset %zu",
                static_cast<unsigned>(static_cast<unsigned char>(bytes[offset])), offset);
  return text;
}

// The offset of the first byte that is no UTF-8.
std::optional<std::size_t> no_utf8_at(std::string_view bytes) {
  const auto* text = reinterpret_cast<const std::uint8_t*>(bytes.data());
  auto length = static_cast<std::int32_t>(bytes.size());
  for (std::int32_t at = 0; at < length;) {
    std::int32_t first = at;
    UChar32 c = 0;
    U8_NEXT(text, at, length, c);
    if (c < 0) return static_cast<std::size_t>(first);
  }
  return std::nullopt;
}

bool has_high_bytes(std::string_view bytes) {
  for (char c : bytes) {
    if (static_cast<unsigned char>(c) >= 0x80) return true;
  }
  return false;
}

// Text of any language has some ASCII (the delimiters), and so a zero in every other byte.
bool looks_like_utf16(std::string_view bytes) {
  std::size_t zeros = 0, sample = std::min<std::size_t>(bytes.size(), 1000);
  for (char c : bytes.substr(0, sample)) zeros += c == 0;
  return sample >= 2 && zeros * 4 >= sample;
}

refusal not_utf8(std::string_view bytes, std::size_t offset) {
  return wrong(byte_at(bytes, offset) + " is no UTF-8",
               "Save the file as UTF-8, or name its encoding (windows-1252?) in the configuration");
}

// windows-1252 leaves five bytes undefined and ISO-8859-1 has only control characters from 0x80 to
// 0x9F: such a byte shows that the file is something else.
std::optional<refusal> misnamed_legacy(std::string_view bytes, encoding how) {
  if (has_high_bytes(bytes) && !no_utf8_at(bytes)) {
    return wrong("the file is UTF-8, but the configuration says " + std::string(name_of(how)),
                 "Set encoding to UTF-8 or auto");
  }
  constexpr std::string_view undefined_1252 = "\x81\x8D\x8F\x90\x9D";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto byte = static_cast<unsigned char>(bytes[i]);
    bool bad = how == encoding::latin1 ? byte >= 0x80 && byte <= 0x9F
                                       : undefined_1252.find(bytes[i]) != std::string_view::npos;
    if (bad) {
      return wrong(byte_at(bytes, i) + " is no " + name_of(how) + " text",
                   "Name the file's encoding in the configuration, or save it as UTF-8");
    }
  }
  return std::nullopt;
}

struct close_converter {
  void operator()(UConverter* open) const { ucnv_close(open); }
};

result<std::string> convert(std::string_view bytes, encoding how) {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<UConverter, close_converter> open(ucnv_open(name_of(how), &error));
  ucnv_setToUCallBack(open.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  if (U_FAILURE(error)) throw std::runtime_error(u_errorName(error));
  std::u16string text(bytes.size() + 1, u'\0');  // no encoding here gives more units than bytes
  const char* from = bytes.data();
  char16_t* to = text.data();
  ucnv_toUnicode(open.get(), &to, to + text.size(), &from, bytes.data() + bytes.size(), nullptr,
                 true, &error);
  if (U_FAILURE(error)) {
    return wrong("the text before offset " + std::to_string(from - bytes.data()) + " is no " +
                     name_of(how),
                 "Save the file as UTF-8");
  }
  text.resize(static_cast<std::size_t>(to - text.data()));
  std::string out;
  icu::UnicodeString(false, text.data(), static_cast<std::int32_t>(text.size())).toUTF8String(out);
  return {boost::system::in_place_value, std::move(out)};
}

result<std::string> decode_as(std::string_view bytes, encoding how) {
  if (how == encoding::utf8 || how == encoding::automatic) {
    if (looks_like_utf16(bytes)) {
      return wrong("the file looks like UTF-16 without a byte order mark",
                   "Save it as UTF-8, or name its encoding in the configuration");
    }
    if (auto offset = no_utf8_at(bytes)) return not_utf8(bytes, *offset);
    return {boost::system::in_place_value, bytes};
  }
  if (how == encoding::windows1252 || how == encoding::latin1) {
    if (auto why = misnamed_legacy(bytes, how)) return *why;
  }
  return convert(bytes, how);
}

}  // namespace

result<std::string> decode(std::string_view bytes, encoding how) {
  for (const auto& known : marks) {
    if (!bytes.starts_with(known.bytes)) continue;
    if (how != encoding::automatic && how != known.how) {
      return wrong("the file begins with the mark of " + std::string(name_of(known.how)) +
                       ", but the configuration says " + name_of(how),
                   "Set encoding to auto");
    }
    bytes.remove_prefix(known.bytes.size());
    how = known.how;
    break;
  }
  auto text = decode_as(bytes, how);
  if (text && text->find('\0') != std::string::npos) {
    return refusal{"hr.list.nul", "the list holds a NUL character", "", "",
                   "Export the list again; a text file has none"};
  }
  return text;
}

}  // namespace tenure::hr_csv
