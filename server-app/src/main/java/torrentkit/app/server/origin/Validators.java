package torrentkit.app.server.origin;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import torrentkit.app.server.http.EntityTag;
import torrentkit.storage.FileStamp;

/**
 * What tells one state of a file from another over HTTP (RFC 9110, section 8.8), and the conditions of a request about it (section 13).
 * Where the standard leaves a choice, the answers are those of nginx: {@code If-Modified-Since} asks for exactly this time, so that
 * a file that is replaced by an older one is noticed.
 *
 * @param tag the entity tag, quotes included
 * @param strong whether equal tags mean equal bytes
 * @param modified to the second
 */
record Validators(String tag, boolean strong, Instant modified) {
    /**
     * Within the clock tick of a change the file may change once more with all its times staying the same: a tag that was made so
     * soon is a weak one. Ticks are 10 ms at most; the rest is for a file system with another clock.
     */
    private static final Duration UNCERTAIN = Duration.ofMillis(100);

    /** What the conditions of a request come to. */
    enum Outcome {
        FULFILLED,
        NOT_MODIFIED,
        FAILED
    }

    static Validators of(FileStamp stamp, Instant now) {
        String facts = stamp.size() + " " + stamp.modified() + " " + stamp.changed() + " " + stamp.inode();
        Instant changed = stamp.changed().toInstant();
        return new Validators(
                EntityTag.of(facts.getBytes(StandardCharsets.UTF_8)),
                Duration.between(changed, now).abs().compareTo(UNCERTAIN) >= 0,
                Instant.ofEpochSecond(stamp.modified().toInstant().getEpochSecond()));
    }

    void addTo(HttpHeaders headers) {
        headers.set(HttpHeaderNames.ETAG, strong ? tag : "W/" + tag)
                .set(HttpHeaderNames.LAST_MODIFIED, DateFormatter.format(Date.from(modified)));
    }

    /** The conditions in the order of RFC 9110, section 13.2.2; dates that are none are ignored. */
    Outcome evaluate(HttpHeaders request) {
        if (request.contains(HttpHeaderNames.IF_MATCH)) {
            if (!matchesStrongly(request.getAll(HttpHeaderNames.IF_MATCH))) {
                return Outcome.FAILED;
            }
        } else if (date(request, HttpHeaderNames.IF_UNMODIFIED_SINCE)
                .filter(modified::isAfter)
                .isPresent()) {
            return Outcome.FAILED;
        }
        if (request.contains(HttpHeaderNames.IF_NONE_MATCH)) {
            return EntityTag.matches(request.getAll(HttpHeaderNames.IF_NONE_MATCH), tag)
                    ? Outcome.NOT_MODIFIED
                    : Outcome.FULFILLED;
        }
        return date(request, HttpHeaderNames.IF_MODIFIED_SINCE)
                        .filter(modified::equals)
                        .isPresent()
                ? Outcome.NOT_MODIFIED
                : Outcome.FULFILLED;
    }

    private boolean matchesStrongly(List<String> headers) {
        for (String header : headers) {
            for (String listed : header.split(",", -1)) {
                if (listed.strip().equals("*") || strong && listed.strip().equals(tag)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a range may be sent: there is no {@code If-Range}, or it names exactly this state. */
    boolean allowsRange(HttpHeaders request) {
        String condition = request.get(HttpHeaderNames.IF_RANGE);
        if (condition == null) {
            return true;
        }
        if (condition.endsWith("\"")) {
            return strong && condition.equals(tag);
        }
        return strong
                && date(request, HttpHeaderNames.IF_RANGE)
                        .filter(modified::equals)
                        .isPresent();
    }

    private static Optional<Instant> date(HttpHeaders request, CharSequence name) {
        return Optional.ofNullable(request.get(name))
                .map(DateFormatter::parseHttpDate)
                .map(Date::toInstant);
    }
}
