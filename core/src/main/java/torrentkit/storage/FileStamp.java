package torrentkit.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What tells whether a file is still the one that was hashed: size, modification time, change time and inode. Two stamps that are
 * equal mean the same bytes, as far as a file system can tell without reading them.
 *
 * @param size bytes
 * @param modified when the content last changed, as the file system says it
 * @param changed when content or inode last changed; equal to {@code modified} where the platform does not tell
 * @param inode the file's number on its device; 0 where the platform does not tell
 */
public record FileStamp(long size, FileTime modified, FileTime changed, long inode) {
    /** Stands for what is no file on disk: a pad file or a link (BEP 47). */
    public static final FileStamp PADDING = new FileStamp(0, FileTime.fromMillis(0), FileTime.fromMillis(0), 0);

    /**
     * The stamp of the file as it is now; symbolic links are followed.
     *
     * @throws StorageException if the file cannot be examined
     */
    public static FileStamp of(Path file) {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                Map<String, Object> facts = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino");
                return new FileStamp(
                        (Long) facts.get("size"),
                        (FileTime) facts.get("lastModifiedTime"),
                        (FileTime) facts.get("ctime"),
                        (Long) facts.get("ino"));
            }
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(facts.size(), facts.lastModifiedTime(), facts.lastModifiedTime(), 0);
        } catch (IOException e) {
            throw StorageException.of("cannot examine " + file, file, e);
        }
    }
}
