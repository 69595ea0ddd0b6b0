/** What all commands share. */
package torrentkit.app.client.command;
