/**
 * What happened in a run: {@link torrentkit.app.client.history.HistoryEvent}, carried to whoever follows it by
 * {@link torrentkit.app.client.history.EventStream}, recorded by {@link torrentkit.app.client.history.HistoryLog} and played again by
 * {@link torrentkit.app.client.history.Replay}. Each listener is called on one thread, the stream's.
 *
 * <h2>Records</h2>
 * A record is a file of lines, each a JSON object with a {@code type}. What is not known is left out; readers pass over types and fields
 * that they do not know, damaged lines, lines over 1 MiB and numbers that no torrent can have. {@code --json} writes the same lines
 * without {@code run}.
 *
 * <table>
 * <caption>Fields of every line</caption>
 * <tr><td>{@code time}</td><td>milliseconds since 1970, UTC; old records have none</td></tr>
 * <tr><td>{@code run}</td><td>a mark that the lines of a run have in common, since several may write at once; in a file without it a
 * run begins at each {@code initialized} of a torrent that the run had before</td></tr>
 * <tr><td>{@code torrent}</td><td>the info-hash in hexadecimal; none for what concerns the whole run</td></tr>
 * </table>
 *
 * <table>
 * <caption>Types of lines</caption>
 * <tr><td>{@code run}</td><td>{@code format} 1, {@code by}: a run begins</td></tr>
 * <tr><td>{@code initialized}</td><td>{@code name, total, todo} pieces, {@code totalBytes, pieceLength}, {@code have} as in
 * {@code 0-99,120}</td></tr>
 * <tr><td>{@code connected}</td><td>{@code peer}, an object with {@code address} and {@code port}</td></tr>
 * <tr><td>{@code started}</td><td>{@code peer, piece}</td></tr>
 * <tr><td>{@code completed}</td><td>{@code peer, piece, size} in bytes</td></tr>
 * <tr><td>{@code refused}</td><td>{@code peer, piece}: it had the wrong hash</td></tr>
 * <tr><td>{@code terminated}</td><td>{@code peer, reason}</td></tr>
 * <tr><td>{@code peers}</td><td>{@code peers}, a list of {@code peer, client, status, downloaded, uploaded, downloadRate, uploadRate,
 * pieces, flags}; those of which nothing changed are left out</td></tr>
 * <tr><td>{@code progress}</td><td>{@code phase, verifiedBytes, downloaded, uploaded, wasted, downloadRate, uploadRate, peers,
 * bottleneck}; rates are whole bytes a second</td></tr>
 * <tr><td>{@code note}</td><td>{@code text}</td></tr>
 * <tr><td>{@code ended}</td><td>{@code code, text}: the download is over, whatever is shared afterwards</td></tr>
 * <tr><td>{@code result}</td><td>{@code source, code, text, path}: one for each SOURCE</td></tr>
 * <tr><td>{@code exit}</td><td>{@code code}: the process's</td></tr>
 * </table>
 */
package torrentkit.app.client.history;
