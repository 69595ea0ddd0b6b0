package torrentkit.app.server.authorization;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.text.Shown;

/** Reads the section {@code authorization}. What is wrong in it is an error that names the rule: no rule is left out or guessed. */
public final class RulesReader {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "head");
    private static final Set<String> RULE_KEYS =
            Set.of("name", "sort-order", "match-request", "allow", "deny", "allow-unauthenticated");
    private static final Set<String> MATCH_KEYS = Set.of("path", "type", "method", "query-params");
    private static final int MAX_RULES = 10_000;

    private RulesReader() {}

    /**
     * Reads the rules.
     *
     * @param authorization with {@code version}, {@code allow-header-cert-info} and {@code rules}
     * @return {@link Rules#unrestricted} when {@code rules} is not there or null; an empty list denies everything
     * @throws ConfigurationException with a sentence that says what is wrong and where
     */
    public static Rules read(Config authorization) {
        ConfigObject section = authorization.root();
        ConfigValue version = section.get("version");
        if (version == null
                || version.valueType() == ConfigValueType.NULL
                || !version.unwrapped().toString().equals("1")) {
            throw wrong("authorization.version must be 1, the only version of rules there is", version);
        }
        boolean headerInfo = bool(section, "allow-header-cert-info", "authorization.allow-header-cert-info");
        ConfigValue rules = section.get("rules");
        if (rules == null || rules.valueType() == ConfigValueType.NULL) {
            if (headerInfo) {
                throw new ConfigurationException(
                        "authorization.allow-header-cert-info is true, but there are no rules that would use it");
            }
            return Rules.unrestricted();
        }
        if (!(rules instanceof ConfigList list)) {
            throw wrong("authorization.rules must be a list of rules", rules);
        }
        if (list.size() > MAX_RULES) {
            throw wrong("authorization.rules must be at most " + MAX_RULES + " rules, not " + list.size(), rules);
        }
        List<Rule> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ConfigValue value : list) {
            Rule rule = rule(value, read.size() + 1);
            if (!names.add(rule.name())) {
                throw wrong("two authorization rules have the name " + quoted(rule.name()), value);
            }
            read.add(rule);
        }
        return Rules.of(read, headerInfo);
    }

    private static Rule rule(ConfigValue value, int position) {
        if (!(value instanceof ConfigObject rule)) {
            throw wrong("authorization rule number " + position + " must be an object", value);
        }
        ConfigValue name = rule.get("name");
        if (name == null
                || name.valueType() != ConfigValueType.STRING
                || name.unwrapped().toString().isBlank()) {
            throw wrong("authorization rule number " + position + " must have a name, a text", value);
        }
        return new Reading(name.unwrapped().toString(), rule).read();
    }

    /** The reading of one rule, which every complaint names. */
    private record Reading(String name, ConfigObject rule) {
        Rule read() {
            refuseUnknownKeys(rule, RULE_KEYS, "");
            if (!(rule.get("match-request") instanceof ConfigObject match)) {
                throw bad("must have a match-request, an object with path and type", rule.get("match-request"));
            }
            refuseUnknownKeys(match, MATCH_KEYS, "match-request.");
            PathPattern path = path(match);
            ConfigValue open = rule.get("allow-unauthenticated");
            boolean everybody = open != null && bool(rule, "allow-unauthenticated", title("allow-unauthenticated"));
            Optional<List<AccessEntry>> allow = entries("allow", path);
            Optional<List<AccessEntry>> deny = entries("deny", path);
            if (everybody && (allow.isPresent() || deny.isPresent())) {
                throw bad(
                        "must not have " + (allow.isPresent() ? "allow" : "deny")
                                + " together with allow-unauthenticated: that allows everybody",
                        rule);
            }
            if (open == null && allow.isEmpty() && deny.isEmpty()) {
                throw bad("must have one of allow, deny and allow-unauthenticated", rule);
            }
            return new Rule(
                    name,
                    sortOrder(),
                    path,
                    methods(match),
                    queryParams(match),
                    allow.orElse(List.of()),
                    deny.orElse(List.of()),
                    everybody);
        }

        private void refuseUnknownKeys(ConfigObject object, Set<String> known, String where) {
            object.forEach((key, value) -> {
                if (!known.contains(key)) {
                    throw bad(
                            "has the key " + where + quoted(key) + ", which means nothing here; known are "
                                    + String.join(", ", known.stream().sorted().toList()),
                            value);
                }
            });
        }

        private int sortOrder() {
            ConfigValue order = rule.get("sort-order");
            if (order != null
                    && order.unwrapped() instanceof Number number
                    && number.doubleValue() == number.intValue()
                    && number.intValue() >= 1
                    && number.intValue() <= 999) {
                return number.intValue();
            }
            throw bad("must have a sort-order, an integer from 1 to 999", order);
        }

        private PathPattern path(ConfigObject match) {
            ConfigValue path = match.get("path");
            if (path == null || path.valueType() != ConfigValueType.STRING) {
                throw bad("must have a match-request.path, a text", path);
            }
            ConfigValue type = match.get("type");
            String kind = type == null || type.valueType() != ConfigValueType.STRING
                    ? ""
                    : type.unwrapped().toString().toLowerCase(Locale.ROOT);
            String text = path.unwrapped().toString();
            if (kind.equals("path")) {
                return new PathPattern.Prefix(text);
            }
            if (kind.equals("regex")) {
                return new PathPattern.Regex(regex(text, "match-request.path", path));
            }
            throw bad("must have a match-request.type, path or regex", type);
        }

        private BoundedRegex regex(String text, String where, ConfigValue value) {
            try {
                return new BoundedRegex(text);
            } catch (PatternSyntaxException e) {
                throw bad(
                        "must have a regular expression in " + where + "; " + quoted(text) + " is none: "
                                + e.getDescription(),
                        value);
            } catch (StackOverflowError e) { // the JDK parses nested groups recursively
                throw bad("has a regular expression in " + where + " that is nested too deeply", value);
            }
        }

        private Set<String> methods(ConfigObject match) {
            Optional<List<String>> written = texts(match.get("method"), "match-request.method");
            Set<String> methods = new HashSet<>();
            for (String method : written.orElse(List.of())) {
                String folded = method.toLowerCase(Locale.ROOT);
                if (!METHODS.contains(folded)) {
                    throw bad(
                            "must have for match-request.method one or several of get, post, put, delete, head,"
                                    + " not " + quoted(method),
                            match.get("method"));
                }
                methods.add(folded);
            }
            if (written.isPresent() && methods.isEmpty()) {
                throw bad("must not have an empty list as match-request.method", match.get("method"));
            }
            return Set.copyOf(methods);
        }

        private Map<String, Set<String>> queryParams(ConfigObject match) {
            ConfigValue params = match.get("query-params");
            if (params == null || params.valueType() == ConfigValueType.NULL) {
                return Map.of();
            }
            if (!(params instanceof ConfigObject object)) {
                throw bad("must have for match-request.query-params an object of texts or lists of texts", params);
            }
            Map<String, Set<String>> wanted = new LinkedHashMap<>();
            object.forEach(
                    (key, value) -> wanted.put(key, nonEmpty(value, "match-request.query-params." + quoted(key))));
            return Map.copyOf(wanted);
        }

        private Set<String> nonEmpty(ConfigValue value, String where) {
            List<String> texts = texts(value, where).orElse(List.of());
            if (texts.isEmpty()) {
                throw bad("must have for " + where + " a text or a list of texts", value);
            }
            return Set.copyOf(texts);
        }

        private Optional<List<String>> texts(ConfigValue value, String where) {
            if (value == null || value.valueType() == ConfigValueType.NULL) {
                return Optional.empty();
            }
            List<String> texts = new ArrayList<>();
            for (ConfigValue element : value instanceof ConfigList list ? list : List.of(value)) {
                if (element.valueType() != ConfigValueType.STRING
                        && element.valueType() != ConfigValueType.NUMBER
                        && element.valueType() != ConfigValueType.BOOLEAN) {
                    throw bad("must have for " + where + " a text or a list of texts", value);
                }
                texts.add(element.unwrapped().toString());
            }
            return Optional.of(texts);
        }

        private Optional<List<AccessEntry>> entries(String key, PathPattern path) {
            ConfigValue value = rule.get(key);
            if (value == null || value.valueType() == ConfigValueType.NULL) {
                return Optional.empty();
            }
            List<AccessEntry> entries = new ArrayList<>();
            for (ConfigValue element : value instanceof ConfigList list ? list : List.of(value)) {
                entries.add(entry(key, element, path));
            }
            return Optional.of(List.copyOf(entries));
        }

        private AccessEntry entry(String key, ConfigValue value, PathPattern path) {
            if (value.valueType() == ConfigValueType.STRING || value.valueType() == ConfigValueType.NUMBER) {
                return name(key, value, path);
            }
            if (value instanceof ConfigObject object && object.size() == 1) {
                ConfigValue certname = object.get("certname");
                if (certname != null && certname.valueType() == ConfigValueType.STRING) {
                    return name(key, certname, path);
                }
                if (object.get("extensions") instanceof ConfigObject extensions && !extensions.isEmpty()) {
                    Map<String, Set<String>> wanted = new LinkedHashMap<>();
                    flatten("", extensions, wanted);
                    return new AccessEntry.Extensions(Map.copyOf(wanted));
                }
            }
            throw bad(
                    "must have for " + key
                            + " a name, {certname: NAME}, {extensions: {NAME-OR-OID: VALUE}} or a list of these",
                    value);
        }

        /** HOCON splits a key at its dots, and an OID that is written without quotes has many. */
        private void flatten(String prefix, ConfigObject object, Map<String, Set<String>> wanted) {
            object.forEach((key, value) -> {
                String whole = prefix + key;
                if (value instanceof ConfigObject nested && !nested.isEmpty()) {
                    flatten(whole + ".", nested, wanted);
                } else {
                    String oid = CertificateExtensions.canonicalKey(whole)
                            .orElseThrow(() -> bad(
                                    "asks for the extension " + quoted(whole)
                                            + ", which is neither an OID nor a name such as pp_role or"
                                            + " subject-alt-name.dns-name",
                                    value));
                    wanted.put(oid, nonEmpty(value, "the extension " + quoted(whole)));
                }
            });
        }

        private AccessEntry name(String key, ConfigValue value, PathPattern path) {
            String text = value.unwrapped().toString();
            if (text.equals("*")) {
                return new AccessEntry.Everybody();
            }
            if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
                return new AccessEntry.NameRegex(regex(text.substring(1, text.length() - 1), key, value));
            }
            if (text.startsWith("*.") && text.length() > 2 && text.indexOf('*', 1) < 0 && isPlain(text)) {
                return new AccessEntry.Domain(CallerNames.folded(text.substring(1)));
            }
            if (text.indexOf('$') >= 0) {
                return backReference(key, text, value, path);
            }
            if (!isPlain(text) || text.indexOf('*') >= 0) {
                throw bad(
                        "must have for " + key
                                + " an exact name, *.DOMAIN, /REGEX/, a name with $1 or *; this is none: "
                                + quoted(text),
                        value);
            }
            return new AccessEntry.ExactName(CallerNames.folded(text));
        }

        private static boolean isPlain(String text) {
            return CallerNames.isUsable(text) && text.equals(text.strip()) && text.indexOf('/') < 0;
        }

        private AccessEntry backReference(String key, String text, ConfigValue value, PathPattern path) {
            if (!(path instanceof PathPattern.Regex regex)) {
                throw bad(
                        "must not have " + quoted(text) + " in " + key + ": only a path of type regex has groups",
                        value);
            }
            int highest = AccessEntry.BackReference.GROUP
                    .matcher(text)
                    .results()
                    .mapToInt(group -> Integer.parseInt(group.group(1)))
                    .map(group -> group == 0 ? Integer.MAX_VALUE : group)
                    .max()
                    .orElse(Integer.MAX_VALUE);
            if (highest > regex.regex().groupCount()
                    || AccessEntry.BackReference.GROUP
                                    .matcher(text)
                                    .replaceAll("")
                                    .indexOf('$')
                            >= 0) {
                throw bad(
                        "refers in " + key + " with " + quoted(text)
                                + " to a group that the path does not have; it has "
                                + regex.regex().groupCount(),
                        value);
            }
            return new AccessEntry.BackReference(text);
        }

        private String title(String key) {
            return "authorization rule " + quoted(name) + ": " + key;
        }

        private ConfigurationException bad(String what, ConfigValue value) {
            return wrong("authorization rule " + quoted(name) + " " + what, value == null ? rule : value);
        }
    }

    private static boolean bool(ConfigObject object, String key, String title) {
        ConfigValue value = object.get(key);
        if (value == null || value.valueType() == ConfigValueType.NULL) {
            return false;
        }
        String text = value.unwrapped().toString();
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(title + " must be true or false", value);
        }
        return text.equals("true");
    }

    private static String quoted(String text) {
        return '"' + Shown.text(text) + '"';
    }

    private static ConfigurationException wrong(String sentence, ConfigValue value) {
        return new ConfigurationException(
                value == null
                        ? sentence
                        : sentence + " (" + Shown.text(value.origin().description()) + ")");
    }
}
