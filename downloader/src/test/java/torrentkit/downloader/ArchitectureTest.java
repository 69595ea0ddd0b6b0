package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import torrentkit.peer.PeerNetwork;
import torrentkit.seeder.Seeder;
import torrentkit.tracker.AnnounceRequest;

/** The dependencies that the design allows, as the JDK's own {@code jdeps} and {@code javap} see them. */
class ArchitectureTest {
    private record Edge(String from, String to) {}

    private static final Pattern EDGE = Pattern.compile("\\s+(torrentkit\\.[\\w.]+)\\s+->\\s+([\\w.]+)\\s.*");
    private static final Set<Edge> EDGES = new HashSet<>();

    /** The modules' classes, as this one's class path has them: directories or jars. */
    private static List<Path> libraries() throws URISyntaxException {
        List<Path> places = new ArrayList<>();
        for (Class<?> one : List.of(PeerNetwork.class, AnnounceRequest.class, Seeder.class, Downloader.class)) {
            places.add(Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        return places;
    }

    @BeforeAll
    static void askJdeps() throws URISyntaxException {
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElse(null);
        Assumptions.assumeTrue(jdeps != null, "this JDK has no jdeps");
        StringWriter out = new StringWriter();
        List<String> arguments = new ArrayList<>(
                List.of("--multi-release", "base", "--ignore-missing-deps", "-verbose:package", "-filter:none"));
        libraries().forEach(place -> arguments.add(place.toString()));
        int result = jdeps.run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
        assertThat(result).as(out.toString()).isZero();
        String from = "";
        for (String line : out.toString().lines().toList()) {
            var edge = EDGE.matcher(line);
            if (edge.matches()) {
                EDGES.add(new Edge(edge.group(1), edge.group(2)));
                continue;
            }
            if (line.matches("\\s+torrentkit\\.[\\w.]+(\\s+\\S+)?\\s*") && !line.contains("->")) {
                from = line.trim().split("\\s+")[0];
            } else if (line.matches("\\s+->\\s+[\\w.]+.*") && !from.isEmpty()) {
                EDGES.add(new Edge(from, line.trim().split("\\s+")[1]));
            }
        }
        assertThat(EDGES).contains(new Edge("torrentkit.peer", "io.netty.channel"));
    }

    private static Set<String> usersOf(String library) {
        Set<String> users = new HashSet<>();
        for (Edge edge : EDGES) {
            if (edge.to.startsWith(library)) {
                users.add(edge.from);
            }
        }
        return users;
    }

    @Test
    void piecesMetainfoAndPieceChoiceKnowNoNetty() {
        assertThat(usersOf("io.netty"))
                .doesNotContain(
                        "torrentkit.piece",
                        "torrentkit.downloader.work",
                        "torrentkit.metainfo",
                        "torrentkit.bencode",
                        "torrentkit.content",
                        "torrentkit.tracker");
    }

    @Test
    void theVocabularyOfTheWireKnowsBuffersOnly() {
        assertThat(EDGES)
                .noneMatch(edge -> edge.from.equals("torrentkit.wire")
                        && edge.to.startsWith("io.netty")
                        && !edge.to.equals("io.netty.buffer"));
    }

    @Test
    void onlyTheBencodePackageKnowsDampcake() {
        assertThat(usersOf("com.dampcake")).containsExactly("torrentkit.bencode");
    }

    @Test
    void noLibraryKnowsWhatBelongsToTheApplications() {
        for (String library : List.of("picocli", "com.typesafe", "org.slf4j", "ch.qos", "torrentkit.app")) {
            assertThat(usersOf(library)).as(library).isEmpty();
        }
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        Set<String> done = new HashSet<>();
        for (Edge edge : EDGES) {
            follow(edge.from, new ArrayList<>(), done);
        }
    }

    private static void follow(String name, List<String> way, Set<String> done) {
        assertThat(way).as("a circle that ends in " + name).doesNotContain(name);
        if (done.contains(name)) {
            return;
        }
        way.add(name);
        for (Edge edge : EDGES) {
            if (edge.from.equals(name) && edge.to.startsWith("torrentkit.") && !edge.to.equals(name)) {
                follow(edge.to, way, done);
            }
        }
        way.remove(name);
        done.add(name);
    }

    /** Libraries never print, exit, or read the process's settings: looks at the sources, where this is run from a checkout. */
    @Test
    void noLibraryTouchesWhatBelongsToTheProcess() throws IOException {
        Pattern forbidden = Pattern.compile(
                "System\\.(out|err|in|exit|getProperty|getProperties|getenv|setProperty|setOut|setErr|gc)\\b"
                        + "|Runtime\\.getRuntime\\(\\)\\.(exit|halt|addShutdownHook|exec)"
                        + "|Boolean\\.getBoolean|Integer\\.getInteger|Long\\.getLong|printStackTrace");
        Path root = Path.of("").toAbsolutePath().getParent();
        List<String> found = new ArrayList<>();
        for (String module : List.of("core", "tracker", "seeder", "downloader")) {
            Path sources = root.resolve(module).resolve(String.join(File.separator, "src", "main", "java"));
            Assumptions.assumeTrue(Files.isDirectory(sources), "no sources here");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    forbidden
                            .matcher(Files.readString(file, StandardCharsets.UTF_8))
                            .results()
                            .forEach(match -> found.add(root.relativize(file) + ": " + match.group()));
                }
            }
        }
        assertThat(found).isEmpty();
    }
}
