package torrentkit.app.client.download;

import torrentkit.app.client.console.Console;
import torrentkit.app.client.history.EventStream;
import torrentkit.app.client.outcome.StopSignal;

/** What the sources of one run work with. Each part says itself how it may be used from several threads. */
record RunParts(
        Console console,
        StopSignal stop,
        RunOptions options,
        SharedParts shared,
        EventStream events,
        Claims claims,
        Report report) {}
