package torrentkit.app.client.download;

import torrentkit.app.client.source.FileFilter;
import torrentkit.app.client.source.HttpAccess;

/** What a run of {@code download} was asked for, group by group; checked. */
record RunOptions(
        PeerOptions peers,
        DiskOptions disk,
        FileOptions files,
        LimitOptions limits,
        SeedOptions seeding,
        FaceOptions faces,
        RecordOptions records,
        HttpAccess http,
        FileFilter filter) {}
