package torrentkit.app.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import torrentkit.app.client.command.Version;

/**
 * Writes the manual pages and the completions of the distribution from what picocli knows of the commands, so that they say what
 * {@code --help} says; and the texts of {@code --help} and {@code --version} themselves, which the launcher prints without a JVM. The
 * build runs it; see {@code .packaging}.
 */
final class ManualPages {
    private final StringBuilder page = new StringBuilder();

    private ManualPages() {}

    /** @param arguments the app's directory, in which {@code share} and {@code lib/help} are made */
    public static void main(String[] arguments) throws IOException {
        Path share = Path.of(arguments[0], "share");
        CommandLine app = ClientApp.describe();
        Path manuals = Files.createDirectories(share.resolve("man/man1"));
        Files.writeString(manuals.resolve("client-app.1"), of(app.getCommandSpec()));
        for (CommandLine command : app.getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            Files.writeString(manuals.resolve(spec.qualifiedName("-") + ".1"), of(spec));
        }
        Path help = Files.createDirectories(Path.of(arguments[0], "lib/help"));
        Files.writeString(help.resolve("version.txt"), Version.text() + "\n");
        Files.writeString(help.resolve("client-app.txt"), app.getUsageMessage(Ansi.OFF));
        for (CommandLine command : app.getSubcommands().values()) {
            String name = command.getCommandSpec().qualifiedName("-");
            Files.writeString(help.resolve(name + ".txt"), command.getUsageMessage(Ansi.OFF));
        }
        Path completions = Files.createDirectories(share.resolve("bash-completion/completions"));
        Files.writeString(
                completions.resolve("client-app"), AutoComplete.bash("client-app", app), StandardCharsets.UTF_8);
    }

    /** The page of a command, in the man macros. */
    static String of(CommandSpec spec) {
        ManualPages page = new ManualPages();
        page.write(spec);
        return page.page.toString();
    }

    private void write(CommandSpec spec) {
        String name = spec.qualifiedName("-");
        macro("TH", name.toUpperCase(Locale.ROOT), "1", "", Version.text().replaceFirst("^client-app ", "torrentkit "));
        macro("SH", "NAME");
        text(name + " - " + firstSentence(spec));
        macro("SH", "SYNOPSIS");
        synopsis(spec);
        macro("SH", "DESCRIPTION");
        text(String.join(" ", spec.usageMessage().description()));
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            entry(parameter.paramLabel(), parameter.description());
        }
        if (!spec.subcommands().isEmpty()) {
            macro("SH", "COMMANDS");
            spec.subcommands()
                    .forEach((command, line) -> entry(command, new String[] {
                        firstSentence(line.getCommandSpec()) + ". See client-app-" + command + "(1)."
                    }));
        }
        macro("SH", "OPTIONS");
        spec.options().stream().filter(option -> !option.hidden()).forEach(this::option);
        footer(spec);
    }

    private void synopsis(CommandSpec spec) {
        List<String> words = new ArrayList<>(List.of("\\fB" + escape(spec.qualifiedName()) + "\\fR", "[OPTION]..."));
        if (!spec.subcommands().isEmpty()) {
            words.add("COMMAND");
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            String label = escape(parameter.paramLabel()) + (parameter.arity().max() > 1 ? "..." : "");
            words.add(parameter.arity().min() == 0 ? "[" + label + "]" : label);
        }
        page.append(String.join(" ", words)).append('\n');
    }

    private void option(OptionSpec option) {
        String parameter = option.arity().max() == 0 ? "" : option.paramLabel();
        boolean optional = option.arity().min() == 0;
        String names = Arrays.stream(option.names())
                .sorted((a, b) -> Integer.compare(a.length(), b.length()))
                .map(name -> {
                    String joint = name.startsWith("--") ? "=" : " ";
                    return parameter.isEmpty()
                            ? name
                            : optional ? name + "[" + joint.strip() + parameter + "]" : name + joint + parameter;
                })
                .collect(Collectors.joining(", "));
        entry(names, option.description());
    }

    private void footer(CommandSpec spec) {
        Map<String, String> codes = spec.root().usageMessage().exitCodeList();
        if (!codes.isEmpty()) {
            macro("SH", "EXIT STATUS");
            codes.forEach((code, meaning) -> entry(code, new String[] {meaning + "."}));
        }
        String[] footer = spec.usageMessage().footer();
        if (footer.length > 0) {
            macro("SH", "NOTES");
            text(String.join(" ", footer));
        }
        macro("SH", "SEE ALSO");
        String others = spec.root().subcommands().keySet().stream()
                .map(command -> "client-app-" + command + "(1)")
                .filter(other -> !other.equals(spec.qualifiedName("-") + "(1)"))
                .collect(Collectors.joining(", "));
        text(spec.parent() == null ? others : "client-app(1), " + others);
    }

    private void entry(String term, String[] description) {
        page.append(".TP\n\\fB").append(escape(term)).append("\\fR\n");
        text(String.join(" ", description));
    }

    private void macro(String name, String... arguments) {
        page.append('.').append(name);
        for (String argument : arguments) {
            page.append(" \"").append(escape(argument)).append('"');
        }
        page.append('\n');
    }

    private void text(String plain) {
        plain.replace("%n", "\n").replace("%%", "%").lines().forEach(line -> {
            String safe = escape(line.strip());
            page.append(safe.startsWith(".") || safe.startsWith("'") ? "\\&" : "")
                    .append(safe)
                    .append('\n');
        });
    }

    private static String firstSentence(CommandSpec spec) {
        String all = String.join(" ", spec.usageMessage().description());
        int end = all.indexOf(". ");
        return (end < 0 ? all : all.substring(0, end)).replaceFirst("\\.$", "");
    }

    /** Backslashes and hyphens are commands to roff; letters outside of ASCII are written by number. */
    private static String escape(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\\') {
                safe.append("\\e");
            } else if (c == '-') {
                safe.append("\\-");
            } else if (c == '"') {
                safe.append("\\(dq");
            } else if (c < 128) {
                safe.append((char) c);
            } else {
                safe.append(String.format(Locale.ROOT, "\\[u%04X]", c));
            }
        });
        return safe.toString();
    }
}
