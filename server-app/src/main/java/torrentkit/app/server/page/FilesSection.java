package torrentkit.app.server.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import torrentkit.app.server.api.Chunk;
import torrentkit.app.server.api.Links;
import torrentkit.app.server.api.LiveSwarm;
import torrentkit.app.server.api.SwarmFigures;
import torrentkit.app.server.catalogue.ListedFile;
import torrentkit.metainfo.InfoHash;

/** The listing: where one is, what lies there, and how to get it. */
final class FilesSection {
    private final Links links;
    private final Map<InfoHash, SwarmFigures> swarms = new HashMap<>();

    FilesSection(Links links, List<LiveSwarm> live) {
        this.links = links;
        live.forEach(swarm -> swarms.put(swarm.torrent().infoHash(), swarm.figures()));
    }

    /** @param files empty when there is no such directory */
    void write(Html html, Asked asked, Optional<Chunk<ListedFile>> files) {
        html.raw("<section id=\"files\" tabindex=\"-1\" aria-labelledby=\"where\">\n");
        where(html, asked);
        if (files.isEmpty()) {
            html.raw("<p class=\"nothing\">There is no such directory here.")
                    .raw(" <a href=\"/\">Begin at the top</a></p>\n</section>\n");
            return;
        }
        if (!asked.directory().isEmpty()) {
            List<String> parent = asked.directory().subList(0, asked.directory().size() - 1);
            html.raw("<p class=\"up\"><a").attribute("href", links.page(parent)).raw(" rel=\"up\">↑ Up</a></p>\n");
        }
        if (files.get().items().isEmpty()) {
            html.raw(
                    asked.search().isPresent()
                            ? "<p class=\"nothing\">No file has this in its path.</p>\n"
                            : "<p class=\"nothing\">Nothing lies here.</p>\n");
        } else {
            html.raw("<ul class=\"files\" role=\"list\">\n");
            files.get().items().forEach(file -> row(html, file, asked));
            html.raw("</ul>\n");
        }
        parts(html, asked, files.get());
        html.raw("</section>\n");
    }

    private void where(Html html, Asked asked) {
        if (asked.search().isPresent()) {
            html.raw("<h1 id=\"where\">Search: ").name(asked.search().get()).raw("</h1>\n");
            return;
        }
        html.raw("<h1 id=\"where\" class=\"unseen\">");
        if (asked.directory().isEmpty()) {
            html.text("All files");
        } else {
            html.name(asked.directory().get(asked.directory().size() - 1));
        }
        html.raw("</h1>\n<nav aria-label=\"Path\"><ol>");
        List<String> names = new ArrayList<>();
        crumb(html, names, "All files", asked.directory().isEmpty());
        for (String name : asked.directory()) {
            names.add(name);
            crumb(html, names, name, names.size() == asked.directory().size());
        }
        html.raw("</ol></nav>\n");
    }

    private void crumb(Html html, List<String> names, String name, boolean here) {
        html.raw("<li><a").attribute("href", links.page(names));
        if (here) {
            html.attribute("aria-current", "page");
        }
        html.raw(">").name(name).raw("</a></li>");
    }

    private void row(Html html, ListedFile file, Asked asked) {
        html.raw("<li").attribute("class", file.directory() ? "directory" : "file");
        file.infoHash().ifPresent(infoHash -> html.attribute("data-hash", infoHash.toString()));
        html.raw("><a class=\"name\"")
                .attribute("href", file.directory() ? links.page(file.names()) : links.file(file.names()))
                .raw(">");
        if (asked.search().isPresent() && file.names().size() > 1) {
            html.raw("<span class=\"in\">")
                    .name(String.join("/", file.names().subList(0, file.names().size() - 1)))
                    .raw("/</span>");
        }
        html.name(file.name()).raw("</a><span class=\"swarm\">");
        file.infoHash().map(swarms::get).ifPresent(figures -> html.text(LiveSection.people(figures)));
        html.raw("</span><span class=\"facts\"><span class=\"size\">");
        if (!file.directory()) {
            html.text(Figures.bytes(file.bytes()));
        }
        html.raw("</span><time")
                .attribute("datetime", file.modified().toString())
                .attribute("title", Figures.minute(file.modified()) + " UTC")
                .raw(">")
                .text(Figures.minute(file.modified()).substring(0, 10))
                .raw("</time></span><span class=\"ways\"><a")
                .attribute("href", links.torrent(file.names()))
                .raw(">Torrent</a> <a")
                .attribute("href", links.magnet(file.names()))
                .raw(">Magnet</a></span></li>\n");
    }

    private void parts(Html html, Asked asked, Chunk<ListedFile> files) {
        if (asked.after().isEmpty() && files.next().isEmpty()) {
            return;
        }
        html.raw("<p class=\"parts\">");
        if (asked.after().isPresent()) {
            html.raw("<a").attribute("href", asked.start(links)).raw(" rel=\"first\">← From the beginning</a> ");
        }
        files.next()
                .ifPresent(cursor -> html.raw("<a")
                        .attribute("href", asked.from(links, cursor))
                        .raw(" rel=\"next\">More →</a>"));
        html.raw("</p>\n");
    }
}
