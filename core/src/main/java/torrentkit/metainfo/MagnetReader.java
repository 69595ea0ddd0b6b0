package torrentkit.metainfo;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import torrentkit.metainfo.MagnetLink.FileRange;
import torrentkit.metainfo.MetainfoException.Reason;

/** Reads one {@link MagnetLink}: strictly what names the torrent, leniently the hints, of which the rest still helps. */
final class MagnetReader {
    static final String SCHEME = "magnet:?";

    private static final String BTIH = "urn:btih:";
    private static final String BTMH = "urn:btmh:";
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BASE32_LENGTH = 32;
    private static final int MAX_NAME = 1_024;
    private static final int MAX_HINTS = 500; // of each kind
    private static final int MAX_RANGES = 10_000;
    private static final int LONGEST_HOST = 255;

    private final String link;
    private InfoHash infoHash;
    private boolean version2;
    private String unusable; // a topic that is not a torrent's
    private Optional<String> name = Optional.empty();
    private OptionalLong length = OptionalLong.empty();
    private final Set<URI> trackers = new LinkedHashSet<>();
    private final Set<URI> webSeeds = new LinkedHashSet<>();
    private final Set<String> peers = new LinkedHashSet<>();
    private final List<FileRange> selectOnly = new ArrayList<>();

    MagnetReader(String link) {
        this.link = link.strip();
    }

    MagnetLink read() {
        if (link.length() > MagnetLink.MAX_LENGTH) {
            throw unusable("A magnet link may have " + MagnetLink.MAX_LENGTH + " characters; this one has "
                    + link.length() + ". Leave out some of its trackers.");
        }
        if (!MagnetLink.isMagnet(link)) {
            throw unusable("This is not a magnet link: it does not begin with \"magnet:?\". Copy the whole link.");
        }
        String query = link.substring(SCHEME.length());
        int fragment = query.indexOf('#');
        for (String parameter : (fragment < 0 ? query : query.substring(0, fragment)).split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                take(key(parameter.substring(0, equals)), parameter.substring(equals + 1));
            }
        }
        if (infoHash == null) {
            throw version2
                    ? new MetainfoException(
                            Reason.UNSUPPORTED,
                            "This magnet link names a torrent of version 2 only (btmh, BEP 52), which is not supported."
                                    + " Ask for a link with urn:btih.")
                    : unusable("This magnet link names no torrent: it has "
                            + (unusable == null ? "no xt" : "no xt of a torrent, only " + unusable)
                            + ", but needs xt=urn:btih: and the info-hash. Copy the whole link.");
        }
        return new MagnetLink(
                infoHash,
                name,
                length,
                List.copyOf(trackers),
                List.copyOf(webSeeds),
                List.copyOf(peers),
                List.copyOf(selectOnly));
    }

    /** In lower case; several of one kind may be numbered, as in {@code tr.1}. */
    private static String key(String written) {
        String key = decoded(written, false).toLowerCase(Locale.ROOT);
        int dot = key.lastIndexOf('.');
        boolean numbered = dot > 0
                && dot < key.length() - 1
                && key.substring(dot + 1).chars().allMatch(c -> c >= '0' && c <= '9');
        return numbered ? key.substring(0, dot) : key;
    }

    private void take(String key, String value) {
        switch (key) {
            case "xt" -> topic(decoded(value, false).strip());
            case "dn" -> {
                if (name.isEmpty()) {
                    name = Optional.of(shortened(decoded(value, true))).filter(text -> !text.isEmpty());
                }
            }
            case "xl" -> {
                if (length.isEmpty()) {
                    length = number(value);
                }
            }
            case "tr" -> UrlReader.tracker(decoded(value, false)).ifPresent(url -> hint(trackers, url));
            case "ws" -> UrlReader.webSeed(decoded(value, false)).ifPresent(url -> hint(webSeeds, url));
            case "x.pe" -> address(decoded(value, false).strip()).ifPresent(address -> hint(peers, address));
            case "so" -> select(decoded(value, false));
            default -> {
                // others may mean something to others
            }
        }
    }

    private static <T> void hint(Set<T> known, T hint) {
        if (known.size() < MAX_HINTS) {
            known.add(hint);
        }
    }

    private void topic(String topic) {
        if (starts(topic, BTMH)) {
            version2 = true;
        } else if (!starts(topic, BTIH)) {
            unusable = topic.isEmpty() ? "an empty one" : "one of another network";
        } else if (infoHash == null) {
            infoHash = infoHash(topic.substring(BTIH.length()));
        }
    }

    private static boolean starts(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static InfoHash infoHash(String written) {
        if (written.length() == 2 * InfoHash.LENGTH) {
            try {
                return InfoHash.parse(written);
            } catch (IllegalArgumentException e) {
                throw badHash("this one has 40 characters of which some are not hexadecimal digits");
            }
        }
        if (written.length() == BASE32_LENGTH) {
            return base32(written.toLowerCase(Locale.ROOT));
        }
        throw badHash("this one has " + written.length() + " characters");
    }

    private static InfoHash base32(String written) {
        byte[] bytes = new byte[InfoHash.LENGTH];
        for (int i = 0; i < BASE32_LENGTH; i++) {
            int digit = BASE32.indexOf(written.charAt(i));
            if (digit < 0) {
                throw badHash("this one has 32 characters of which some are neither letters nor 2 to 7");
            }
            for (int bit = 0; bit < 5; bit++) {
                if ((digit & 16 >> bit) != 0) {
                    int place = 5 * i + bit;
                    bytes[place / 8] |= (byte) (0x80 >> place % 8);
                }
            }
        }
        return InfoHash.of(bytes);
    }

    private static MetainfoException badHash(String found) {
        return unusable(
                "The info-hash in a magnet link has 40 hexadecimal digits, or 32 letters and digits of base 32; "
                        + found + ". Copy the whole link.");
    }

    private static MetainfoException unusable(String sentence) {
        return new MetainfoException(Reason.INVALID, sentence);
    }

    private static OptionalLong number(String written) {
        try {
            boolean digits = !written.isEmpty() && written.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? OptionalLong.of(Long.parseLong(written)) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty(); // over 63 bits
        }
    }

    /** {@code HOST:PORT}, of a form that can be looked up. */
    private static Optional<String> address(String written) {
        int colon = written.lastIndexOf(':');
        if (colon < 1 || colon > LONGEST_HOST) {
            return Optional.empty();
        }
        String host = written.substring(0, colon);
        OptionalLong port = number(written.substring(colon + 1));
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        boolean usable = (bracketed ? host.substring(1, host.length() - 1) : host)
                .chars()
                .allMatch(c -> c >= 'a' && c <= 'z'
                        || c >= 'A' && c <= 'Z'
                        || c >= '0' && c <= '9'
                        || c == '-'
                        || c == '.'
                        || c == '_'
                        || bracketed && c == ':');
        boolean reachable = port.isPresent() && port.getAsLong() > 0 && port.getAsLong() <= 0xffff;
        return usable && reachable ? Optional.of(host + ":" + port.getAsLong()) : Optional.empty();
    }

    private void select(String ranges) {
        for (String range : ranges.split(",")) {
            int hyphen = range.indexOf('-');
            OptionalLong first = number((hyphen < 0 ? range : range.substring(0, hyphen)).strip());
            OptionalLong last =
                    hyphen < 0 ? first : number(range.substring(hyphen + 1).strip());
            if (first.isPresent()
                    && last.isPresent()
                    && last.getAsLong() <= FileRange.MAX
                    && first.getAsLong() <= last.getAsLong()
                    && selectOnly.size() < MAX_RANGES) {
                selectOnly.add(new FileRange((int) first.getAsLong(), (int) last.getAsLong()));
            }
        }
    }

    /** Cut where no character is torn. */
    private static String shortened(String text) {
        if (text.length() <= MAX_NAME) {
            return text;
        }
        boolean tears = Character.isHighSurrogate(text.charAt(MAX_NAME - 1));
        return text.substring(0, tears ? MAX_NAME - 1 : MAX_NAME);
    }

    /** Percent-decoded; a percent sign that introduces nothing stands for itself. */
    private static String decoded(String written, boolean plusIsSpace) {
        if (written.indexOf('%') < 0) {
            return plusIsSpace ? written.replace('+', ' ') : written;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(written.length());
        for (int i = 0; i < written.length(); ) {
            char c = written.charAt(i);
            int high = c == '%' && i + 2 < written.length() ? Character.digit(written.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(written.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 3;
            } else {
                int end = i + Character.charCount(written.codePointAt(i));
                String plain = plusIsSpace && c == '+' ? " " : written.substring(i, end);
                bytes.writeBytes(plain.getBytes(StandardCharsets.UTF_8));
                i = end;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
