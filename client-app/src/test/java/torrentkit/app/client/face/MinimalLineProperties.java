package torrentkit.app.client.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import torrentkit.app.client.console.DisplayText;
import torrentkit.app.client.face.RunTotals.Activity;

class MinimalLineProperties {
    @Property
    void fitsAnyTerminalAndCarriesNothingHarmful(
            @ForAll String name,
            @ForAll String bottleneck,
            @ForAll Activity activity,
            @ForAll @LongRange(min = 1) long total,
            @ForAll @IntRange(min = 1) int pieces,
            @ForAll @DoubleRange(min = 0, max = 1e15) double rate,
            @ForAll @IntRange(min = 1, max = 3) int torrents,
            @ForAll @IntRange(min = 1, max = 200) int columns) {
        RunTotals run = new RunTotals(
                torrents == 1 ? Optional.of(name) : Optional.empty(),
                torrents,
                0,
                activity,
                pieces,
                pieces / 2,
                OptionalLong.of(total),
                total / 2,
                total / 2,
                total,
                0,
                0,
                rate,
                rate,
                pieces,
                Optional.of(bottleneck));

        String line = MinimalLine.fitted(run, columns);

        assertThat(DisplayText.width(line)).isLessThanOrEqualTo(columns);
        assertThat(DisplayText.clean(line)).isEqualTo(line);
        assertThat(DisplayText.clean(MinimalLine.plain(run))).isEqualTo(MinimalLine.plain(run));
    }
}
