package torrentkit.app.server.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.http.RawHttp;
import torrentkit.app.server.http.RawHttp.Reply;

/** Links that lead inside at one moment and outside at the next, while files are asked for through them. */
@Tag("large")
class SymbolicLinkRaceIT {
    private static final int REQUESTS = Integer.getInteger(
            "torrentkit.race.requests", "required".equals(System.getenv("INTEROP_TESTS")) ? 100_000 : 20_000);
    private static final int CONNECTIONS = 4;
    private static final int PIPELINED = 10;

    @TempDir
    private Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void neverSendsAByteFromOutside() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        Path inside = Files.createDirectories(root.resolve("inside"));
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(inside.resolve("file"), "inside"); // of one length, so that no comparison of sizes helps
        Files.writeString(outside.resolve("file"), "secret");
        List<Swap> swaps = List.of(
                new Swap(root.resolve("link"), inside.resolve("file"), outside.resolve("file")),
                new Swap(root.resolve("directory"), inside, outside));
        for (Swap swap : swaps) {
            swap.to(swap.inside());
        }
        Map<String, LongAdder> answers = new ConcurrentHashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        Semaphore turns =
                new Semaphore(0); // so that there are about as many swaps as requests, however slow the disk is
        ExecutorService threads = Executors.newCachedThreadPool();
        try (OriginServer server = new OriginServer(root)) {
            Future<Long> swapping = threads.submit(() -> swap(swaps, turns, over));
            List<Callable<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(() -> ask(server, turns, answers));
            }
            for (Future<Void> client : threads.invokeAll(clients)) {
                client.get();
            }
            over.set(true);
            turns.release();

            assertThat(swapping.get()).isGreaterThan(REQUESTS / 100);
        } finally {
            over.set(true);
            turns.release();
            threads.shutdown();
        }
        assertThat(answers.keySet()).isSubsetOf("200 inside", "404", "503").contains("200 inside", "404");
        assertThat(answers.values().stream().mapToLong(LongAdder::sum).sum()).isEqualTo(REQUESTS);
    }

    private record Swap(Path link, Path inside, Path outside) {
        void to(Path target) throws IOException {
            Path fresh = link.resolveSibling(link.getFileName() + ".new");
            Files.createSymbolicLink(fresh, target);
            Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static long swap(List<Swap> swaps, Semaphore turns, AtomicBoolean over)
            throws IOException, InterruptedException {
        long count = 0;
        for (; !over.get(); count++) {
            turns.acquire();
            Swap swap = swaps.get((int) (count / 2 % swaps.size()));
            swap.to(count % 2 == 0 ? swap.outside() : swap.inside());
        }
        return count;
    }

    private static Void ask(OriginServer server, Semaphore turns, Map<String, LongAdder> answers) throws IOException {
        String requests = (RawHttp.get("/file/link") + RawHttp.get("/file/directory/file")).repeat(PIPELINED / 2);
        try (RawHttp http = server.connect()) {
            for (int i = 0; i < REQUESTS / CONNECTIONS / PIPELINED; i++) {
                http.send(requests);
                for (int j = 0; j < PIPELINED; j++) {
                    turns.release();
                    Reply reply = http.answer();
                    String seen = reply.status() == 200
                            ? "200 " + new String(reply.body(), StandardCharsets.UTF_8)
                            : String.valueOf(reply.status());
                    answers.computeIfAbsent(seen, answer -> new LongAdder()).increment();
                }
            }
        }
        return null;
    }
}
