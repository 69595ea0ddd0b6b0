/** The terminal and the two output streams: clean text, quantities for people, the line that is rewritten in place. */
package torrentkit.app.client.console;
