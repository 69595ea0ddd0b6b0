package torrentkit.app.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import torrentkit.app.server.config.KnownSettings.Setting;

/**
 * All settings together, checked: as a {@link ServerConfig} for the program, as text for a person, and to be compared with those of
 * another reading. Immutable.
 */
public final class Configuration {
    private static final String COMMAND_LINE = "command line";
    private static final String PLAIN_SECRETS =
            "passwords and tokens that are sent to webserver.port can be read on the way, since it is plain HTTP: offer"
                    + " webserver.ssl-port, and plain HTTP to this machine only (webserver.host = 127.0.0.1)";

    private final KnownSettings known;
    private final Config effective;
    private final ServerConfig settings;
    private final List<String> warnings;

    private Configuration(KnownSettings known, Config effective, ServerConfig settings, List<String> warnings) {
        this.known = known;
        this.effective = effective;
        this.settings = settings;
        this.warnings = warnings;
    }

    /** @throws ConfigurationException with everything that is missing or wrong */
    public static Configuration read(SettingSources sources) {
        KnownSettings known = KnownSettings.read();
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Config given;
        try {
            Config written = sources.file().map(ConfigurationFiles::read).orElse(ConfigFactory.empty());
            given = ConfigFactory.parseMap(sources.options(), COMMAND_LINE)
                    .withFallback(EnvironmentSettings.read(sources.environment(), known, problems::add, warnings::add))
                    .withFallback(written)
                    .resolve();
        } catch (ConfigException e) {
            throw new ConfigurationException(SettingValues.oneLine("configuration: " + e.getMessage()), e);
        }
        known.check(given, problems::add, warnings::add);
        return checked(known, given, problems, warnings);
    }

    private static Configuration checked(
            KnownSettings known, Config given, List<String> problems, List<String> warnings) {
        SettingValues values;
        ServerConfig settings;
        try {
            values = new SettingValues(given.withFallback(known.defaults()));
            settings = ConfigurationReader.read(values);
        } catch (ConfigException e) { // a section that is none
            problems.add(SettingValues.oneLine("configuration: " + e.getMessage()));
            throw new ConfigurationException(problems);
        }
        problems.addAll(values.problems());
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        if (settings.web().tls().isEmpty() && values.isSet("webserver.ssl-cert")) {
            warnings.add(
                    "webserver.ssl-cert has no effect without webserver.ssl-port or torrent-server.tracker-ssl-port");
        }
        if (offersSecretsToOthers(settings) && !warnings.contains(PLAIN_SECRETS)) {
            warnings.add(PLAIN_SECRETS);
        }
        return new Configuration(known, given.withFallback(known.defaults()), settings, List.copyOf(warnings));
    }

    /** Whether passwords or tokens may come from other machines over plain HTTP. */
    private static boolean offersSecretsToOthers(ServerConfig settings) {
        String host = settings.web().host();
        boolean onlyFromHere = host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
        return settings.web().port().isPresent()
                && !onlyFromHere
                && (settings.authorization().passwords().isPresent()
                        || settings.authorization().tokens().isPresent());
    }

    public ServerConfig settings() {
        return settings;
    }

    /** A sentence for each setting that has no effect. */
    public List<String> warnings() {
        return warnings;
    }

    /** The names of the settings that are not the same in the other, for example {@code webserver.port}. */
    public Set<String> differences(Configuration other) {
        Set<String> different = new TreeSet<>();
        for (Setting setting : known.all()) {
            Object here = setting.in(effective).unwrapped();
            Object there = setting.in(other.effective).unwrapped();
            if (!String.valueOf(here).equals(String.valueOf(there))) { // 80 and "80" are the same
                different.add(setting.name());
            }
        }
        return different;
    }

    /**
     * The same with some of the settings as the other has them.
     *
     * @throws ConfigurationException if they do not go together
     */
    public Configuration keeping(Collection<String> names, Configuration of) {
        Config mixed = effective;
        for (Setting setting : known.all()) {
            if (names.contains(setting.name())) {
                mixed = mixed.withValue(setting.path(), setting.in(of.effective));
            }
        }
        return checked(known, mixed, new ArrayList<>(), new ArrayList<>(warnings));
    }

    /**
     * Every setting with its value in force, as HOCON which can be read again; where it is not the default, with where it comes
     * from. There are no secrets in it: settings only name the files in which those are.
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        String section = "";
        for (Setting setting : known.all()) {
            if (!setting.section().equals(section)) {
                text.append(section.isEmpty() ? "" : "}\n")
                        .append(setting.section())
                        .append(" {\n");
                section = setting.section();
            }
            ConfigValue value = setting.in(effective);
            text.append("  ")
                    .append(setting.key().matches("[a-z-]+") ? setting.key() : ConfigUtil.quoteString(setting.key()))
                    .append(" = ")
                    .append(shown(value.render(ConfigRenderOptions.concise())));
            if (!value.equals(setting.in(known.defaults()))) {
                text.append(" # ").append(SettingValues.oneLine(value.origin().description()));
            }
            text.append('\n');
        }
        return text.append("}\n").toString();
    }

    /** JSON leaves characters as they are that deceive whoever reads them; in texts of JSON, escapes mean the same. */
    private static String shown(String json) {
        StringBuilder shown = new StringBuilder(json.length());
        json.chars().forEach(c -> {
            int type = Character.getType(c);
            boolean deceptive = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            shown.append(deceptive ? String.format("\\u%04x", c) : String.valueOf((char) c));
        });
        return shown.toString();
    }
}
