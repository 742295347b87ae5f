// examples/sandbox/state_members.h - which members of each value go into the state file, in order.
//
// The file holds a value as the array of its members. A member that is added goes to the end of its
// list; whatever else changes a list needs another state_version (state.h). A test counts that no
// member was forgotten.
#pragma once

#include <tuple>

#include "examples/sandbox/world.h"

namespace plazo::sandbox {

template <typename T>
constexpr auto members = nullptr;

template <>
inline constexpr auto members<EventTime> = std::tuple{&EventTime::local, &EventTime::zone};
template <>
inline constexpr auto members<Body> = std::tuple{&Body::type, &Body::content};
template <>
inline constexpr auto members<Location> =
    std::tuple{&Location::display_name, &Location::uri, &Location::email};
template <>
inline constexpr auto members<Attendee> =
    std::tuple{&Attendee::address, &Attendee::name, &Attendee::type};
template <>
inline constexpr auto members<OnlineMeeting> =
    std::tuple{&OnlineMeeting::on, &OnlineMeeting::provider, &OnlineMeeting::join_url};
template <>
inline constexpr auto members<ExtendedProperty> =
    std::tuple{&ExtendedProperty::id, &ExtendedProperty::value};
template <>
inline constexpr auto members<Recurrence> = std::tuple{
    &Recurrence::pattern, &Recurrence::interval,     &Recurrence::weekdays, &Recurrence::week_start,
    &Recurrence::index,   &Recurrence::day_of_month, &Recurrence::month,    &Recurrence::start,
    &Recurrence::end,     &Recurrence::count,        &Recurrence::zone};
template <>
inline constexpr auto members<Content> = std::tuple{&Content::subject,
                                                    &Content::body,
                                                    &Content::start,
                                                    &Content::end,
                                                    &Content::all_day,
                                                    &Content::locations,
                                                    &Content::recurrence,
                                                    &Content::attendees,
                                                    &Content::importance,
                                                    &Content::sensitivity,
                                                    &Content::show_as,
                                                    &Content::categories,
                                                    &Content::reminder,
                                                    &Content::reminder_minutes,
                                                    &Content::response_requested,
                                                    &Content::new_time_proposals,
                                                    &Content::hide_attendees,
                                                    &Content::online,
                                                    &Content::transaction_id,
                                                    &Content::extended_properties};
template <>
inline constexpr auto members<Untold> = std::tuple{&Untold::key, &Untold::before};
template <>
inline constexpr auto members<Deviation> =
    std::tuple{&Deviation::content, &Deviation::own_fields, &Deviation::change_key,
               &Deviation::untold, &Deviation::cancelled};
template <>
inline constexpr auto members<MeetingReply> =
    std::tuple{&MeetingReply::response, &MeetingReply::at, &MeetingReply::proposed_start,
               &MeetingReply::proposed_end};
template <>
inline constexpr auto members<Event> =
    std::tuple{&Event::id,        &Event::immutable_id,   &Event::calendar_uid, &Event::change_key,
               &Event::untold,    &Event::created,        &Event::modified,     &Event::content,
               &Event::organizer, &Event::organizer_name, &Event::own,          &Event::cancelled,
               &Event::sequence,  &Event::deviations,     &Event::replies};
template <>
inline constexpr auto members<Transaction> =
    std::tuple{&Transaction::event_id, &Transaction::digest, &Transaction::at};
/// Without the tokens of delta: those of another life are 410.
template <>
inline constexpr auto members<Calendar> =
    std::tuple{&Calendar::id, &Calendar::events, &Calendar::deleted, &Calendar::transactions};

template <>
inline constexpr auto members<Mail> =
    std::tuple{&Mail::id,      &Mail::kind,     &Mail::method,       &Mail::from,  &Mail::to,
               &Mail::subject, &Mail::received, &Mail::calendar_uid, &Mail::start, &Mail::end,
               &Mail::body,    &Mail::headers,  &Mail::ics};

template <>
inline constexpr auto members<Message> =
    std::tuple{&Message::id,          &Message::sent_id,    &Message::immutable_id,
               &Message::internet_id, &Message::change_key, &Message::content,
               &Message::created,     &Message::modified,   &Message::moves};
template <>
inline constexpr auto members<MailRules> = std::tuple{&MailRules::recipients_per_message,
                                                      &MailRules::recipients_per_day,
                                                      &MailRules::messages_per_minute,
                                                      &MailRules::onmicrosoft_external_per_day,
                                                      &MailRules::external_per_day,
                                                      &MailRules::own_message_ids_survive,
                                                      &MailRules::invitations_count_as_external,
                                                      &MailRules::organizer_is_told_of_forwards,
                                                      &MailRules::delivery_delay,
                                                      &MailRules::sent_items_lag};

template <>
inline constexpr auto members<Mailbox> =
    std::tuple{&Mailbox::id,       &Mailbox::address, &Mailbox::display_name, &Mailbox::time_zone,
               &Mailbox::language, &Mailbox::kind,    &Mailbox::members,      &Mailbox::enabled_at};
template <>
inline constexpr auto members<Policy> =
    std::tuple{&Policy::client_id, &Policy::kind,      &Policy::mailboxes,
               &Policy::roles,     &Policy::active_at, &Policy::tenant};
template <>
inline constexpr auto members<Directory> =
    std::tuple{&Directory::mailboxes, &Directory::aliases, &Directory::policies};

template <>
inline constexpr auto members<Tenant> = std::tuple{&Tenant::id, &Tenant::domains, &Tenant::cloud};
template <>
inline constexpr auto members<Principal> =
    std::tuple{&Principal::id, &Principal::roles, &Principal::enabled, &Principal::known_at,
               &Principal::tokens_from};
template <>
inline constexpr auto members<Application> =
    std::tuple{&Application::client_id,    &Application::object_id, &Application::display_name,
               &Application::certificates, &Application::tenant,    &Application::multi_tenant,
               &Application::wanted_roles, &Application::known_at,  &Application::principals};
template <>
inline constexpr auto members<Administrator> =
    std::tuple{&Administrator::decision, &Administrator::scopes,    &Administrator::polls_before,
               &Administrator::interval, &Administrator::code_life, &Administrator::role};
template <>
inline constexpr auto members<DeviceCode> =
    std::tuple{&DeviceCode::expiry, &DeviceCode::polled, &DeviceCode::polls, &DeviceCode::tenant};
/// Without what was counted by the throttle.
template <>
inline constexpr auto members<Entra> =
    std::tuple{&Entra::applications,       &Entra::assertions_once, &Entra::spent_assertions,
               &Entra::token_lifetime,     &Entra::refresh_in,      &Entra::administrator,
               &Entra::device_codes,       &Entra::tenants,         &Entra::continuous_lifetime,
               &Entra::token_requests_max, &Entra::replication_lag, &Entra::key_lifetime_max};

template <>
inline constexpr auto members<Entry> =
    std::tuple{&Entry::number,  &Entry::at,        &Entry::method,     &Entry::path,
               &Entry::status,  &Entry::error,     &Entry::request_id, &Entry::client_request_id,
               &Entry::mailbox, &Entry::client_id, &Entry::roles,      &Entry::needed,
               &Entry::fault};
template <>
inline constexpr auto members<Fault> =
    std::tuple{&Fault::method, &Fault::path,   &Fault::mailbox, &Fault::count, &Fault::rate,
               &Fault::after,  &Fault::act,    &Fault::status,  &Fault::delay, &Fault::headers,
               &Fault::body,   &Fault::aadsts, &Fault::unasked};
template <>
inline constexpr auto members<Quirks> = std::tuple{&Quirks::transaction_memory,
                                                   &Quirks::transaction_outlives_event,
                                                   &Quirks::duplicate_transaction_status,
                                                   &Quirks::permanent_delete_status,
                                                   &Quirks::full_mailbox_status,
                                                   &Quirks::casablanca_refused,
                                                   &Quirks::custom_zones,
                                                   &Quirks::delta_reports_outside,
                                                   &Quirks::private_changes_mail,
                                                   &Quirks::exchange_names,
                                                   &Quirks::views_lack_answers,
                                                   &Quirks::views_fail_on_properties,
                                                   &Quirks::rbac_names_policy};
template <>
inline constexpr auto members<ThrottleLimits> =
    std::tuple{&ThrottleLimits::concurrent, &ThrottleLimits::concurrent_per_application,
               &ThrottleLimits::mailbox_requests, &ThrottleLimits::application_requests,
               &ThrottleLimits::upload_bytes};
template <>
inline constexpr auto members<Subscription> = std::tuple{&Subscription::id,
                                                         &Subscription::application,
                                                         &Subscription::principal,
                                                         &Subscription::mailbox,
                                                         &Subscription::change_type,
                                                         &Subscription::resource,
                                                         &Subscription::notification_url,
                                                         &Subscription::lifecycle_url,
                                                         &Subscription::client_state,
                                                         &Subscription::expiry,
                                                         &Subscription::immutable_ids,
                                                         &Subscription::paused,
                                                         &Subscription::missed,
                                                         &Subscription::tenant};
template <>
inline constexpr auto members<Notification> =
    std::tuple{&Notification::url, &Notification::body, &Notification::since, &Notification::due,
               &Notification::tries};
template <>
inline constexpr auto members<Seen> = std::tuple{&Seen::change_key, &Seen::immutable_id};
template <>
inline constexpr auto members<Subscriptions> = std::tuple{
    &Subscriptions::all,        &Subscriptions::waiting,  &Subscriptions::seen,
    &Subscriptions::duplicates, &Subscriptions::disorder, &Subscriptions::answer_time_max};

}  // namespace plazo::sandbox
