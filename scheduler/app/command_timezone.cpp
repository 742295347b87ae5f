// plazo timezone convert | resolve | list: what the time zone room knows, from a shell.
#include <nlohmann/json.hpp>

#include "ical/vtimezone.h"
#include "scheduler/app/command.h"
#include "scheduler/app/host.h"
#include "scheduler/app/lines.h"
#include "scheduler/due.h"
#include "scheduler/fields.h"
#include "scheduler/suggest.h"
#include "timezone/text.h"
#include "timezone/tzid.h"
#include "timezone/windows_check.h"
#include "timezone/windows_zones.h"

namespace plazo::app {

using nlohmann::json;
using scheduler::Fields;
using timezone::Tzdb;
using timezone::Zone;

namespace {

struct Flags {
    std::string zone;
    std::string local;
    std::string utc;
    std::string policy = "compatible";
    std::string tzid;
    std::string block_file;
    std::string from;
    std::string to;
    std::string hint;
    bool jsonl = false;
};

const char* name_of(timezone::Resolution::Kind kind) {
    switch (kind) {
        case timezone::Resolution::Kind::gap:
            return "gap";
        case timezone::Resolution::Kind::fold:
            return "fold";
        case timezone::Resolution::Kind::unique:
            break;
    }
    return "unique";
}

timezone::Policy policy_named(const std::string& name) {
    if (name == "earlier") return timezone::Policy::earlier;
    if (name == "later") return timezone::Policy::later;
    if (name == "reject") return timezone::Policy::reject;
    return timezone::Policy::compatible;
}

Zone read_zone(Fields& fields, const Tzdb& tzdb) {
    const std::string name = fields.text("zone");
    std::optional<Zone> zone = scheduler::find_zone(tzdb, name);
    if (!zone) {
        fields.fail("zone", "\"" + name + "\" is not a known time zone",
                    scheduler::did_you_mean(name, tzdb.names()));
    }
    return *std::move(zone);
}

json to_utc(Fields& fields, const Zone& zone, const std::string& text) {
    const auto local = timezone::parse_local(text);
    if (!local)
        fields.fail("local", "\"" + text + "\" is not a local time like 2026-03-29T02:30:00");
    const std::string policy =
        fields.choice("policy", {"compatible", "earlier", "later", "reject"});
    const auto instant = zone.instant(*local, policy_named(policy));
    const char* kind = name_of(zone.resolve(*local).kind);
    if (!instant) {
        fields.fail("local", text + " is in a " + kind + " of " + zone.name() +
                                 ", and the policy is to reject those");
    }
    const timezone::LocalInfo info = zone.info(*instant);
    return {{"utc", timezone::format_rfc3339(*instant)},
            {"offset", info.offset.count()},
            {"kind", kind},
            {"abbreviation", info.abbreviation}};
}

json to_local(Fields& fields, const Zone& zone, const std::string& text) {
    const auto instant = timezone::parse_rfc3339(text);
    if (!instant) fields.fail("utc", "\"" + text + "\" is not a time like 2026-03-29T01:30:00Z");
    const timezone::LocalInfo info = zone.info(*instant);
    return {{"local", timezone::format_local(info.local)},
            {"offset", info.offset.count()},
            {"abbreviation", info.abbreviation}};
}

json convert(const json& line, const Tzdb& tzdb) {
    Fields fields{line, ""};
    const Zone zone = read_zone(fields, tzdb);
    const auto local = fields.optional_text("local");
    const auto utc = fields.optional_text("utc");
    if (local.has_value() == utc.has_value()) fields.fail("local", "is required, or \"utc\"");
    json answer = local ? to_utc(fields, zone, *local) : to_local(fields, zone, *utc);
    fields.done();
    return answer;
}

timezone::Instant read_day(Fields& fields, const char* name, timezone::Instant otherwise) {
    const auto text = fields.optional_text(name);
    if (!text) return otherwise;
    const auto date = timezone::parse_date(*text);
    if (!date) fields.fail(name, "\"" + *text + "\" is not a date like 2026-01-01");
    return timezone::Instant{timezone::midnight(*date).time_since_epoch()};
}

json resolve(const json& line, const Tzdb& tzdb) {
    Fields fields{line, ""};
    const std::string tzid = fields.optional_text("tzid").value_or("");
    const auto block = fields.optional_text("vtimezone", line_bytes_max);
    timezone::Span span =
        timezone::whole_years(timezone::usual_first_year, timezone::usual_last_year);
    span.from = read_day(fields, "from", span.from);
    span.to = read_day(fields, "to", span.to);
    if (span.to <= span.from) fields.fail("to", "has to be later than \"from\"");
    const std::string hint = fields.optional_text("hint").value_or("");
    fields.done();
    ical::ZoneBlock read;
    if (block) {
        const auto found = ical::read_vtimezone(*block);
        if (!found) {
            fields.fail("vtimezone", "holds no VTIMEZONE that can be read");
        }
        read = *found;
    }
    const timezone::TzidAnswer found =
        timezone::resolve_tzid(tzdb, tzid, &read.rules, span, hint, read.location);
    json answer = {{"zone", nullptr},
                   {"windows", nullptr},
                   {"how", timezone::to_text(found.how)},
                   {"confidence", timezone::to_text(found.confidence)},
                   {"conflict", found.conflict},
                   {"candidates", found.candidates}};
    if (found.zone && found.how != timezone::TzidAnswer::How::private_zone) {
        answer["zone"] = found.zone->name();
        const auto windows = timezone::windows_from_iana(found.zone->name());
        if (windows) answer["windows"] = *windows;
    }
    return answer;
}

std::string lines_of(const json& answer) {
    std::string text;
    for (const auto& [name, value] : answer.items()) {
        text += name + ": " + (value.is_string() ? value.get<std::string>() : value.dump()) + "\n";
    }
    return text;
}

void run_convert(const Terminal& terminal, const Flags& flags) {
    const Tzdb tzdb = load_zones(terminal.config());
    if (flags.jsonl) {
        answer_lines(terminal, [&](const json& line) { return convert(line, tzdb); });
        return;
    }
    json line = {{"zone", flags.zone}};
    if (!flags.local.empty()) line["local"] = flags.local;
    if (!flags.local.empty()) line["policy"] = flags.policy;
    if (!flags.utc.empty()) line["utc"] = flags.utc;
    const json answer = convert(line, tzdb);
    terminal.show(answer, [&] { return lines_of(answer); });
}

void run_resolve(const Terminal& terminal, const Flags& flags) {
    const Tzdb tzdb = load_zones(terminal.config());
    if (flags.jsonl) {
        answer_lines(terminal, [&](const json& line) { return resolve(line, tzdb); });
        return;
    }
    json line = {{"tzid", flags.tzid}};
    if (!flags.block_file.empty()) line["vtimezone"] = read_input(flags.block_file, line_bytes_max);
    if (!flags.from.empty()) line["from"] = flags.from;
    if (!flags.to.empty()) line["to"] = flags.to;
    if (!flags.hint.empty()) line["hint"] = flags.hint;
    const json answer = resolve(line, tzdb);
    terminal.show(answer, [&] { return lines_of(answer); });
}

json listed(const Tzdb& tzdb, const std::string& name, timezone::Instant now) {
    const Zone zone = tzdb.find(name).value();
    const timezone::LocalInfo info = zone.info(now);
    const auto windows = timezone::windows_from_iana(name);
    return {{"zone", name},
            {"canonical", zone.name()},
            {"windows", windows ? json(*windows) : json{}},
            {"offset", info.offset.count()},
            {"abbreviation", info.abbreviation}};
}

/// How far ahead places are compared with their Windows zones.
constexpr timezone::days compared_ahead{2 * 366};

/// Places that CLDR puts under a Windows name whose clocks are not theirs, now or soon.
json windows_differences(const Tzdb& tzdb, timezone::Instant now) {
    json list = json::array();
    for (const auto& each : timezone::verify_windows_zones(tzdb, {now, now + compared_ahead})) {
        const bool is_missing = each.kind == timezone::WindowsMismatch::Kind::missing;
        list.push_back(
            {{"zone", each.iana},
             {"windows", each.windows},
             {"since", is_missing ? json{} : json(timezone::format_rfc3339(each.since))}});
    }
    return list;
}

void warn_of_windows(const Terminal& terminal, const json& differences) {
    for (const json& each : differences) {
        const std::string zone = each.at("zone");
        if (each.at("since").is_null()) {
            terminal.say("warning: " + zone + " is not in the zone data");
        } else {
            terminal.say("warning: the clocks of " + zone + " are not those of \"" +
                         each.at("windows").get<std::string>() + "\", from " +
                         each.at("since").get<std::string>() + " on");
        }
    }
}

void run_list(const Terminal& terminal, const Flags& flags) {
    const Tzdb tzdb = load_zones(terminal.config());
    const timezone::Instant now =
        std::chrono::floor<timezone::seconds>(std::chrono::system_clock::now());
    json list = json::array();
    for (const std::string& name : tzdb.names()) list.push_back(listed(tzdb, name, now));
    if (flags.jsonl) {
        for (const json& each : list) terminal.print(each.dump() + "\n");
        return;
    }
    const json answer = {{"version", tzdb.version()},
                         {"zones", std::move(list)},
                         {"windows_differences", windows_differences(tzdb, now)}};
    if (!terminal.json) warn_of_windows(terminal, answer.at("windows_differences"));
    terminal.show(answer, [&] {
        std::vector<std::vector<std::string>> rows = {{"ZONE", "NOW", "IS", "WINDOWS"}};
        for (const json& each : answer.at("zones")) {
            const bool is_link = each.at("canonical") != each.at("zone");
            const json& windows = each.at("windows");
            rows.push_back({each.at("zone"), each.at("abbreviation"),
                            is_link ? each.at("canonical").get<std::string>() : "-",
                            windows.is_null() ? "-" : windows.get<std::string>()});
        }
        return table(rows);
    });
}

}  // namespace

void add_timezone(CLI::App& app, Terminal& terminal) {
    auto flags = std::make_shared<Flags>();
    const std::string example =
        "plazo timezone convert --zone Europe/Madrid --local 2026-03-29T02:30:00";
    CLI::App& group = add_command(app, "timezone", "Times and time zones", example);
    group.require_subcommand(1);

    CLI::App& converting = add_command(group, "convert", "Local time to UTC and back", example);
    converting.add_option("--zone", flags->zone, "IANA or Windows name");
    converting.add_option("--local", flags->local, "Wall time");
    converting.add_option("--utc", flags->utc, "Instant, RFC 3339");
    converting.add_option("--policy", flags->policy, "compatible, earlier, later, reject");
    converting.add_flag("--jsonl", flags->jsonl, "One JSON object a line, on stdin and stdout");
    converting.callback([&terminal, flags] { run_convert(terminal, *flags); });

    CLI::App& resolving = add_command(group, "resolve", "Which zone a TZID means",
                                      "plazo timezone resolve \"W. Europe Standard Time\"");
    resolving.add_option("TZID", flags->tzid);
    resolving.add_option("--vtimezone", flags->block_file, "File with its VTIMEZONE, - for stdin");
    resolving.add_option("--from", flags->from, "First day that matters");
    resolving.add_option("--to", flags->to, "First day that matters no more");
    resolving.add_option("--hint", flags->hint, "A zone that is likely for other reasons");
    resolving.add_flag("--jsonl", flags->jsonl, "One JSON object a line, on stdin and stdout");
    resolving.callback([&terminal, flags] { run_resolve(terminal, *flags); });

    CLI::App& listing =
        add_command(group, "list", "All zones, with their Windows names", "plazo timezone list");
    listing.add_flag("--jsonl", flags->jsonl, "One JSON object a line, one for each name");
    listing.callback([&terminal, flags] { run_list(terminal, *flags); });
}

}  // namespace plazo::app
