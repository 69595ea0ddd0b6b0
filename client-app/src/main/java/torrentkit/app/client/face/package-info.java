/**
 * How a person sees a run: {@link torrentkit.app.client.face.MinimalFace} and what it shares with the others. Faces know nothing but
 * events, so a replay looks like the run; they are called on the thread of the events.
 */
package torrentkit.app.client.face;
