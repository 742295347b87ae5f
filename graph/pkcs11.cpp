// Engines are deprecated in OpenSSL 3.0, and the only way of OpenSSL 3.0 to PKCS#11 that Debian 12
// has: its provider comes with later systems.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "graph/pkcs11.h"

#include <openssl/crypto.h>
#include <openssl/engine.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ui.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <vector>

#include "graph/http.h"

namespace plazo::graph {
namespace {

/// A URI taken apart: what the engine is given, and the query that is for us.
struct Uri {
    std::string path;
    std::string module_path;
    std::string pin_source;
    bool has_pin_value = false;
};

std::string file_of(std::string value) {
    constexpr std::string_view scheme = "file:";
    if (value.starts_with(scheme)) value.erase(0, scheme.size());
    return value;
}

Uri take_apart(const std::string& text) {
    const std::size_t question = text.find('?');
    Uri uri{text.substr(0, question), {}, {}, text.find("pin-value=") != std::string::npos};
    std::size_t begin = question == std::string::npos ? text.size() : question + 1;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find_first_of("&;", begin), text.size());
        const std::string pair = text.substr(begin, end - begin);
        const std::size_t equals = std::min(pair.find('='), pair.size() - 1);
        const std::string name = pair.substr(0, equals);
        const std::string value = percent_decode(pair.substr(equals + 1));
        if (name == "module-path") uri.module_path = value;
        if (name == "pin-source") uri.pin_source = file_of(value);
        begin = end + 1;
    }
    return uri;
}

/// The configuration and every log would show it.
std::string without_pin(const std::string& uri) {
    return uri.substr(0, uri.find("pin-value="));
}

[[noreturn]] void fail(const std::string& uri, const std::string& what) {
    std::string cause;
    if (const unsigned long code = ERR_peek_last_error(); code != 0) {
        const char* reason = ERR_reason_error_string(code);
        if (reason != nullptr) cause = std::string{" ("} + reason + ")";
    }
    ERR_clear_error();
    throw CertificateError{without_pin(uri) + ": " + what + cause};
}

bool command(ENGINE* engine, const char* name, const char* value) {
    return ENGINE_ctrl_cmd_string(engine, name, value, 0) == 1;
}

/// Loads and begins it; null when that cannot be.
ENGINE* load_engine(const std::string& module_path) {
    ENGINE_load_dynamic();
    ENGINE* engine = ENGINE_by_id("dynamic");
    const bool ready = engine != nullptr && command(engine, "ID", "pkcs11") &&
                       command(engine, "DIR_LOAD", "2") &&
                       command(engine, "DIR_ADD", OPENSSL_info(OPENSSL_INFO_ENGINES_DIR)) &&
                       command(engine, "LOAD", nullptr) &&
                       (module_path.empty() || command(engine, "MODULE_PATH", module_path.c_str()));
    if (ready && ENGINE_init(engine) == 1) return engine;
    ENGINE_free(engine);
    return nullptr;
}

/// The engine, of which a process has one, with one module.
ENGINE* engine_of(const std::string& module_path, const std::string& uri) {
    static std::mutex mutex;
    static ENGINE* engine = nullptr;
    static std::string module_in_use;
    const std::scoped_lock lock{mutex};
    if (!module_path.empty() && ::access(module_path.c_str(), R_OK) != 0) {
        fail(uri, module_path + ": cannot be read: " + std::strerror(errno));
    }
    if (engine == nullptr) {
        engine = load_engine(module_path);
        module_in_use = module_path;
    } else if (module_path != module_in_use) {
        fail(uri, "one process uses one PKCS#11 library, and this one uses \"" + module_in_use +
                      "\" until it ends");
    }
    if (engine == nullptr) {
        fail(uri,
             "PKCS#11 cannot be used: install libengine-pkcs11-openssl, and name the token's "
             "library, \"pkcs11:...?module-path=/usr/lib/...so\"");
    }
    return engine;
}

/// Asked for a PIN, it gives none: the terminal belongs to nobody here.
int give_nothing(UI*, UI_STRING*) {
    return 0;
}

struct FreeMethod {
    void operator()(UI_METHOD* method) const { UI_destroy_method(method); }
};

}  // namespace

std::string pin_source(const std::string& uri) {
    return take_apart(uri).pin_source;
}

PrivateKey load_pkcs11_key(const std::string& text, const Passphrase& pin) {
    const Uri uri = take_apart(text);
    if (uri.has_pin_value) {
        fail(text,
             "a PIN does not belong into the configuration: put it into a file of mode 0600, and "
             "name that as passphrase_file");
    }
    ENGINE* engine = engine_of(uri.module_path, text);
    const std::unique_ptr<UI_METHOD, FreeMethod> nobody{UI_create_method("nobody")};
    UI_method_set_reader(nobody.get(), give_nothing);
    command(engine, "FORCE_LOGIN", nullptr);
    if (pin.configured() && !command(engine, "PIN", pin.secret.c_str())) {
        fail(text, "the engine takes no PIN");
    }
    PrivateKey key{ENGINE_load_private_key(engine, uri.path.c_str(), nobody.get(), nullptr)};
    if (!key && !pin.configured()) {
        fail(text,
             "the token gives no such key; it may want a PIN: put it into a file of mode "
             "0600, and name that as passphrase_file");
    }
    if (!key) {
        fail(text,
             "the token gives no such key: look at its names (pkcs11-tool --list-objects) "
             "and at the PIN in " +
                 pin.file);
    }
    ERR_clear_error();
    check_kind(*key, text);
    return key;
}

}  // namespace plazo::graph
