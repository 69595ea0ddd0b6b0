package torrentkit.simulation;

/** Runs scenarios. */
public final class Simulation {
    private Simulation() {}

    /** Runs until every peer that is to finish has finished, or the scenario's limit is reached. */
    public static Result run(Scenario scenario) {
        return new SwarmRun(scenario).toEnd();
    }
}
