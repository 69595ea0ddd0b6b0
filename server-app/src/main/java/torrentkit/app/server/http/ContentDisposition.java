package torrentkit.app.server.http;

import torrentkit.app.server.text.Shown;

/**
 * The {@code Content-Disposition} of a download (RFC 6266): a name in ASCII for old clients, and the exact one in UTF-8 (RFC 8187).
 * Neither can end the header or show its reader something else than is there: controls and bidirectional overrides become
 * underscores.
 */
public final class ContentDisposition {
    private static final String PLAIN_IN_QUOTES = " !#$&'()+,-.;=@[]^_`{}~";
    private static final String PLAIN_IN_EXTENDED = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    public static String attachment(String fileName) {
        String shown = Shown.text(fileName).replace('/', '_');
        StringBuilder header = new StringBuilder("attachment; filename=\"");
        shown.codePoints().forEach(c -> header.append(isPlain(c) ? (char) c : '_'));
        header.append('"');
        if (!shown.chars().allMatch(ContentDisposition::isPlain)) {
            header.append("; filename*=UTF-8''");
            RequestPath.escape(shown, PLAIN_IN_EXTENDED, header);
        }
        return header.toString();
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c < 0x80 && PLAIN_IN_QUOTES.indexOf(c) >= 0;
    }
}
