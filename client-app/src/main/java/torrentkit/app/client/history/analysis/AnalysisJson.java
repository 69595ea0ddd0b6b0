package torrentkit.app.client.history.analysis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import torrentkit.app.client.history.HistoryFile;

/** The figures as JSON; what is not known is left out. Times are milliseconds, rates bytes a second. Pure functions. */
final class AnalysisJson {
    private AnalysisJson() {}

    static void write(JsonGenerator json, HistoryFile file, List<TorrentFigures> torrents) throws IOException {
        json.writeStringField("file", file.file().toString());
        json.writeNumberField("runs", file.runs());
        json.writeArrayFieldStart("downloads");
        for (TorrentFigures torrent : torrents) {
            json.writeStartObject();
            torrent(json, torrent);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void torrent(JsonGenerator json, TorrentFigures torrent) throws IOException {
        json.writeNumberField("run", torrent.run());
        if (!torrent.torrent().isEmpty()) {
            json.writeStringField("torrent", torrent.torrent());
        }
        json.writeStringField("name", torrent.name());
        json.writeNumberField("total", torrent.total());
        json.writeNumberField("todo", torrent.todo());
        if (torrent.totalBytes().isPresent()) {
            json.writeNumberField("totalBytes", torrent.totalBytes().getAsLong());
        }
        if (torrent.code().isPresent()) {
            json.writeNumberField("code", torrent.code().getAsInt());
            json.writeStringField("text", torrent.text());
        }
        json.writeNumberField("completed", torrent.completedPieces());
        json.writeNumberField("completedBytes", torrent.completedBytes());
        json.writeNumberField("uploaded", torrent.uploadedBytes());
        if (torrent.wastedBytes().isPresent()) {
            json.writeNumberField("wasted", torrent.wastedBytes().getAsLong());
        }
        json.writeNumberField("hashFailures", torrent.refused());
        if (torrent.isTimed()) {
            times(json, torrent);
        }
        refusals(json, torrent.refusals());
        json.writeArrayFieldStart("peers");
        for (PeerFigures peer : torrent.peersByBytes()) {
            json.writeStartObject();
            peer(json, peer, torrent.isTimed());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void times(JsonGenerator json, TorrentFigures torrent) throws IOException {
        json.writeNumberField("began", torrent.began().getAsLong());
        json.writeNumberField("took", torrent.tookMillis());
        json.writeNumberField("averageRate", Math.round(torrent.averageRate()));
        json.writeNumberField("bestRate", Math.round(torrent.bestRate()));
        json.writeNumberField("idle", torrent.idleMillis());
        if (torrent.firstPieceMillis().isPresent()) {
            json.writeNumberField("firstPiece", torrent.firstPieceMillis().getAsLong());
        }
        json.writeObjectFieldStart("limitedBy");
        for (Map.Entry<String, Long> limit : torrent.bottlenecks().entrySet()) {
            json.writeNumberField(limit.getKey(), limit.getValue());
        }
        json.writeEndObject();
        if (torrent.endgame().isPresent()) {
            endgame(json, torrent.endgame().get());
        }
        json.writeObjectFieldStart("throughput");
        json.writeNumberField("column", torrent.columnMillis());
        json.writeArrayFieldStart("rates");
        for (double rate : torrent.throughput()) {
            json.writeNumber(Math.round(rate));
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeArrayFieldStart("slowestPeers");
        for (PeerFigures peer : torrent.slowestPeers().stream().limit(10).toList()) {
            json.writeString(peer.peer());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("slowestPieces");
        for (TorrentFigures.SlowPiece piece : torrent.slowPieces()) {
            json.writeStartObject();
            json.writeStringField("peer", piece.peer());
            json.writeNumberField("piece", piece.piece());
            json.writeNumberField("took", piece.tookMillis());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void endgame(JsonGenerator json, TorrentFigures.Endgame end) throws IOException {
        json.writeObjectFieldStart("endgame");
        json.writeNumberField("from", end.fromMillis());
        json.writeNumberField("took", end.tookMillis());
        json.writeNumberField("pieces", end.pieces());
        json.writeNumberField("shared", end.shared());
        json.writeNumberField("duplicates", end.duplicates());
        json.writeNumberField("wasted", end.wastedBytes());
        json.writeEndObject();
    }

    private static void refusals(JsonGenerator json, List<TorrentFigures.Refusal> refusals) throws IOException {
        json.writeArrayFieldStart("refused");
        for (TorrentFigures.Refusal refusal : refusals) {
            json.writeStartObject();
            json.writeStringField("peer", refusal.peer());
            json.writeNumberField("piece", refusal.piece());
            json.writeNumberField("at", refusal.atMillis());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void peer(JsonGenerator json, PeerFigures peer, boolean timed) throws IOException {
        json.writeStringField("peer", peer.peer());
        json.writeStringField("client", peer.client());
        json.writeNumberField("pieces", peer.pieces());
        json.writeNumberField("bytes", peer.bytes());
        json.writeNumberField("uploaded", peer.uploaded());
        json.writeNumberField("hashFailures", peer.refused());
        json.writeNumberField("abandoned", peer.abandoned());
        if (peer.reason().isPresent()) {
            json.writeStringField("reason", peer.reason().get());
        }
        if (timed) {
            json.writeNumberField("connected", peer.connectedMillis());
            json.writeNumberField("busy", peer.busyMillis());
            json.writeNumberField("idle", peer.idleMillis());
            if (peer.rate().isPresent()) {
                json.writeNumberField("rate", Math.round(peer.rate().getAsDouble()));
            }
            if (peer.slowestPieceMillis().isPresent()) {
                json.writeNumberField("slowestPiece", peer.slowestPieceMillis().getAsLong());
            }
        }
    }
}
