package torrentkit.app.server.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.app.server.config.ConfigurationException;

class RulesReaderTest {
    private static final String GOOD =
            "name = r, sort-order = 1, match-request { path = \"/\", type = path }, allow = a";

    private static Rules read(String section) {
        return RulesReader.read(ConfigFactory.parseString(section));
    }

    private static Arguments row(String rule, String... expected) {
        return Arguments.of(rule, expected);
    }

    static Stream<Arguments> malformedRules() {
        String match = "match-request { path = \"/\", type = path }";
        String head = "name = broken, sort-order = 1, ";
        String rest = head + match + ", ";
        return Stream.of(
                row("7", "number 1 must be an object"),
                row(match + ", sort-order = 1, allow = a", "number 1 must have a name"),
                row("name = [], sort-order = 1, allow = a, " + match, "number 1 must have a name"),
                row("name = broken, allow = a, " + match, "\"broken\"", "sort-order", "1 to 999"),
                row("name = broken, sort-order = 0, allow = a, " + match, "\"broken\"", "1 to 999"),
                row("name = broken, sort-order = 1000, allow = a, " + match, "\"broken\"", "1 to 999"),
                row("name = broken, sort-order = 1.5, allow = a, " + match, "\"broken\"", "1 to 999"),
                row("name = broken, sort-order = first, allow = a, " + match, "\"broken\"", "1 to 999"),
                row(head + "allow = a", "\"broken\"", "match-request"),
                row(head + "match-request = \"/\", allow = a", "\"broken\"", "match-request"),
                row(head + "match-request { type = path }, allow = a", "\"broken\"", "match-request.path"),
                row(head + "match-request { path = 7, type = path }, allow = a", "\"broken\"", "match-request.path"),
                row(head + "match-request { path = \"/\" }, allow = a", "\"broken\"", "match-request.type"),
                row(head + "match-request { path = \"/\", type = glob }, allow = a", "\"broken\"", "path or regex"),
                row(
                        head + "match-request { path = \"/(\", type = regex }, allow = a",
                        "\"broken\"",
                        "regular expression"),
                row(
                        head + "match-request { path = \"/\", type = path, method = patch }, allow = a",
                        "\"broken\"",
                        "\"patch\""),
                row(
                        head + "match-request { path = \"/\", type = path, method = [] }, allow = a",
                        "\"broken\"",
                        "method"),
                row(
                        head + "match-request { path = \"/\", type = path, methods = get }, allow = a",
                        "\"broken\"",
                        "methods"),
                row(
                        head + "match-request { path = \"/\", type = path, query-params = x }, allow = a",
                        "\"broken\"",
                        "query-params"),
                row(
                        head + "match-request { path = \"/\", type = path, query-params { a = [] } }, allow = a",
                        "\"broken\"",
                        "\"a\""),
                row(head + match, "\"broken\"", "one of allow, deny and allow-unauthenticated"),
                row(rest + "alow = a", "\"broken\"", "\"alow\""),
                row(
                        rest + "allow = a, allow-unauthenticated = true",
                        "\"broken\"",
                        "together with allow-unauthenticated"),
                row(
                        rest + "deny = a, allow-unauthenticated = true",
                        "\"broken\"",
                        "together with allow-unauthenticated"),
                row(rest + "allow-unauthenticated = maybe", "\"broken\"", "true or false"),
                row(rest + "allow = \"\"", "\"broken\"", "exact name"),
                row(rest + "allow = \"a*b\"", "\"broken\"", "exact name"),
                row(rest + "allow = \"*.*.org\"", "\"broken\"", "exact name"),
                row(rest + "allow = \"/open\"", "\"broken\"", "exact name"),
                row(rest + "allow = \"//\"", "\"broken\"", "exact name"),
                row(rest + "allow = \"/(/\"", "\"broken\"", "regular expression"),
                row(rest + "deny = [a, [b]]", "\"broken\"", "deny"),
                row(rest + "allow = true", "\"broken\"", "allow"),
                row(rest + "allow = {}", "\"broken\"", "certname"),
                row(rest + "allow = {certname: a, extensions: {pp_role: b}}", "\"broken\"", "certname"),
                row(rest + "allow = {extensions: {}}", "\"broken\"", "extensions"),
                row(rest + "allow = {extensions: {pp_roll: b}}", "\"broken\"", "\"pp_roll\""),
                row(rest + "allow = {extensions: {pp_role: {}}}", "\"broken\"", "\"pp_role\""),
                row(rest + "allow = {extensions: {pp_role: []}}", "\"broken\"", "\"pp_role\""),
                row(rest + "allow = {extensions: {1.2.03: b}}", "\"broken\"", "\"1.2.03\""),
                row(rest + "allow = \"$1\"", "\"broken\"", "type regex"),
                row(
                        head + "match-request { path = \"/(.)\", type = regex }, allow = \"$2\"",
                        "\"broken\"",
                        "\"$2\"",
                        "has 1"),
                row(head + "match-request { path = \"/(.)\", type = regex }, allow = \"$0\"", "\"broken\"", "\"$0\""),
                row(
                        head + "match-request { path = \"/(.)\", type = regex }, allow = \"$1$x\"",
                        "\"broken\"",
                        "\"$1$x\""),
                row("name = \"bro\\u202eken\\u001b[2J\", sort-order = 0, allow = a, " + match, "\"bro_ken_[2J\""));
    }

    @ParameterizedTest
    @MethodSource("malformedRules")
    void refusesMalformedRuleByItsName(String rule, String[] expected) {
        String written = rule.startsWith("7") ? rule : "{ " + rule + " }";
        assertThatThrownBy(() -> read("version = 1, rules = [" + written + "]"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(expected);
    }

    @Test
    void refusesTwoRulesOfOneName() {
        assertThatThrownBy(() -> read("version = 1, rules = [{" + GOOD + "}, {" + GOOD + "}]"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("two authorization rules have the name \"r\"");
    }

    @Test
    void saysInWhichLineOfTheFileTheRuleIs() {
        assertThatThrownBy(() -> read("version = 1\nrules = [\n{ name = x }\n]"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(": 3)");
    }

    @ParameterizedTest
    @MethodSource("malformedSections")
    void refusesMalformedSection(String section, String expected) {
        assertThatThrownBy(() -> read(section))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(expected);
    }

    static Stream<Arguments> malformedSections() {
        return Stream.of(
                Arguments.of("rules = []", "version must be 1"),
                Arguments.of("version = 2, rules = []", "version must be 1"),
                Arguments.of("version = 1, rules = {}", "must be a list"),
                Arguments.of("version = 1, rules = [], allow-header-cert-info = 1", "must be true or false"),
                Arguments.of("version = 1, allow-header-cert-info = true", "there are no rules"));
    }

    @Test
    void allowsEverythingOnlyWhenThereIsNoListOfRules() {
        assertThat(read("version = 1, rules = null").isUnrestricted()).isTrue();
        assertThat(read("version = 1").isUnrestricted()).isTrue();
        assertThat(read("version = 1, rules = []").isUnrestricted()).isFalse();
    }
}
