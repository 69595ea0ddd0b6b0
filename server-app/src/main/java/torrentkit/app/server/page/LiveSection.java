package torrentkit.app.server.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import torrentkit.app.server.api.Links;
import torrentkit.app.server.api.LiveSwarm;
import torrentkit.app.server.api.ServerStatus;
import torrentkit.app.server.api.SwarmFigures;
import torrentkit.app.server.catalogue.Job;
import torrentkit.app.server.text.Shown;

/** What is going on: swarms, hashing, health. The script replaces all of it every other second. */
final class LiveSection {
    private static final int SHOWN = 12; // of swarms, and of jobs: more would not be read

    private final List<LiveSwarm> swarms;
    private final List<Job> jobs;
    private final Links links;

    LiveSection(List<LiveSwarm> swarms, List<Job> jobs, Links links) {
        this.swarms = swarms;
        this.jobs = jobs;
        this.links = links;
    }

    /** Who is there besides this server. */
    static String people(SwarmFigures figures) {
        return Figures.count(figures.seeds(), "seed", "seeds") + ", "
                + Figures.count(figures.leechers(), "leecher", "leechers");
    }

    void write(Html html, ServerStatus status) {
        html.raw("<aside id=\"live\" aria-label=\"What is going on\"")
                .attribute("data-torrents", links.torrentPrefix())
                .raw(">\n");
        share(html);
        html.raw("<section aria-labelledby=\"swarms-title\"><h2 id=\"swarms-title\">Live swarms</h2>\n")
                .raw("<ul id=\"swarms\" role=\"list\">");
        swarms.stream()
                .sorted(Comparator.comparingDouble(
                                (LiveSwarm swarm) -> -swarm.figures().uploadRate())
                        .thenComparingInt(swarm -> -swarm.figures().leechers()))
                .limit(SHOWN)
                .forEach(swarm -> swarm(html, swarm));
        html.raw("</ul>\n<p class=\"nothing\"")
                .raw(swarms.isEmpty() ? "" : " hidden")
                .raw(">Nobody is loading anything right now.</p></section>\n");
        hashing(html);
        health(html, status);
        html.raw("</aside>\n");
    }

    private void share(Html html) {
        SwarmFigures total = LiveSwarm.total(swarms);
        boolean moved = total.serverShare().isPresent();
        double share = total.serverShare().orElse(0);
        html.raw("<section id=\"share\" aria-labelledby=\"share-title\"><h2 id=\"share-title\">Carried by peers</h2>\n")
                .raw("<p class=\"big\">")
                .text(moved ? Figures.percent(1 - share) : "–")
                .raw("</p>\n");
        bar(html, share, moved);
        html.raw("<ul class=\"words\" role=\"list\">");
        source(html, "server", "This server sent", total.serverBytes());
        source(html, "peers", "Peers sent each other", total.swarmBytes() - total.serverBytes());
        html.raw("</ul></section>\n");
    }

    private static void source(Html html, String kind, String label, long bytes) {
        html.raw("<li")
                .attribute("class", kind)
                .raw("><span>")
                .text(label)
                .raw("</span><span>")
                .text(Figures.bytes(bytes))
                .raw("</span></li>");
    }

    /** Two colours: what came from this server, and what from other peers. */
    private static void bar(Html html, double share, boolean moved) {
        html.raw("<svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\">")
                .raw("<rect class=\"peers\" width=\"100\" height=\"6\"")
                .raw(moved ? "" : " visibility=\"hidden\"")
                .raw("/><rect class=\"server\" height=\"6\"")
                .attribute("width", String.format(Locale.ROOT, "%.2f", share * 100))
                .raw("/></svg>\n");
    }

    private void swarm(Html html, LiveSwarm swarm) {
        SwarmFigures figures = swarm.figures();
        html.raw("<li")
                .attribute("data-hash", swarm.torrent().infoHash().toString())
                .raw("><a class=\"name\"")
                .attribute("href", links.torrent(swarm.torrent().paths().get(0)))
                .raw(">")
                .name(swarm.torrent().name())
                .raw("</a><span class=\"rate\">")
                .text(figures.uploadRate() >= 1 ? "↑ " + Figures.bytes(figures.uploadRate()) + "/s" : "")
                .raw("</span>");
        bar(html, figures.serverShare().orElse(0), figures.serverShare().isPresent());
        html.raw("<span class=\"people\">").text(people(figures)).raw("</span><span class=\"part\">");
        html.text(fromHere(figures));
        html.raw("</span></li>\n");
    }

    private static String fromHere(SwarmFigures figures) {
        if (figures.serverShare().isEmpty()) {
            return "";
        }
        return Figures.percent(figures.serverShare().getAsDouble()) + " from here, "
                + Figures.copies(figures.copies().orElse(0));
    }

    private void hashing(Html html) {
        List<Job> open =
                jobs.stream().filter(job -> job.ended().isEmpty()).limit(SHOWN).toList();
        html.raw("<section id=\"hashing\" aria-labelledby=\"hashing-title\"")
                .raw(open.isEmpty() ? " hidden" : "")
                .raw("><h2 id=\"hashing-title\">Hashing</h2>\n<ul id=\"jobs\" role=\"list\">");
        for (Job job : open) {
            html.raw("<li")
                    .attribute("data-job", job.id())
                    .raw("><span class=\"name\">")
                    .name(String.join("/", job.path()))
                    .raw("</span><span class=\"part\">")
                    .text(progress(job))
                    .raw("</span><progress aria-label=\"Hashed\"")
                    .attribute("max", String.valueOf(Math.max(1, job.bytesTotal())))
                    .attribute("value", String.valueOf(job.bytesDone()))
                    .raw("></progress></li>\n");
        }
        html.raw("</ul></section>\n");
    }

    private static String progress(Job job) {
        if (job.state() == Job.State.QUEUED || job.bytesTotal() == 0) {
            return "waiting";
        }
        return Figures.percent((double) job.bytesDone() / job.bytesTotal()) + " of " + Figures.bytes(job.bytesTotal());
    }

    private static void health(Html html, ServerStatus status) {
        html.raw("<section id=\"health\" aria-labelledby=\"health-title\"><h2 id=\"health-title\">This server</h2>\n")
                .raw("<svg id=\"history\" viewBox=\"0 0 120 30\" preserveAspectRatio=\"none\" role=\"img\" hidden")
                .raw(" aria-label=\"Upload rate of the last minutes\"><path class=\"area\"/><path class=\"line\"")
                .raw(" vector-effect=\"non-scaling-stroke\"/></svg>\n<dl>");
        row(html, "rate", "Upload", Figures.bytes(status.traffic().uploadRate()) + "/s");
        row(html, "peers", "Peers", String.valueOf(status.counts().peers()));
        row(
                html,
                "torrents",
                "Torrents",
                String.format(Locale.ROOT, "%,d", status.counts().torrents()));
        row(
                html,
                "sent",
                "Sent",
                Figures.bytes(status.traffic().peerBytes() + status.traffic().fileBytes()));
        row(
                html,
                "memory",
                "Memory",
                Figures.bytes(status.memory().heap() + status.memory().direct()));
        row(html, "up", "Up", Figures.duration(Duration.between(status.started(), Instant.now())));
        row(html, "ports", "Ports", Shown.text(ports(status.ports())));
        html.raw("</dl></section>\n");
    }

    private static void row(Html html, String id, String label, String value) {
        html.raw("<div><dt>")
                .text(label)
                .raw("</dt><dd")
                .attribute("data-figure", id)
                .raw(">")
                .text(value)
                .raw("</dd></div>");
    }

    private static String ports(ServerStatus.Ports ports) {
        StringBuilder text = new StringBuilder();
        port(text, "http", ports.http());
        port(text, "https", ports.https());
        port(text, "tracker", ports.tracker());
        port(text, "tracker https", ports.trackerHttps());
        port(text, "peers", ports.peers());
        return text.toString();
    }

    private static void port(StringBuilder text, String name, OptionalInt port) {
        port.ifPresent(number -> text.append(text.length() == 0 ? "" : ", ")
                .append(name)
                .append(' ')
                .append(number));
    }
}
