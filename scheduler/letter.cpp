#include "scheduler/letter.h"

#include <cmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <kainjow/mustache.hpp>
#include <memory>

#include "scheduler/projection.h"

namespace plazo::scheduler {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

namespace {

struct Words {
    std::array<const char*, 7> weekdays;
    std::array<const char*, 12> months;
    const char* date;
    const char* whole_day;
    const char* due;
    const char* document;
    const char* open;
    const char* reminder;
    const char* overdue;
    const char* signature;
    const char* answer;
    const char* completed;
    const char* completed_by;
    const char* cancelled;
    const char* moves_calendar;
    const char* rehearsal;
    const char* test_subject;
    const char* test_text;
};

constexpr Words spanish{
    {"lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"},
    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
     "octubre", "noviembre", "diciembre"},
    "{weekday}, {day} de {month} de {year}",
    "todo el día",
    "Vence",
    "Documento",
    "Abrir el documento",
    "Recordatorio",
    "Vencido",
    "Enviado por {name} mediante R2 Docuo.",
    "¿Dudas? Escriba a {address}.",
    "Completado; no hay nada que hacer.",
    "Completado por {who}; no hay nada que hacer.",
    "Anulado; no hay nada que hacer.",
    "Cambia el organizador; recibirá una nueva invitación.",
    "[Ensayo para {meant}] {subject}",
    "Mensaje de prueba de Plazo",
    "El buzón {mailbox} puede enviar recordatorios del repositorio {repository}.",
};

constexpr Words english{
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
    "{weekday}, {day} {month} {year}",
    "all day",
    "Due",
    "Document",
    "Open the document",
    "Reminder",
    "Overdue",
    "Sent for {name} by R2 Docuo.",
    "Questions? Write to {address}.",
    "Completed; nothing to do.",
    "Completed by {who}; nothing to do.",
    "Cancelled; nothing to do.",
    "The organiser changes; a new invitation follows.",
    "[Rehearsal for {meant}] {subject}",
    "Test message from Plazo",
    "The mailbox {mailbox} can send reminders of the repository {repository}.",
};

const Words& words(std::string_view language) {
    return language == "en" ? english : spanish;
}

/// One layout for everything; a section appears when its text is there. Triple braces only around
/// `description`, which is safe HTML by the time it gets here.
constexpr const char* layout = R"(<div style="font-family:Segoe UI,Arial,sans-serif;font-size:11pt">
<p><strong>{{title}}</strong></p>
<p>{{due_label}}: {{due}}</p>
{{#document}}<p>{{document_label}}: {{document}}</p>
{{/document}}{{#description}}{{{description}}}
{{/description}}{{#url}}<p><a href="{{url}}">{{open_label}}</a></p>
{{/url}}<p style="color:#666">{{signature}}{{#answer}} {{answer}}{{/answer}}</p>
</div>)";

std::string render(const data& values) {
    mustache page{layout};
    return page.render(values);
}

/// CommonMark without raw HTML and without javascript: links, cmark's default.
std::string markdown(const std::string& text) {
    const std::unique_ptr<char, decltype(&std::free)> html{
        cmark_markdown_to_html(text.data(), text.size(), CMARK_OPT_DEFAULT), &std::free};
    return html ? html.get() : "";
}

const std::string& signing_name(const Repository& repository) {
    return repository.display_name.empty() ? repository.name : repository.display_name;
}

data page_values(const Deadline& deadline, const Repository& repository,
                 std::string_view language) {
    const Words& say = words(language);
    data values;
    values.set("title", deadline.title);
    values.set("due_label", say.due);
    values.set("due", spelled_out(*deadline.due, language));
    values.set("document_label", say.document);
    if (!deadline.document.name.empty()) values.set("document", deadline.document.name);
    values.set("open_label", say.open);
    if (!deadline.document.url.empty()) values.set("url", deadline.document.url);
    values.set("signature", fmt::format(fmt::runtime(say.signature),
                                        fmt::arg("name", signing_name(repository))));
    return values;
}

/// Where an answer finds a person: whoever set the deadline, if that is an address, else the
/// organiser.
std::string person_to_ask(const Deadline& deadline, const Repository& repository) {
    if (valid_address(deadline.set_by)) return deadline.set_by;
    // In one spelling, however the settings write it: another one would be a visible change of
    // every event.
    return normal_address(organiser_of(deadline, repository));
}

}  // namespace

std::string spelled_out(const Due& due, std::string_view language) {
    const Words& say = words(language);
    const timezone::Date date = timezone::date_of(due.at);
    const auto weekday = static_cast<std::size_t>(timezone::weekday_of(date)) - 1;
    const std::string day =
        fmt::format(fmt::runtime(say.date), fmt::arg("weekday", say.weekdays[weekday]),
                    fmt::arg("day", static_cast<unsigned>(date.day())),
                    fmt::arg("month", say.months[static_cast<unsigned>(date.month()) - 1]),
                    fmt::arg("year", static_cast<int>(date.year())));
    if (due.whole_day) return fmt::format("{}, {} ({})", day, say.whole_day, due.zone);
    const auto clock = timezone::time_of_day(due.at).count();
    return fmt::format("{}, {:02}:{:02} ({})", day, clock / 3600, clock / 60 % 60, due.zone);
}

std::string event_body(const Deadline& deadline, const Repository& repository) {
    data values = page_values(deadline, repository, repository.language);
    values.set("answer", fmt::format(fmt::runtime(words(repository.language).answer),
                                     fmt::arg("address", person_to_ask(deadline, repository))));
    return render(values);
}

std::string cancellation_comment(const Deadline& deadline, const Repository& repository,
                                 const std::vector<std::string>& attendees) {
    const Words& say = words(repository.language);
    if (deadline.status == Status::open) return say.moves_calendar;
    // One comment goes to everybody: who and why are for colleagues.
    const bool colleagues =
        std::none_of(deadline.assignees.begin(), deadline.assignees.end(),
                     [&](const Assignee& each) {
                         return each.collaborator || is_external(repository, each.address);
                     }) &&
        std::none_of(attendees.begin(), attendees.end(),
                     [&](const std::string& address) { return is_external(repository, address); });
    if (deadline.status == Status::completed) {
        if (deadline.completed_by.empty() || !colleagues) return say.completed;
        return fmt::format(fmt::runtime(say.completed_by), fmt::arg("who", deadline.completed_by));
    }
    std::string comment = say.cancelled;
    if (!deadline.reason.empty() && colleagues) comment = deadline.reason + ". " + comment;
    return comment;
}

graph::Mail reminder_letter(const Deadline& deadline, const Repository& repository,
                            const Assignee& assignee, bool overdue) {
    const std::string& language = assignee.locale.empty() ? repository.language : assignee.locale;
    const Words& say = words(language);
    const bool colleague = !assignee.collaborator && !is_external(repository, assignee.address);
    data values = page_values(deadline, repository, language);
    if (colleague && !deadline.document.code.empty()) {
        values.set("document", deadline.document.code + " " + deadline.document.name);
    }
    if (colleague && !deadline.description.empty()) {
        values.set("description", markdown(deadline.description));
    }
    graph::Mail mail;
    mail.subject = fmt::format("{}: {} - {}", overdue ? say.overdue : say.reminder, deadline.title,
                               spelled_out(*deadline.due, language));
    mail.body_html = render(values);
    mail.to_address = assignee.address;
    mail.to_name = assignee.name;
    const std::string asked = person_to_ask(deadline, repository);
    if (normal_address(asked) != normal_address(repository.mailbox)) mail.reply_to = asked;
    if (!repository.redirect_to.empty()) {
        mail.subject = rehearsal_subject(mail.subject, assignee.address, language);
        mail.to_address = repository.redirect_to;
        mail.to_name.clear();
    }
    return mail;
}

graph::Mail test_letter(const Repository& repository, const std::string& address) {
    const Words& say = words(repository.language);
    graph::Mail mail;
    mail.to_address = address;
    mail.subject = say.test_subject;
    mustache page{"<p>{{text}}</p>"};
    mail.body_html = page.render(data{
        "text", fmt::format(fmt::runtime(say.test_text), fmt::arg("mailbox", repository.mailbox),
                            fmt::arg("repository", repository.name))});
    return mail;
}

std::string rehearsal_subject(const std::string& subject, const std::string& meant,
                              std::string_view language) {
    return fmt::format(fmt::runtime(words(language).rehearsal), fmt::arg("meant", meant),
                       fmt::arg("subject", subject));
}

}  // namespace plazo::scheduler
