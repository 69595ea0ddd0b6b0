package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import torrentkit.testing.Needs;

/** A BitTorrent client that others wrote, told no more than a user would tell it. */
enum ForeignClient {
    ARIA2 {
        @Override
        void need(Lab lab) {
            Needs.program("aria2c", "aria2");
        }

        @Override
        Fetch fetch(Lab lab, Object source, Path into) throws Exception {
            return awaitEnd(start(lab, source, into, "--seed-time=0"));
        }

        @Override
        Running seed(Lab lab, Path torrent, Path directory) throws Exception {
            return start(lab, torrent, directory, "--check-integrity=true", "--seed-ratio=0.0");
        }

        private Running start(Lab lab, Object source, Path directory, String... more) throws IOException {
            List<Object> command = new ArrayList<>(List.of(
                    "aria2c",
                    "--no-conf",
                    "--enable-dht=false",
                    "--enable-dht6=false",
                    "--bt-enable-lpd=false",
                    "--file-allocation=none",
                    "--show-console-readout=false",
                    "--listen-port=" + lab.network().freePort(),
                    "--dir=" + directory));
            command.addAll(List.of(more));
            command.add(source);
            return lab.start(command);
        }
    },

    TRANSMISSION {
        /**
         * It looks five times a second whether its torrent is stopped, and takes it for its own end. Before and after it checks what
         * lies in the directory the torrent is stopped for a moment, so that once in some dozens of starts it ends at once.
         */
        private static final String AGAIN = "for try in 1 2 3 4 5; do \"$@\"; done";

        /** Version 3.00 makes a file when it writes to it, and so no empty ones. */
        @Override
        boolean makesEmptyFiles() {
            return false;
        }

        @Override
        void need(Lab lab) {
            Needs.program("transmission-cli", "transmission-cli");
            Needs.that(
                    !lab.network().isLoopback(),
                    "Transmission refuses peers in 127/8, and there is neither another address nor the right to make a network.");
        }

        @Override
        Fetch fetch(Lab lab, Object source, Path into) throws Exception {
            Path done = lab.path("done");
            Path hook = Files.writeString(lab.path("hook"), "#!/bin/sh\n: >'" + done + "'\n");
            assertThat(hook.toFile().setExecutable(true)).isTrue();
            Running program = start(lab, source, into, "-f", hook.toString());
            return () -> { // it does not end by itself
                await("transmission-cli is done").atMost(Running.SOON).until(() -> {
                    assertThat(program.isAlive() || Files.exists(done))
                            .as(program::output)
                            .isTrue();
                    return Files.exists(done);
                });
                program.close();
            };
        }

        @Override
        Running seed(Lab lab, Path torrent, Path directory) throws Exception {
            return start(lab, torrent, directory, "-v");
        }

        private Running start(Lab lab, Object source, Path directory, String... more) throws IOException {
            Path settings = lab.directory("transmission");
            int port = lab.network().freePort();
            Files.writeString(
                    settings.resolve("settings.json"),
                    "{\"dht-enabled\": false, \"lpd-enabled\": false, \"utp-enabled\": false,"
                            + " \"port-forwarding-enabled\": false, \"peer-port\": " + port
                            + ", \"bind-address-ipv4\": \"" + lab.network().anotherAddress() + "\"}");
            List<Object> command = new ArrayList<>(List.of("sh", "-c", AGAIN, "sh"));
            command.addAll(List.of("transmission-cli", "-M", "-g", settings, "-w", directory, "-p", port));
            command.addAll(List.of(more));
            command.add(source);
            return lab.start(command);
        }
    },

    LIBTORRENT {
        @Override
        void need(Lab lab) {
            Needs.that(hasLibtorrent(), PYTHON + " has no libtorrent (in Debian: apt-get install python3-libtorrent).");
        }

        @Override
        Fetch fetch(Lab lab, Object source, Path into) throws Exception {
            return awaitEnd(start(lab, "get", source, into));
        }

        @Override
        Running seed(Lab lab, Path torrent, Path directory) throws Exception {
            return start(lab, "seed", torrent, directory);
        }

        private Running start(Lab lab, String mode, Object source, Path directory) throws IOException {
            return libtorrent(lab, lab.network().freePort(), mode, source, directory);
        }
    };

    private static final String PYTHON = "/usr/bin/python3"; // the one that Debian's packages are for

    /** A download under way. */
    interface Fetch {
        /** Waits until the client says that it has everything. */
        void await() throws InterruptedException;
    }

    /** Skips the test where the client is not there or cannot work. */
    abstract void need(Lab lab);

    /**
     * Starts to download into the directory.
     *
     * @param source the path of a torrent, or a magnet link
     */
    abstract Fetch fetch(Lab lab, Object source, Path into) throws Exception;

    /** Starts to seed content which lies in the directory under its own name. */
    abstract Running seed(Lab lab, Path torrent, Path directory) throws Exception;

    boolean makesEmptyFiles() {
        return true;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Starts libtorrent in one of its script's modes, with its options. */
    static Running libtorrent(Lab lab, int port, String mode, Object source, Path directory, String... options)
            throws IOException {
        Path script = lab.path("libtorrent_peer.py");
        try (InputStream resource = ForeignClient.class.getResourceAsStream("/interop/libtorrent_peer.py")) {
            Files.write(script, resource.readAllBytes());
        }
        List<Object> command = new ArrayList<>(List.of(PYTHON, script, mode, source, directory, "0.0.0.0:" + port));
        command.addAll(List.of(options));
        return lab.start(command);
    }

    private static Fetch awaitEnd(Running program) {
        return program::succeeds;
    }

    private static boolean hasLibtorrent() {
        try {
            Process python = new ProcessBuilder(PYTHON, "-c", "import libtorrent")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return python.waitFor(60, TimeUnit.SECONDS) && python.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
