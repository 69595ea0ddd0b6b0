/**
 * The console, where a person or a script drives the server with words: {@link torrentkit.app.server.console.ConsoleSession}. All
 * of it runs on the thread that calls it; the terminal library is loaded only for a terminal.
 */
package torrentkit.app.server.console;
