// Finding the calendars in a mail. A part is a header, an empty line and a body; the body of a
// multipart is parts again, between lines of "--" and its boundary (RFC 2046, 5.1). Each level goes
// through its lines once, and the levels are limited.
#include <algorithm>

#include "ical/imip.h"
#include "ical/imip_encoding.h"
#include "ical/imip_header.h"
#include "ical/itip_rules.h"

namespace plazo::ical {

namespace {

constexpr std::size_t boundary_bytes_max = 200;  // RFC 2046, 5.1.1 allows 70

std::string_view without_break(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// Whether two texts differ at most in how their lines end, and in empty lines at the end.
bool same_lines(std::string_view a, std::string_view b) {
    const auto skip_returns = [](std::string_view text, std::size_t& at) {
        while (at < text.size() && text[at] == '\r') ++at;
    };
    const auto without_end = [](std::string_view text) {
        while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
        return text;
    };
    a = without_end(a);
    b = without_end(b);
    std::size_t i = 0;
    std::size_t k = 0;
    for (;; ++i, ++k) {
        skip_returns(a, i);
        skip_returns(b, k);
        if (i == a.size() || k == b.size()) return i == a.size() && k == b.size();
        if (a[i] != b[k]) return false;
    }
}

bool begins_calendar(std::string_view text) {
    constexpr std::string_view begin = "BEGIN:VCALENDAR";
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    return same_name(text.substr(0, begin.size()), begin);
}

/// "invite.ics", in any case.
bool names_calendar(std::string_view file) {
    constexpr std::string_view ending = ".ics";
    return file.size() > ending.size() &&
           same_name(file.substr(file.size() - ending.size()), ending);
}

class MailReader {
  public:
    IncomingMail read(std::string_view text) {
        if (text.size() > mail_bytes_max) {
            fail("too-large", "the mail is larger than " + std::to_string(mail_bytes_max) +
                                  " bytes and is not read");
            return std::move(mail_);
        }
        if (begins_calendar(text)) {
            take_calendar(FieldValue{"text/calendar", {}}, std::string{text}, false);
            return std::move(mail_);
        }
        std::string_view rest = text;
        const Header header = read_header(rest);
        mail_.from = address_of_mailbox(header.find("From"));
        mail_.subject = decode_words(header.find("Subject"));
        mail_.message_id = address_of_mailbox(header.find("Message-ID"));
        read_part(text, 0);
        return std::move(mail_);
    }

  private:
    void fail(std::string code, std::string text) {
        mail_.problems.push_back({Severity::error, {}, std::move(code), std::move(text)});
    }
    void warn(std::string code, std::string text) {
        mail_.problems.push_back({Severity::warning, {}, std::move(code), std::move(text)});
    }

    void read_part(std::string_view text, std::size_t depth) {
        if (++parts_ > mail_parts_max || depth > mail_depth_max) {
            if (!limited_) fail("too-large", "the mail has too many parts; the rest is not read");
            limited_ = true;
            return;
        }
        const Header header = read_header(text);
        if (header.too_long) warn("too-large", "the header of a part is cut");
        if (header.malformed) warn("bad-header", "a line of the header of a part is no field");
        const FieldValue type = read_field(header.find("Content-Type"));
        if (type.value.starts_with("multipart/")) {
            read_parts(text, type.parameter("boundary"), depth);
        } else if (type.value == "message/rfc822") {
            const std::string inner = decoded(header, text);
            read_part(inner.empty() ? text : inner, depth + 1);
        } else {
            read_leaf(header, type, text);
        }
    }

    void read_parts(std::string_view text, std::string_view boundary, std::size_t depth) {
        if (boundary.empty() || boundary.size() > boundary_bytes_max) {
            warn("no-boundary", "a multipart says not how its parts are told");
            return;
        }
        const std::string mark = "--" + std::string{boundary};
        std::size_t part_from = std::string_view::npos;
        for (std::size_t at = 0; !limited_;) {
            at = text.find(mark, at);
            if (at == std::string_view::npos) break;
            if (at > 0 && text[at - 1] != '\n') {
                at += mark.size();
                continue;
            }
            const std::size_t next = std::min(text.find('\n', at), text.size() - 1) + 1;
            const std::string_view rest =
                without_break(text.substr(at, next - at)).substr(mark.size());
            if (!ends_boundary(rest)) {
                at = next;
                continue;
            }
            if (part_from != std::string_view::npos) {
                read_part(without_break(text.substr(part_from, at - part_from)), depth + 1);
            }
            if (rest.starts_with("--")) return;
            part_from = at = next;
        }
        if (part_from != std::string_view::npos && !limited_) {
            read_part(text.substr(part_from), depth + 1);  // cut off on its way
        }
    }

    /// What follows the boundary on its line: "--" at the end, and blanks.
    static bool ends_boundary(std::string_view rest) {
        if (rest.starts_with("--")) rest.remove_prefix(2);
        return rest.find_first_not_of(" \t") == std::string_view::npos;
    }

    /// The bytes that a body stands for; empty where it is what it is.
    std::string decoded(const Header& header, std::string_view body) {
        const std::string encoding = read_field(header.find("Content-Transfer-Encoding")).value;
        if (encoding == "base64") return decode_base64(body);
        if (encoding == "quoted-printable") return decode_quoted_printable(body);
        if (!encoding.empty() && encoding != "7bit" && encoding != "8bit" && encoding != "binary") {
            warn("unknown-encoding", "Content-Transfer-Encoding: " + encoding + " is unknown");
        }
        return {};
    }

    void read_leaf(const Header& header, const FieldValue& type, std::string_view body) {
        const FieldValue disposition = read_field(header.find("Content-Disposition"));
        const bool file = names_calendar(decode_words(type.parameter("name"))) ||
                          names_calendar(decode_words(disposition.parameter("filename")));
        const bool calendar = type.value == "text/calendar" || type.value == "text/x-vcalendar";
        if (calendar || type.value == "application/ics" || file) {
            if (body.size() > calendar_part_bytes_max) {
                fail("too-large", "a calendar is too large and left out");
                return;
            }
            std::string text = decoded(header, body);
            if (text.empty()) text = body;
            take_calendar(type, std::move(text), !calendar || disposition.value == "attachment");
        } else if (type.value == "application/ms-tnef") {
            warn("tnef", "what Outlook has packed into winmail.dat is not read");
        } else if (type.value == "application/pkcs7-mime") {
            warn("encrypted", "an encrypted part is not read");
        }
    }

    void take_calendar(const FieldValue& type, std::string text, bool attached) {
        const std::string_view charset = type.parameter("charset");
        if (auto utf8 = to_utf8(text, charset)) {
            text = std::move(*utf8);
        } else {
            warn("unknown-charset", "charset=" + std::string{charset} + " is taken as UTF-8");
        }
        CalendarPart part{upper_case(type.parameter("method")), std::move(text), attached};
        for (CalendarPart& known : mail_.calendars) {
            if (!same_lines(known.text, part.text)) continue;
            if (known.method.empty()) known.method = part.method;
            known.attached = known.attached && part.attached;
            return;
        }
        if (mail_.calendars.size() == mail_calendars_max) {
            fail("too-large", "the mail has too many calendars; one is left out");
            return;
        }
        mail_.calendars.push_back(std::move(part));
    }

    IncomingMail mail_;
    std::size_t parts_ = 0;
    bool limited_ = false;
};

}  // namespace

IncomingMail read_mail(std::string_view text) {
    return MailReader{}.read(text);
}

Calendar read_calendar(const CalendarPart& part) {
    Calendar calendar = read_calendar(part.text);
    if (calendar.method.empty() && !part.method.empty()) {
        calendar.method = part.method;
        calendar.problems.push_back(
            {Severity::warning, {}, "method", "the calendar has no METHOD; the mail's is taken"});
        return calendar;
    }
    for (Problem& problem : problems_of_method(calendar.method, part.method)) {
        calendar.problems.push_back(std::move(problem));
    }
    return calendar;
}

}  // namespace plazo::ical
