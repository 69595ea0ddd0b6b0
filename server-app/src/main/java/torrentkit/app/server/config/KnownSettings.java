package torrentkit.app.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The settings that {@code reference.conf} documents: there are no others. */
final class KnownSettings {
    static final String VARIABLE_PREFIX = "TORRENTKIT_";

    /** Has a key for every service of a process, most of them not ours. */
    private static final String ROUTER = "web-router-service";

    /** What users have in the same file for the services around ours. */
    private static final Set<String> OF_OTHERS = Set.of("global", "nrepl");

    /** Lists for which being empty and not being set are different things, so that their default is null. */
    private static final Set<String> LISTS_NOT_SET = Set.of("authorization.rules", "webserver.cipher-suites");

    private final Config defaults;
    private final Map<String, Setting> byName = new LinkedHashMap<>();

    /** @param list whether its value is a list */
    record Setting(String section, String key, boolean list) {
        /** As a person writes it. */
        String name() {
            return section + "." + key;
        }

        /** As the configuration library wants it. */
        String path() {
            return ConfigUtil.joinPath(section, key);
        }

        /** The environment variable that overrides it. */
        String variable() {
            return VARIABLE_PREFIX + name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        }

        ConfigValue in(Config config) {
            return ((ConfigObject) config.root().get(section)).get(key);
        }
    }

    private KnownSettings(Config defaults) {
        this.defaults = defaults;
        List<Map.Entry<Setting, Integer>> found = new ArrayList<>();
        defaults.root()
                .forEach((section, keys) -> ((ConfigObject) keys)
                        .forEach((key, value) -> found.add(Map.entry(
                                new Setting(
                                        section,
                                        key,
                                        value.valueType() == ConfigValueType.LIST
                                                || LISTS_NOT_SET.contains(section + "." + key)),
                                value.origin().lineNumber()))));
        found.sort(Map.Entry.comparingByValue(Comparator.naturalOrder())); // as the file has them
        found.forEach(entry -> byName.put(entry.getKey().name(), entry.getKey()));
    }

    static KnownSettings read() {
        return new KnownSettings(ConfigFactory.parseResources(KnownSettings.class.getClassLoader(), "reference.conf"));
    }

    Config defaults() {
        return defaults;
    }

    /** In the order of {@code reference.conf}. */
    List<Setting> all() {
        return List.copyOf(byName.values());
    }

    /**
     * Looks for keys that nobody will ever read.
     *
     * @param problems gets a sentence for each
     * @param warnings gets a sentence for each section that belongs to another service
     */
    void check(Config written, Consumer<String> problems, Consumer<String> warnings) {
        written.root().forEach((section, value) -> {
            if (OF_OTHERS.contains(section)) {
                warnings.accept(SettingValues.oneLine("section " + section
                        + " is for another service and has no effect here (" + origin(value) + ")"));
            } else if (!defaults.root().containsKey(section)) {
                problems.accept(unknown(section, value, nearestTo(section)));
            } else if (!(value instanceof ConfigObject keys)) {
                problems.accept(SettingValues.oneLine(
                        section + " must be a section such as " + section + " { ... } (" + origin(value) + ")"));
            } else if (!section.equals(ROUTER)) {
                keys.forEach((key, of) -> {
                    if (!byName.containsKey(section + "." + key)) {
                        problems.accept(unknown(section + "." + key, of, nearestTo(section, key)));
                    }
                });
            }
        });
    }

    private Optional<String> nearestTo(String topLevel) {
        return EditDistance.nearest(topLevel, defaults.root().keySet()).or(() -> keyAnywhere(topLevel));
    }

    private Optional<String> nearestTo(String section, String key) {
        Set<String> ofSection = byName.values().stream()
                .filter(setting -> setting.section().equals(section))
                .map(Setting::key)
                .collect(Collectors.toSet());
        Optional<String> elsewhere = byName.values().stream()
                .filter(setting -> setting.key().equals(key))
                .map(Setting::name)
                .findFirst();
        return elsewhere
                .or(() -> EditDistance.nearest(key, ofSection).map(near -> section + "." + near))
                .or(() -> keyAnywhere(key));
    }

    private Optional<String> keyAnywhere(String key) {
        Map<String, String> names = new LinkedHashMap<>();
        byName.values().forEach(setting -> names.putIfAbsent(setting.key(), setting.name()));
        return EditDistance.nearest(key, names.keySet()).map(names::get);
    }

    private static String unknown(String name, ConfigValue value, Optional<String> nearest) {
        return SettingValues.oneLine("setting " + name + " is not known"
                + nearest.map(near -> "; did you mean " + near + "?")
                        .orElse("; server-app --print-config lists those that are")
                + " (" + origin(value) + ")");
    }

    private static String origin(ConfigValue value) {
        return value.origin().description();
    }
}
