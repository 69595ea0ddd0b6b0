package torrentkit.app.server.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.app.server.authorization.Rules.Judgement;

/** What the rules mean, row by row: rules, a request, a caller, and what is to become of it. */
class RulesTest {
    /** Rules in short: {@code order name | type path | more}. */
    static Rules rules(String... inShort) {
        List<String> written = new ArrayList<>();
        for (String rule : inShort) {
            String[] parts = rule.split(" \\| ", 3);
            String[] orderAndName = parts[0].split(" ", 2);
            String[] typeAndPath = parts[1].split(" ", 2);
            String[] more = (parts[2] + " ").split(" match ", 2);
            written.add("{ sort-order = " + orderAndName[0] + ", name = \"" + orderAndName[1]
                    + "\", match-request { type = "
                    + typeAndPath[0] + ", path = \"" + typeAndPath[1] + "\"" + (more.length > 1 ? ", " + more[1] : "")
                    + " }, " + more[0] + " }");
        }
        return RulesReader.read(ConfigFactory.parseString("version = 1, rules = [" + String.join(", ", written) + "]"));
    }

    private static Judgement judge(Rules rules, String request, String caller) {
        String[] methodAndTarget = request.split(" ", 2);
        String[] pathAndQuery = methodAndTarget[1].split("\\?", 2);
        Map<String, List<String>> query = new TreeMap<>();
        if (pathAndQuery.length > 1) {
            for (String parameter : pathAndQuery[1].split("&")) {
                String[] keyAndValue = parameter.split("=", 2);
                query.computeIfAbsent(keyAndValue[0], key -> new ArrayList<>()).add(keyAndValue[1]);
            }
        }
        return rules.judge(methodAndTarget[0], pathAndQuery[0], query, caller(caller));
    }

    private static Caller caller(String name) {
        return name.equals("-") ? Caller.anonymous() : Caller.named(name, Caller.Proof.CERTIFICATE);
    }

    private static Arguments row(String request, String caller, Judgement expected, String... rules) {
        return arguments(List.of(rules), request, caller, expected);
    }

    static Stream<Arguments> table() {
        Judgement yes = Judgement.ALLOWED;
        Judgement no = Judgement.DENIED;
        Judgement who = Judgement.NAME_NEEDED;
        String all = "1 all | path / | allow-unauthenticated = true";
        String prefix = "1 p | path /torrent/a | allow-unauthenticated = true";
        String regex = "1 r | regex /torrent/[ab]+ | allow-unauthenticated = true";
        String own = "1 own | regex ^/torrent/([^/]+)/.*$ | allow = \"$1\"";
        String twoGroups = "1 own | regex /(t|u)/([^/]*)/(.*) | allow = \"$2.$1.example\"";
        String params = "1 q | path / | allow-unauthenticated = true match query-params { k = [a, b], l = c }";
        return Stream.of(
                // which rule decides
                row("GET /x", "-", no),
                row("GET /x", "alice", no),
                row("GET /x", "-", yes, all),
                row("GET /x", "alice", yes, all),
                row("GET /torrent/a", "-", yes, prefix),
                row("GET /torrent/abc", "-", yes, prefix),
                row("GET /torrent/a/b", "-", yes, prefix),
                row("GET /torrent/b", "-", no, prefix),
                row("GET /Torrent/a", "-", no, prefix),
                row("GET /", "-", no, prefix),
                row("GET /torrent/ab", "-", yes, regex),
                row("GET /torrent/abx", "-", no, regex),
                row("GET /x/torrent/ab", "-", no, regex),
                row("GET /torrent/a\nb", "-", yes, "1 r | regex /torrent/.* | allow-unauthenticated = true"),
                row("GET /a", "-", yes, "2 b | path / | deny = \"*\"", "1 a | path / | allow-unauthenticated = true"),
                row("GET /a", "-", no, "1 b | path / | deny = \"*\"", "2 a | path / | allow-unauthenticated = true"),
                row("GET /a", "-", yes, "10 x | path / | deny = \"*\"", "9 y | path / | allow-unauthenticated = true"),
                row("GET /a", "-", yes, "5 b | path / | deny = \"*\"", "5 a | path / | allow-unauthenticated = true"),
                row("GET /a", "-", yes, "5 a | path / | deny = \"*\"", "5 B | path / | allow-unauthenticated = true"),
                row(
                        "GET /a",
                        "-",
                        yes,
                        "5 \ud83d\ude00 | path / | deny = \"*\"",
                        "5 \uffe0 | path / | allow-unauthenticated = true"),
                row("GET /a", "-", yes, "5 ab | path / | deny = \"*\"", "5 a | path / | allow-unauthenticated = true"),
                row("GET /a", "bob", no, "1 a | path /a | allow = alice", "2 b | path / | allow = bob"),
                row("GET /b", "bob", yes, "1 a | path /a | allow = alice", "2 b | path / | allow = bob"),
                // methods
                row("GET /a", "-", yes, "1 a | path / | allow-unauthenticated = true match method = get"),
                row("get /a", "-", yes, "1 a | path / | allow-unauthenticated = true match method = get"),
                row("GET /a", "-", yes, "1 a | path / | allow-unauthenticated = true match method = GET"),
                row("POST /a", "-", no, "1 a | path / | allow-unauthenticated = true match method = get"),
                row("POST /a", "-", yes, "1 a | path / | allow-unauthenticated = true match method = [get, Post]"),
                row("DELETE /a", "-", yes, "1 a | path / | allow-unauthenticated = true match method = [put, delete]"),
                row("PATCH /a", "-", yes, all),
                row(
                        "PATCH /a",
                        "-",
                        no,
                        "1 a | path / | allow-unauthenticated = true match method = [get, post, put, delete, head]"),
                row("HEAD /a", "-", no, "1 a | path / | allow-unauthenticated = true match method = get"),
                row("HEAD /a", "-", no, "1 a | path / | allow-unauthenticated = true match method = head"),
                row("HEAD /a", "-", yes, "1 a | path / | allow-unauthenticated = true match method = [get, head]"),
                row(
                        "HEAD /a",
                        "-",
                        no,
                        "1 a | path /a | deny = \"*\" match method = get",
                        "2 b | path / | allow-unauthenticated = true"),
                row(
                        "HEAD /a",
                        "-",
                        who,
                        "1 a | path /a | allow = alice match method = get",
                        "2 b | path / | allow-unauthenticated = true"),
                row(
                        "HEAD /a",
                        "alice",
                        yes,
                        "1 a | path /a | allow = alice match method = get",
                        "2 b | path / | allow-unauthenticated = true"),
                row(
                        "GET /a",
                        "-",
                        yes,
                        "1 a | path /a | deny = \"*\" match method = head",
                        "2 b | path / | allow-unauthenticated = true"),
                // query parameters
                row("GET /?k=a&l=c", "-", yes, params),
                row("GET /?k=b&l=c", "-", yes, params),
                row("GET /?k=x&k=a&l=c&m=1", "-", yes, params),
                row("GET /?k=a", "-", no, params),
                row("GET /?k=c&l=c", "-", no, params),
                row("GET /", "-", no, params),
                row("GET /?K=a&l=c", "-", no, params),
                row("GET /?n=1", "-", yes, "1 q | path / | allow-unauthenticated = true match query-params { n = 1 }"),
                // names
                row("GET /", "-", who, "1 n | path / | allow = alice"),
                row("GET /", "alice", yes, "1 n | path / | allow = alice"),
                row("GET /", "ALICE", yes, "1 n | path / | allow = alice"),
                row("GET /", "alice", yes, "1 n | path / | allow = Alice"),
                row("GET /", "bob", no, "1 n | path / | allow = alice"),
                row("GET /", "alice2", no, "1 n | path / | allow = alice"),
                row("GET /", "bob", yes, "1 n | path / | allow = [alice, bob]"),
                row("GET /", "bob", yes, "1 n | path / | allow = [{certname: alice}, {certname: bob}]"),
                row("GET /", "www.domain.org", yes, "1 n | path / | allow = www.domain.org"),
                row("GET /", "org", no, "1 n | path / | allow = www.domain.org"),
                row("GET /", "domain.org", no, "1 n | path / | allow = www.domain.org"),
                row("GET /", "www.domain.org.evil", no, "1 n | path / | allow = www.domain.org"),
                row("GET /", "wwwxdomain.org", no, "1 n | path / | allow = www.domain.org"),
                row("GET /", "www.domain.org", yes, "1 n | path / | allow = \"*.domain.org\""),
                row("GET /", "WWW.Domain.ORG", yes, "1 n | path / | allow = \"*.domain.org\""),
                row("GET /", "a.b.domain.org", yes, "1 n | path / | allow = \"*.domain.org\""),
                row("GET /", "domain.org", no, "1 n | path / | allow = \"*.domain.org\""),
                row("GET /", ".domain.org", no, "1 n | path / | allow = \"*.domain.org\""),
                row("GET /", "www.evildomain.org", no, "1 n | path / | allow = \"*.domain.org\""),
                row("GET /", "www.domain.org.evil", no, "1 n | path / | allow = \"*.domain.org\""),
                row("GET /", "org", no, "1 n | path / | allow = \"*.domain.org\""),
                row("GET /", "whoever", yes, "1 n | path / | allow = \"*\""),
                row("GET /", "-", who, "1 n | path / | allow = \"*\""),
                row("GET /", "www.domain.com", yes, "1 n | path / | allow = \"/domain/\""),
                row("GET /", "www.other.com", no, "1 n | path / | allow = \"/domain/\""),
                row("GET /", "ci-1", yes, "1 n | path / | allow = \"/^ci-[0-9]+$/\""),
                row("GET /", "xci-1", no, "1 n | path / | allow = \"/^ci-[0-9]+$/\""),
                // allow and deny
                row("GET /", "alice", no, "1 n | path / | allow = alice, deny = alice"),
                row("GET /", "alice", no, "1 n | path / | deny = alice, allow = \"*\""),
                row("GET /", "bob", yes, "1 n | path / | deny = alice, allow = \"*\""),
                row(
                        "GET /",
                        "old.domain.org",
                        no,
                        "1 n | path / | allow = \"*.domain.org\", deny = [x, old.domain.org]"),
                row(
                        "GET /",
                        "new.domain.org",
                        yes,
                        "1 n | path / | allow = \"*.domain.org\", deny = [x, old.domain.org]"),
                row("GET /", "bob", no, "1 n | path / | deny = alice"),
                row("GET /", "-", no, "1 n | path / | deny = alice"),
                row("GET /", "-", who, "1 n | path / | allow = bob, deny = alice"),
                row("GET /", "-", no, "1 n | path / | allow-unauthenticated = false"),
                row("GET /", "alice", no, "1 n | path / | allow-unauthenticated = false"),
                row("GET /", "alice", yes, "1 n | path / | allow-unauthenticated = false, allow = alice"),
                row("GET /", "-", who, "1 n | path / | allow-unauthenticated = false, allow = alice"),
                row("GET /", "alice", no, "1 n | path / | allow = []"),
                // back-references
                row("GET /torrent/alice/x", "alice", yes, own),
                row("GET /torrent/Alice/x", "alice", yes, own),
                row("GET /torrent/alice/x", "bob", no, own),
                row("GET /torrent/*/x", "bob", no, own),
                row("GET /torrent/.*/x", "bob", no, own),
                row("GET /torrent/$1/x", "alice", no, own),
                row("GET /t/www/y", "www.t.example", yes, twoGroups),
                row("GET /u/www/y", "www.t.example", no, twoGroups),
                row("GET /t//y", ".t.example", no, twoGroups),
                row("GET /alice", "alice", yes, "1 r | regex /(x)?(.*) | allow = \"$2\""),
                row("GET /alice", "null", no, "1 r | regex /(x)?(.*) | allow = \"$1\""),
                row("GET /torrent/alice/x", "alice", no, "1 r | regex /torrent/(.*)/x | allow = \"*\", deny = \"$1\""),
                row("GET /torrent/alice/x", "bob", yes, "1 r | regex /torrent/(.*)/x | allow = \"*\", deny = \"$1\""));
    }

    @ParameterizedTest
    @MethodSource("table")
    void decides(List<String> rules, String request, String caller, Judgement expected) {
        assertThat(judge(rules(rules.toArray(new String[0])), request, caller)).isEqualTo(expected);
    }

    @Test
    void allowsEverythingWithoutRules() {
        assertThat(judge(Rules.unrestricted(), "DELETE /x", "-")).isEqualTo(Judgement.ALLOWED);
    }

    static Stream<Arguments> extensions() {
        Map<String, Set<String>> builder = Map.of("1.3.6.1.4.1.34380.1.1.13", Set.of("builder"));
        Map<String, Set<String>> both =
                Map.of("1.3.6.1.4.1.34380.1.1.13", Set.of("builder"), "1.3.6.1.4.1.34380.1.1.12", Set.of("live"));
        Map<String, Set<String>> names = Map.of("subject-alt-name.dns-name", Set.of("a.example", "b.example"));
        String role = "{extensions: {pp_role: builder}}";
        String two = "{extensions: {pp_role: [x, builder], pp_environment: live}}";
        return Stream.of(
                arguments("allow = " + role, builder, true),
                arguments("allow = [nobody, " + role + "]", builder, true),
                arguments("allow = " + role, Map.of(), false),
                arguments("allow = {extensions: {pp_role: Builder}}", builder, false),
                arguments("allow = {extensions: {\"1.3.6.1.4.1.34380.1.1.13\": builder}}", builder, true),
                arguments("allow = {extensions: {1.3.6.1.4.1.34380.1.1.13: builder}}", builder, true),
                arguments("allow = " + two, builder, false),
                arguments("allow = " + two, both, true),
                arguments("allow = \"*\", deny = " + role, both, false),
                arguments("allow = \"*\", deny = " + role, Map.of(), true),
                arguments("allow = {extensions: {subject-alt-name: {dns-name: [b.example, c.example]}}}", names, true),
                arguments("allow = {extensions: {subject-alt-name: {dns-name: c.example}}}", names, false));
    }

    @ParameterizedTest
    @MethodSource("extensions")
    void decidesByExtensions(String rule, Map<String, Set<String>> extensions, boolean allowed) {
        Caller caller = new Caller(Optional.of("somebody"), Caller.Proof.CERTIFICATE, extensions);
        assertThat(rules("1 e | path / | " + rule).judge("GET", "/", Map.of(), caller) == Judgement.ALLOWED)
                .isEqualTo(allowed);
    }

    @Test
    void asksAnonymousCallersForANameWhereExtensionsAreAllowed() {
        assertThat(judge(rules("1 e | path / | allow = {extensions: {pp_role: x}}"), "GET /", "-"))
                .isEqualTo(Judgement.NAME_NEEDED);
    }

    static Stream<Arguments> endlessMatches() {
        String many = "a".repeat(3_000);
        return Stream.of(
                arguments("1 evil | regex /(a+)+\\\\1b | allow-unauthenticated = true", "GET /" + many, "-"),
                arguments(
                        "1 evil | regex /(a|b|ab)*c | allow-unauthenticated = true", "GET /" + "ab".repeat(1_500), "-"),
                arguments("1 evil | path / | allow = \"/^(a+)+\\\\1b/\"", "GET /", "a".repeat(200)),
                arguments("1 evil | path / | allow = \"*\", deny = \"/^(a+)+\\\\1b/\"", "GET /", "a".repeat(200)));
    }

    @ParameterizedTest
    @MethodSource("endlessMatches")
    void deniesWhatAMatchWithoutEndWouldDecide(String rule, String request, String caller) {
        assertThat(judge(rules(rule, "2 open | path / | allow-unauthenticated = true"), request, caller))
                .isEqualTo(Judgement.DENIED);
    }

    @ParameterizedTest
    @MethodSource("below")
    void knowsWhetherRulesTellApartWhatLiesBelow(String rule, String directory, boolean distinguishes) {
        assertThat(rules(rule, "9 open | path / | allow-unauthenticated = true").mayDistinguishBelow(directory))
                .isEqualTo(distinguishes);
    }

    static Stream<Arguments> below() {
        return Stream.of(
                arguments("1 p | path /t/secret | deny = \"*\"", "/t", true),
                arguments("1 p | path /t/secret | deny = \"*\"", "/t/secret", false),
                arguments("1 p | path /t/secret | deny = \"*\"", "/t/secret/more", false),
                arguments("1 p | path /t/secret/ | deny = \"*\"", "/t/secret", false),
                arguments("1 p | path /t/secret/a | deny = \"*\"", "/t/secret", true),
                arguments("1 p | path /t/secret | deny = \"*\"", "/t/public", false),
                arguments("1 p | path /t/secret | deny = \"*\" match method = post", "/t", false),
                arguments("1 p | path /t/secret | deny = \"*\" match query-params { a = b }", "/t", false),
                arguments("1 r | regex ^/t/secret/[0-9]+ | deny = \"*\"", "/t/public", false),
                arguments("1 r | regex ^/t/secret/[0-9]+ | deny = \"*\"", "/t/secret", true),
                arguments("1 r | regex ^/t/secret/[0-9]+ | deny = \"*\"", "/t", true),
                arguments("1 r | regex /t/secretx?/.* | deny = \"*\"", "/t/secret", true),
                arguments("1 r | regex /t/\uD83D\uDE00?secret/.* | deny = \"*\"", "/t/secret", true),
                arguments("1 r | regex /t/secret|/u/.* | deny = \"*\"", "/u", true),
                arguments("1 r | regex .*[.]iso | deny = \"*\"", "/t/public", true));
    }
}
