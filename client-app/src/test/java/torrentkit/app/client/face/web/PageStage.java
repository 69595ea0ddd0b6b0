package torrentkit.app.client.face.web;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.TimedEvent;

/** Runs of every kind, each with a page of its own, that go on until closed. */
final class PageStage implements AutoCloseable {
    /** Texts that are up to something. */
    static final List<String> HOSTILE = List.of(
            "<img src=x onerror=alert(1)>.iso",
            "<script>alert(2)</script>",
            "\"><b id=injected>bold</b>",
            "line\nbreak and \u001b[31mred\u0007",
            "bidi \u202egnp.exe",
            "isolate \u2066a\u2069\u200fb",
            "javascript:alert(3)",
            "zero\u200bwidth and tag \udb40\udc41 and half \ud83d",
            "نص عربي",
            "long-" + "x".repeat(300),
            "&lt;b&gt; & &amp;amp;");

    private final Map<String, WebFace> faces = new LinkedHashMap<>();
    private final Map<String, SampleRun> runs = new LinkedHashMap<>();
    private final ScheduledExecutorService events =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "stage-events"));

    PageStage() {
        Console silent = new Console(nowhere(), nowhere(), false, () -> 80);
        for (String scene :
                List.of("live", "dark", "phone", "finished", "ending", "hostile", "many", "several", "old", "empty")) {
            faces.put(scene, WebFace.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), silent));
        }
        for (String scene : List.of("live", "dark", "phone", "ending")) {
            SampleRun run =
                    run(scene, "debian-13.2.0-amd64-DVD-1.iso", 1900, 240, 14).begin();
            run.pass(1800);
            run.leave(11, Optional.of("it has not sent anything for two minutes"));
            runs.put(scene, run);
            goOn(scene, () -> run.pass(1));
        }
        SampleRun finished =
                run("finished", "debian-13.2.0-amd64-DVD-1.iso", 1900, 0, 9).begin();
        finished.pass(2400);
        finished.finish("Download complete: /home/me/debian-13.2.0-amd64-DVD-1.iso (7.4 GiB in 4:00, 31.7 MiB/s)");
        goOn("finished", () -> {});
        hostile();
        SampleRun many = run("many", "weights-00001-of-00004.safetensors", 20_000, 7_000, 230)
                .begin();
        many.pass(400);
        for (int i = 3; i < 230; i += 11) {
            many.leave(i, Optional.empty());
        }
        goOn("many", () -> many.pass(1));
        several();
        old();
        publish(
                "empty",
                Optional.empty(),
                new HistoryEvent.Note("Asking 3 peers for the torrent of this magnet link."));
        goOn("empty", () -> {});
    }

    private static PrintStream nowhere() {
        return new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    }

    private SampleRun run(String scene, String name, int pieces, int there, int peers) {
        return new SampleRun("torrent-of-" + name, name, pieces, there, peers, to(scene));
    }

    private Consumer<TimedEvent> to(String scene) {
        return faces.get(scene)::accept;
    }

    private void publish(String scene, Optional<String> torrent, HistoryEvent event) {
        to(scene).accept(new TimedEvent(Optional.of(1_795_000_000_000L), torrent, event));
    }

    private void goOn(String scene, Runnable step) {
        WebFace face = faces.get(scene);
        events.scheduleAtFixedRate(
                () -> {
                    step.run();
                    face.tick();
                },
                0,
                100,
                TimeUnit.MILLISECONDS);
    }

    private void hostile() {
        SampleRun run = run("hostile", HOSTILE.get(0) + HOSTILE.get(4), 60, 12, HOSTILE.size());
        for (int i = 0; i < HOSTILE.size(); i++) {
            run.peer(i, "192.0.2." + i + ":1" + (i % 3 == 0 ? HOSTILE.get(i) : ""), HOSTILE.get(i));
        }
        run.begin();
        run.pass(100);
        run.sample();
        for (String text : HOSTILE) {
            run.publish(new HistoryEvent.Note(text));
            publish("hostile", Optional.empty(), new HistoryEvent.Note(text));
        }
        run.leave(2, Optional.of(HOSTILE.get(1)));
        run.fail(32, "Wrong data: " + String.join(" ", HOSTILE));
        goOn("hostile", () -> {});
    }

    private void several() {
        SampleRun first =
                run("several", "debian-13.2.0-amd64-netinst.iso", 790, 0, 6).begin();
        first.pass(900);
        SampleRun second =
                run("several", "common-crawl-2026-40.tar.zst", 3000, 900, 11).begin();
        second.pass(1100);
        run("several", "release-notes.pdf", 12, 0, 2).begin().finish("Download complete: release-notes.pdf");
        SampleRun failed =
                run("several", "night sky – Königstuhl.fits", 400, 0, 1).begin();
        failed.pass(620);
        failed.fail(5, "Nothing arrived for 10 minutes; the same command goes on from there.");
        goOn("several", () -> {
            first.pass(1);
            second.pass(1);
        });
    }

    /** As records were without times, sizes and samples. */
    private void old() {
        SampleRun run = new SampleRun("", "old.bin", 300, 0, 4, event -> {
            if (event.event() instanceof HistoryEvent.Initialized begun) {
                HistoryEvent plain = new HistoryEvent.Initialized(
                        begun.name(),
                        begun.total(),
                        begun.todo(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
                to("old").accept(new TimedEvent(Optional.empty(), Optional.empty(), plain));
            } else if (!HistoryEvent.isSample(event.event()) && !(event.event() instanceof HistoryEvent.Note)) {
                to("old").accept(new TimedEvent(Optional.empty(), Optional.empty(), event.event()));
            }
        });
        run.begin();
        goOn("old", () -> run.pass(1));
    }

    Map<String, String> urls() {
        Map<String, String> urls = new LinkedHashMap<>();
        faces.forEach((scene, face) -> urls.put(scene, face.url()));
        return urls;
    }

    /** Ends the run of a scene, as the events' thread does. */
    void end(String scene) {
        events.execute(() -> {
            runs.get(scene).finish("Download complete: debian-13.2.0-amd64-DVD-1.iso");
            faces.get(scene).close();
        });
    }

    @Override
    public void close() {
        events.shutdownNow();
        faces.values().forEach(WebFace::close);
    }
}
