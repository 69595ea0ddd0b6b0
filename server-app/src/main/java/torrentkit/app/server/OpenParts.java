package torrentkit.app.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.config.Reloadable;
import torrentkit.app.server.config.ServerConfig;

/**
 * What one side of the server has opened, in this order: closed in the reverse one, and told of new settings all together or not
 * at all. Confined to the thread that holds the life cycle.
 */
final class OpenParts implements AutoCloseable, Reloadable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>(); // the last one first
    private final List<Reloadable> reloadable = new ArrayList<>();

    /** Has it closed with the others. */
    <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    /** Has it told of new settings. */
    <T extends Reloadable> T tell(T part) {
        reloadable.add(part);
        return part;
    }

    @Override
    public Runnable prepare(ServerConfig settings) {
        List<Runnable> prepared =
                reloadable.stream().map(part -> part.prepare(settings)).toList();
        return () -> prepared.forEach(Runnable::run);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("not everything could be closed: {}", e.toString());
            }
        }
    }
}
