package torrentkit.app.server.catalogue;

import java.util.Comparator;

/** The order of code points, which is that of the bytes in UTF-8, and is not that of Java's characters beyond the first 65,536. */
final class CodePointOrder {
    static final Comparator<String> OF_STRINGS = CodePointOrder::compare;

    private CodePointOrder() {}

    private static int compare(String a, String b) {
        int end = Math.min(a.length(), b.length());
        for (int i = 0; i < end; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
                return surrogates ? Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y)) : x - y;
            }
        }
        return a.length() - b.length();
    }
}
