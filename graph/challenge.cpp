#include "graph/challenge.h"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "graph/base64.h"
#include "graph/json.h"

namespace plazo::graph {
namespace {

struct Challenge {
    std::string_view scheme;
    std::vector<std::pair<std::string_view, std::string>> parameters;

    std::string_view find(std::string_view name) const {
        for (const auto& [each, value] : parameters) {
            if (equal_ignoring_case(each, name)) return value;
        }
        return {};
    }
};

/// Reads the challenges of one field value (RFC 9110, 11.6.1):
///
///     Negotiate abc==, Bearer realm="a, \"b\"", error=insufficient_claims
///
/// A word is a parameter's name when "=" follows, else the scheme of a new challenge. Whatever is
/// of neither kind is skipped.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_{text} {}

    std::vector<Challenge> read() {
        std::vector<Challenge> challenges;
        while (!skip(" \t,")) {
            const std::string_view word = take_until(" \t,=\"");
            if (word.empty()) {
                rest_.remove_prefix(1);  // a stray quote or "="
                continue;
            }
            const std::string_view after_word = rest_;
            skip(" \t");
            if (!rest_.starts_with('=')) {
                rest_ = after_word;
                challenges.push_back({word, {}});
                continue;
            }
            rest_.remove_prefix(1);
            skip(" \t");
            std::string value = take_value();
            if (!challenges.empty()) {
                challenges.back().parameters.emplace_back(word, std::move(value));
            }
        }
        return challenges;
    }

  private:
    /// Returns true at the end.
    bool skip(std::string_view characters) {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(characters), rest_.size()));
        return rest_.empty();
    }

    std::string_view take_until(std::string_view characters) {
        const std::string_view taken = rest_.substr(0, rest_.find_first_of(characters));
        rest_.remove_prefix(taken.size());
        return taken;
    }

    std::string take_value() {
        if (!rest_.starts_with('"')) return std::string{take_until(" \t,")};
        std::string value;
        std::size_t at = 1;
        for (; at < rest_.size() && rest_[at] != '"'; ++at) {
            if (rest_[at] == '\\' && at + 1 < rest_.size()) ++at;
            value += rest_[at];
        }
        rest_.remove_prefix(std::min(at + 1, rest_.size()));
        return value;
    }

    std::string_view rest_;
};

std::optional<std::string> claims_of(const Challenge& challenge) {
    if (!equal_ignoring_case(challenge.scheme, "Bearer")) return std::nullopt;
    if (challenge.find("error") != "insufficient_claims") return std::nullopt;
    const std::string_view encoded = challenge.find("claims");
    if (encoded.empty() || encoded.size() > challenge_bytes_max) return std::nullopt;
    const std::optional<std::string> decoded = base64_decode(encoded);
    if (!decoded) return std::nullopt;
    try {
        const nlohmann::json claims = parse_json(*decoded);
        if (claims.is_object()) return dump_json(claims);
    } catch (const JsonError&) {
        // what cannot be read cannot be asked for: the 401 is one like any other
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> claims_challenge(const Response& response) {
    for (const auto& [name, value] : response.headers) {
        if (!equal_ignoring_case(name, "WWW-Authenticate")) continue;
        for (const Challenge& challenge : Reader{value}.read()) {
            if (std::optional<std::string> claims = claims_of(challenge)) return claims;
        }
    }
    return std::nullopt;
}

std::string claims_field(bool continuous_access, std::string_view challenge) {
    if (!continuous_access) return std::string{challenge};
    nlohmann::json claims = nlohmann::json::object();
    if (!challenge.empty()) claims = parse_json(challenge);
    nlohmann::json& wanted = claims["access_token"];
    if (!wanted.is_object()) wanted = nlohmann::json::object();
    wanted["xms_cc"] = {{"values", nlohmann::json::array({"cp1"})}};
    return dump_json(claims);
}

}  // namespace plazo::graph
