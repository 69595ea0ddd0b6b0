/** Text for people: {@link torrentkit.app.server.text.Shown}. */
package torrentkit.app.server.text;
