package torrentkit.app.client.face;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import torrentkit.app.client.console.DisplayText;
import torrentkit.downloader.DownloadProgress;
import torrentkit.downloader.DownloadProgress.Phase;

class ProgressLineProperties {
    @Property
    void fitsAnyTerminal(
            @ForAll String name,
            @ForAll Phase phase,
            @ForAll @LongRange(min = 1) long total,
            @ForAll @IntRange(min = 1) int pieces,
            @ForAll @DoubleRange(min = 0, max = 1e15) double rate,
            @ForAll @IntRange(min = 1, max = 200) int columns) {
        DownloadProgress progress =
                new DownloadProgress(phase, total, total / 2, pieces, pieces / 2, 0, 0, 0, rate, rate, pieces);
        String line = ProgressLine.fitted(DisplayText.clean(name), progress, columns);
        assertThat(DisplayText.width(line)).isLessThanOrEqualTo(columns);
        assertThat(DisplayText.clean(line)).isEqualTo(line);
    }
}
