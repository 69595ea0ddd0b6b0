package torrentkit.app.server.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.app.server.http.RawHttp;
import torrentkit.app.server.http.RawHttp.Reply;

/**
 * The same requests to this server and to a real nginx on the same directory. Both give the same status and the same bytes, and
 * describe them in the same way; where they do not, the table says what each says, and why.
 */
class NginxAgreementIT {
    private static final Instant MODIFIED = Instant.parse("2024-02-29T12:34:56Z");
    private static final String DATE = "Thu, 29 Feb 2024 12:34:56 GMT";
    private static final String EARLIER = "Thu, 29 Feb 2024 12:34:55 GMT";
    private static final String LATER = "Thu, 29 Feb 2024 12:34:57 GMT";

    @TempDir
    private static Path directory;

    private static OriginServer ours;
    private static Nginx theirs;

    /**
     * One request.
     *
     * @param headers separated by {@code |}; {@code {tag}} stands for the entity tag that the asked server gives the file
     * @param difference empty where both agree
     */
    private record Case(String method, String path, String headers, String difference, int ourStatus, int theirStatus) {
        @Override
        public String toString() {
            return method + " " + path + (headers.isEmpty() ? "" : ", " + headers)
                    + (difference.isEmpty()
                            ? ""
                            : " (" + ourStatus + " for nginx's " + theirStatus + ": " + difference + ")");
        }
    }

    private static Case same(String path, String headers) {
        return new Case("GET", path, headers, "", 0, 0);
    }

    private static Case head(String path, String headers) {
        return new Case("HEAD", path, headers, "", 0, 0);
    }

    private static Case differs(String path, String headers, int ours, int theirs, String why) {
        return new Case("GET", path, headers, why, ours, theirs);
    }

    static Stream<Case> cases() {
        String most = String.join(",", Collections.nCopies(RangeHeader.MAX_RANGES, "7-7"));
        return Stream.of(
                // the whole file
                same("text.txt", ""),
                same("large.bin", ""),
                same("empty.txt", ""),
                same("%74ext.txt", ""),
                same("text.txt?a=b", ""),
                same("absent", ""),
                same("text.txt/", ""),
                head("text.txt", ""),
                head("empty.txt", ""),
                head("absent", ""),
                // one range
                same("text.txt", "Range: bytes=0-0"),
                same("text.txt", "Range: bytes=0-99"),
                same("text.txt", "Range: bytes=100-"),
                same("text.txt", "Range: bytes=999-"),
                same("text.txt", "Range: bytes=-1"),
                same("text.txt", "Range: bytes=-1000"),
                same("text.txt", "Range: bytes=-5000"),
                same("text.txt", "Range: bytes=0-999"),
                same("text.txt", "Range: bytes=0-5000"),
                same("text.txt", "Range: bytes=500-400"),
                same("text.txt", "Range: bytes=1000-"),
                same("text.txt", "Range: bytes=1000-2000"),
                same("text.txt", "Range: bytes=-0"),
                same("text.txt", "range: BYTES=5-6"),
                same("text.txt", "Range: bytes= 5 - 6 "),
                same("large.bin", "Range: bytes=1000000-2999999"),
                same("large.bin", "Range: bytes=-70000"),
                same("empty.txt", "Range: bytes=0-"),
                same("empty.txt", "Range: bytes=0-0"),
                same("empty.txt", "Range: bytes=-5"),
                same("empty.txt", "Range: bytes=5-"),
                head("text.txt", "Range: bytes=10-19"),
                head("text.txt", "Range: bytes=5000-"),
                // what is none
                same("text.txt", "Range: bytes="),
                same("text.txt", "Range: bytes"),
                same("text.txt", "Range: items=0-5"),
                same("text.txt", "Range: bytes=abc"),
                same("text.txt", "Range: bytes=1"),
                same("text.txt", "Range: bytes=1-2-3"),
                same("text.txt", "Range: bytes=--5"),
                same("text.txt", "Range: bytes=1-2,"),
                same("text.txt", "Range: bytes=1-2;3-4"),
                same("text.txt", "Range: bytes=0-99999999999999999999"),
                same("text.txt", "Range: bytes=99999999999999999999-"),
                // several
                same("text.txt", "Range: bytes=0-9,20-29"),
                same("text.txt", "Range: bytes=20-29,0-9"),
                same("text.txt", "Range: bytes=0-9, 990-, -5"),
                same("text.txt", "Range: bytes=0-9,5000-6000"),
                same("text.txt", "Range: bytes=5000-6000,7000-"),
                same("text.txt", "Range: bytes=0-9,0-9,0-9"),
                same("large.bin", "Range: bytes=0-99999,1000000-1999999,-1"),
                same("text.txt", "Range: bytes=0-600,300-999"),
                same("text.txt", "Range: bytes=0-,0-,0-,0-,0-"),
                same("text.txt", "Range: bytes=" + most),
                same("text.txt", "Range: bytes=" + most + ",8-8"),
                head("text.txt", "Range: bytes=0-9,20-29"),
                // conditions on the tag
                same("text.txt", "If-None-Match: {tag}"),
                same("text.txt", "If-None-Match: W/{tag}"),
                same("text.txt", "If-None-Match: \"a\", {tag}"),
                same("text.txt", "If-None-Match: \"a\", \"b\""),
                same("text.txt", "If-None-Match: *"),
                same("text.txt", "If-Match: {tag}"),
                same("text.txt", "If-Match: \"a\",{tag} , \"b\""),
                same("text.txt", "If-Match: W/{tag}"),
                same("text.txt", "If-Match: \"a\""),
                same("text.txt", "If-Match: *"),
                head("text.txt", "If-None-Match: {tag}"),
                head("text.txt", "If-Match: \"a\""),
                // conditions on the time
                same("text.txt", "If-Modified-Since: " + DATE),
                same("text.txt", "If-Modified-Since: " + EARLIER),
                same("text.txt", "If-Modified-Since: " + LATER),
                same("text.txt", "If-Modified-Since: Thursday, 29-Feb-24 12:34:56 GMT"),
                same("text.txt", "If-Modified-Since: Thu Feb 29 12:34:56 2024"),
                same("text.txt", "If-Modified-Since: yesterday"),
                same("text.txt", "If-Unmodified-Since: " + DATE),
                same("text.txt", "If-Unmodified-Since: " + EARLIER),
                same("text.txt", "If-Unmodified-Since: " + LATER),
                // several conditions, and ranges under conditions
                same("text.txt", "If-None-Match: {tag}|If-Modified-Since: " + DATE),
                same("text.txt", "If-None-Match: \"a\"|If-Modified-Since: " + DATE),
                same("text.txt", "If-Match: {tag}|If-None-Match: {tag}"),
                same("text.txt", "If-Match: \"a\"|If-None-Match: {tag}"),
                same("text.txt", "If-Match: {tag}|Range: bytes=0-9"),
                same("text.txt", "If-Match: \"a\"|Range: bytes=0-9"),
                same("text.txt", "If-None-Match: {tag}|Range: bytes=0-9"),
                same("text.txt", "If-None-Match: \"a\"|Range: bytes=5000-"),
                same("text.txt", "If-Range: {tag}|Range: bytes=0-9"),
                same("text.txt", "If-Range: {tag}|Range: bytes=0-9,20-29"),
                same("text.txt", "If-Range: W/{tag}|Range: bytes=0-9"),
                same("text.txt", "If-Range: \"a\"|Range: bytes=0-9"),
                same("text.txt", "If-Range: \"a\"|Range: bytes=5000-"),
                same("text.txt", "If-Range: {tag}|Range: bytes=5000-"),
                same("text.txt", "If-Range: " + DATE + "|Range: bytes=0-9"),
                same("text.txt", "If-Range: " + EARLIER + "|Range: bytes=0-9"),
                same("text.txt", "If-Range: " + LATER + "|Range: bytes=0-9"),
                same("text.txt", "If-Range: yesterday|Range: bytes=0-9"),
                same("text.txt", "If-Range: {tag}"),
                // where the standard leaves no choice
                differs(
                        "text.txt",
                        "If-None-Match: {tag}|If-Modified-Since: " + EARLIER,
                        304,
                        200,
                        "with If-None-Match, If-Modified-Since is not looked at (RFC 9110, 13.1.3)"),
                differs(
                        "text.txt",
                        "If-Match: {tag}|If-Unmodified-Since: " + EARLIER,
                        200,
                        412,
                        "with If-Match, If-Unmodified-Since is not looked at (RFC 9110, 13.1.4)"),
                differs(
                        "text.txt",
                        "If-Unmodified-Since: yesterday",
                        200,
                        412,
                        "a date that is none is ignored (RFC 9110, 13.1.4)"),
                // where this server says less
                differs("directory", "", 404, 301, "there are files here and nothing else; the page lists"),
                differs("directory/", "", 404, 403, "what is not served is like what is not there"),
                differs("directory//inner.txt", "", 404, 200, "a path has one spelling, or rules could be got around"),
                differs("directory/../text.txt", "", 404, 200, "a path has one spelling, or rules could be got around"),
                differs("escape.txt", "", 404, 200, "nothing outside of the directory is served"));
    }

    @BeforeAll
    static void start() throws IOException {
        Nginx.need();
        Path root = Files.createDirectory(directory.resolve("root"));
        byte[] large = new byte[3_000_001];
        new Random(1).nextBytes(large);
        Files.write(root.resolve("large.bin"), large);
        Files.write(root.resolve("text.txt"), new byte[0]);
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 1_000; i++) {
            text.append(i).append(' ');
        }
        Files.writeString(root.resolve("text.txt"), text.substring(0, 1_000));
        Files.createFile(root.resolve("empty.txt"));
        Files.createDirectory(root.resolve("directory"));
        Files.writeString(root.resolve("directory/inner.txt"), "inner");
        Files.writeString(directory.resolve("outside.txt"), "outside");
        Files.createSymbolicLink(root.resolve("escape.txt"), directory.resolve("outside.txt"));
        for (String file : List.of("large.bin", "text.txt", "empty.txt")) {
            Files.setLastModifiedTime(root.resolve(file), FileTime.from(MODIFIED));
        }
        ours = new OriginServer(root);
        theirs = Nginx.start(root, directory);
        Awaitility.await().until(() -> !tag(ours.address(), "empty.txt").startsWith("W/")); // made last
    }

    @AfterAll
    static void stop() {
        if (theirs != null) {
            theirs.close();
        }
        if (ours != null) {
            ours.close();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsNginxDoes(Case one) throws IOException {
        Reply our = ask(ours.address(), one);
        Reply their = ask(theirs.address(), one);

        if (!one.difference().isEmpty()) {
            assertThat(our.status()).isEqualTo(one.ourStatus());
            assertThat(their.status()).isEqualTo(one.theirStatus());
            return;
        }
        assertThat(our.status()).isEqualTo(their.status());
        assertThat(described(our)).isEqualTo(described(their));
        if (our.status() < 300) { // the sentences of refusals are each server's own
            assertThat(body(our)).isEqualTo(body(their));
        } else if (our.status() == 304) {
            assertThat(our.body()).isEmpty();
        }
    }

    private static Reply ask(InetSocketAddress server, Case one) throws IOException {
        String headers = one.headers().isEmpty()
                ? ""
                : one.headers()
                                .replace("|", "\r\n")
                                .replace("{tag}", one.headers().contains("{tag}") ? tag(server, one.path()) : "")
                        + "\r\n";
        try (RawHttp http = new RawHttp(server)) {
            return http.send(one.method() + " /file/" + one.path() + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n")
                    .answer(one.method().equals("GET"));
        }
    }

    private static String tag(InetSocketAddress server, String path) throws IOException {
        try (RawHttp http = new RawHttp(server)) {
            return http.send("HEAD /file/" + path + " HTTP/1.1\r\nHost: x\r\n\r\n")
                    .answer(false)
                    .headers()
                    .get("etag");
        }
    }

    /** What the header says about the file; of a refusal only what is not about its own text. */
    private static Map<String, String> described(Reply reply) {
        Map<String, String> described = new LinkedHashMap<>();
        List<String> names = reply.status() < 300
                ? List.of("content-length", "content-type", "content-range", "accept-ranges", "last-modified")
                : reply.status() == 304 ? List.of("last-modified", "content-range") : List.of("content-range");
        for (String name : names) {
            described.put(
                    name, withoutBoundary(reply, String.valueOf(reply.headers().get(name))));
        }
        if (reply.status() < 400) {
            described.put("tag", String.valueOf(reply.headers().containsKey("etag")));
        }
        return described;
    }

    private static String body(Reply reply) {
        return withoutBoundary(reply, new String(reply.body(), StandardCharsets.ISO_8859_1));
    }

    /** Boundaries are made up anew for each answer. */
    private static String withoutBoundary(Reply reply, String text) {
        String type = reply.headers().getOrDefault("content-type", "");
        int start = type.indexOf("boundary=");
        return start < 0 ? text : text.replace(type.substring(start + "boundary=".length()), "BOUNDARY");
    }
}
