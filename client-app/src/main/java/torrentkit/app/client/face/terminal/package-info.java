/**
 * The full-screen face of {@code -m ncurses}. Start at {@link torrentkit.app.client.face.terminal.TerminalFace}. What is shown is made by
 * pure functions from the run's state, the user's view and the size ({@code Page} and its parts) into styled lines; {@code Frame} turns
 * lines into the few bytes that differ from what is on the screen; {@code Screen} owns the terminal. All of it runs on the thread of the
 * events, but for signals, which come on threads of the JVM and only touch {@code Screen}. The only package that needs JLine, which is
 * not loaded in other modes.
 */
package torrentkit.app.client.face.terminal;
