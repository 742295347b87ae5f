#include "ical/check_value.h"

#include <algorithm>
#include <string>

#include "ical/property_types.h"
#include "ical/property_value.h"
#include "ical/recurrence.h"
#include "ical/value.h"

namespace plazo::ical {

namespace {

struct Range {
    PropertyName property;
    int min;
    int max;
};
constexpr int unlimited = 0x7FFF'FFFF;
constexpr Range ranges[] = {
    {PropertyName::priority, 0, 9},
    {PropertyName::percent_complete, 0, 100},
    {PropertyName::sequence, 0, unlimited},
    {PropertyName::repeat, 0, unlimited},
};

class ValueChecker {
  public:
    ValueChecker(const PropertyView& property, Mode mode, ProblemList& problems)
        : property_{property},
          types_{types_of(property.id())},
          text_{property.value()},
          mode_{mode},
          problems_{problems} {}

    void check() {
        const ValueType type = checked_type();
        switch (type) {
            case ValueType::text:
                return check_text();
            case ValueType::date:
            case ValueType::date_time:
                return check_times(type);
            case ValueType::integer:
                return check_integer();
            case ValueType::recur:
                return check_rule();
            case ValueType::duration:
                return check_duration();
            case ValueType::unknown:
                return;
            default:
                if (!value_of(property_)) fail(type);
        }
    }

  private:
    /// The type of VALUE, where that is known and fits.
    ValueType checked_type() {
        if (!property_.has_parameters()) return types_.standard;
        const auto written = property_.parameter(ParameterName::value);
        if (!written || types_.standard == ValueType::unknown) return types_.standard;
        const auto type = value_type(*written);
        if (!type) {
            warn("unknown-value-type", "VALUE=" + std::string{*written} + " is not known");
            return ValueType::unknown;
        }
        if (types_.allows(*type)) return *type;
        warn("value-type",
             std::string{property_.name()} + " cannot have VALUE=" + std::string{*written});
        return types_.standard;
    }

    void check_text() {
        const std::size_t backslash = text_.find('\\');
        if (backslash == std::string_view::npos && mode_ == Mode::lenient) return;
        for (std::size_t i = std::min(backslash, text_.size()); i < text_.size(); ++i) {
            if (text_[i] != '\\') continue;
            const char escaped = i + 1 < text_.size() ? text_[i + 1] : '\0';
            if (std::string_view{"\\;,nN"}.find(escaped) == std::string_view::npos) {
                warn("bad-escape", "a backslash before this is no escape", i);
                break;
            }
            ++i;
        }
        if (mode_ == Mode::strict) check_escaped();
    }

    void check_escaped() {
        for (std::size_t i = 0; i < text_.size(); ++i) {
            if (text_[i] == '\\') {
                ++i;
            } else if (text_[i] == ';' || (text_[i] == ',' && !types_.list)) {
                warn("not-escaped", std::string{"a '"} + text_[i] + "' has to be escaped", i);
                return;
            }
        }
    }

    /// Programs forget VALUE=DATE, and write a DATE where DATE-TIME is asked for.
    void check_times(ValueType type) {
        const bool instant = types_.allowed == PropertyTypes{ValueType::date_time}.allowed;
        std::string_view rest = text_;
        bool said = false;  // once is enough: a list may be long
        for (bool more = true; more;) {
            const std::size_t comma = types_.list ? rest.find(',') : std::string_view::npos;
            more = comma != std::string_view::npos;
            const auto time = parse_date_time(rest.substr(0, comma));
            if (!time) return fail(type);
            const auto offset = static_cast<std::size_t>(rest.data() - text_.data());
            if (said) {
                // The others are read all the same.
            } else if (instant && time->kind != TimeKind::utc) {
                said = true;
                warn("not-utc", std::string{property_.name()} + " has to be a time in UTC", offset);
            } else if ((time->kind == TimeKind::date) != (type == ValueType::date)) {
                said = true;
                warn("value-type",
                     "the value is a " +
                         std::string{time->kind == TimeKind::date ? "DATE" : "DATE-TIME"} +
                         ", and VALUE does not say so",
                     offset);
            } else if (time->kind == TimeKind::utc && property_.has_parameters() &&
                       property_.parameter(ParameterName::tzid)) {
                said = true;
                warn("tzid-with-utc", "a time in UTC has no TZID", offset);
            }
            if (more) rest.remove_prefix(comma + 1);
        }
    }

    void check_integer() {
        const auto number = parse_integer(text_);
        if (!number) return fail(ValueType::integer);
        for (const Range& each : ranges) {
            if (each.property != property_.id() || (*number >= each.min && *number <= each.max)) {
                continue;
            }
            problems_.fail(property_.value_position(), "out-of-range",
                           each.max == unlimited
                               ? std::string{property_.name()} + " cannot be negative"
                               : std::string{property_.name()} + " has to be from " +
                                     std::to_string(each.min) + " to " + std::to_string(each.max));
        }
    }

    void check_rule() {
        const auto faults = parse_recurrence(text_).faults;
        if (faults.empty()) return;
        const Position position = property_.value_position();
        for (const std::string& fault : faults) problems_.fail(position, "bad-rule", fault);
    }

    void check_duration() {
        if (parse_duration(text_)) return;
        if (types_.allows(ValueType::date_time) && parse_date_time(text_)) {
            return warn("value-type", "the value is a DATE-TIME, and VALUE does not say so");
        }
        fail(ValueType::duration);
    }

    void warn(const char* code, std::string text, std::size_t offset = 0) {
        problems_.warn(property_.position_in_value(offset), code, std::move(text));
    }

    void fail(ValueType type) {
        const std::string_view name = spelling(type);
        problems_.fail(property_.value_position(), "bad-value",
                       std::string{property_.name()} +
                           (name.empty() ? " cannot be read" : " is no " + std::string{name}));
    }

    const PropertyView& property_;
    const PropertyTypes& types_;
    std::string_view text_;
    Mode mode_;
    ProblemList& problems_;
};

}  // namespace

void check_value(const PropertyView& property, Mode mode, ProblemList& problems) {
    ValueChecker{property, mode, problems}.check();
}

}  // namespace plazo::ical
