package torrentkit.app.client.command;

import java.util.ArrayList;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * How a command is called, as picocli wants to know it. This is said in code and not in annotations, because to read those takes a
 * fifth of what a start costs.
 */
public final class Syntax {
    private final CommandSpec spec;

    /** @param command what to run; a {@link java.util.concurrent.Callable} unless its subcommands are what is run */
    public Syntax(Object command) {
        spec = CommandSpec.wrapWithoutInspection(command, Syntax::make);
        spec.versionProvider(new Version());
        spec.usageMessage().sortOptions(false);
    }

    /** The only thing that picocli makes: a list for what is given several times. Its own factory would look for Groovy in all jars. */
    private static <K> K make(Class<K> type) {
        return type.cast(new ArrayList<>());
    }

    /** What the command is for. */
    public Syntax description(String... lines) {
        spec.usageMessage().description(lines);
        return this;
    }

    /** In the order of the help text. */
    public Syntax add(SyntaxPart... parts) {
        for (SyntaxPart part : parts) {
            part.addTo(this);
        }
        return this;
    }

    public CommandSpec spec() {
        return spec;
    }

    /** A reader of such command lines, with {@code --help} and {@code --version} as the last options. */
    public CommandLine line() {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
        return new CommandLine(spec, Syntax::make);
    }
}
