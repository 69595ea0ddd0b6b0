package torrentkit.app.client.face.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import torrentkit.app.client.console.DisplayText;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.PeerState;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.history.TorrentState;

/**
 * What the page is told: an object a message, about one torrent, which always has {@code name}, {@code completed}, {@code total} and
 * {@code peers} with their {@code peer}, {@code status}, {@code piece} (null before the first) and {@code downloaded}, so that whoever
 * knows only those is served. A message with {@code whole} replaces what was known of the torrent; any other adds to it the pieces
 * ({@code newly}), points of the chart ({@code rates}) and events ({@code log}) that are new. Events of the run as a whole
 * ({@code notes}, {@code newNotes}) come with the first torrent, or alone while there is none. Text from outside is cleaned.
 */
final class PageJson {
    /** Peers in a message; those that are gone are left out first, the longest gone before others. */
    static final int MAX_PEERS = 300;

    /** The same where a run has so many torrents that nobody looks at each. */
    private static final int MAX_PEERS_OF_MANY = 50;

    private static final int MANY_TORRENTS = 20;

    private final JsonFactory factory = new JsonFactory();
    private final String run;

    /** @param run tells this run from another one, whose page would go on */
    PageJson(String run) {
        this.run = run;
    }

    /**
     * What is new about a torrent.
     *
     * @param news since it was told last
     * @param frame the rest of the run
     */
    byte[] changes(TorrentState torrent, TorrentNews news, Frame frame) {
        if (news.hasBegun()) {
            return everything(torrent, news, frame);
        }
        return message(json -> {
            common(json, torrent, news, frame);
            indices(json, "newly", news.completed());
            rates(json, news.rates().news());
            log(json, "log", news.newEvents());
            if (frame.first()) {
                log(json, "newNotes", frame.ofRun().newEvents());
            }
        });
    }

    /** What there is to know about a torrent. */
    byte[] everything(TorrentState torrent, TorrentNews news, Frame frame) {
        return message(json -> {
            common(json, torrent, news, frame);
            json.writeBooleanField("whole", true);
            json.writeStringField(
                    "have", Base64.getEncoder().encodeToString(torrent.have().toByteArray()));
            rates(json, news.rates().points());
            log(json, "log", news.allEvents());
            if (frame.first()) {
                log(json, "notes", frame.ofRun().allEvents());
            }
        });
    }

    /** The same for a run that has no torrent yet, or never gets one. */
    byte[] withoutTorrent(Frame frame) {
        return message(json -> {
            json.writeStringField("name", "");
            json.writeNumberField("completed", 0);
            json.writeNumberField("total", 0);
            json.writeArrayFieldStart("peers");
            json.writeEndArray();
            json.writeStringField("run", run);
            json.writeBooleanField("ended", frame.ended());
            json.writeBooleanField("over", frame.over());
            log(json, "notes", frame.ofRun().allEvents());
        });
    }

    /**
     * What the messages about a run's torrents have in common.
     *
     * @param torrents how many there are
     * @param ended whether the run has ended, though a record of it may still be shown
     * @param over whether these are the last messages
     * @param first whether the message is about the first torrent
     * @param ofRun events of the run as a whole
     */
    record Frame(int torrents, boolean ended, boolean over, boolean first, TorrentNews ofRun) {
        Frame ofNext() {
            return new Frame(torrents, ended, over, false, ofRun);
        }
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private byte[] message(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 << 10);
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void common(JsonGenerator json, TorrentState torrent, TorrentNews news, Frame frame) throws IOException {
        Optional<HistoryEvent.Initialized> begun = torrent.initialized();
        text(json, "name", begun.map(HistoryEvent.Initialized::name).orElse(""));
        json.writeNumberField("completed", torrent.completedPieces());
        json.writeNumberField(
                "total", begun.map(HistoryEvent.Initialized::total).orElse(0));
        peers(json, torrent, frame.torrents() > MANY_TORRENTS ? MAX_PEERS_OF_MANY : MAX_PEERS);
        json.writeStringField("run", run);
        text(json, "torrent", torrent.torrent());
        json.writeBooleanField("ended", frame.ended());
        json.writeBooleanField("over", frame.over());
        if (begun.flatMap(HistoryEvent.Initialized::totalBytes).isPresent()) {
            json.writeNumberField("totalBytes", begun.get().totalBytes().get());
        }
        json.writeNumberField("completedBytes", torrent.completedBytes());
        json.writeNumberField("refused", torrent.refusedPieces());
        json.writeNumberField("connected", torrent.connectedPeers());
        json.writeNumberField("seen", torrent.peers().size());
        indices(json, "underway", torrent.underway());
        progress(json, torrent, news);
        if (torrent.ended().isPresent()) {
            json.writeObjectFieldStart("result");
            json.writeNumberField("code", torrent.ended().get().code());
            text(json, "text", torrent.ended().get().text());
            json.writeEndObject();
        }
    }

    private static void progress(JsonGenerator json, TorrentState torrent, TorrentNews news) throws IOException {
        if (torrent.progress().isEmpty()) {
            if (news.rates().measuredRate().isPresent() && torrent.ended().isEmpty()) {
                json.writeNumberField(
                        "downloadRate", Math.round(news.rates().measuredRate().getAsDouble()));
            }
            return;
        }
        HistoryEvent.Progress now = torrent.progress().get();
        text(json, "phase", now.phase());
        json.writeNumberField("verifiedBytes", now.verifiedBytes());
        json.writeNumberField("received", now.downloaded());
        json.writeNumberField("sent", now.uploaded());
        json.writeNumberField("wasted", now.wasted());
        json.writeNumberField("downloadRate", Math.round(now.downloadRate()));
        json.writeNumberField("uploadRate", Math.round(now.uploadRate()));
        if (now.bottleneck().isPresent()) {
            text(json, "bottleneck", now.bottleneck().get());
        }
    }

    private static void peers(JsonGenerator json, TorrentState torrent, int most) throws IOException {
        json.writeArrayFieldStart("peers");
        for (PeerState peer : shown(torrent.peers(), most)) {
            json.writeStartObject();
            text(json, "peer", peer.peer());
            json.writeStringField("status", peer.status().name().toLowerCase(Locale.ROOT));
            if (peer.piece().isPresent()) {
                json.writeNumberField("piece", peer.piece().getAsInt());
            } else {
                json.writeNullField("piece");
            }
            json.writeNumberField("downloaded", peer.downloaded());
            json.writeNumberField("completed", peer.completedPieces());
            json.writeNumberField("refused", peer.refusedPieces());
            if (peer.sample().isPresent()) {
                sample(json, peer.sample().get(), peer.status() == PeerState.Status.TERMINATED);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void sample(JsonGenerator json, HistoryEvent.Sample sample, boolean gone) throws IOException {
        text(json, "client", sample.client());
        json.writeNumberField("uploaded", sample.uploaded());
        json.writeNumberField("downloadRate", gone ? 0 : Math.round(sample.downloadRate()));
        json.writeNumberField("uploadRate", gone ? 0 : Math.round(sample.uploadRate()));
        json.writeNumberField("has", sample.pieces());
        text(json, "flags", sample.flags());
    }

    /** In their order, but without those that are over the bound. */
    private static List<PeerState> shown(Collection<PeerState> peers, int most) {
        List<PeerState> shown = new ArrayList<>(peers);
        int over = shown.size() - most;
        for (int i = 0; i < shown.size() && over > 0; i++) {
            if (shown.get(i).status() == PeerState.Status.TERMINATED) {
                shown.set(i, null);
                over--;
            }
        }
        shown.removeIf(peer -> peer == null);
        return shown.subList(0, Math.min(most, shown.size()));
    }

    private static void indices(JsonGenerator json, String field, BitSet pieces) throws IOException {
        json.writeArrayFieldStart(field);
        for (int index = pieces.nextSetBit(0); index >= 0; index = pieces.nextSetBit(index + 1)) {
            json.writeNumber(index);
        }
        json.writeEndArray();
    }

    private static void rates(JsonGenerator json, List<RateCurve.Point> points) throws IOException {
        json.writeArrayFieldStart("rates");
        for (RateCurve.Point point : points) {
            json.writeStartArray();
            json.writeNumber(point.millis());
            json.writeNumber(Math.round(point.down()));
            json.writeNumber(Math.round(point.up()));
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void log(JsonGenerator json, String field, Collection<TimedEvent> events) throws IOException {
        json.writeArrayFieldStart(field);
        for (TimedEvent event : events) {
            Optional<LogEntry> entry = LogEntry.of(event.event());
            if (entry.isPresent()) {
                write(json, event, entry.get());
            }
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, TimedEvent event, LogEntry entry) throws IOException {
        json.writeStartObject();
        if (event.millis().isPresent()) {
            json.writeNumberField("time", event.millis().get());
        }
        json.writeStringField("type", entry.type());
        if (entry.peer().isPresent()) {
            text(json, "peer", entry.peer().get());
        }
        if (entry.piece().isPresent()) {
            json.writeNumberField("piece", entry.piece().getAsInt());
        }
        if (entry.text().isPresent()) {
            text(json, "text", entry.text().get());
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String field, String outside) throws IOException {
        json.writeStringField(field, DisplayText.clean(outside));
    }
}
