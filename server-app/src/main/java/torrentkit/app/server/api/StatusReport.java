package torrentkit.app.server.api;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import torrentkit.app.server.catalogue.Catalogue;
import torrentkit.app.server.catalogue.CatalogueStatus;
import torrentkit.app.server.catalogue.Job;
import torrentkit.app.server.health.Readiness;
import torrentkit.seeder.Seeder;
import torrentkit.tracker.server.Tracker;

/**
 * Asks every part of the server how it is.
 *
 * @param version of the program
 * @param fileBytes bytes of files sent over HTTP so far
 */
public record StatusReport(
        String version,
        Readiness readiness,
        Supplier<ServerStatus.Ports> ports,
        Catalogue catalogue,
        Seeder seeder,
        Tracker tracker,
        LongSupplier fileBytes)
        implements Supplier<ServerStatus> {

    @Override
    public ServerStatus get() {
        Readiness.State state = readiness.state();
        CatalogueStatus files = catalogue.status();
        return new ServerStatus(
                version,
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                state.answers() ? Optional.empty() : Optional.of("The server is " + state.words() + "."),
                ports.get(),
                new ServerStatus.Counts(
                        files.listed().isPresent() ? OptionalLong.of(files.files()) : OptionalLong.empty(),
                        files.torrents(),
                        seeder.loaded().size(),
                        seeder.connections()),
                new ServerStatus.Traffic(
                        seeder.uploadedBytes(),
                        fileBytes.getAsLong(),
                        tracker.stats().traffic().downloadedBytes(),
                        seeder.uploadRate()),
                hashing(catalogue.jobs()),
                memory());
    }

    private static ServerStatus.Hashing hashing(List<Job> jobs) {
        List<Job> running =
                jobs.stream().filter(job -> job.state() == Job.State.HASHING).toList();
        return new ServerStatus.Hashing(
                running.size(),
                (int) jobs.stream()
                        .filter(job -> job.state() == Job.State.QUEUED)
                        .count(),
                running.stream().mapToLong(Job::bytesDone).sum(),
                running.stream().mapToLong(Job::bytesTotal).sum());
    }

    private static ServerStatus.Memory memory() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return new ServerStatus.Memory(
                heap.getUsed(), heap.getMax(), buffers + Math.max(0, PlatformDependent.usedDirectMemory()));
    }
}
