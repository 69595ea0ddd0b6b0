/** {@code client-app download}: from its options to its exit code. Runs on the main thread. */
package torrentkit.app.client.download;
