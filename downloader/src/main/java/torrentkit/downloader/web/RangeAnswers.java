package torrentkit.downloader.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;

/** Judges the heads of answers to Range requests (RFC 9110, 14 and 15). Pure functions. */
final class RangeAnswers {
    private static final String UNIT = "bytes ";

    /** A server may send less than was asked for, but not so little that there is a request for each drop. */
    private static final long LEAST = 64 * 1024;

    private RangeAnswers() {}

    /**
     * @param span what was asked for
     * @param fileLength bytes that the whole file must have
     * @param now the time of day, for servers that name one
     */
    static RangeAnswer judge(HttpResponse head, SeedFiles.Span span, long fileLength, Instant now) {
        HttpHeaders fields = head.headers();
        int status = head.status().code();
        String coding = fields.get(HttpHeaderNames.CONTENT_ENCODING, "identity").strip();
        if ((status == 200 || status == 206) && !coding.equalsIgnoreCase("identity")) {
            return new RangeAnswer.Never("it sends the file compressed, which was not asked for");
        }
        return switch (status) {
            case 206 -> part(fields, span, fileLength);
            case 200 -> whole(fields, fileLength);
            case 301, 302, 303, 307, 308 -> {
                String location = fields.get(HttpHeaderNames.LOCATION);
                yield location == null
                        ? new RangeAnswer.Never("it redirects to nowhere (HTTP " + status + " without Location)")
                        : new RangeAnswer.Elsewhere(location);
            }
            case 408, 425, 429, 500, 502, 503, 504 ->
                new RangeAnswer.Later(
                        "it answers HTTP " + status, retryAfter(fields.get(HttpHeaderNames.RETRY_AFTER), now));
            case 400, 401, 403, 404, 410, 414, 416, 451 -> new RangeAnswer.NotThisFile("it answers HTTP " + status);
            default -> new RangeAnswer.Never("it answers HTTP " + status + ", where 206 was expected");
        };
    }

    private static RangeAnswer part(HttpHeaders fields, SeedFiles.Span span, long fileLength) {
        String range = fields.get(HttpHeaderNames.CONTENT_RANGE, "").strip();
        long[] numbers = numbers(range);
        if (numbers == null) {
            return new RangeAnswer.Never("it answers HTTP 206 without a usable Content-Range");
        }
        if (numbers[2] >= 0 && numbers[2] != fileLength) {
            return otherLength(numbers[2], fileLength);
        }
        long length = numbers[1] - numbers[0] + 1;
        OptionalLong told = number(fields.get(HttpHeaderNames.CONTENT_LENGTH));
        if (numbers[0] != span.begin() || length < 1 || length > span.length()) {
            return new RangeAnswer.Never("it sends other bytes than were asked for: " + (span.begin()) + "-"
                    + (span.end() - 1) + " was expected, " + numbers[0] + "-" + numbers[1] + " found");
        }
        if (told.isPresent() && told.getAsLong() != length) {
            return new RangeAnswer.Never("it contradicts itself: a Content-Range of " + length
                    + " bytes with a Content-Length of " + told.getAsLong());
        }
        if (length < Math.min(span.length(), LEAST)) {
            return new RangeAnswer.Never(
                    "it sends too little: " + span.length() + " bytes were asked for, " + length + " come");
        }
        return new RangeAnswer.Bytes(span.begin(), span.begin() + length);
    }

    private static RangeAnswer whole(HttpHeaders fields, long fileLength) {
        OptionalLong told = number(fields.get(HttpHeaderNames.CONTENT_LENGTH));
        if (told.isPresent() && told.getAsLong() != fileLength) {
            return otherLength(told.getAsLong(), fileLength);
        }
        return new RangeAnswer.Bytes(0, fileLength);
    }

    private static RangeAnswer otherLength(long found, long expected) {
        return new RangeAnswer.NotThisFile(
                "it has another file: " + expected + " bytes were expected, " + found + " found");
    }

    /** First, last and total of {@code bytes 0-9/100}; the total is −1 where the server does not tell. Null for anything else. */
    private static long[] numbers(String range) {
        int dash = range.indexOf('-');
        int slash = range.indexOf('/');
        if (!range.regionMatches(true, 0, UNIT, 0, UNIT.length()) || dash < 0 || slash < dash) {
            return null;
        }
        OptionalLong first = number(range.substring(UNIT.length(), dash));
        OptionalLong last = number(range.substring(dash + 1, slash));
        String whole = range.substring(slash + 1).strip();
        OptionalLong total = whole.equals("*") ? OptionalLong.of(-1) : number(whole);
        return first.isEmpty() || last.isEmpty() || total.isEmpty()
                ? null
                : new long[] {first.getAsLong(), last.getAsLong(), total.getAsLong()};
    }

    /** Digits and nothing else; empty for anything else. */
    static OptionalLong number(String text) {
        String digits = text == null ? "" : text.strip();
        if (digits.isEmpty() || digits.length() > 18) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return OptionalLong.empty();
            }
            value = 10 * value + digit - '0';
        }
        return OptionalLong.of(value);
    }

    /** Seconds, or a date. */
    private static OptionalLong retryAfter(String text, Instant now) {
        OptionalLong seconds = number(text);
        if (text == null || seconds.isPresent()) {
            return seconds;
        }
        try {
            Instant then = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return OptionalLong.of(Math.max(0, Duration.between(now, then).toSeconds()));
        } catch (DateTimeParseException e) {
            return OptionalLong.empty();
        }
    }
}
