package torrentkit.app.client.face.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.HistoryEvent.Completed;
import torrentkit.app.client.history.HistoryEvent.Connected;
import torrentkit.app.client.history.HistoryEvent.Ended;
import torrentkit.app.client.history.HistoryEvent.Initialized;
import torrentkit.app.client.history.HistoryEvent.Note;
import torrentkit.app.client.history.HistoryEvent.Started;
import torrentkit.app.client.history.HistoryEvent.Terminated;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.http.RawClient;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

class WebFaceIT {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private long nanos;
    private final WebFace face = WebFace.open(ANY, () -> nanos);
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        face.close();
    }

    private void happens(HistoryEvent... events) {
        for (HistoryEvent event : events) {
            face.accept(new TimedEvent(Optional.of(7L), Optional.of("aa"), event));
        }
    }

    private static Initialized begun(String name) {
        return new Initialized(name, 10, 8, Optional.of(100L), Optional.of(10), Optional.of("0,9"));
    }

    private void tickLater() {
        nanos += TimeUnit.SECONDS.toNanos(1);
        face.tick();
    }

    /** Follows, and answers with the first message. */
    private String follow() throws InterruptedException {
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(face.url().replace("http", "ws") + "events"), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                        text.append(data);
                        if (last) {
                            messages.add(text.toString());
                            text.setLength(0);
                        }
                        socket.request(1);
                        return null;
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                        messages.add("closed " + status);
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .join();
        String first = null;
        while (first == null) {
            tickLater();
            first = messages.poll(50, TimeUnit.MILLISECONDS);
        }
        return first;
    }

    private String message() throws InterruptedException {
        String message = messages.poll(20, TimeUnit.SECONDS);
        assertThat(message).as("a message").isNotNull();
        return message;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "page.css",
                "page.js",
                "state.js",
                "peers.js",
                "pieces.js",
                "chart.js",
                "log.js",
                "text.js",
                "icon.svg"
            })
    void servesThePage(String file) throws Exception {
        assertThat(RawClient.get(address(), "/" + file))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .doesNotContain("://cdn", "https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/WebFace.class", "/page.html/", "/../web/page.css", "//page.css", "/package-info.class"})
    void servesNothingElse(String path) throws Exception {
        assertThat(RawClient.get(address(), path)).startsWith("HTTP/1.1 404 ");
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(face.url()).getPort());
    }

    @Test
    void tellsTheStateInTheWordsThatSimpleClientsKnow() throws InterruptedException {
        happens(
                begun("a name"),
                new Connected("192.0.2.1:1"),
                new Connected("192.0.2.2:2"),
                new Started("192.0.2.2:2", 4),
                new Connected("192.0.2.3:3"),
                new Completed("192.0.2.3:3", 5, 10),
                new Connected("192.0.2.4:4"),
                new Terminated("192.0.2.4:4", Optional.empty()));

        assertThat(follow())
                .startsWith("{\"name\":\"a name\",\"completed\":3,\"total\":10,\"peers\":["
                        + "{\"peer\":\"192.0.2.1:1\",\"status\":\"connected\",\"piece\":null,\"downloaded\":0,")
                .contains("{\"peer\":\"192.0.2.2:2\",\"status\":\"downloading\",\"piece\":4,\"downloaded\":0,")
                .contains("{\"peer\":\"192.0.2.3:3\",\"status\":\"finished\",\"piece\":5,\"downloaded\":10,")
                .contains("{\"peer\":\"192.0.2.4:4\",\"status\":\"terminated\",\"piece\":null,\"downloaded\":0,")
                .contains("\"whole\":true,\"have\":\"IQI=\""); // bits 0, 5 and 9, the lowest first
    }

    @Test
    void tellsWhatChangesAfterThat() throws InterruptedException {
        happens(begun("a name"), new Note("an old note"));
        assertThat(follow()).contains("an old note");
        happens(new Completed("192.0.2.3:3", 7, 10), new Note("a new note"));
        face.tick(); // too early
        happens(new Completed("192.0.2.3:3", 8, 10));
        tickLater();

        assertThat(message())
                .contains("\"newly\":[7,8]", "\"completed\":4", "a new note")
                .doesNotContain("an old note", "whole");
        happens(new Note("another"));
        tickLater();
        assertThat(message()).contains("another", "\"newly\":[]");
    }

    @Test
    void tellsEverythingAnewWhenTheTorrentBeginsAnew() throws InterruptedException {
        happens(new Note("asking for the name"));
        assertThat(follow()).startsWith("{\"name\":\"\",\"completed\":0,\"total\":0,\"peers\":[]");
        happens(begun("a name"));
        tickLater();

        assertThat(message()).startsWith("{\"name\":\"a name\"").contains("\"whole\":true", "asking for the name");
    }

    @Test
    void tellsWhatHappensToTheRunAsAWhole() throws InterruptedException {
        face.accept(new TimedEvent(Optional.of(7L), Optional.empty(), new Note("for all")));
        assertThat(follow())
                .startsWith("{\"name\":\"\",")
                .contains("\"notes\":[{\"time\":7,\"type\":\"note\",\"text\":\"for all\"}]");
        happens(begun("a name"));
        tickLater();
        assertThat(message()).contains("\"notes\":[{");
        face.accept(new TimedEvent(Optional.of(8L), Optional.empty(), new HistoryEvent.Exit(3)));
        tickLater();
        assertThat(message()).contains("\"newNotes\":[{", "exit code 3", "\"log\":[]");
    }

    @Test
    void saysThatARecordedRunHasEndedAndNothingTwice() throws InterruptedException {
        happens(begun("a name"), new Ended(5, "Nothing arrived."));
        happens(
                new HistoryEvent.Result("a.torrent", 5, "Nothing arrived.", Optional.empty()),
                new HistoryEvent.Result("b.torrent", 3, "There is no such file.", Optional.empty()),
                new HistoryEvent.Exit(5));
        String message = follow();

        assertThat(message)
                .contains("\"ended\":true,\"over\":false", "b.torrent: There is no such file.")
                .doesNotContain("a.torrent");
        happens(begun("again"));
        tickLater();
        assertThat(message()).contains("\"ended\":false");
    }

    @Test
    void cleansWhatComesFromOutside() throws InterruptedException {
        happens(
                begun("\u202eevil\u0007\ud800"),
                new Connected("\u2028peer"),
                new Terminated("\u2028peer", Optional.of("\u001b[31m")),
                new Ended(1, "\u200b"));

        assertThat(follow())
                .startsWith("{\"name\":\"\ufffdevil\ufffd\ufffd\"")
                .contains("\"\ufffdpeer\"", "\"\ufffd[31m\"", "\"result\":{\"code\":1,\"text\":\"\ufffd\"}")
                .doesNotContainPattern("[\\p{Cntrl}\u202e\u2028\u200b]");
    }

    @Test
    void tellsOfSoManyPeersAndForgetsThoseThatAreGoneFirst() throws InterruptedException {
        happens(begun("a name"));
        for (int i = 0; i < 900; i++) {
            happens(new Connected("peer " + i));
            if (i % 2 == 0) {
                happens(new Terminated("peer " + i, Optional.empty()));
            }
        }
        String message = follow();

        assertThat(message.split("\"peer\":\"peer \\d+\",\"status\":\"connected\"", -1))
                .hasSize(PageJson.MAX_PEERS + 1);
        assertThat(message).doesNotContain("\"status\":\"terminated\"").contains("\"connected\":450,\"seen\":900");
    }

    @Test
    void saysThatTheRunIsOver() throws InterruptedException {
        happens(begun("a name"));
        assertThat(follow()).contains("\"over\":false");
        happens(new Ended(0, "Download complete"));
        face.close();

        assertThat(message()).contains("\"over\":true", "\"result\":{\"code\":0,\"text\":\"Download complete\"}");
        assertThat(message()).isEqualTo("closed 1001");
    }

    @Test
    void saysWhereThePageIsAndThatAPortIsTaken() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Console console = new Console(stream, stream, false, () -> 80);
        WebFace open = WebFace.open(ANY, console);
        try {
            assertThat(out.toString(StandardCharsets.UTF_8).strip())
                    .isEqualTo("The page of this run is " + open.url())
                    .matches(".* http://localhost:\\d+/");
            assertThatThrownBy(() -> WebFace.open(address(), console))
                    .isInstanceOf(Failure.class)
                    .hasMessageEndingWith("Choose another with --web-port.")
                    .extracting(thrown -> ((Failure) thrown).code())
                    .isEqualTo(ExitCode.NETWORK);
        } finally {
            open.close();
        }
    }

    @Test
    void takesAnyPortWhenOneThatNobodyAskedForIsTaken() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        WebFace second = WebFace.openNear(address(), new Console(nowhere, nowhere, false, () -> 80));
        try {
            assertThat(second.url()).matches("http://localhost:\\d+/").isNotEqualTo(face.url());
        } finally {
            second.close();
        }
    }
}
