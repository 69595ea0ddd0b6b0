package torrentkit.app.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void writesTextAsText() {
        assertThat(new Html().raw("<p>").text("<b> & \"c\" 'd'").raw("</p>").toString())
                .isEqualTo("<p>&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</p>");
    }

    @Test
    void keepsAttributesInTheirQuotes() {
        assertThat(new Html().attribute("title", "\" onclick=\"x").toString())
                .isEqualTo(" title=\"&quot; onclick=&quot;x\"");
    }

    @Test
    void isolatesNamesAndReplacesWhatDeceives() {
        assertThat(new Html().name("a\u202eb\nc\u0000<").toString()).isEqualTo("<bdi>a_b_c_&lt;</bdi>");
    }

    @Property
    void noNameBecomesMarkup(@ForAll String name) {
        String html = new Html().name(name).attribute("x", name).toString();

        assertThat(html.substring("<bdi>".length()).replaceFirst("</bdi> x=\"", ""))
                .doesNotContain("<", ">", "'")
                .endsWith("\"")
                .doesNotContainPattern("\"(?!$)");
    }
}
