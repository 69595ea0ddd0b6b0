package torrentkit.app.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code --config} names: a file, or a directory of files. */
final class ConfigurationFiles {
    private ConfigurationFiles() {}

    /** Neither resolved nor checked yet. */
    static Config read(Path path) {
        if (!Files.exists(path)) {
            throw new ConfigurationException(SettingValues.oneLine("configuration file " + path + " does not exist"));
        }
        return Files.isDirectory(path)
                ? filesIn(path).stream()
                        .map(ConfigurationFiles::parse)
                        .reduce(ConfigFactory.empty(), (earlier, later) -> later.withFallback(earlier))
                : parse(path);
    }

    private static List<Path> filesIn(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> files = entries.filter(
                            entry -> entry.getFileName().toString().endsWith(".conf"))
                    .sorted()
                    .collect(Collectors.toList());
            if (files.isEmpty()) {
                throw new ConfigurationException(
                        SettingValues.oneLine("configuration directory " + directory + " holds no file *.conf"));
            }
            return files;
        } catch (IOException e) {
            throw new ConfigurationException(
                    SettingValues.oneLine("configuration directory " + directory + " cannot be read: " + e), e);
        }
    }

    private static Config parse(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ConfigurationException(SettingValues.oneLine(
                    "configuration file " + file + " cannot be read: it must be a readable file"));
        }
        return ConfigFactory.parseFile(
                file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    }
}
