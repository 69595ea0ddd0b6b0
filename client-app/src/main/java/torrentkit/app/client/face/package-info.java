/** How a person sees a download. Called on the main thread. */
package torrentkit.app.client.face;
