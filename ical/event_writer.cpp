// An Event as content lines, in an order that people read well: what, when, where, who.
#include <algorithm>

#include "ical/event.h"
#include "ical/event_fields.h"
#include "ical/event_part_writer.h"

namespace plazo::ical {

namespace {

class EventWriter {
  public:
    EventWriter(Writer& writer, const Event& event, std::span<const PropertyName> also_empty)
        : writer_{writer}, event_{event}, also_empty_{also_empty} {}

    void write() {
        const char* name = event_.kind == EventKind::task ? "VTODO" : "VEVENT";
        writer_.begin(name);
        raw(PropertyName::uid, format_text(event_.uid));
        for (const InstantField& field : instant_fields) {
            write_instant(writer_, field.property, event_.parameters, event_.*field.field);
        }
        number(PropertyName::sequence, event_.sequence);
        write_span();
        write_recurrence();
        write_texts();
        write_parts();
        for (const ExtraProperty& extra : event_.extras) write_extra(writer_, extra);
        for (const Alarm& alarm : event_.alarms) write_alarm(writer_, alarm);
        writer_.append(event_.components);
        writer_.end(name);
    }

  private:
    bool also_empty(PropertyName name) const {
        return std::find(also_empty_.begin(), also_empty_.end(), name) != also_empty_.end();
    }

    void raw(PropertyName name, const std::string& value) {
        if (value.empty() && !also_empty(name)) return;
        begin_property(writer_, name, event_.parameters).value(value);
    }

    void number(PropertyName name, int value) {
        if (value != 0 || also_empty(name)) raw(name, std::to_string(value));
    }

    void time(PropertyName name, const DateTime& time, bool range = false) {
        begin_property(writer_, name, event_.parameters);
        if (time.kind == TimeKind::date) writer_.parameter("VALUE", "DATE");
        if (time.kind == TimeKind::zoned) writer_.parameter("TZID", time.tzid);
        if (range) writer_.parameter("RANGE", "THISANDFUTURE");
        writer_.value(format_date_time(time));
    }

    void write_span() {
        const PropertyName end =
            event_.kind == EventKind::task ? PropertyName::due : PropertyName::dtend;
        if (event_.recurrence_id) {
            time(PropertyName::recurrence_id, *event_.recurrence_id, event_.this_and_future);
        }
        if (event_.start_given) time(PropertyName::dtstart, event_.start);
        if (event_.duration) {
            raw(PropertyName::duration, format_duration(*event_.duration));
        } else if (event_.end_given) {
            time(end, event_.end);
        }
    }

    /// One property a time, since the times may be of different kinds and zones.
    void write_recurrence() {
        if (event_.rule) raw(PropertyName::rrule, format_recurrence(*event_.rule));
        for (const Recurrence& rule : event_.exclusion_rules) {
            writer_.line("EXRULE", format_recurrence(rule));
        }
        for (const DateTime& each : event_.additions) time(PropertyName::rdate, each);
        for (const Period& period : event_.addition_periods) write_period(period);
        for (const DateTime& each : event_.exceptions) time(PropertyName::exdate, each);
    }

    void write_period(const Period& period) {
        begin_property(writer_, PropertyName::rdate, event_.parameters);
        writer_.parameter("VALUE", "PERIOD");
        if (period.start.kind == TimeKind::zoned) writer_.parameter("TZID", period.start.tzid);
        const std::string end = period.duration
                                    ? format_duration(*period.duration)
                                    : format_date_time(period.end.value_or(period.start));
        writer_.value(format_date_time(period.start) + "/" + end);
    }

    void write_texts() {
        for (const TextField& field : text_fields) {
            if (field.property == PropertyName::uid) continue;
            const std::string& text = event_.*field.field;
            raw(field.property, field.spelling == Spelling::text ? format_text(text) : text);
        }
        number(PropertyName::priority, event_.priority);
        if (event_.percent_complete) {
            raw(PropertyName::percent_complete, std::to_string(*event_.percent_complete));
        }
        if (event_.geo) raw(PropertyName::geo, format_geo(*event_.geo));
        for (const TextsField& field : texts_fields) {
            std::string list;
            for (const std::string& each : event_.*field.field) {
                list += (list.empty() ? "" : ",") + format_text(each);
            }
            raw(field.property, list);
        }
    }

    void write_parts() {
        if (event_.organizer) write_organizer(writer_, *event_.organizer);
        for (const Attendee& attendee : event_.attendees) write_attendee(writer_, attendee);
        for (const RemarksField& field : remarks_fields) {
            for (const Remark& remark : event_.*field.field) {
                write_remark(writer_, field.property, remark);
            }
        }
        for (const Conference& each : event_.conferences) write_conference(writer_, each);
        for (const Relation& relation : event_.relations) write_relation(writer_, relation);
        for (const AttachmentsField& field : attachments_fields) {
            for (const Attachment& attachment : event_.*field.field) {
                write_attachment(writer_, field.property, attachment);
            }
        }
        for (const RequestStatus& status : event_.request_statuses) {
            raw(PropertyName::request_status, format_request_status(status));
        }
    }

    Writer& writer_;
    const Event& event_;
    std::span<const PropertyName> also_empty_;
};

}  // namespace

void write_event(Writer& writer, const Event& event, std::span<const PropertyName> also_empty) {
    EventWriter{writer, event, also_empty}.write();
}

}  // namespace plazo::ical
