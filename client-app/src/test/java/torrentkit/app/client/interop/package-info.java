/**
 * The two apps as a user has them, started by their launchers as processes of their own, among the clients and trackers of others. Entry
 * type: {@link torrentkit.app.client.interop.Lab}, in which everything of one test runs and of which nothing survives. All of it is called
 * on the test's thread.
 */
package torrentkit.app.client.interop;
