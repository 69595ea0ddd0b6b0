package torrentkit.app.server.authorization;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One rule of the operator.
 *
 * @param name unique among the rules
 * @param sortOrder 1 to 999
 * @param path which paths it is about
 * @param methods in small letters; empty: every method
 * @param queryParams values by key: a request has to have every key, each with one of its values
 * @param allow who may
 * @param deny who may not, whatever {@code allow} says
 * @param allowUnauthenticated true: everybody may, named or not
 */
record Rule(
        String name,
        int sortOrder,
        PathPattern path,
        Set<String> methods,
        Map<String, Set<String>> queryParams,
        List<AccessEntry> allow,
        List<AccessEntry> deny,
        boolean allowUnauthenticated) {
    /** The order in which rules are held against a request; the names by code point, which is not that of {@code char}s. */
    static final Comparator<Rule> ORDER =
            Comparator.comparingInt(Rule::sortOrder).thenComparing(Rule::name, Rule::compareCodePoints);

    /** True when the rule is about requests like this, as far as method and query go. */
    boolean concerns(String method, Map<String, List<String>> query) {
        return (methods.isEmpty() || methods.contains(method))
                && queryParams.entrySet().stream()
                        .allMatch(wanted -> query.getOrDefault(wanted.getKey(), List.of()).stream()
                                .anyMatch(wanted.getValue()::contains));
    }

    /** True when the caller may, given that this is the rule that decides. */
    boolean permits(Caller caller, List<String> captures) {
        if (allowUnauthenticated) {
            return true;
        }
        return !caller.isAnonymous()
                && deny.stream().noneMatch(entry -> entry.matches(caller, captures))
                && allow.stream().anyMatch(entry -> entry.matches(caller, captures));
    }

    private static int compareCodePoints(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length()) {
            int inA = a.codePointAt(i);
            int inB = b.codePointAt(i);
            if (inA != inB) {
                return Integer.compare(inA, inB);
            }
            i += Character.charCount(inA);
        }
        return Integer.compare(a.length(), b.length());
    }
}
