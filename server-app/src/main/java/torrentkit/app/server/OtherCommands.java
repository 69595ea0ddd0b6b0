package torrentkit.app.server;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The commands beside the one that serves. Only the one that is called is made, since a start should not wait for classes that it
 * does not need; for the sake of the usage, all are.
 */
final class OtherCommands {
    private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("console", () -> new ConsoleCommand());
        COMMANDS.put("warm", () -> new WarmCommand());
        COMMANDS.put("token", () -> new TokenCommand());
    }

    private OtherCommands() {}

    static void addAsked(CommandLine line, String[] arguments) {
        boolean all = Arrays.stream(arguments).anyMatch(argument -> argument.equals("--help") || argument.equals("-h"));
        COMMANDS.forEach((name, command) -> {
            if (all || arguments.length > 0 && arguments[0].equals(name)) {
                line.addSubcommand(name, command.get());
            }
        });
    }
}
