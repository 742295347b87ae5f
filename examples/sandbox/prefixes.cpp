#include "examples/sandbox/prefixes.h"

#include <algorithm>
#include <array>

namespace plazo::sandbox {
namespace {

struct Wording {
    std::string_view language;
    std::array<std::string_view, 7> prefixes;  // in the order of Prefix
};

constexpr std::array<Wording, 6> wordings{
    {{"en",
      {"Canceled: ", "Accepted: ", "Tentative: ", "Declined: ", "New Time Proposed: ",
       "Meeting Forward Notification: ", "Undeliverable: "}},
     {"es",
      {"Cancelado: ", "Aceptada: ", "Provisional: ", "Rechazada: ", "Nueva hora propuesta: ",
       "Notificación de reenvío de reunión: ", "No se puede entregar: "}},
     {"de",
      {"Abgesagt: ", "Zugesagt: ", "Mit Vorbehalt: ", "Abgelehnt: ", "Neue Zeit vorgeschlagen: ",
       "Benachrichtigung über weitergeleitete Besprechung: ", "Unzustellbar: "}},
     {"fr",
      {"Annulé : ", "Accepté : ", "Provisoire : ", "Refusé : ", "Nouvel horaire proposé : ",
       "Notification de transfert de réunion : ", "Non remis : "}},
     {"pt",
      {"Cancelado: ", "Aceite: ", "Provisório: ", "Recusado: ", "Nova hora proposta: ",
       "Notificação de reencaminhamento de reunião: ", "Não entregue: "}},
     {"it",
      {"Annullato: ", "Accettato: ", "Provvisorio: ", "Rifiutato: ", "Nuova ora proposta: ",
       "Notifica di inoltro riunione: ", "Non recapitabile: "}}}};

}  // namespace

std::string prefix(Prefix which, std::string_view language) {
    const std::string_view wanted = language.substr(0, language.find('-'));
    const auto found = std::find_if(wordings.begin(), wordings.end(),
                                    [&](const Wording& each) { return each.language == wanted; });
    const Wording& words = found == wordings.end() ? wordings.front() : *found;
    return std::string{words.prefixes[static_cast<std::size_t>(which)]};
}

}  // namespace plazo::sandbox
