/**
 * The command {@code client-app}: reads options, builds the libraries' configuration, calls them, shows what happens and turns every
 * outcome into an exit code. Start at {@link torrentkit.app.client.ClientApp}. Each command runs on the main thread, which waits for
 * the libraries' futures and draws the progress; signal handlers and log messages come from other threads and only touch
 * {@code StopSignal} and {@code Console}, which are made for that.
 */
package torrentkit.app.client;
