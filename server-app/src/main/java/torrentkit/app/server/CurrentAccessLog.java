package torrentkit.app.server;

import java.util.Optional;
import torrentkit.app.server.config.Reloadable;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.http.AccessLog;
import torrentkit.app.server.http.HttpFrontEnd;

/** The access log as it is set now: another file, or the same one opened anew since its name may belong to a new file by now. */
final class CurrentAccessLog implements Reloadable, AutoCloseable {
    private Optional<String> setting;
    private Optional<AccessLog> log;
    private HttpFrontEnd http;

    CurrentAccessLog(Optional<String> setting) {
        this.setting = setting;
        this.log = setting.map(AccessLog::to);
    }

    /** Has the requests of these connections written down. Once, before any settings change. */
    void follow(HttpFrontEnd connections) {
        http = connections;
        http.accessLog(log);
    }

    @Override
    public Runnable prepare(ServerConfig settings) {
        Optional<String> next = settings.web().accessLog();
        if (next.equals(setting)) {
            return () -> log.ifPresent(AccessLog::reopen);
        }
        next.map(AccessLog::to).ifPresent(AccessLog::close); // it can be written
        return () -> {
            Optional<AccessLog> before = log;
            setting = next;
            log = next.map(AccessLog::to);
            http.accessLog(log);
            before.ifPresent(AccessLog::close);
        };
    }

    @Override
    public void close() {
        log.ifPresent(AccessLog::close);
    }
}
