/**
 * The terminal and the two output streams: {@link torrentkit.app.client.console.Console}, safe to use from several threads, for every
 * line; clean text, quantities for people, the log.
 */
package torrentkit.app.client.console;
