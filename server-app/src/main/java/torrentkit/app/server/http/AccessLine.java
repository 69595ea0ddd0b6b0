package torrentkit.app.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of the combined log format: {@code ADDRESS - USER [TIME] "REQUEST LINE" STATUS BYTES "REFERER" "USER AGENT"}. Whatever comes
 * from outside keeps its place: quotes and backslashes have a backslash before them, and everything that is not printable ASCII is
 * written as {@code \xHH}, so that nobody can end a field or a line.
 */
final class AccessLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final int MAX_FIELD = 4_096;

    private AccessLine() {}

    /**
     * @param request empty when what came was none
     * @param bytes of the body that were sent
     */
    static String of(
            InetAddress from,
            Optional<String> user,
            ZonedDateTime at,
            Optional<HttpRequest> request,
            int status,
            long bytes) {
        StringBuilder line =
                new StringBuilder(160).append(from.getHostAddress()).append(" - ");
        if (user.isEmpty() || user.get().isEmpty()) {
            line.append('-');
        } else {
            escape(new String(user.get().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), ' ', line);
        }
        line.append(" [").append(TIME.format(at)).append("] \"");
        request.ifPresentOrElse(
                sent -> {
                    escape(sent.method().name(), ' ', line);
                    line.append(' ');
                    escape(sent.uri(), '\0', line);
                    line.append(' ');
                    escape(sent.protocolVersion().text(), ' ', line);
                },
                () -> line.append('-'));
        line.append("\" ").append(status).append(' ').append(bytes).append(" \"");
        field(request, HttpHeaderNames.REFERER, line);
        line.append("\" \"");
        field(request, HttpHeaderNames.USER_AGENT, line);
        return line.append('"').toString();
    }

    private static void field(Optional<HttpRequest> request, CharSequence name, StringBuilder to) {
        String value = request.map(sent -> sent.headers().get(name)).orElse("");
        if (value.isEmpty()) {
            to.append('-');
        } else {
            escape(value, '\0', to);
        }
    }

    /**
     * @param bytes each character one byte, as the HTTP codec makes them
     * @param separator to be escaped too
     */
    private static void escape(String bytes, char separator, StringBuilder to) {
        for (int i = 0; i < Math.min(bytes.length(), MAX_FIELD); i++) {
            char c = bytes.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\').append(c);
            } else if (c < ' ' || c > '~' || c == separator) {
                to.append("\\x").append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                to.append(c);
            }
        }
    }
}
