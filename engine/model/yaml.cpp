// yaml-cpp stays in this file. Its Node API accepts a key twice and expands aliases; its events
// show both, so the tree is built from events.
#include "engine/model/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <fstream>
#include <optional>
#include <sstream>

namespace tenure {
namespace {

constexpr std::size_t depth_max = 64;
constexpr std::size_t bytes_max = 1 << 20;

struct trouble {
  int line;
  refusal why;
};

[[noreturn]] void refuse(int line, std::string code, std::string message, std::string way_out) {
  throw trouble{line, {std::move(code), std::move(message), {}, {}, std::move(way_out)}};
}

// A container that is still open, and the key whose value comes next.
struct open_node {
  yaml_node node;
  std::optional<std::string> key;
};

class tree_builder final : public YAML::EventHandler {
 public:
  yaml_node root;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    put(start(yaml_node::kind::nothing, mark, "", anchor));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark.line + 1, "yaml.alias", "an alias (*) stands here", "Write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    auto node = start(yaml_node::kind::scalar, mark, tag, anchor);
    node.text = value;
    node.quoted = tag == "!";
    put(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(start(yaml_node::kind::list, mark, tag, anchor));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(start(yaml_node::kind::map, mark, tag, anchor));
  }
  void OnMapEnd() override { close(); }

 private:
  std::vector<open_node> open_;

  static yaml_node start(yaml_node::kind kind, const YAML::Mark& mark, const std::string& tag,
                         YAML::anchor_t anchor) {
    int line = mark.line + 1;
    if (anchor != 0) {
      refuse(line, "yaml.alias", "an anchor (&) stands here", "Write the value out");
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      refuse(line, "yaml.tag", "the tag " + tag + " stands here", "Remove the tag");
    }
    yaml_node node;
    node.is = kind;
    node.line = line;
    return node;
  }

  void open(yaml_node node) {
    if (open_.size() == depth_max) {
      refuse(node.line, "yaml.too_deep", "more than 64 levels", "Flatten the document");
    }
    if (!open_.empty() && open_.back().node.map() && !open_.back().key) refuse_key(node.line);
    open_.push_back({std::move(node), {}});
  }

  void close() {
    auto done = std::move(open_.back().node);
    open_.pop_back();
    put(std::move(done));
  }

  void put(yaml_node node) {
    if (open_.empty()) {
      root = std::move(node);
      return;
    }
    auto& parent = open_.back();
    if (parent.node.list()) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.key) {
      node.key = std::move(*parent.key);
      parent.node.items.push_back(std::move(node));
      parent.key.reset();
    } else {
      take_key(parent, node);
    }
  }

  static void take_key(open_node& parent, const yaml_node& node) {
    if (!node.scalar()) refuse_key(node.line);
    if (const auto* first = parent.node.find(node.text)) {
      refuse(node.line, "yaml.key_twice",
             "'" + node.text + "' stands here again (first on line " + std::to_string(first->line) +
                 ")",
             "Keep one of the two");
    }
    parent.key = node.text;
  }

  [[noreturn]] static void refuse_key(int line) {
    refuse(line, "yaml.key", "a key must be plain text", "Write `name: value`");
  }
};

}  // namespace

const yaml_node* yaml_node::find(std::string_view name) const {
  if (!map()) return nullptr;
  for (const auto& item : items) {
    if (item.key == name) return &item;
  }
  return nullptr;
}

result<yaml_node> parse_yaml(const std::string& text, const std::string& file) {
  try {
    if (text.size() > bytes_max) {
      refuse(1, "yaml.too_long", "more than 1 MiB", "Split the document");
    }
    // yaml-cpp takes the end of the file for the end of a quoted scalar: a file cut off there would
    // pass; the end mark of a document within quotes it refuses.
    std::istringstream in(text + (text.ends_with('\n') ? "...\n" : "\n...\n"));
    YAML::Parser parser(in);
    tree_builder tree;
    parser.HandleNextDocument(tree);
    tree_builder rest;
    if (parser.HandleNextDocument(rest)) {
      refuse(rest.root.line, "yaml.documents", "a second document begins here",
             "One document a file: remove the ---");
    }
    return std::move(tree.root);
  } catch (const trouble& found) {
    refusal why = found.why;
    why.place = file + ":" + std::to_string(found.line);
    return why;
  } catch (const YAML::Exception& error) {
    return refusal{"yaml.syntax", "no YAML: " + error.msg,
                   file + ":" + std::to_string(error.mark.line + 1), "",
                   "Correct the syntax (indentation, quotes, colons)"};
  }
}

result<yaml_node> read_yaml(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  if (!in || !text) {
    return refusal{"yaml.unreadable", "cannot be read", file.string(), "",
                   "Check the path and its permissions"};
  }
  return parse_yaml(text.str(), file.string());
}

}  // namespace tenure
