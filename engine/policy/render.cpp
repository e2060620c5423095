#include "engine/policy/render.hpp"

#include "engine/model/html.hpp"
#include "engine/policy/template_text.hpp"

namespace tenure::policy {
namespace {

std::string on_one_line(std::string_view value) {
  std::string out(value);
  for (char& c : out) {
    auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = ' ';
  }
  return out;
}

result<std::string> fill(std::string_view text, const attributes& values, bool html,
                         attributes& used) {
  auto pieces = parse_template(text);
  if (!pieces) {
    return refusal{"policy.notice_template", "the notice has an unpaired brace", "", "",
                   "Correct the notice in the policy pack"};
  }
  std::string out;
  for (const auto& piece : *pieces) {
    if (!piece.variable) {
      out += piece.text;
      continue;
    }
    auto value = values.find(piece.text);
    if (value == values.end()) {
      return refusal{"policy.notice_variable", "the notice names {" + piece.text +
                     "}, which has no value here", piece.text, "",
                     "Take it out of the notice in the policy pack"};
    }
    auto line = on_one_line(value->second);
    used[piece.text] = line;
    out += html ? html_escaped(line) : line;
  }
  return {boost::system::in_place_value, std::move(out)};
}

}  // namespace

result<rendered_notice> render(const notice_template& notice, const attributes& values) {
  rendered_notice out;
  auto subject = fill(notice.subject, values, false, out.values);
  if (!subject) return subject.error();
  auto text = fill(notice.text, values, false, out.values);
  if (!text) return text.error();
  auto html = fill(notice.html, values, true, out.values);
  if (!html) return html.error();
  out.subject = on_one_line(*subject);
  out.text = *text;
  out.html = *html;
  return out;
}

}  // namespace tenure::policy
