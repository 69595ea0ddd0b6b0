package torrentkit.app.server;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import torrentkit.app.server.config.Configuration;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.config.SettingSources;
import torrentkit.app.server.text.Shown;

/** {@code server-app warm}: hashes ahead of requests, in the server that runs or, when none does, right here. */
@Command(
        name = "warm",
        mixinStandardHelpOptions = true,
        description = {
            "Hashes what matches GLOB before it is asked for: by the server that runs with the same settings, or, when none "
                    + "does, by itself into torrent-server.state-dir.",
            ""
        })
final class WarmCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "GLOB",
            description = "Of paths below the served directory, such as \"images/**\".")
    private String glob;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings in HOCON, or a directory of *.conf files, as the server has them.")
    private String config;

    @Option(names = "--token", paramLabel = "T", description = "Bearer token for a server whose rules ask for a name.")
    private String token;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerConfig settings = Configuration.read(
                        new SettingSources(Optional.ofNullable(config).map(ServerApp::path), System.getenv(), Map.of()))
                .settings();
        CommandLine terminal = spec.commandLine();
        System.setOut(System.err); // what is logged is no result
        Optional<WarmHere> here = WarmHere.take(settings.content());
        try (WarmHere alone = here.orElse(null)) {
            String told = alone != null
                    ? alone.hash(glob)
                    : new WarmThere(settings.web(), Optional.ofNullable(token)).ask(glob);
            terminal.getOut().println(Shown.text(told));
        }
        return ExitCode.OK;
    }
}
