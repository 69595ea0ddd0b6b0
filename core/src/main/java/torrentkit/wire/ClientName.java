package torrentkit.wire;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a peer's software for people: what it calls itself (BEP 10, {@code v}), or else what the prefix of its peer id stands for
 * (BEP 20). Only a hint, since anybody may claim anything.
 */
public final class ClientName {
    private static final int MAX_LENGTH = 64;
    private static final String UNKNOWN = "unknown";

    /** Two letters and four characters of version between hyphens, as Azureus began it. */
    private static final Pattern AZUREUS = Pattern.compile("-([A-Za-z][A-Za-z0-9])([0-9A-Za-z]{4})-.*");

    /** One or two characters and a version with hyphens, as the mainline client and aria2 have it. */
    private static final Pattern MAINLINE = Pattern.compile("([A-Z][0-9]?)-?(\\d+)-(\\d+)-(\\d+)-.*");

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("A2", "aria2"),
            Map.entry("AZ", "Vuze"),
            Map.entry("BC", "BitComet"),
            Map.entry("BI", "BiglyBT"),
            Map.entry("BT", "BitTorrent"),
            Map.entry("DE", "Deluge"),
            Map.entry("FD", "Free Download Manager"),
            Map.entry("KT", "KTorrent"),
            Map.entry("LT", "libtorrent"),
            Map.entry("M", "BitTorrent"),
            Map.entry("PI", "PicoTorrent"),
            Map.entry("TK", "torrentkit"),
            Map.entry("TR", "Transmission"),
            Map.entry("UM", "uTorrent for Mac"),
            Map.entry("UT", "uTorrent"),
            Map.entry("UW", "uTorrent Web"),
            Map.entry("WW", "WebTorrent"),
            Map.entry("XL", "Xunlei"),
            Map.entry("lt", "rTorrent's libTorrent"),
            Map.entry("qB", "qBittorrent"));

    private ClientName() {}

    /**
     * The name and version, without control characters, bidirectional overrides and the like; 64 characters at most.
     *
     * @param told what the peer calls itself in its extension handshake
     */
    public static String of(PeerId peer, Optional<String> told) {
        return told.map(ClientName::clean).filter(name -> !name.isEmpty()).orElseGet(() -> of(peer));
    }

    private static String of(PeerId peer) {
        String id = peer.toString();
        Matcher azureus = AZUREUS.matcher(id);
        if (azureus.matches()) {
            String code = azureus.group(1);
            return NAMES.getOrDefault(code, code) + " " + version(code, azureus.group(2));
        }
        Matcher mainline = MAINLINE.matcher(id);
        if (mainline.matches() && NAMES.containsKey(mainline.group(1))) {
            return NAMES.get(mainline.group(1)) + " " + mainline.group(2) + "." + mainline.group(3) + "."
                    + mainline.group(4);
        }
        return UNKNOWN;
    }

    /** Each character is a number, letters count on from 10; what follows three numbers is left out when it is 0 or a mark. */
    private static String version(String code, String four) {
        if (code.equals("TR") && four.charAt(0) < '4') { // two digits of a hundredth, up to Transmission 3
            return four.charAt(0) + "." + four.substring(1, 3);
        }
        StringBuilder version = new StringBuilder();
        for (int i = 0; i < four.length(); i++) {
            int number = Character.digit(four.charAt(i), 36);
            boolean mark = Character.isLetter(four.charAt(i)) && (i == 3 || Character.isLowerCase(four.charAt(i)));
            if (i == 3 && (number == 0 || mark)) {
                break;
            }
            version.append(i == 0 ? "" : ".").append(number);
        }
        return version.toString();
    }

    private static String clean(String told) {
        StringBuilder clean = new StringBuilder();
        told.codePoints().limit(4 * MAX_LENGTH).forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> {}
                default -> {
                    if (clean.length() + Character.charCount(c) <= MAX_LENGTH) {
                        clean.appendCodePoint(c);
                    }
                }
            }
        });
        return clean.toString().strip();
    }
}
