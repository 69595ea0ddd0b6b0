package torrentkit.app.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import torrentkit.app.server.config.KnownSettings.Setting;

/**
 * Settings from environment variables: {@code TORRENTKIT_}, then section and key in capitals with {@code _} for everything that is
 * neither letter nor digit. An empty variable counts as not there, {@code null} unsets what the file has; lists are separated by
 * commas, or written as in the file, with brackets.
 */
final class EnvironmentSettings {
    private EnvironmentSettings() {}

    /**
     * @param problems gets a sentence for each variable that is like one of ours and is none
     * @param warnings gets a sentence for each other variable with our prefix
     */
    static Config read(
            Map<String, String> environment,
            KnownSettings known,
            Consumer<String> problems,
            Consumer<String> warnings) {
        if (environment.keySet().stream().noneMatch(name -> name.startsWith(KnownSettings.VARIABLE_PREFIX))) {
            return ConfigFactory.empty(); // by far the most frequent case
        }
        Map<String, Setting> variables =
                known.all().stream().collect(Collectors.toMap(Setting::variable, Function.identity()));
        Config read = ConfigFactory.empty();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            Setting setting = variables.get(name);
            if (!name.startsWith(KnownSettings.VARIABLE_PREFIX)
                    || variable.getValue().isBlank()) {
                continue;
            }
            if (setting == null) {
                unknown(name, known, variables, problems, warnings);
                continue;
            }
            try {
                read = read.withValue(
                        setting.path(), value(name, setting, variable.getValue().strip()));
            } catch (ConfigException e) {
                problems.accept("environment variable " + name
                        + " must be a list such as a,b or, as in the configuration file, [\"a\", \"b\"]");
            }
        }
        return read;
    }

    private static void unknown(
            String name,
            KnownSettings known,
            Map<String, Setting> variables,
            Consumer<String> problems,
            Consumer<String> warnings) {
        Optional<String> nearest = EditDistance.nearest(name, variables.keySet());
        boolean ofASection = known.defaults().root().keySet().stream()
                .anyMatch(section -> name.startsWith(new Setting(section, "", false).variable()));
        if (nearest.isPresent() || ofASection) {
            problems.accept(SettingValues.oneLine("environment variable " + name + " is not known"
                    + nearest.map(near -> "; did you mean " + near + "?").orElse("")));
        } else {
            warnings.accept(SettingValues.oneLine(
                    "environment variable " + name + " is no setting of server-app and has no effect"));
        }
    }

    private static ConfigValue value(String name, Setting setting, String written) {
        String origin = "environment variable " + name;
        if (written.equals("null")) {
            return ConfigValueFactory.fromAnyRef(null, origin);
        }
        if (!setting.list()) {
            return ConfigValueFactory.fromAnyRef(written, origin);
        }
        if (written.startsWith("[")) {
            return ConfigFactory.parseString(
                            "list = " + written, ConfigParseOptions.defaults().setOriginDescription(origin))
                    .getList("list");
        }
        List<String> values =
                Arrays.stream(written.split(",")).map(String::strip).collect(Collectors.toList());
        return ConfigValueFactory.fromIterable(values, origin);
    }
}
