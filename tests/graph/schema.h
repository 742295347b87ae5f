// tests/graph/schema.h - whether a body is what Graph takes, by the schemas of tests/data/graph.
//
//     const Schemas schemas;
//     EXPECT_EQ(schemas.problem("request.comment", json{{"comment", 7}}), "/comment: not a
//     string");
//
// Knows the keywords that requests.mjs leaves, and no others: one that it does not know throws, so
// that nothing is passed over. "x-words" are words in any case, "x-form" is a named shape of a
// text, and what is "x-ignored-on-write" is the server's own, which we do not send. What is
// "x-closed" has no other members than its properties and annotations, whose names have an "@".
#pragma once

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

#include "graph/http.h"
#include "timezone/text.h"

namespace plazo::graph::testing {

class Schemas {
  public:
    explicit Schemas(const std::string& name = "requests.json") {
        std::ifstream file{PLAZO_TEST_DATA "/graph/" + name};
        schemas_ = nlohmann::json::parse(file);
    }

    /// The first thing that is wrong, after its place; empty when nothing is.
    std::string problem(const std::string& name, const nlohmann::json& body) const {
        return check(schemas_.at(name), body, "");
    }

    const nlohmann::json& at(const std::string& name) const { return schemas_.at(name); }

    std::set<std::string> names() const {
        std::set<std::string> all;
        for (const auto& [name, schema] : schemas_.items()) all.insert(name);
        return all;
    }

  private:
    using json = nlohmann::json;

    std::string check(const json& schema, const json& value, const std::string& at) const {
        if (value.is_null() && schema.value("nullable", false)) return {};
        for (const auto& [keyword, rule] : schema.items()) {
            std::string wrong = check_keyword(schema, keyword, rule, value, at);
            if (!wrong.empty()) return wrong;
        }
        return {};
    }

    std::string check_keyword(const json& schema, const std::string& keyword, const json& rule,
                              const json& value, const std::string& at) const {
        const auto wrong = [&](const std::string& what) { return at + ": " + what; };
        if (keyword == "$ref") return check(schemas_.at(rule.get<std::string>()), value, at);
        if (keyword == "allOf" || keyword == "anyOf" || keyword == "oneOf") {
            return check_branches(keyword, rule, value, at);
        }
        if (keyword == "nullable") return {};
        if (keyword == "x-ignored-on-write") return wrong("is the server's own");
        if (keyword == "type") return is_type(rule, value) ? "" : wrong("not a " + text(rule));
        if (keyword == "enum") {
            return std::find(rule.begin(), rule.end(), value) != rule.end() ? ""
                                                                            : wrong("not one of");
        }
        if (value.is_object()) return check_object(schema, keyword, rule, value, at);
        if (value.is_array()) return check_array(keyword, rule, value, at);
        if (value.is_number()) return check_number(keyword, rule, value, at);
        if (value.is_string()) return check_text(keyword, rule, value.get<std::string>(), at);
        return {};
    }

    std::string check_branches(const std::string& keyword, const json& branches, const json& value,
                               const std::string& at) const {
        std::size_t right = 0;
        std::string first;
        for (const json& branch : branches) {
            const std::string wrong = check(branch, value, at);
            if (wrong.empty()) ++right;
            if (first.empty()) first = wrong;
        }
        const bool enough = keyword == "allOf"   ? right == branches.size()
                            : keyword == "anyOf" ? right > 0
                                                 : right == 1;
        if (enough) return {};
        return first.empty() ? at + ": several of " + keyword : first;
    }

    std::string check_object(const json& schema, const std::string& keyword, const json& rule,
                             const json& value, const std::string& at) const {
        if (keyword == "required") {
            for (const json& name : rule) {
                if (!value.contains(text(name))) return at + ": no " + text(name);
            }
        } else if (keyword == "properties") {
            for (const auto& [name, member] : value.items()) {
                if (!rule.contains(name)) continue;
                std::string wrong = check(rule[name], member, at + "/" + name);
                if (!wrong.empty()) return wrong;
            }
        } else if (keyword == "additionalProperties") {
            const json known = schema.value("properties", json::object());
            for (const auto& [name, member] : value.items()) {
                if (known.contains(name) || rule == true) continue;
                if (rule == false) return at + "/" + name + ": not known";
                std::string wrong = check(rule, member, at + "/" + name);
                if (!wrong.empty()) return wrong;
            }
        } else if (keyword == "x-closed") {
            for (const auto& [name, member] : value.items()) {
                if (name.find('@') != name.npos || schema["properties"].contains(name)) continue;
                return at + "/" + name + ": not known";
            }
        } else if (keyword == "maxProperties") {
            if (value.size() > rule.get<std::size_t>()) return at + ": too many members";
        } else {
            return unknown(keyword);
        }
        return {};
    }

    std::string check_array(const std::string& keyword, const json& rule, const json& value,
                            const std::string& at) const {
        if (keyword == "items") {
            for (std::size_t i = 0; i < value.size(); ++i) {
                std::string wrong = check(rule, value[i], at + "/" + std::to_string(i));
                if (!wrong.empty()) return wrong;
            }
        } else if (keyword == "minItems") {
            if (value.size() < rule.get<std::size_t>()) return at + ": too few";
        } else if (keyword == "maxItems") {
            if (value.size() > rule.get<std::size_t>()) return at + ": too many";
        } else {
            return unknown(keyword);
        }
        return {};
    }

    static std::string check_number(const std::string& keyword, const json& rule, const json& value,
                                    const std::string& at) {
        if (keyword == "minimum") return value < rule ? at + ": too small" : "";
        if (keyword == "maximum") return value > rule ? at + ": too large" : "";
        return keyword == "format" ? "" : unknown(keyword);
    }

    static std::string check_text(const std::string& keyword, const json& rule,
                                  const std::string& value, const std::string& at) {
        bool right = true;
        if (keyword == "minLength") {
            right = value.size() >= rule.get<std::size_t>();
        } else if (keyword == "maxLength") {
            right = characters(value) <= rule.get<std::size_t>();
        } else if (keyword == "x-words") {
            right = std::any_of(rule.begin(), rule.end(), [&](const json& word) {
                return equal_ignoring_case(text(word), value);
            });
        } else if (keyword == "x-form" || keyword == "format") {
            right = has_form(text(rule), value);
        } else {
            return unknown(keyword);
        }
        return right ? "" : at + ": \"" + value + "\" is against " + keyword;
    }

    static bool has_form(const std::string& form, const std::string& value) {
        if (form == "date") return timezone::parse_date(value).has_value();
        if (form == "date-time") return timezone::parse_rfc3339(value).has_value();
        if (form == "local-time") return timezone::parse_graph_date_time(value).has_value();
        if (form == "double") return value == "INF" || value == "-INF" || value == "NaN";
        if (form == "int32") return false;
        if (form == "uuid") return value.size() == 36 && value[8] == '-' && value[23] == '-';
        if (form == "https") return value.starts_with("https://");
        if (form == "x-name") return value.starts_with("x-") || value.starts_with("X-");
        if (form == "address") {
            const std::size_t sign = value.find('@');
            return sign != value.npos && sign > 0 && sign + 1 < value.size() &&
                   value.find_first_of("@ \t\r\n", sign + 1) == value.npos;
        }
        if (form == "change-types") return value == "created,updated,deleted";
        if (form == "property-id") {
            // "String {8-4-4-4-12} Name X": the one that is ours.
            constexpr std::size_t guid = 38;
            return value.starts_with("String {") && value.find("} Name ") == 7 + guid - 1 &&
                   value.size() > 7 + guid + 6;
        }
        throw std::logic_error{"no form " + form};
    }

    static bool is_type(const json& type, const json& value) {
        if (type == "object") return value.is_object();
        if (type == "array") return value.is_array();
        if (type == "string") return value.is_string();
        if (type == "boolean") return value.is_boolean();
        if (type == "integer") return value.is_number_integer();
        if (type == "number") return value.is_number();
        throw std::logic_error{"no type " + text(type)};
    }

    static std::size_t characters(const std::string& value) {
        return static_cast<std::size_t>(std::count_if(value.begin(), value.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        }));
    }

    static std::string text(const json& value) { return value.get<std::string>(); }

    /// Of another type of value it may be the keyword all the same; that has been said by "type".
    static std::string unknown(const std::string& keyword) {
        constexpr std::array known = std::to_array<std::string_view>(
            {"required", "properties", "additionalProperties", "x-closed", "maxProperties", "items",
             "minItems", "maxItems", "minimum", "maximum", "minLength", "maxLength", "x-words",
             "x-form", "format"});
        if (std::find(known.begin(), known.end(), keyword) != known.end()) return {};
        throw std::logic_error{"the checker does not know " + keyword};
    }

    json schemas_;
};

}  // namespace plazo::graph::testing
