package torrentkit.metainfo;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which names a torrent may give to files: those that stay below the top directory and mean the same on every system. A torrent
 * comes from a stranger, so what a name could do on any common platform counts, not only on this one.
 */
final class PathRules {
    private static final int MAX_COMPONENT_BYTES = 255; // NAME_MAX nearly everywhere
    private static final int MAX_PATH_BYTES = 4096; // PATH_MAX on Linux
    /** Names that open a device on Windows, with any extension and in any case. */
    private static final Set<String> DEVICES = Set.of(
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7",
            "COM8", "COM9", "COM¹", "COM²", "COM³", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8",
            "LPT9", "LPT¹", "LPT²", "LPT³");

    private PathRules() {}

    /** What is wrong with one component of a path, if anything. */
    static Optional<String> problem(String component) {
        if (component.isEmpty()) {
            return Optional.of("a file name may not be empty");
        }
        if (component.equals(".") || component.equals("..")) {
            return Optional.of("a file name may not be '" + component + "'");
        }
        for (int i = 0; i < component.length(); i++) {
            char c = component.charAt(i);
            if (c == '/' || c == '\\') {
                return Optional.of("a file name may not contain '" + c + "'");
            }
            if (Character.isISOControl(c)) {
                return Optional.of(
                        String.format("a file name may not contain control characters such as U+%04X", (int) c));
            }
        }
        if (component.length() > 1 && component.charAt(1) == ':' && isLetter(component.charAt(0))) {
            return Optional.of("a file name may not start with a drive letter");
        }
        if (isDevice(component)) {
            return Optional.of("a file name may not be that of a device on Windows, such as AUX or NUL");
        }
        int bytes = component.getBytes(StandardCharsets.UTF_8).length;
        return bytes > MAX_COMPONENT_BYTES
                ? Optional.of("a file name may have " + MAX_COMPONENT_BYTES + " bytes, not " + bytes)
                : Optional.empty();
    }

    /** What is wrong with a path as a whole whose components are all right. */
    static Optional<String> problem(List<String> path) {
        if (path.isEmpty()) {
            return Optional.of("a path needs at least one name");
        }
        int bytes = path.size() - 1;
        for (String component : path) {
            bytes += component.getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes > MAX_PATH_BYTES
                ? Optional.of("a path may have " + MAX_PATH_BYTES + " bytes, not " + bytes)
                : Optional.empty();
    }

    /**
     * A file that cannot exist beside another one: its path is the same, after Unicode normalisation since some file systems do
     * that, or it lies inside what another entry says is a file. Sorted by components, the two are neighbours.
     *
     * @return the number of the second of the two in the list
     */
    static Optional<Integer> conflict(List<FileEntry> files) {
        List<List<String>> paths = files.stream()
                .map(file -> file.path().stream().map(PathRules::normal).toList())
                .toList();
        Integer[] order = IntStream.range(0, files.size())
                .filter(i -> !files.get(i).padding()) // pad files have no place on disk, and often share a name
                .boxed()
                .toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparing(paths::get, PathRules::compare));
        for (int i = 1; i < order.length; i++) {
            List<String> before = paths.get(order[i - 1]);
            List<String> path = paths.get(order[i]);
            if (before.size() <= path.size() && before.equals(path.subList(0, before.size()))) {
                return Optional.of(Math.max(order[i - 1], order[i]));
            }
        }
        return Optional.empty();
    }

    private static int compare(List<String> one, List<String> other) {
        int common = Math.min(one.size(), other.size());
        for (int i = 0; i < common; i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    private static String normal(String component) {
        return Normalizer.isNormalized(component, Normalizer.Form.NFC)
                ? component
                : Normalizer.normalize(component, Normalizer.Form.NFC);
    }

    private static boolean isDevice(String component) {
        int dot = component.indexOf('.');
        String base = (dot < 0 ? component : component.substring(0, dot)).stripTrailing();
        return base.length() <= 7 && DEVICES.contains(base.toUpperCase(Locale.ROOT));
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
