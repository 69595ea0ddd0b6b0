package torrentkit.app.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;
import torrentkit.app.server.authorization.Authorizer;
import torrentkit.app.server.config.Configuration;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.config.SettingSources;
import torrentkit.app.server.text.Shown;
import torrentkit.app.server.tls.TlsMaterial;

/** What can be said of the settings without starting anything. */
final class ConfigurationReport {
    private ConfigurationReport() {}

    /** @return the exit code */
    static int print(SettingSources sources, boolean all, boolean check, CommandLine terminal) {
        Configuration configuration = Configuration.read(sources);
        configuration.warnings().forEach(terminal.getErr()::println);
        List<String> problems = check ? problems(configuration.settings(), terminal.getErr()::println) : List.of();
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        if (all) {
            terminal.getOut().print(configuration.text());
            terminal.getOut().flush();
        } else {
            terminal.getOut().println("the settings can be used");
        }
        return ExitCode.OK;
    }

    /** What is wrong with the files that the settings name, a sentence each. */
    static List<String> problems(ServerConfig config, Consumer<String> warnings) {
        List<String> problems = new ArrayList<>();
        config.web().tls().ifPresent(tls -> attempt(() -> TlsMaterial.read(tls, warnings), problems));
        attempt(() -> Authorizer.check(config.authorization()), problems);
        config.content().stateDirectory().ifPresent(directory -> writable(directory, problems));
        config.web()
                .accessLog()
                .filter(log -> !log.equals("-"))
                .map(log -> Path.of(log).toAbsolutePath().getParent())
                .filter(parent -> !Files.isDirectory(parent))
                .ifPresent(parent -> problems.add(
                        Shown.text("webserver.access-log needs the directory " + parent + ", which does not exist")));
        return problems;
    }

    private static void attempt(Runnable check, List<String> problems) {
        try {
            check.run();
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        }
    }

    private static void writable(Path directory, List<String> problems) {
        Path existing = directory.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent(); // what does not exist yet is made below this
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            problems.add(Shown.text(
                    "torrent-server.state-dir must be a directory that can be written to; it is " + directory));
        }
    }
}
