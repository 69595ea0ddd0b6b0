package torrentkit.app.client.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * The answer of a command to {@code --json}: one object on one line, in ASCII, so that no outside text in it can harm a terminal. What
 * is not known is left out. Loaded only by runs that are asked for it.
 */
public final class JsonResult {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private JsonResult() {}

    /** Writes the fields of the object. */
    @FunctionalInterface
    public interface Fields {
        void to(JsonGenerator json) throws IOException;
    }

    /** The line, without its end. */
    public static String line(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.to(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().replace("\u007f", "\\u007F");
    }

    /** A field with a list of texts; none when there are none. */
    public static void texts(JsonGenerator json, String name, Iterable<?> values) throws IOException {
        if (values.iterator().hasNext()) {
            json.writeArrayFieldStart(name);
            for (Object value : values) {
                json.writeString(value.toString());
            }
            json.writeEndArray();
        }
    }
}
