package torrentkit.app.server.catalogue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import torrentkit.storage.FileStamp;
import torrentkit.storage.StorageException;

/**
 * What tells whether a file or directory is still the one it was, without reading it: a digest of the stamps of all files and of
 * their paths. A directory's is as small as a file's, however many files it has.
 *
 * @param bytes in all files
 */
record Fingerprint(String digest, long bytes) {
    /**
     * Examines the file, or everything below the directory.
     *
     * @throws IOException if something cannot be examined, also because it is just changing
     */
    static Fingerprint of(FileSource.Located located) throws IOException {
        MessageDigest digest = sha256();
        long bytes;
        try {
            bytes = located.directory()
                    ? addBelow(located.real(), digest)
                    : add(digest, "", FileStamp.of(located.real()));
        } catch (StorageException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getMessage(), e);
        }
        return new Fingerprint(HexFormat.of().formatHex(digest.digest()), bytes);
    }

    private static long addBelow(Path directory, MessageDigest digest) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(files);
        long bytes = 0;
        for (Path file : files) {
            String name = directory.relativize(file).toString();
            if (Files.isRegularFile(file)) {
                bytes += add(digest, name, FileStamp.of(file));
            } else { // a link to nowhere or to a directory, a pipe: that it is there is all there is to say
                digest.update((name + "\0" + (Files.isSymbolicLink(file) ? Files.readSymbolicLink(file) : "") + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes;
    }

    private static long add(MessageDigest digest, String path, FileStamp stamp) {
        digest.update(path.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update((stamp.size() + " " + stamp.modified() + " " + stamp.changed() + " " + stamp.inode() + "\n")
                .getBytes(StandardCharsets.UTF_8));
        return stamp.size();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
