#include "examples/sandbox/page_words.h"

#include <algorithm>
#include <array>

namespace plazo::sandbox {
namespace {

constexpr std::size_t languages = 6;
template <std::size_t Size>
using Lists = std::array<std::array<std::string_view, Size>, languages>;

struct Row {
    Word word;
    std::array<std::string_view, languages> in;
};

constexpr std::array<std::string_view, languages> tags{"en", "es", "de", "fr", "pt", "it"};

constexpr std::array table = std::to_array<Row>({
    {Word::calendar,
     {"Calendar", "Calendario", "Kalender", "Calendrier", "Calendário", "Calendario"}},
    {Word::week, {"Week", "Semana", "Woche", "Semaine", "Semana", "Settimana"}},
    {Word::month, {"Month", "Mes", "Monat", "Mois", "Mês", "Mese"}},
    {Word::day, {"Day", "Día", "Tag", "Jour", "Dia", "Giorno"}},
    {Word::today, {"Today", "Hoy", "Heute", "Aujourd’hui", "Hoje", "Oggi"}},
    {Word::previous, {"Previous", "Anterior", "Zurück", "Précédent", "Anterior", "Precedente"}},
    {Word::next, {"Next", "Siguiente", "Weiter", "Suivant", "Seguinte", "Successivo"}},
    {Word::all_day,
     {"All day", "Todo el día", "Ganztägig", "Toute la journée", "Dia inteiro", "Tutto il giorno"}},
    {Word::n_more, {"{n} more", "{n} más", "{n} weitere", "{n} de plus", "mais {n}", "altri {n}"}},
    {Word::no_events,
     {"No events", "Sin eventos", "Keine Termine", "Aucun événement", "Sem eventos",
      "Nessun evento"}},
    {Word::clocks_change,
     {"Clocks change", "Cambio de hora", "Zeitumstellung", "Changement d’heure", "Mudança de hora",
      "Cambio dell’ora"}},
    {Word::cancelled, {"Canceled", "Cancelado", "Abgesagt", "Annulé", "Cancelado", "Annullato"}},
    {Word::declined, {"Declined", "Rechazado", "Abgelehnt", "Refusé", "Recusado", "Rifiutato"}},
    {Word::tentative,
     {"Tentative", "Provisional", "Mit Vorbehalt", "Provisoire", "Provisório", "Provvisorio"}},
    {Word::accepted, {"Accepted", "Aceptado", "Zugesagt", "Accepté", "Aceito", "Accettato"}},
    {Word::not_answered,
     {"No answer", "Sin respuesta", "Keine Antwort", "Sans réponse", "Sem resposta",
      "Nessuna risposta"}},
    {Word::organizes,
     {"Organizes", "Organiza", "Organisiert", "Organise", "Organiza", "Organizza"}},
    {Word::busy, {"Busy", "Ocupado", "Gebucht", "Occupé", "Ocupado", "Occupato"}},
    {Word::free, {"Free", "Libre", "Frei", "Libre", "Livre", "Disponibile"}},
    {Word::away, {"Away", "Fuera de la oficina", "Abwesend", "Absent", "Ausente", "Fuori sede"}},
    {Word::elsewhere,
     {"Working elsewhere", "Trabajando en otro lugar", "An einem anderen Ort tätig",
      "Travaille ailleurs", "Trabalhando em outro lugar", "Lavora altrove"}},
    {Word::when, {"When", "Cuándo", "Wann", "Quand", "Quando", "Quando"}},
    {Word::place, {"Where", "Dónde", "Wo", "Où", "Onde", "Dove"}},
    {Word::organizer,
     {"Organizer", "Organiza", "Organisiert von", "Organisé par", "Organizado por",
      "Organizzato da"}},
    {Word::attendees,
     {"Attendees", "Asistentes", "Teilnehmer", "Participants", "Participantes", "Partecipanti"}},
    {Word::name, {"Name", "Nombre", "Name", "Nom", "Nome", "Nome"}},
    {Word::address, {"Address", "Dirección", "Adresse", "Adresse", "Endereço", "Indirizzo"}},
    {Word::role, {"Role", "Papel", "Rolle", "Rôle", "Papel", "Ruolo"}},
    {Word::required,
     {"Required", "Obligatorio", "Erforderlich", "Obligatoire", "Obrigatório", "Obbligatorio"}},
    {Word::optional, {"Optional", "Opcional", "Optional", "Facultatif", "Opcional", "Facoltativo"}},
    {Word::resource, {"Resource", "Recurso", "Ressource", "Ressource", "Recurso", "Risorsa"}},
    {Word::answer, {"Answer", "Respuesta", "Antwort", "Réponse", "Resposta", "Risposta"}},
    {Word::proposed, {"Proposes", "Propone", "Schlägt vor", "Propose", "Propõe", "Propone"}},
    {Word::repeats,
     {"Repeats", "Se repite", "Wiederholung", "Répétition", "Repete-se", "Si ripete"}},
    {Word::show_as,
     {"Show as", "Mostrar como", "Anzeigen als", "Afficher comme", "Mostrar como", "Mostra come"}},
    {Word::categories,
     {"Categories", "Categorías", "Kategorien", "Catégories", "Categorias", "Categorie"}},
    {Word::importance,
     {"Importance", "Importancia", "Wichtigkeit", "Importance", "Importância", "Importanza"}},
    {Word::high, {"High", "Alta", "Hoch", "Haute", "Alta", "Alta"}},
    {Word::low, {"Low", "Baja", "Niedrig", "Basse", "Baixa", "Bassa"}},
    {Word::sensitivity,
     {"Sensitivity", "Confidencialidad", "Vertraulichkeit", "Confidentialité", "Confidencialidade",
      "Riservatezza"}},
    {Word::personal, {"Personal", "Personal", "Persönlich", "Personnel", "Pessoal", "Personale"}},
    {Word::secret, {"Private", "Privado", "Privat", "Privé", "Particular", "Privato"}},
    {Word::confidential,
     {"Confidential", "Confidencial", "Vertraulich", "Confidentiel", "Confidencial", "Riservato"}},
    {Word::reminder, {"Reminder", "Aviso", "Erinnerung", "Rappel", "Lembrete", "Promemoria"}},
    {Word::minutes_before,
     {"{n} min before", "{n} min antes", "{n} Min. vorher", "{n} min avant", "{n} min antes",
      "{n} min prima"}},
    {Word::online_meeting,
     {"Online meeting", "Reunión en línea", "Onlinebesprechung", "Réunion en ligne",
      "Reunião online", "Riunione online"}},
    {Word::message, {"Message", "Mensaje", "Nachricht", "Message", "Mensagem", "Messaggio"}},
    {Word::no_subject,
     {"(no subject)", "(sin asunto)", "(kein Betreff)", "(sans objet)", "(sem assunto)",
      "(senza oggetto)"}},
    {Word::from, {"From", "De", "Von", "De", "De", "Da"}},
    {Word::to, {"To", "Para", "An", "À", "Para", "A"}},
    {Word::received, {"Received", "Recibido", "Empfangen", "Reçu", "Recebido", "Ricevuto"}},
    {Word::invitation,
     {"Invitation", "Invitación", "Einladung", "Invitation", "Convite", "Invito"}},
    {Word::update,
     {"Updated invitation", "Invitación actualizada", "Aktualisierte Einladung",
      "Invitation mise à jour", "Convite atualizado", "Invito aggiornato"}},
    {Word::cancellation,
     {"Cancellation", "Cancelación", "Absage", "Annulation", "Cancelamento", "Annullamento"}},
    {Word::counter,
     {"New time proposed", "Nueva hora propuesta", "Andere Zeit vorgeschlagen",
      "Nouvel horaire proposé", "Novo horário proposto", "Proposta di un nuovo orario"}},
    {Word::forward_notice,
     {"Forwarded invitation", "Invitación reenviada", "Weitergeleitete Einladung",
      "Invitation transférée", "Convite encaminhado", "Invito inoltrato"}},
    {Word::undelivered,
     {"Not delivered", "No entregado", "Nicht zugestellt", "Non remis", "Não entregue",
      "Non recapitato"}},
    {Word::mail, {"Mail", "Correo", "E-Mail", "Courriel", "E-mail", "E-mail"}},
    {Word::every_day,
     {"Every day", "Cada día", "Jeden Tag", "Tous les jours", "Todos os dias", "Ogni giorno"}},
    {Word::every_n_days,
     {"Every {n} days", "Cada {n} días", "Alle {n} Tage", "Tous les {n} jours", "A cada {n} dias",
      "Ogni {n} giorni"}},
    {Word::every_week,
     {"Every week", "Cada semana", "Jede Woche", "Toutes les semaines", "Todas as semanas",
      "Ogni settimana"}},
    {Word::every_n_weeks,
     {"Every {n} weeks", "Cada {n} semanas", "Alle {n} Wochen", "Toutes les {n} semaines",
      "A cada {n} semanas", "Ogni {n} settimane"}},
    {Word::every_month,
     {"Every month", "Cada mes", "Jeden Monat", "Tous les mois", "Todos os meses", "Ogni mese"}},
    {Word::every_n_months,
     {"Every {n} months", "Cada {n} meses", "Alle {n} Monate", "Tous les {n} mois",
      "A cada {n} meses", "Ogni {n} mesi"}},
    {Word::every_year,
     {"Every year", "Cada año", "Jedes Jahr", "Tous les ans", "Todos os anos", "Ogni anno"}},
    {Word::every_n_years,
     {"Every {n} years", "Cada {n} años", "Alle {n} Jahre", "Tous les {n} ans", "A cada {n} anos",
      "Ogni {n} anni"}},
    {Word::on_day, {"day {n}", "día {n}", "{n}. Tag", "le {n}", "dia {n}", "giorno {n}"}},
    {Word::until,
     {"until {n}", "hasta el {n}", "bis {n}", "jusqu’au {n}", "até {n}", "fino al {n}"}},
    {Word::n_times, {"{n} times", "{n} veces", "{n}-mal", "{n} fois", "{n} vezes", "{n} volte"}},
});

constexpr Lists<12> months{{
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
     "octubre", "noviembre", "diciembre"},
    {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
     "November", "Dezember"},
    {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
     "octobre", "novembre", "décembre"},
    {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro",
     "outubro", "novembro", "dezembro"},
    {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
     "ottobre", "novembre", "dicembre"},
}};
constexpr Lists<7> weekdays{{
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
    {"lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"},
    {"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"},
    {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
    {"segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado",
     "domingo"},
    {"lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"},
}};
constexpr Lists<7> short_weekdays{{
    {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
    {"lun", "mar", "mié", "jue", "vie", "sáb", "dom"},
    {"Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"},
    {"lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."},
    {"seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."},
    {"lun", "mar", "mer", "gio", "ven", "sab", "dom"},
}};
/// First to fourth, and last.
constexpr Lists<5> masculine{{
    {"first", "second", "third", "fourth", "last"},
    {"primer", "segundo", "tercer", "cuarto", "último"},
    {"erster", "zweiter", "dritter", "vierter", "letzter"},
    {"premier", "deuxième", "troisième", "quatrième", "dernier"},
    {"primeiro", "segundo", "terceiro", "quarto", "último"},
    {"primo", "secondo", "terzo", "quarto", "ultimo"},
}};
constexpr std::array<std::string_view, 5> feminine_portuguese{"primeira", "segunda", "terceira",
                                                              "quarta", "última"};
constexpr std::array<std::string_view, 5> feminine_italian{"prima", "seconda", "terza", "quarta",
                                                           "ultima"};

constexpr bool in_order() {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].word != static_cast<Word>(i)) return false;
    }
    return table.size() == static_cast<std::size_t>(Word::count_of_words);
}
static_assert(in_order(), "the rows stand in the order of the words");

template <typename List>
std::string_view named(const List& list, Language language, std::size_t index) {
    return list[static_cast<std::size_t>(language)][index];
}

std::size_t index_of(timezone::Weekday day) {
    return static_cast<std::size_t>(day) - 1;
}

}  // namespace

std::optional<Language> language_of(std::string_view tag) {
    const auto* found = std::find(tags.begin(), tags.end(), tag.substr(0, tag.find('-')));
    if (found == tags.end()) return std::nullopt;
    return static_cast<Language>(found - tags.begin());
}

std::string_view tag_of(Language language) {
    return tags[static_cast<std::size_t>(language)];
}

std::string_view word(Language language, Word word) {
    return table[static_cast<std::size_t>(word)].in[static_cast<std::size_t>(language)];
}

std::string filled(Language language, Word which, std::string_view n) {
    std::string text{word(language, which)};
    if (const std::size_t hole = text.find("{n}"); hole != text.npos) text.replace(hole, 3, n);
    return text;
}

std::string_view month_name(Language language, timezone::month month) {
    return named(months, language, unsigned{month} - 1);
}

std::string_view weekday_name(Language language, timezone::Weekday day) {
    return named(weekdays, language, index_of(day));
}

std::string_view short_weekday_name(Language language, timezone::Weekday day) {
    return named(short_weekdays, language, index_of(day));
}

std::string_view ordinal(Language language, int index, timezone::Weekday day) {
    const auto position = static_cast<std::size_t>(index < 0 ? 4 : index - 1);
    if (language == Language::portuguese && day <= timezone::Weekday::friday) {
        return feminine_portuguese[position];
    }
    if (language == Language::italian && day == timezone::Weekday::sunday) {
        return feminine_italian[position];
    }
    return named(masculine, language, position);
}

}  // namespace plazo::sandbox
