package torrentkit.app.server.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.util.List;

/** The figures of any process on a JVM, under the names that dashboards know. */
public final class ProcessMetrics {
    private ProcessMetrics() {}

    public static void register(Metrics metrics) {
        memory(metrics);
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        metrics.gauge(
                        "process_start_time_seconds",
                        "Start of the process, seconds since 1970.",
                        () -> runtime.getStartTime() / 1e3)
                .gauge("jvm_threads", "Live threads.", ManagementFactory.getThreadMXBean()::getThreadCount)
                .counter(
                        "jvm_gc_pause_seconds",
                        "Time spent collecting garbage.",
                        () -> collectors.stream()
                                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                                        .sum()
                                / 1e3);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            metrics.gauge("process_open_fds", "Open file descriptors.", system::getOpenFileDescriptorCount)
                    .gauge("process_max_fds", "File descriptors that may be open.", system::getMaxFileDescriptorCount)
                    .counter(
                            "process_cpu_seconds",
                            "Processor time used, user and system.",
                            () -> system.getProcessCpuTime() / 1e9);
        }
    }

    private static void memory(Metrics metrics) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        List<BufferPoolMXBean> pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
        metrics.gauge(
                        "jvm_heap_used_bytes",
                        "Heap in use.",
                        () -> memory.getHeapMemoryUsage().getUsed())
                .gauge(
                        "jvm_heap_max_bytes",
                        "Heap that there may be.",
                        () -> memory.getHeapMemoryUsage().getMax())
                .gauge(
                        "jvm_direct_memory_used_bytes",
                        "Memory outside the heap for buffers.",
                        () -> pools.stream()
                                        .filter(pool -> pool.getName().equals("direct"))
                                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                                        .sum()
                                + Math.max(0, PlatformDependent.usedDirectMemory()));
    }
}
