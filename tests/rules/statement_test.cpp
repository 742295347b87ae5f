// A statement with co_await holds names, literals and function calls, and nothing else: GCC 12
// destroys twice the temporaries that some other statements build.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/rules/outline.h"
#include "tests/rules/source.h"

namespace plazo::rules {
namespace {

bool breaks_the_rule(const std::string& text) {
    const Outline outline = outline_of(text);
    return std::any_of(outline.statements.begin(), outline.statements.end(),
                       [](const Statement& each) { return each.breaks_the_sentence_rule(); });
}

bool breaks_the_rule_in_a_function(const std::string& statements) {
    return breaks_the_rule("awaitable<void> f() {\n" + statements + "\n}\n");
}

TEST(Statements, OfTheTreeObeyTheSentenceRule) {
    for (const Source& source : sources({".h", ".cpp"})) {
        for (const Statement& each : outline_of(source.text).statements) {
            EXPECT_FALSE(each.breaks_the_sentence_rule())
                << at(source, each.line) << ": co_await beside "
                << (each.lambda    ? "a lambda: name it on the line before"
                    : each.chooses ? "?: - choose on the line before"
                                   : "braces: build the value on the line before");
        }
    }
}

TEST(SentenceRule, FindsWhatTheCompilerDestroysTwice) {
    for (const char* bad : {
             // lambdas
             "co_await run([text] { return text; });",
             "co_await run([text]() mutable -> int { return 1; });",
             "co_return co_await run(1, [=](int a) { return a + text.size(); });",
             // values built by braces, at any depth
             "co_await send(Query{1, text});",
             "co_await send({.name = text});",
             "co_await send({});",
             "co_await send(wrap(Query{text}));",
             "co_await send(Id{\"x\"});",
             "co_await Client{text}.send();",
             "co_await send(std::vector<std::string>{\"a\", \"b\"});",
             "co_await send({\"a\", \"b\"});",
             "const Pair pair{co_await first(), co_await second()};",
             "auto answer = co_await first() + second(Query{1});",
             "use(Query{1}, co_await first());",
             "co_await table[Key{1}].send();",
             // choices
             "co_await (flag ? first() : second());",
             "co_await send(flag ? text : other);",
             "auto answer = flag ? co_await first() : co_await second();",
             // in heads and after them
             "if (auto answer = co_await send({1}); answer) use(answer);",
             "while (co_await more(Query{1})) {\n}",
             "for (const auto& each : co_await list(Query{1})) use(each);",
             "switch (co_await kind(Query{1})) {\ncase 1: break;\n}",
             "if (flag) co_await send(Query{1});",
             "for (const auto& each : all) co_await send({each});",
             "while (flag) co_await send({});",
             "if (flag) use(); else co_await send({});",
             "case 3: co_await send({});",
             "do { co_await send({}); } while (flag);",
             "try { co_await send({}); } catch (const Error& error) { }",
             // in the body of a lambda that is named
             "auto named = [](int a) -> awaitable<void> { co_await send({a}); };",
         }) {
        EXPECT_TRUE(breaks_the_rule_in_a_function(bad)) << bad;
    }
}

TEST(SentenceRule, LetsNamesLiteralsAndCallsPass) {
    for (const char* good : {
             "const Query query{1, text}; co_await send(query);",
             "co_await send(std::move(query), \"{}\", '{', '?', 1'000, R\"({ [] ? })\");",
             "co_await send(create_event(plan));",
             "const auto [error, count] = co_await read();",
             "auto& [first, second] = pair; co_await send(first);",
             "if (auto answer = co_await send(query); answer) { use({1}, flag ? 1 : 2); }",
             "if (query == Query{}) co_await send(query);",
             "if (flag ? a : b) { co_await send(query); }",
             "for (const auto& each : co_await list(query)) use(Query{each});",
             "for (const auto& each : {1, 2}) co_await send(each);",
             "for (int i{0}; i < 3; ++i) { co_await send(i); }",
             "while (co_await more(query)) { }",
             "while (co_await more(query)) use({});",
             "switch (co_await kind(query)) {\ncase Kind::a: use({}); break;\ndefault: break;\n}",
             "try { co_await send(query); } catch (const Error& error) { use({}); }",
             "auto named = [&, text](int a) -> awaitable<void> { co_await send(a); };",
             "use([] { return Query{}; }); co_await send(query);",
             "co_await send(table[i], table[index[i]]);",
             "[[maybe_unused]] const int count = co_await send(query);",
             "// co_await send({});\nuse({});",
             "/* co_await send({}); */ use({});",
             "use(\"co_await send({})\", Query{});",
             "const auto answer = co_await send(query) && co_await send(other);",
             "do { use({}); } while (co_await more(query));",
             "struct stat status {}; co_await send(query);",
         }) {
        EXPECT_FALSE(breaks_the_rule_in_a_function(good)) << good;
    }
}

TEST(SentenceRule, TellsConstructorsFromValues) {
    EXPECT_FALSE(breaks_the_rule("Client::Client() : name_{1}, other_(2) { use({}); }"));
    EXPECT_FALSE(
        breaks_the_rule("struct Client : Base { awaitable<void> f() const override { "
                        "co_await g(); } int a{1}; };"));
    EXPECT_TRUE(
        breaks_the_rule("struct Client : Base { int a{1}; awaitable<void> f() const { "
                        "co_await g({}); } };"));
    EXPECT_TRUE(breaks_the_rule("template <class T> awaitable<T> f() { co_await g(T{}); }"));
}

TEST(SentenceRule, NamesTheLine) {
    const Outline outline = outline_of("void f() {\n    use();\n\n    co_await send({});\n}\n");
    const auto found =
        std::find_if(outline.statements.begin(), outline.statements.end(),
                     [](const Statement& each) { return each.breaks_the_sentence_rule(); });
    ASSERT_NE(found, outline.statements.end());
    EXPECT_EQ(found->line, 4);
}

}  // namespace
}  // namespace plazo::rules
