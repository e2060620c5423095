#pragma once
// IMAP responses (RFC 3501, section 9) as flat tokens. Literals are taken byte for byte. Limits: a
// line's tokens and their length without literals, and the length of a literal.

#include "connectors/dovecot/wire.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tenure::dovecot {

struct imap_token {
  enum class kind { atom, string, open, close };
  kind is = kind::atom;
  std::string text;
};

// "* 5 FETCH (UID 7)" is: * 5 FETCH ( UID 7 ). A status response (OK, NO, BAD, BYE, PREAUTH) is its
// tag, its name and the rest of the line as one atom, for people's text follows no grammar.
using imap_response = std::vector<imap_token>;

class imap_reader {
 public:
  imap_reader(wire& from, std::uint64_t largest_literal);

  // False at the end of the stream and on any trouble: then trouble() says why.
  bool next(imap_response& into);
  const std::string& trouble() const { return trouble_; }
  bool too_large() const { return too_large_; }  // the trouble was a literal beyond the limit

 private:
  bool failed(std::string why);
  bool fill();
  bool peek(char& c);
  bool literal(std::string& into);
  bool quoted(std::string& into);
  bool atom(std::string& into);
  bool rest_of_line(std::string& into);
  bool end_of_line();

  wire& from_;
  std::uint64_t largest_;
  std::string buffer_;
  std::size_t at_ = 0, filled_ = 0;  // of it, what was read is between them
  std::size_t line_bytes_ = 0;  // of this response, without literals
  std::string trouble_;
  bool too_large_ = false;
};

}  // namespace tenure::dovecot
