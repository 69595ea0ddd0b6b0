package torrentkit.app.server.authorization;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operator's rules in their order. The first one that is about a request decides about it; a request that none is about is denied. */
public final class Rules {
    private static final Rules NONE = new Rules(List.of(), false, true);

    private final List<Rule> rules;
    private final boolean headerInfo;
    private final boolean unrestricted;

    private Rules(List<Rule> rules, boolean headerInfo, boolean unrestricted) {
        this.rules = rules.stream().sorted(Rule.ORDER).toList();
        this.headerInfo = headerInfo;
        this.unrestricted = unrestricted;
    }

    /** No rules were written: everybody may do everything. */
    public static Rules unrestricted() {
        return NONE;
    }

    static Rules of(List<Rule> rules, boolean headerInfo) {
        return new Rules(rules, headerInfo, false);
    }

    /** True when no rules were written, so that everybody may do everything. */
    public boolean isUnrestricted() {
        return unrestricted;
    }

    /** True when the client's certificate is told in headers by a proxy, and not by TLS. */
    boolean allowsHeaderInfo() {
        return headerInfo;
    }

    /** What the rules say. */
    enum Judgement {
        ALLOWED,
        /** And so would everybody else who has no name or another one, as far as can be told. */
        DENIED,
        /** Because the caller has no name, and some names are allowed. */
        NAME_NEEDED
    }

    /**
     * Judges a request. HEAD tells nearly everything about a resource that GET does, so it needs the permission for both.
     *
     * @param method in any case
     * @param path decoded, canonical, from the slash at its start
     */
    Judgement judge(String method, String path, Map<String, List<String>> query, Caller caller) {
        if (unrestricted) {
            return Judgement.ALLOWED;
        }
        String folded = method.toLowerCase(Locale.ROOT);
        try {
            Judgement judgement = first(folded, path, query, caller);
            return folded.equals("head") && judgement == Judgement.ALLOWED
                    ? first("get", path, query, caller)
                    : judgement;
        } catch (BoundedRegex.ExhaustedException e) {
            return Judgement.DENIED;
        }
    }

    private Judgement first(String method, String path, Map<String, List<String>> query, Caller caller) {
        for (Rule rule : rules) {
            if (rule.concerns(method, query)) {
                Optional<List<String>> captures = rule.path().match(path);
                if (captures.isPresent()) {
                    if (rule.permits(caller, captures.get())) {
                        return Judgement.ALLOWED;
                    }
                    return caller.isAnonymous() && !rule.allow().isEmpty() ? Judgement.NAME_NEEDED : Judgement.DENIED;
                }
            }
        }
        return Judgement.DENIED;
    }

    /** False only when a GET of any path below the directory is judged by the same rule, and alike for each caller. */
    boolean mayDistinguishBelow(String directory) {
        if (unrestricted) {
            return false;
        }
        for (Rule rule : rules) {
            if (rule.concerns("get", Map.of()) && rule.path().mayMatchBelow(directory)) {
                return !rule.path().coversBelow(directory);
            }
        }
        return false;
    }

    /** The extensions of certificates that any of the rules asks for. */
    Set<String> extensionsAskedFor() {
        return rules.stream()
                .flatMap(rule -> Stream.concat(rule.allow().stream(), rule.deny().stream()))
                .filter(AccessEntry.Extensions.class::isInstance)
                .flatMap(entry -> ((AccessEntry.Extensions) entry).wanted().keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    int size() {
        return rules.size();
    }
}
