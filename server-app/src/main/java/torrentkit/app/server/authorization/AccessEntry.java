package torrentkit.app.server.authorization;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of those that a rule allows or denies. */
sealed interface AccessEntry {
    /**
     * Whether this is about the caller.
     *
     * @param caller has a name
     * @param captures what the groups of the rule's path caught in the request, null for one that took no part
     */
    boolean matches(Caller caller, List<String> captures);

    /** Everybody with a name: {@code "*"}. */
    record Everybody() implements AccessEntry {
        @Override
        public boolean matches(Caller caller, List<String> captures) {
            return true;
        }
    }

    /**
     * Somebody of this name.
     *
     * @param folded as names are compared
     */
    record ExactName(String folded) implements AccessEntry {
        @Override
        public boolean matches(Caller caller, List<String> captures) {
            return folded.equals(foldedName(caller));
        }
    }

    /**
     * Every name in a domain, not the domain itself: {@code *.domain.org}.
     *
     * @param foldedSuffix as names are compared, from the dot on
     */
    record Domain(String foldedSuffix) implements AccessEntry {
        @Override
        public boolean matches(Caller caller, List<String> captures) {
            String name = foldedName(caller);
            return name.length() > foldedSuffix.length() && name.endsWith(foldedSuffix);
        }
    }

    /** Every name in which the expression is found: {@code /regex/}. */
    record NameRegex(BoundedRegex regex) implements AccessEntry {
        @Override
        public boolean matches(Caller caller, List<String> captures) {
            return regex.finds(caller.name().orElseThrow());
        }
    }

    /**
     * The name made of what the path's groups caught: {@code $1.domain.org}. What was caught is compared as it is and never
     * becomes a pattern, since the sender of a request chooses it.
     */
    record BackReference(String template) implements AccessEntry {
        static final Pattern GROUP = Pattern.compile("\\$([0-9]{1,3})");

        @Override
        public boolean matches(Caller caller, List<String> captures) {
            return name(captures)
                    .filter(name -> CallerNames.folded(name).equals(foldedName(caller)))
                    .isPresent();
        }

        private Optional<String> name(List<String> captures) {
            StringBuilder name = new StringBuilder();
            Matcher groups = GROUP.matcher(template);
            int from = 0;
            while (groups.find()) {
                int group = Integer.parseInt(groups.group(1));
                String caught = group > captures.size() ? null : captures.get(group - 1);
                if (caught == null || caught.isEmpty()) {
                    return Optional.empty();
                }
                name.append(template, from, groups.start()).append(caught);
                from = groups.end();
            }
            return Optional.of(name.append(template, from, template.length()).toString());
        }
    }

    /** Everybody whose certificate has each of these extensions with one of the values. */
    record Extensions(Map<String, Set<String>> wanted) implements AccessEntry {
        @Override
        public boolean matches(Caller caller, List<String> captures) {
            return wanted.entrySet().stream().allMatch(extension -> {
                Set<String> present = caller.extensions().getOrDefault(extension.getKey(), Set.of());
                return extension.getValue().stream().anyMatch(present::contains);
            });
        }
    }

    private static String foldedName(Caller caller) {
        return CallerNames.folded(caller.name().orElseThrow());
    }
}
