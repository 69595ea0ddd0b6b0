import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** The entries of a jar in their order, to be changed in memory and written back. */
final class JarContent {
    private final Path jar;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private JarContent(Path jar) {
        this.jar = jar;
    }

    static JarContent read(Path jar) throws IOException {
        JarContent content = new JarContent(jar);
        try (JarFile in = new JarFile(jar.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) in.stream()::iterator) {
                try (InputStream bytes = in.getInputStream(entry)) {
                    content.entries.put(entry.getName(), new Entry(bytes.readAllBytes(), entry.getTime()));
                }
            }
        }
        return content;
    }

    /** Whether the jar says what its files must be, so that none of them may be another. */
    boolean signed() {
        return entries.keySet().stream().anyMatch(name -> name.startsWith("META-INF/") && name.endsWith(".SF"));
    }

    /** @return the names of its class files but for those of one Java version only */
    List<String> classFiles() {
        return entries.keySet().stream()
                .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                .toList();
    }

    byte[] bytes(String name) {
        return entries.get(name).bytes();
    }

    Optional<byte[]> find(String name) {
        return Optional.ofNullable(entries.get(name)).map(Entry::bytes);
    }

    void replace(String name, byte[] bytes) {
        entries.put(name, new Entry(bytes, entries.get(name).time()));
    }

    /** @param beside the entry of whose time the new one is, so that one source always makes one jar */
    void add(String name, byte[] bytes, String beside) {
        if (entries.putIfAbsent(name, new Entry(bytes, entries.get(beside).time())) != null) {
            throw new IllegalStateException(jar + " has a " + name + " already");
        }
    }

    void write() throws IOException {
        Path written = jar.resolveSibling(jar.getFileName() + ".new");
        try (OutputStream file = Files.newOutputStream(written);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, Entry> entry : entries.entrySet()) {
                JarEntry head = new JarEntry(entry.getKey());
                head.setTime(entry.getValue().time());
                out.putNextEntry(head);
                out.write(entry.getValue().bytes());
                out.closeEntry();
            }
        }
        Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private record Entry(byte[] bytes, long time) {}
}
