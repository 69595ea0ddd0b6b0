package torrentkit.app.server.authorization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;

/** The secret behind the announce keys. It is kept in a file that only the owner may read, so that keys outlive a restart. */
final class AnnounceSecret {
    private static final Logger LOG = LoggerFactory.getLogger(AnnounceSecret.class);
    private static final String FILE = "announce-secret";
    private static final int BYTES = 32;

    private AnnounceSecret() {}

    /** A secret of this process alone. */
    static byte[] passing() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /**
     * Reads the secret, or makes it. What is there and is none is replaced, with a warning. May block.
     *
     * @param directory is made if it is not there
     * @throws IOException if it can be neither read nor written
     */
    static byte[] of(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        try {
            byte[] found = Files.size(file) == BYTES ? Files.readAllBytes(file) : new byte[0];
            if (found.length == BYTES) {
                return found;
            }
            LOG.warn(
                    "{} is not a secret of {} bytes and is replaced; announce keys made so far are void",
                    Shown.text(file.toString()),
                    BYTES);
        } catch (NoSuchFileException e) {
            Files.createDirectories(directory);
        }
        byte[] secret = passing();
        write(file, secret);
        return secret;
    }

    private static void write(Path file, byte[] secret) throws IOException {
        Path temporary = Files.createTempFile(
                file.getParent(),
                FILE,
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel out = FileChannel.open(temporary, EnumSet.of(StandardOpenOption.WRITE))) {
                ByteBuffer bytes = ByteBuffer.wrap(secret);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
