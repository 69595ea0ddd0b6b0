package torrentkit.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeatsTest {
    @Test
    void thereAreNoMoreThanAllowed() {
        Seats seats = new Seats(2);
        assertThat(seats.tryTake(false)).isTrue();
        assertThat(seats.tryTake(true)).isTrue();
        assertThat(seats.tryTake(true)).isFalse();
        assertThat(seats.taken()).isEqualTo(2);
    }

    @Test
    void whoLeavesIsToldOfThoseWhoWereRefusedOnce() {
        Seats seats = new Seats(2);
        seats.tryTake(false);
        seats.tryTake(false);
        seats.tryTake(false);
        assertThat(seats.leave(true)).isTrue();
        assertThat(seats.leave(true)).isFalse();
    }

    /** Or idle workers would wake each other without end. */
    @Test
    void whoFoundNoWorkWakesNobody() {
        Seats seats = new Seats(1);
        seats.tryTake(false);
        seats.tryTake(false);
        assertThat(seats.leave(false)).isFalse();
        seats.tryTake(false);
        assertThat(seats.leave(true)).isTrue(); // who was refused before is remembered
    }

    @Test
    void whileSomebodyWaitsForTheRateOnlyWhoHasBegunMayAsk() {
        Seats seats = new Seats(5);
        seats.tryTake(false);
        seats.hold();
        assertThat(seats.isHeld()).isTrue();
        assertThat(seats.tryTake(false)).isFalse();
        assertThat(seats.tryTake(true)).isTrue();
        seats.unhold();
        assertThat(seats.isHeld()).isFalse();
        assertThat(seats.tryTake(false)).isTrue();
    }
}
