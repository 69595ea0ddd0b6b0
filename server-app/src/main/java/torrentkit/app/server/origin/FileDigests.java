package torrentkit.app.server.origin;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;
import torrentkit.storage.FileStamp;
import torrentkit.storage.ServedFile;
import torrentkit.storage.StorageException;

/**
 * {@code Repr-Digest} of files (RFC 9530): their SHA-256, which costs a pass over the file. So it is computed, one file at a time, only
 * of files for which somebody sent {@code Want-Repr-Digest}, and is known from a later request on. As many as fit are remembered
 * until the process ends. Thread-safe.
 */
final class FileDigests implements AutoCloseable {
    static final AsciiString HEADER = AsciiString.cached("repr-digest");

    private static final Logger LOG = LoggerFactory.getLogger(FileDigests.class);
    private static final AsciiString WANT = AsciiString.cached("want-repr-digest");
    private static final int MAX_KNOWN = 4_096;
    private static final int MAX_WAITING = 64;
    private static final int READ_BYTES = 256 << 10;

    private final Map<Path, Digest> known = new LinkedHashMap<>(16, 0.75f, true) { // guarded by this
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, Digest> eldest) {
                    return size() > MAX_KNOWN;
                }
            };
    private final ThreadPoolExecutor thread;
    private volatile boolean closed;

    /** @param header empty while it is being computed */
    private record Digest(FileStamp stamp, Optional<String> header) {}

    FileDigests() {
        thread = new ThreadPoolExecutor(1, 1, 60, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
            Thread digesting = new Thread(task, "torrentkit-digest");
            digesting.setDaemon(true);
            digesting.setPriority(Thread.MIN_PRIORITY);
            return digesting;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** The value of the header if it is known; if it is not and the request wants it, it will be. */
    synchronized Optional<String> wantedBy(HttpHeaders request, ServedFile file) {
        Digest digest = known.get(file.real());
        if (digest != null && digest.stamp().equals(file.stamp())) {
            return digest.header();
        }
        if (request.getAll(WANT).stream().anyMatch(FileDigests::wantsSha256)) {
            try {
                thread.execute(() -> compute(file.real(), file.stamp()));
                known.put(file.real(), new Digest(file.stamp(), Optional.empty()));
            } catch (RejectedExecutionException e) {
                LOG.debug("no time to digest {}", file.real());
            }
        }
        return Optional.empty();
    }

    /** Whether {@code sha-256} is in the list with a weight other than 0, which would mean: not that one. */
    static boolean wantsSha256(String header) {
        for (String member : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] keyAndWeight = member.strip().split("=", 2);
            if (keyAndWeight[0].equals("sha-256")) {
                return keyAndWeight.length == 1 || keyAndWeight[1].matches("([1-9]|10)(;.*)?");
            }
        }
        return false;
    }

    private void compute(Path real, FileStamp stamp) {
        try (ServedFile file = ServedFile.open(real.getParent(), real.getFileName())) {
            if (file.stamp().equals(stamp)) {
                byte[] digest = digest(file);
                put(
                        real,
                        new Digest(
                                stamp,
                                Optional.of("sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":")));
                return;
            }
        } catch (StorageException e) {
            LOG.debug("cannot digest: {}", Shown.text(e.getMessage()));
        }
        forget(real);
    }

    private byte[] digest(ServedFile file) {
        MessageDigest sha256 = sha256();
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
        for (long at = 0; at < file.stamp().size(); at += buffer.limit()) {
            if (closed) {
                throw new StorageException("the server is being stopped", file.real());
            }
            buffer.clear().limit((int) Math.min(READ_BYTES, file.stamp().size() - at));
            file.read(buffer, at);
            sha256.update(buffer.flip());
        }
        return sha256.digest();
    }

    private synchronized void put(Path real, Digest digest) {
        known.put(real, digest);
    }

    private synchronized void forget(Path real) {
        known.remove(real);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What is not known by now never will be. */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
    }
}
