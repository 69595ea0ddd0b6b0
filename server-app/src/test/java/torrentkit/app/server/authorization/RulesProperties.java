package torrentkit.app.server.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.app.server.authorization.Rules.Judgement;

class RulesProperties {
    private static final Caller ALICE = Caller.named("alice", Caller.Proof.BASIC);

    private static Rule rule(String name, int order, String path, List<AccessEntry> allow, List<AccessEntry> deny) {
        return new Rule(name, order, new PathPattern.Prefix(path), Set.of(), Map.of(), allow, deny, false);
    }

    @Provide
    Arbitrary<List<Rule>> manyRules() {
        Arbitrary<Rule> one = Combinators.combine(
                        Arbitraries.strings().withChars("ab\ud83d\ude00\uffe0").ofMaxLength(4),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of("/", "/a", "/a/b", "/b"),
                        Arbitraries.of("alice", "bob"),
                        Arbitraries.of("alice", "bob"))
                .as((name, order, path, allowed, denied) -> rule(
                        name,
                        order,
                        path,
                        List.of(new AccessEntry.ExactName(allowed)),
                        List.of(new AccessEntry.ExactName(denied))));
        return one.list().uniqueElements(Rule::name).ofMaxSize(8);
    }

    @Property
    void firstMatchingRuleDecidesWhateverTheOrderOfWriting(
            @ForAll("manyRules") List<Rule> rules, @ForAll Random random) {
        List<Rule> shuffled = new ArrayList<>(rules);
        Collections.shuffle(shuffled, random);
        boolean expected = rules.stream()
                .filter(rule -> "/a/b".startsWith(((PathPattern.Prefix) rule.path()).start()))
                .min(Comparator.comparingInt(Rule::sortOrder)
                        .thenComparing(rule -> rule.name().codePoints().toArray(), java.util.Arrays::compare))
                .map(rule -> rule.allow().contains(new AccessEntry.ExactName("alice"))
                        && !rule.deny().contains(new AccessEntry.ExactName("alice")))
                .orElse(false);
        Judgement judged = Rules.of(shuffled, false).judge("GET", "/a/b", Map.of(), ALICE);
        assertThat(judged == Judgement.ALLOWED).isEqualTo(expected);
    }

    @Property
    void denyWinsOverAnyAllow(@ForAll("entries") List<AccessEntry> allow, @ForAll("entries") List<AccessEntry> deny) {
        boolean denied = deny.stream().anyMatch(entry -> entry.matches(ALICE, List.of()));
        Judgement judged =
                Rules.of(List.of(rule("r", 1, "/", allow, deny)), false).judge("GET", "/", Map.of(), ALICE);
        if (denied) {
            assertThat(judged).isEqualTo(Judgement.DENIED);
        } else {
            assertThat(judged == Judgement.ALLOWED)
                    .isEqualTo(allow.stream().anyMatch(entry -> entry.matches(ALICE, List.of())));
        }
    }

    @Provide
    Arbitrary<List<AccessEntry>> entries() {
        return Arbitraries.<AccessEntry>of(
                        new AccessEntry.Everybody(),
                        new AccessEntry.ExactName("alice"),
                        new AccessEntry.ExactName("bob"),
                        new AccessEntry.Domain(".example"),
                        new AccessEntry.NameRegex(new BoundedRegex("lic")),
                        new AccessEntry.NameRegex(new BoundedRegex("^b")),
                        new AccessEntry.Extensions(Map.of("1.2.3", Set.of("x"))))
                .list()
                .ofMaxSize(4);
    }

    @Property
    void judgesAnyRequestWithoutFailing(
            @ForAll String method, @ForAll String path, @ForAll Map<String, List<String>> query, @ForAll String name) {
        Rules rules = RulesTest.rules(
                "1 own | regex ^/torrent/([^/]+)(/.*)?$ | allow = [\"$1\", \"/^(x+x+)+y/\"], deny = \"*.evil\"",
                "2 post | path /torrent | allow = \"*\" match method = [post, head], query-params { a = b }",
                "3 rest | regex (?s)/.*[a-f] | allow-unauthenticated = true");
        Caller caller = CallerNames.isUsable(name) ? Caller.named(name, Caller.Proof.TOKEN) : Caller.anonymous();
        assertThat(rules.judge(method, "/torrent/" + path, query, caller)).isNotNull();
        if (rules.judge("HEAD", "/torrent/" + path, query, caller) == Judgement.ALLOWED) {
            assertThat(rules.judge("GET", "/torrent/" + path, query, caller)).isEqualTo(Judgement.ALLOWED);
        }
    }

    /** One answer for a whole directory must be the answer for every path below it. */
    @Property
    void oneAnswerForADirectoryHoldsForAllBelow(
            @ForAll("manyRules") List<Rule> rules,
            @ForAll("directories") String directory,
            @ForAll("directories") String below) {
        Rules all = Rules.of(rules, false);
        if (!all.mayDistinguishBelow(directory)) {
            assertThat(all.judge("get", directory + below, Map.of(), ALICE))
                    .isEqualTo(all.judge("get", directory + "/any", Map.of(), ALICE));
        }
    }

    @Provide
    Arbitrary<String> directories() {
        return Arbitraries.of("a", "b", "ab")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(names -> "/" + String.join("/", names));
    }
}
