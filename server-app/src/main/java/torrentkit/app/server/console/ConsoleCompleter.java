package torrentkit.app.server.console;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import torrentkit.app.server.ServerLifecycle;

/** What Tab offers: commands, then what the command can take. */
final class ConsoleCompleter implements Completer {
    private static final int MAX_OFFERED = 200;

    private final ServerLifecycle server;
    private final ConsoleCommands commands;

    ConsoleCompleter(ServerLifecycle server, ConsoleCommands commands) {
        this.server = server;
        this.commands = commands;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> before = line.words().subList(0, line.wordIndex());
        if (before.isEmpty()) {
            offer(commands.names(), candidates);
            return;
        }
        switch (before.get(0)) {
            case "help" -> offer(commands.names(), candidates);
            case "context", "print-context" -> offer(keysUnder(before.subList(1, before.size())), candidates);
            case "files", "warm" -> offerPaths(line.word(), candidates);
            default -> {}
        }
    }

    private static void offer(Collection<String> words, List<Candidate> candidates) {
        words.stream().limit(MAX_OFFERED).map(Candidate::new).forEach(candidates::add);
    }

    private Collection<String> keysUnder(List<String> keys) {
        try {
            return server.context(keys.toArray(String[]::new)) instanceof Map<?, ?> map
                    ? map.keySet().stream().map(String::valueOf).toList()
                    : List.of();
        } catch (NoSuchElementException e) {
            return List.of();
        }
    }

    private void offerPaths(String word, List<Candidate> candidates) {
        String directory = word.substring(0, word.lastIndexOf('/') + 1);
        try {
            server.files(directory, "").stream()
                    .limit(MAX_OFFERED)
                    .filter(row -> row.containsKey("path"))
                    .forEach(row -> {
                        boolean isDirectory = Boolean.TRUE.equals(row.get("directory"));
                        String path = row.get("path") + (isDirectory ? "/" : "");
                        candidates.add(new Candidate(path, path, null, null, null, null, !isDirectory));
                    });
        } catch (RuntimeException e) {
            // nothing runs, or there is no such directory: then there is nothing to offer
        }
    }
}
