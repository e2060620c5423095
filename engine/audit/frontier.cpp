#include "engine/audit/frontier.hpp"

#include "engine/audit/encoding.hpp"

#include <bit>

namespace tenure::audit {

void frontier::append(const digest& leaf) {
  digest node = leaf;
  // Like carrying in a binary counter: two subtrees of one size become one of twice the size.
  for (std::uint64_t carry = size_; carry & 1; carry >>= 1) {
    node = node_hash(peaks_.back(), node);
    peaks_.pop_back();
  }
  peaks_.push_back(node);
  ++size_;
}

digest frontier::root() const {
  if (peaks_.empty()) return sha256({});
  digest node = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i > 0; --i) node = node_hash(peaks_[i - 1], node);
  return node;
}

std::string frontier::text() const {
  if (size_ == 0) return {};
  std::string out = big_endian(size_);
  for (const digest& peak : peaks_) out += bytes_of(peak);
  return out;
}

std::optional<frontier> frontier::parse(std::string_view text) {
  frontier out;
  if (text.empty()) return out;
  if (text.size() < 8) return std::nullopt;
  out.size_ = from_big_endian(text);
  text.remove_prefix(8);
  if (out.size_ == 0 || text.size() != 32 * static_cast<std::size_t>(std::popcount(out.size_))) {
    return std::nullopt;
  }
  for (; !text.empty(); text.remove_prefix(32)) out.peaks_.push_back(digest_of(text.substr(0, 32)));
  return out;
}

}  // namespace tenure::audit
