package torrentkit.app.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import torrentkit.tracker.swarm.Zones;

/**
 * The zones of the tracker: a section of lists of networks by the names of zones. An environment variable or an option of the command
 * line has all of it as one text, written as in the file.
 */
final class ZoneSettings {
    private ZoneSettings() {}

    /** What is wrong is noted with the values, a sentence for each; then there are no zones. */
    static Zones read(SettingValues values, String key) {
        return values.attempt(
                () -> {
                    Optional<Config> section = section(values, key);
                    return section.isPresent() ? zones(section.get(), key) : Zones.NONE;
                },
                Zones.NONE);
    }

    private static Optional<Config> section(SettingValues values, String key) {
        Optional<ConfigValue> value = values.value(key);
        if (value.isEmpty() || value.get() instanceof ConfigObject) {
            return value.map(section -> ((ConfigObject) section).toConfig());
        }
        try {
            String text = value.get().valueType() == ConfigValueType.STRING
                    ? value.get().unwrapped().toString().strip()
                    : "";
            if (text.startsWith("{")) {
                return Optional.of(ConfigFactory.parseString(text).resolve());
            }
        } catch (ConfigException e) {
            // said below
        }
        throw values.wrong(key, "must be zones such as { rack1 = [\"10.1.0.0/16\"] }");
    }

    private static Zones zones(Config section, String key) {
        List<String> problems = new ArrayList<>();
        Map<String, List<String>> networks = new TreeMap<>(); // a section has no order of its own
        section.root().keySet().forEach(name -> {
            try {
                networks.put(name, networks(section, ConfigUtil.joinPath(name)));
                Zones.of(Map.of(name, networks.get(name))); // so that each zone that is wrong is named
            } catch (ConfigException e) {
                problems.add(SettingValues.oneLine(key + "." + name
                        + " must be a list of networks such as [\"10.1.0.0/16\"] ("
                        + section.root().get(name).origin().description() + ")"));
            } catch (IllegalArgumentException e) {
                problems.add(problem(key, e));
            }
        });
        if (problems.isEmpty()) {
            try {
                return Zones.of(networks);
            } catch (IllegalArgumentException e) {
                problems.add(problem(key, e));
            }
        }
        throw new ConfigurationException(problems);
    }

    private static List<String> networks(Config section, String path) {
        if (section.getValue(path).valueType() == ConfigValueType.STRING) {
            return Arrays.asList(section.getString(path).split(","));
        }
        return section.getStringList(path);
    }

    private static String problem(String key, IllegalArgumentException e) {
        return SettingValues.oneLine(key + ": " + e.getMessage());
    }
}
