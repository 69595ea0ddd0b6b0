package torrentkit.app.server.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is being hashed, at most once a path, and what was hashed lately. Thread-safe. */
final class HashingTasks {
    private static final int MAX_REMEMBERED = 200;

    private final Map<List<String>, HashingTask> running = new HashMap<>();
    private final Map<String, HashingTask> runningById = new LinkedHashMap<>();
    private final Map<String, Job> ended = new LinkedHashMap<>();
    private long created;
    private long endedBytes;
    private long done;
    private long failed;
    private boolean closed;

    /** The id for a new task. */
    synchronized String nextId() {
        return Long.toString(++created);
    }

    /**
     * Decides under the lock, given the task at the path or null, which task is to be there, and puts it there.
     *
     * @return the one that was there before, if it is another; nothing once closed
     */
    synchronized Optional<Change> change(List<String> names, UnaryOperator<HashingTask> choice) {
        if (closed) {
            return Optional.empty();
        }
        HashingTask before = running.get(names);
        HashingTask now = choice.apply(before);
        if (now != before) {
            if (before != null) {
                remove(before);
            }
            running.put(names, now);
            runningById.put(now.id(), now);
        }
        return Optional.of(new Change(Optional.ofNullable(before), now));
    }

    record Change(Optional<HashingTask> before, HashingTask now) {}

    synchronized Optional<HashingTask> at(List<String> names) {
        return Optional.ofNullable(running.get(names));
    }

    synchronized boolean isAtItsPath(HashingTask task) {
        return running.get(task.names()) == task;
    }

    /** Lets the path go, if the task still has it. */
    synchronized void remove(HashingTask task) {
        running.remove(task.names(), task);
    }

    /** It has an outcome; from now on it is only remembered. */
    synchronized void ended(HashingTask task) {
        remove(task);
        runningById.remove(task.id());
        Job job = task.job();
        endedBytes += job.bytesDone();
        if (job.state() == Job.State.DONE) {
            done++;
        } else {
            failed++;
        }
        ended.put(task.id(), job);
        while (ended.size() > MAX_REMEMBERED) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    /** The youngest first. */
    synchronized List<Job> jobs() {
        List<Job> all = new ArrayList<>(ended.values());
        runningById.values().forEach(task -> all.add(task.job()));
        all.sort(Comparator.comparingLong((Job job) -> Long.parseLong(job.id())).reversed());
        return all;
    }

    synchronized Optional<Job> job(String id) {
        HashingTask task = runningById.get(id);
        return task == null ? Optional.ofNullable(ended.get(id)) : Optional.of(task.job());
    }

    synchronized HashingTotals totals() {
        long bytes = endedBytes;
        int hashing = 0;
        for (HashingTask task : runningById.values()) {
            Job job = task.job();
            bytes += job.bytesDone();
            hashing += job.state() == Job.State.HASHING ? 1 : 0;
        }
        return new HashingTotals(bytes, done, failed, hashing, runningById.size() - hashing);
    }

    synchronized int runningCount() {
        return runningById.size();
    }

    /** Takes no more, and hands over what runs. */
    synchronized List<HashingTask> close() {
        closed = true;
        List<HashingTask> all = new ArrayList<>(running.values());
        running.clear();
        return all;
    }
}
