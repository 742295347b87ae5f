// ical/vtimezone_reader.h - the properties of a VTIMEZONE -> ZoneBlock. Internal to vtimezone.cpp.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ical/document.h"
#include "ical/recurrence.h"
#include "ical/vtimezone.h"

namespace plazo::ical {

class VtimezoneReader {
  public:
    explicit VtimezoneReader(std::vector<Problem>& problems) : problems_{problems, problems_max} {}

    ZoneBlock read(const ComponentView& component);

  private:
    using Line = PropertyView;

    /// What STANDARD or DAYLIGHT says, still as text.
    struct Part {
        bool daylight = false;
        Position position;
        std::optional<Line> onset, offset_from, offset_to, name;
        std::vector<Line> rules, onsets;
    };

    void take(const Line& line);
    void read_part(const ComponentView& component, bool daylight);
    void take_part();
    void take_name(timezone::Observance& observance, const Line& line);
    void take_onsets(timezone::Observance& observance, const Line& line);
    void take_rule(timezone::Observance& observance, const Line& line);
    bool take_usual_rule(timezone::Observance& observance, const Line& line);
    bool take_yearly_days(timezone::Observance& observance, const Recurrence& rule,
                          std::optional<LocalTime> until);
    void write_out(timezone::Observance& observance, const Recurrence& rule,
                   std::optional<LocalTime> until, Position position);
    void add_rule(timezone::Observance& observance, LocalTime onset, timezone::YearlyRule rule);
    void add_onset(timezone::Observance& observance, LocalTime onset);

    ProblemList problems_;
    ZoneBlock block_;
    std::string_view cdo_location_;  // a place by its number, where nothing else says one
    Part part_;
    /// Observances that a rule of the part at hand needs besides its own.
    std::vector<timezone::Observance> further_;
    std::size_t onset_count_ = 0;
    std::size_t unusual_rule_count_ = 0;
};

}  // namespace plazo::ical
