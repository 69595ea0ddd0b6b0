package torrentkit.app.client.history;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any event at all, within the bounds of records. */
final class Events {
    private static final long MOST = 1L << 53;

    private Events() {}

    static Arbitrary<TimedEvent> timed() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 253_402_300_799_999L).optional(),
                        text().filter(text -> !text.isEmpty())
                                .map(text -> cut(text, 200))
                                .optional(),
                        any())
                .as(TimedEvent::new);
    }

    static Arbitrary<HistoryEvent> any() {
        return Arbitraries.oneOf(
                initialized(),
                peer().map(HistoryEvent.Connected::new),
                Combinators.combine(peer(), piece()).as(HistoryEvent.Started::new),
                Combinators.combine(peer(), piece(), Arbitraries.integers().between(0, 512 << 20))
                        .as(HistoryEvent.Completed::new),
                Combinators.combine(peer(), piece()).as(HistoryEvent.Refused::new),
                Combinators.combine(peer(), text().optional()).as(HistoryEvent.Terminated::new),
                sample().list().ofMaxSize(5).map(HistoryEvent.Peers::new),
                progress(),
                text().map(HistoryEvent.Note::new),
                Combinators.combine(code(), text()).as(HistoryEvent.Ended::new),
                Combinators.combine(text(), code(), text(), text().optional()).as(HistoryEvent.Result::new),
                code().map(HistoryEvent.Exit::new));
    }

    private static Arbitrary<HistoryEvent.Initialized> initialized() {
        return Combinators.combine(
                        text(),
                        Arbitraries.integers().between(0, EventParser.MAX_PIECES),
                        Arbitraries.doubles().between(0, 1),
                        amount().optional(),
                        Arbitraries.integers().between(1, 512 << 20).optional(),
                        Arbitraries.of("", "0-99,120", "7").optional())
                .as((name, total, missing, bytes, length, have) ->
                        new HistoryEvent.Initialized(name, total, (int) (total * missing), bytes, length, have));
    }

    private static Arbitrary<HistoryEvent.Progress> progress() {
        Arbitrary<List<Long>> numbers = amount().list().ofSize(6);
        return Combinators.combine(word(), numbers, Arbitraries.integers().between(0, 4_000), text().optional())
                .as((phase, n, peers, limit) -> new HistoryEvent.Progress(
                        phase, n.get(0), n.get(1), n.get(2), n.get(3), n.get(4), n.get(5), peers, limit));
    }

    private static Arbitrary<HistoryEvent.Sample> sample() {
        Arbitrary<List<Long>> numbers = amount().list().ofSize(4);
        return Combinators.combine(peer(), word(), numbers, piece(), word())
                .as((peer, word, n, pieces, flags) -> new HistoryEvent.Sample(
                        peer, word, word, n.get(0), n.get(1), n.get(2), n.get(3), pieces, flags));
    }

    static Arbitrary<String> peer() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "192.0.2.1:6881",
                        "[2001:db8::1]:6881",
                        "[::1%eth0]:1",
                        "host.example:65535",
                        "::1",
                        "a:b:5",
                        "x:65536",
                        "x:",
                        ":1",
                        "[a]:1",
                        "[]:1",
                        "a:01",
                        "https://example/file"),
                text().filter(text -> !text.isEmpty()).map(text -> cut(text, 200)));
    }

    /** Text with all that may do harm: quotes, controls, overrides, halves of surrogate pairs. */
    static Arbitrary<String> text() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings()
                        .withChars("\"\\\n\r\t\0/{}[],:\u001b\u202e\u2028\ud800\udc00é漢")
                        .ofMaxLength(20));
    }

    private static Arbitrary<String> word() {
        return text().map(text -> cut(text, 200));
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }

    private static Arbitrary<Integer> piece() {
        return Arbitraries.integers().between(0, EventParser.MAX_PIECES - 1);
    }

    private static Arbitrary<Long> amount() {
        return Arbitraries.longs().between(0, MOST);
    }

    private static Arbitrary<Integer> code() {
        return Arbitraries.integers().between(0, 255);
    }

    /** A run of one torrent, a bit of everything. */
    static Stream<TimedEvent> run(String torrent, long start) {
        String near = "192.0.2.1:6881";
        String far = "[2001:db8::1]:51413";
        return Stream.of(
                at(
                        start,
                        torrent,
                        new HistoryEvent.Initialized(
                                "disk.img", 4, 3, Optional.of(64_000L), Optional.of(16_384), Optional.of("0"))),
                at(start + 10, torrent, new HistoryEvent.Connected(near)),
                at(start + 20, torrent, new HistoryEvent.Started(near, 1)),
                at(start + 30, torrent, new HistoryEvent.Connected(far)),
                at(start + 40, torrent, new HistoryEvent.Started(far, 2)),
                at(start + 500, torrent, new HistoryEvent.Completed(near, 1, 16_384)),
                at(start + 500, torrent, new HistoryEvent.Started(near, 3)),
                at(start + 900, torrent, new HistoryEvent.Refused(far, 2)),
                at(start + 901, torrent, new HistoryEvent.Terminated(far, Optional.of("wrong hash"))),
                at(
                        start + 1000,
                        torrent,
                        new HistoryEvent.Progress(
                                "downloading", 32_768, 49_152, 100, 16_384, 20_000, 50, 1, Optional.of("ORIGIN"))),
                at(
                        start + 1000,
                        torrent,
                        new HistoryEvent.Peers(List.of(new HistoryEvent.Sample(
                                near, "ours 1.0", "downloading", 32_768, 100, 20_000, 50, 4, "D")))),
                at(start + 1500, torrent, new HistoryEvent.Completed(near, 3, 14_848)),
                at(start + 1500, torrent, new HistoryEvent.Started(near, 2)),
                at(start + 2000, torrent, new HistoryEvent.Completed(near, 2, 16_384)),
                at(start + 2010, torrent, new HistoryEvent.Ended(0, "disk.img is there")));
    }

    private static TimedEvent at(long millis, String torrent, HistoryEvent event) {
        return new TimedEvent(Optional.of(millis), Optional.of(torrent), event);
    }
}
