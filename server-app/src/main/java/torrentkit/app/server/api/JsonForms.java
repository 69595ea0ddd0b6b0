package torrentkit.app.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import torrentkit.app.server.catalogue.Job;
import torrentkit.app.server.catalogue.ListedFile;
import torrentkit.seeder.PeerStatus;

/** How each thing looks in JSON; {@code openapi.json} says the same to others. What is not known is left out. */
record JsonForms(Links links) {
    void file(JsonGenerator json, ListedFile file) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", file.name());
        json.writeStringField("path", String.join("/", file.names()));
        json.writeStringField("type", file.directory() ? "directory" : "file");
        if (!file.directory()) {
            json.writeNumberField("size", file.bytes());
        }
        json.writeStringField("modified", file.modified().toString());
        if (file.infoHash().isPresent()) {
            json.writeStringField("infoHash", file.infoHash().get().toString());
        }
        json.writeObjectFieldStart("links");
        if (!file.directory()) {
            json.writeStringField("file", links.file(file.names()));
            json.writeStringField("metalink", links.metalink(file.names()));
        }
        json.writeStringField("torrent", links.torrent(file.names()));
        json.writeStringField("magnet", links.magnet(file.names()));
        json.writeEndObject();
        json.writeEndObject();
    }

    void torrent(JsonGenerator json, ListedTorrent torrent, SwarmFigures figures) throws IOException {
        json.writeStartObject();
        json.writeStringField("infoHash", torrent.infoHash().toString());
        json.writeStringField("name", torrent.name());
        paths(json, torrent.paths());
        json.writeNumberField("size", torrent.size());
        json.writeNumberField("pieceLength", torrent.pieceLength());
        json.writeNumberField("pieces", torrent.pieces());
        figures(json, figures);
        json.writeEndObject();
    }

    private static void paths(JsonGenerator json, List<List<String>> paths) throws IOException {
        json.writeArrayFieldStart("paths");
        for (List<String> path : paths) {
            json.writeString(String.join("/", path));
        }
        json.writeEndArray();
    }

    /** A field of an object. */
    static void figures(JsonGenerator json, SwarmFigures figures) throws IOException {
        json.writeObjectFieldStart("figures");
        json.writeNumberField("seeds", figures.seeds());
        json.writeNumberField("leechers", figures.leechers());
        json.writeNumberField("connected", figures.connected());
        json.writeNumberField("uploadRate", Math.round(figures.uploadRate()));
        json.writeNumberField("serverBytes", figures.serverBytes());
        json.writeNumberField("swarmBytes", figures.swarmBytes());
        if (figures.serverShare().isPresent()) {
            json.writeNumberField("serverShare", figures.serverShare().getAsDouble());
        }
        if (figures.copies().isPresent()) {
            json.writeNumberField("copies", figures.copies().getAsDouble());
        }
        json.writeEndObject();
    }

    /** @param peers left out where only the swarm is asked for */
    void swarm(JsonGenerator json, LiveSwarm swarm, Optional<List<PeerStatus>> peers) throws IOException {
        json.writeStartObject();
        json.writeStringField("infoHash", swarm.torrent().infoHash().toString());
        json.writeStringField("name", swarm.torrent().name());
        paths(json, swarm.torrent().paths());
        json.writeNumberField("size", swarm.torrent().size());
        figures(json, swarm.figures());
        if (peers.isPresent()) {
            json.writeArrayFieldStart("peers");
            for (PeerStatus peer : peers.get()) {
                peer(json, peer, swarm.torrent().pieces());
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void peer(JsonGenerator json, PeerStatus peer, int pieces) throws IOException {
        InetSocketAddress address = peer.address();
        json.writeStartObject();
        json.writeStringField("address", address.getAddress().getHostAddress());
        json.writeNumberField("port", address.getPort());
        json.writeStringField("client", peer.client());
        json.writeNumberField("progress", pieces == 0 ? 0 : Math.min(1, (double) peer.pieces() / pieces));
        json.writeNumberField("uploadedBytes", peer.uploadedBytes());
        json.writeNumberField("uploadRate", Math.round(peer.uploadRate()));
        json.writeBooleanField("choked", peer.choked());
        json.writeBooleanField("interested", peer.interested());
        json.writeBooleanField("complete", peer.complete());
        json.writeEndObject();
    }

    void job(JsonGenerator json, Job job) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", job.id());
        json.writeStringField("path", String.join("/", job.path()));
        json.writeStringField("state", job.state().name().toLowerCase(Locale.ROOT));
        json.writeBooleanField("warming", job.warming());
        json.writeNumberField("hashedBytes", job.bytesDone());
        json.writeNumberField("totalBytes", job.bytesTotal());
        json.writeStringField("created", job.created().toString());
        if (job.ended().isPresent()) {
            json.writeStringField("ended", job.ended().get().toString());
        }
        if (job.message().isPresent()) {
            json.writeStringField("reason", job.message().get());
        }
        json.writeObjectFieldStart("links");
        json.writeStringField("self", Links.job(job.id()));
        json.writeStringField("torrent", links.torrent(job.path()));
        json.writeEndObject();
        json.writeEndObject();
    }

    void status(JsonGenerator json, ServerStatus status, long uptimeSeconds) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", status.version());
        json.writeStringField("started", status.started().toString());
        json.writeNumberField("uptimeSeconds", uptimeSeconds);
        json.writeBooleanField("ready", status.notReady().isEmpty());
        if (status.notReady().isPresent()) {
            json.writeStringField("reason", status.notReady().get());
        }
        json.writeObjectFieldStart("ports");
        port(json, "http", status.ports().http());
        port(json, "https", status.ports().https());
        port(json, "tracker", status.ports().tracker());
        port(json, "trackerHttps", status.ports().trackerHttps());
        port(json, "peers", status.ports().peers());
        json.writeEndObject();
        json.writeObjectFieldStart("counts");
        if (status.counts().files().isPresent()) {
            json.writeNumberField("files", status.counts().files().getAsLong());
        }
        json.writeNumberField("torrents", status.counts().torrents());
        json.writeNumberField("loaded", status.counts().loaded());
        json.writeNumberField("peers", status.counts().peers());
        json.writeEndObject();
        json.writeObjectFieldStart("traffic");
        json.writeNumberField("peerBytes", status.traffic().peerBytes());
        json.writeNumberField("fileBytes", status.traffic().fileBytes());
        json.writeNumberField("swarmBytes", status.traffic().swarmBytes());
        json.writeNumberField("uploadRate", Math.round(status.traffic().uploadRate()));
        json.writeEndObject();
        json.writeObjectFieldStart("hashing");
        json.writeNumberField("running", status.hashing().running());
        json.writeNumberField("waiting", status.hashing().waiting());
        json.writeNumberField("hashedBytes", status.hashing().hashedBytes());
        json.writeNumberField("totalBytes", status.hashing().totalBytes());
        json.writeEndObject();
        json.writeObjectFieldStart("memory");
        json.writeNumberField("heapBytes", status.memory().heap());
        json.writeNumberField("heapMaxBytes", status.memory().heapMax());
        json.writeNumberField("directBytes", status.memory().direct());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void port(JsonGenerator json, String name, OptionalInt port) throws IOException {
        if (port.isPresent()) {
            json.writeNumberField(name, port.getAsInt());
        }
    }
}
