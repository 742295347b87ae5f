// ical/vtimezone_reader.h - the lines of a VTIMEZONE -> ZoneBlock, wherever the lines come from.
//
// vtimezone.cpp feeds it from a Component or straight from text; this is the only place that knows
// what the lines mean.
//
//     VtimezoneReader reader{&problems};
//     reader.take(VtimezoneField::tzid, {"Europe/Madrid", position});
//     reader.begin(true, position);    // BEGIN:DAYLIGHT
//     reader.take(VtimezoneField::onset, {"19700329T020000", position});
//     reader.end();
//     ZoneBlock block = reader.finish(position);
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ical/recurrence.h"
#include "ical/vtimezone.h"

namespace plazo::ical {

enum class VtimezoneField {
    begin,        // BEGIN
    end,          // END
    tzid,         // TZID
    location,     // X-LIC-LOCATION, X-ENTOURAGE-CFTIMEZONE, TZID-ALIAS-OF (RFC 7808, 7.2)
    cdo_number,   // X-MICROSOFT-CDO-TZID
    onset,        // DTSTART
    offset_from,  // TZOFFSETFROM
    offset_to,    // TZOFFSETTO
    name,         // TZNAME
    rule,         // RRULE
    onsets,       // RDATE
    other,
};
VtimezoneField vtimezone_field(std::string_view property_name);

class VtimezoneReader {
  public:
    struct Value {
        std::string_view text;  // raw; it has to live until the end() of its part
        Position position;
    };

    /// Without a list of problems the reader only notes that there are some.
    explicit VtimezoneReader(std::vector<Problem>* problems);

    /// A property, of the part that is begun or else of the block. Of several the first counts,
    /// but every rule and every list of onsets is taken.
    void take(VtimezoneField field, Value value);
    void begin(bool daylight, Position position);
    void end();
    ZoneBlock finish(Position position);

    bool in_part() const { return in_part_; }
    bool found_problems() const { return found_problems_; }

  private:
    /// What STANDARD or DAYLIGHT says, still as text.
    struct Part {
        bool daylight = false;
        Position position;
        std::optional<Value> onset, offset_from, offset_to, name;
        std::vector<Value> rules, onsets;
    };

    void take_name(timezone::Observance& observance, const Value& value);
    void take_onsets(timezone::Observance& observance, const Value& value);
    void take_rule(timezone::Observance& observance, const Value& value);
    bool take_usual_rule(timezone::Observance& observance, const Value& value);
    bool take_yearly_days(timezone::Observance& observance, const Recurrence& rule,
                          std::optional<LocalTime> until);
    void write_out(timezone::Observance& observance, const Recurrence& rule,
                   std::optional<LocalTime> until, Position position);
    void add_rule(timezone::Observance& observance, LocalTime onset, timezone::YearlyRule rule);
    void add_onset(timezone::Observance& observance, LocalTime onset);
    void warn(Position position, const char* code, const char* text);
    void fail(Position position, const char* code, std::string_view text);

    std::optional<ProblemList> problems_;
    bool found_problems_ = false;
    ZoneBlock block_;
    std::string_view cdo_location_;  // a place by its number, where nothing else says one
    Part part_;
    bool in_part_ = false;
    /// Observances that a rule of the part at hand needs besides its own.
    std::vector<timezone::Observance> further_;
    std::size_t onset_count_ = 0;
    std::size_t unusual_rule_count_ = 0;
};

}  // namespace plazo::ical
