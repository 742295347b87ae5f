// The short way from text to a ZoneBlock. It takes text in good order, as nearly all is; whatever
// else it meets, it gives up, and the long way through parse() decides what is meant.
#include <algorithm>
#include <cstring>
#include <deque>
#include <utility>

#include "ical/vtimezone.h"
#include "ical/vtimezone_reader.h"

namespace plazo::ical {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

using Field = VtimezoneField;

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

class ShortWay {
  public:
    explicit ShortWay(std::string_view text) : rest_{text} {
        if (rest_.starts_with(byte_order_mark)) rest_.remove_prefix(byte_order_mark.size());
    }

    /// Nothing when the long way has to be taken.
    std::optional<ZoneBlock> read() {
        while (take_line()) {
            if (!done_) continue;
            ZoneBlock block = reader_.finish({});
            return reader_.found_problems() ? std::nullopt : std::optional{std::move(block)};
        }
        return std::nullopt;
    }

  private:
    /// False where the short way ends.
    bool take_line() {
        const auto line = next_line();
        if (!line) return false;
        std::size_t name_length = 0;
        while (name_length < line->size() && (*line)[name_length] != ':' &&
               (*line)[name_length] != ';') {
            ++name_length;
        }
        const Field field = vtimezone_field(line->substr(0, name_length));
        if (field == Field::other) return true;
        if (name_length == line->size()) return false;
        std::string_view value = line->substr(name_length + 1);
        if ((*line)[name_length] == ';' || !is_plain(value)) {
            const auto careful = careful_value(*line);
            if (!careful) return false;
            value = *careful;
        }
        if (field == Field::begin) return begin(value);
        if (field == Field::end) return end(value);
        if (in_block_) reader_.take(field, {value, {}});
        return true;
    }

    bool begin(std::string_view name) {
        if (!in_block_) {
            in_block_ = same_name(name, "VTIMEZONE");
            const bool first = !std::exchange(in_calendar_, true);
            return in_block_ || (first && same_name(name, "VCALENDAR"));
        }
        const bool daylight = same_name(name, "DAYLIGHT");
        if (reader_.in_part() || (!daylight && !same_name(name, "STANDARD"))) return false;
        part_ = name;
        reader_.begin(daylight, {});
        return true;
    }

    bool end(std::string_view name) {
        if (!reader_.in_part()) {
            done_ = in_block_ && same_name(name, "VTIMEZONE");
            return done_;
        }
        if (!same_name(name, part_)) return false;
        reader_.end();
        return true;
    }

    /// The next line, unfolded; nothing at the end, and nothing at a line that may be another to
    /// other eyes: a blank one, a lone CR, one too long.
    std::optional<std::string_view> next_line() {
        std::string_view line;
        if (!cut_line(line) || line.front() == ' ' || line.front() == '\t') return std::nullopt;
        if (!is_continued()) return line;
        std::string& joined = kept_.emplace_back(line);
        while (is_continued()) {
            if (!cut_line(line)) return std::nullopt;
            joined += line.substr(1);
        }
        return joined.size() <= line_bytes_max ? std::optional{std::string_view{joined}}
                                               : std::nullopt;
    }

    bool is_continued() const {
        return !rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t');
    }

    bool cut_line(std::string_view& line) {
        if (rest_.empty() || ++lines_ > properties_max) return false;
        const std::size_t end = std::min(rest_.find('\n'), rest_.size());
        line = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        return !line.empty() && line.size() <= line_bytes_max &&
               std::memchr(line.data(), '\r', line.size()) == nullptr && !begins_blank();
    }

    /// A blank line does not end a folded one.
    bool begins_blank() const {
        return !rest_.empty() && (rest_.front() == '\n' || rest_.front() == '\r');
    }

    /// Parameters and foreign letters are the Scanner's.
    std::optional<std::string_view> careful_value(std::string_view line) {
        std::vector<Problem> ignored;
        auto property = Scanner{line, ignored}.next();
        if (!property) return std::nullopt;
        return kept_.emplace_back(std::move(property->value));
    }

    std::string_view rest_;
    std::deque<std::string> kept_;  // what the reader's views look at, where it is not the text
    std::size_t lines_ = 0;
    VtimezoneReader reader_{nullptr};
    std::string_view part_;  // the name of the part at hand
    bool in_calendar_ = false;
    bool in_block_ = false;
    bool done_ = false;
};

const Component* find_vtimezone(const std::vector<Component>& components) {
    for (const Component& each : components) {
        if (same_name(each.name, "VTIMEZONE")) return &each;
        if (const Component* inner = find_vtimezone(each.components)) return inner;
    }
    return nullptr;
}

}  // namespace

std::optional<ZoneBlock> read_vtimezone(std::string_view text) {
    if (text.size() <= text_bytes_max) {
        if (auto block = ShortWay{text}.read()) return block;
    }
    const ParseResult parsed = parse(text);
    const Component* component = find_vtimezone(parsed.components);
    if (component == nullptr) return std::nullopt;
    std::vector<Problem> ignored;
    return read_vtimezone(*component, ignored);
}

}  // namespace plazo::ical
