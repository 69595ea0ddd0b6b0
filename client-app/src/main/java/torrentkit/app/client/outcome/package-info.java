/** How a run ends: its {@link torrentkit.app.client.outcome.ExitCode}, the sentence for a person, and the wish to stop. */
package torrentkit.app.client.outcome;
