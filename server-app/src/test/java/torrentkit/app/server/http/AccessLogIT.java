package torrentkit.app.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.testing.Leftovers;

class AccessLogIT {
    private static final Pattern LINE =
            Pattern.compile("127\\.0\\.0\\.1 - (\\S+) \\[[^]]+] (\".*\" \\d+ \\d+) \"-\" \"-\"");
    private static final byte[] LARGE = new byte[16 << 20];

    @TempDir
    private Path directory;

    private static HttpFrontEnd open() {
        Gate gate = request -> CompletableFuture.completedFuture(
                request.path().contains("secret")
                        ? new Admission.Refused(
                                HttpAnswers.text(HttpResponseStatus.FORBIDDEN, "No."), Optional.of("eve"))
                        : new Admission.Admitted(request.withUser(Optional.of("anna"), Viewer.ALL)));
        return HttpFrontEnd.open(
                HttpListeners.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                HttpRoutes.none().with(List.of("a"), (request, names) -> {
                    DefaultFullHttpResponse large = new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(LARGE));
                    large.headers().set(HttpHeaderNames.CONTENT_LENGTH, LARGE.length);
                    return CompletableFuture.completedFuture(
                            names.contains("large")
                                    ? new WholeAnswer(large)
                                    : HttpAnswers.text(HttpResponseStatus.OK, "good"));
                }),
                gate,
                HttpLimits.defaults());
    }

    /** User, request line, status and size of each line. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> {
                        Matcher matcher = LINE.matcher(line);
                        assertThat(matcher.matches()).as(line).isTrue();
                        return matcher.group(1) + " " + matcher.group(2);
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void tellsOfEveryRequestAndOfWhatWasSent() throws IOException {
        Leftovers leftovers = Leftovers.before();
        Path file = directory.resolve("access.log");
        HttpFrontEnd server = open();
        AccessLog log = AccessLog.toFile(file);
        server.accessLog(Optional.of(log));
        try (RawHttp http = new RawHttp(server.address())) {
            http.send(RawHttp.get("/a")).answer();
            http.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n").answer(false);
            http.send(RawHttp.get("/secret")).answer();
            http.send(RawHttp.get("/../a")).answer();
            http.send("nonsense\r\n\r\n").answer();
        }
        try (RawHttp http = new RawHttp(server.address())) {
            http.send(RawHttp.get("/a/large")); // and goes away without reading it
            Awaitility.await().until(() -> server.counters().requestsInFlight() == 1);
        }
        Awaitility.await().until(() -> server.counters().connections() == 0);
        server.close();
        log.close();

        List<String> lines = new ArrayList<>(lines(file));
        String cutOff = lines.remove(lines.size() - 1);
        assertThat(cutOff).startsWith("anna \"GET /a/large HTTP/1.1\" 200 ");
        long sent = Long.parseLong(cutOff.substring(cutOff.lastIndexOf(' ') + 1));
        assertThat(sent).isLessThan(LARGE.length);
        assertThat(lines)
                .containsExactly(
                        "anna \"GET /a HTTP/1.1\" 200 4",
                        "anna \"HEAD /a HTTP/1.1\" 200 0",
                        "eve \"GET /secret HTTP/1.1\" 403 3",
                        "- \"GET /../a HTTP/1.1\" 404 26",
                        "- \"-\" 400 28");
        assertThat(server.counters().bodyBytesSent()).isEqualTo(4 + 3 + 26 + 28 + sent);
        assertThat(server.counters().requests())
                .contains(
                        new HttpCounters.Requests(HttpCounters.Method.GET, 2, 2),
                        new HttpCounters.Requests(HttpCounters.Method.HEAD, 2, 1),
                        new HttpCounters.Requests(HttpCounters.Method.GET, 4, 2),
                        new HttpCounters.Requests(HttpCounters.Method.OTHER, 4, 1));
        leftovers.assertNone(directory);
    }

    @Test
    void goesOnInANewFileWhenTheOldOneWasMovedAway() throws IOException {
        Path file = Files.writeString(directory.resolve("access.log"), "from before\n");
        Path moved = directory.resolve("access.log.1");
        try (AccessLog log = AccessLog.toFile(file)) {
            log.write("first");
            Files.move(file, moved);
            log.write("second");
            log.reopen();
            log.write("third");
        }
        assertThat(moved).hasContent("from before\nfirst\nsecond");
        assertThat(file).hasContent("third");
    }

    @Test
    void countsTheLinesThatItDropsRatherThanWait() throws IOException {
        CountDownLatch free = new CountDownLatch(1);
        StringWriter written = new StringWriter();
        AccessLog log = new AccessLog(
                directory.resolve("slow"),
                file -> new FilterWriter(written) {
                    @Override
                    public void write(String line) throws IOException {
                        try {
                            free.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        super.write(line);
                    }
                },
                10);
        for (int i = 0; i < 100; i++) {
            log.write("line");
        }
        assertThat(log.droppedLines()).isBetween(89L, 90L); // one may be with the thread
        free.countDown();
        log.close();

        assertThat(written.toString().lines()).hasSize((int) (100 - log.droppedLines()));
    }

    @Test
    void losesLinesOnlyForAsLongAsTheDiskIsFull() throws IOException {
        StringWriter written = new StringWriter();
        boolean[] full = {true};
        AccessLog log = new AccessLog(
                directory.resolve("full"),
                file -> new FilterWriter(written) {
                    @Override
                    public void write(String line) throws IOException {
                        if (full[0]) {
                            full[0] = false;
                            throw new IOException("No space left on device");
                        }
                        super.write(line);
                    }
                },
                10);
        log.write("lost");
        log.write("kept");
        log.close();

        assertThat(written).hasToString("kept\n");
    }

    @Test
    void saysWhichFileCannotBeWritten() {
        for (Path file : List.of(directory, directory.resolve("no/such/directory"))) {
            assertThatThrownBy(() -> AccessLog.to(file.toString()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("webserver.access-log " + file + " cannot be written to: check");
        }
    }

    @Test
    void endsItsThreadWhenItGoesToTheProgramsLog() {
        Leftovers leftovers = Leftovers.before();
        try (AccessLog log = AccessLog.to("-")) {
            log.write("a line");
        }
        Awaitility.await().until(() -> leftovers.newThreads().isEmpty());
    }
}
