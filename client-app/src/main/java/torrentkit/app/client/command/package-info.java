/**
 * What all commands share; each of them is a {@link torrentkit.app.client.command.ClientCommand} and runs on the main thread.
 */
package torrentkit.app.client.command;
