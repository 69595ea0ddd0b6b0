package torrentkit.app.server.authorization;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A caller as an announce key names one: a letter for the proof, the name, and, each on a line, the extensions that rules ask for.
 * So a later announce is judged as the fetching of the torrent was.
 */
final class Subject {
    private static final int MAX_BYTES = 255;

    private Subject() {}

    /** @param caller has a name; extensions for which there is no room are left out */
    static String write(Caller caller) {
        StringBuilder text = new StringBuilder()
                .append(letter(caller.proof()))
                .append(caller.name().orElseThrow());
        List<String> lines = new ArrayList<>();
        caller.extensions()
                .forEach((key, values) -> values.stream()
                        .filter(value -> value.indexOf('\n') < 0)
                        .forEach(value -> lines.add("\n" + key + "=" + value)));
        lines.stream().sorted().forEach(line -> {
            if (bytes(text) + bytes(line) <= MAX_BYTES) {
                text.append(line);
            }
        });
        return text.toString();
    }

    /** @return empty for what was not written here */
    static Optional<Caller> read(String written) {
        String[] lines = written.split("\n", -1);
        Optional<Caller.Proof> proof = lines[0].isEmpty() ? Optional.empty() : proof(lines[0].charAt(0));
        if (proof.isEmpty() || lines[0].length() < 2) {
            return Optional.empty();
        }
        Map<String, Set<String>> extensions = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int equals = lines[i].indexOf('=');
            if (equals < 0) {
                return Optional.empty();
            }
            extensions
                    .computeIfAbsent(lines[i].substring(0, equals), key -> new HashSet<>())
                    .add(lines[i].substring(equals + 1));
        }
        return Optional.of(new Caller(Optional.of(lines[0].substring(1)), proof.get(), extensions));
    }

    private static char letter(Caller.Proof proof) {
        return switch (proof) {
            case CERTIFICATE -> 'c';
            case HEADER -> 'h';
            case BASIC -> 'b';
            case TOKEN -> 't';
            case NONE -> throw new IllegalArgumentException("nobody has a key");
        };
    }

    private static Optional<Caller.Proof> proof(char letter) {
        return switch (letter) {
            case 'c' -> Optional.of(Caller.Proof.CERTIFICATE);
            case 'h' -> Optional.of(Caller.Proof.HEADER);
            case 'b' -> Optional.of(Caller.Proof.BASIC);
            case 't' -> Optional.of(Caller.Proof.TOKEN);
            default -> Optional.empty();
        };
    }

    private static int bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
