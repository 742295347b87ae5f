// tests/app/import_files.h - the files that the tests of the import import.
#pragma once

#include <string>

#include "scheduler/web/api.h"

namespace plazo::app {

inline const std::string luis = "luis@plazo.test";
inline const std::string bea = "bea@plazo.test";
inline const std::string madrid = ";TZID=Europe/Madrid:";

inline std::string file(const std::string& lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n" + lines + "END:VCALENDAR\r\n";
}

inline std::string event(const std::string& lines) {
    return "BEGIN:VEVENT\nDTSTAMP:20261101T000000Z\n" + lines + "END:VEVENT\n";
}

inline std::string once(const std::string& summary, int sequence, const std::string& more = "") {
    return event("UID:once\nSEQUENCE:" + std::to_string(sequence) + "\nSUMMARY:" + summary +
                 "\nDTSTART" + madrid + "20261207T100000\nDURATION:PT1H\n" + more);
}

/// Mondays at ten: the second one is left out, the third one moves to Tuesday noon.
inline std::string weekly(const std::string& more = "") {
    return event("UID:weekly\nSUMMARY:Weekly\nDTSTART" + madrid +
                 "20261207T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE" + madrid +
                 "20261214T100000\nATTENDEE:mailto:" + luis + "\n" + more) +
           event("UID:weekly\nSUMMARY:Weekly\nRECURRENCE-ID" + madrid + "20261221T100000\nDTSTART" +
                 madrid + "20261222T120000\nDURATION:PT1H\nATTENDEE:mailto:" + luis + "\n");
}

inline web::ImportWish inviting() {
    web::ImportWish wish;
    wish.invite = true;
    return wish;
}

inline std::string guest(const std::string& address) {
    return "ATTENDEE:mailto:" + address + "\n";
}

}  // namespace plazo::app
