package torrentkit.app.server.page;

import torrentkit.app.server.api.ServerStatus;
import torrentkit.app.server.text.Shown;

/** What is around the listing and the live figures: head, search, footer, and what the script fills. */
final class PageFrame {
    private PageFrame() {}

    static void write(Html html, Asked asked, ServerStatus status, Runnable files, Runnable live) {
        html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .text(title(asked))
                .raw("</title>\n<link rel=\"icon\" href=\"/assets/icon.svg\" type=\"image/svg+xml\">\n")
                .raw("<link rel=\"stylesheet\" href=\"/assets/page.css\">\n")
                .raw("<script type=\"module\" src=\"/assets/page.js\"></script>\n</head>\n<body>\n")
                .raw("<a class=\"skip\" href=\"#files\">Skip to the files</a>\n<header>\n")
                .raw("<a class=\"brand\" href=\"/\"><img src=\"/assets/icon.svg\" alt=\"\" width=\"28\" height=\"28\">")
                .raw("<span>torrentkit</span></a>\n<search><form action=\"/\" method=\"get\">")
                .raw(
                        "<label for=\"search\" class=\"unseen\">Search all files</label><input id=\"search\" name=\"search\"")
                .raw(" type=\"search\" placeholder=\"Search all files\" autocomplete=\"off\" autocapitalize=\"off\"")
                .raw(" spellcheck=\"false\" maxlength=\"200\"")
                .attribute("value", asked.search().map(Shown::text).orElse(""))
                .raw("><kbd aria-hidden=\"true\">/</kbd><button class=\"unseen\">Search</button></form></search>\n");
        state(html, status);
        html.raw("</header>\n<main>\n");
        files.run();
        live.run();
        html.raw("</main>\n<footer>\n<p class=\"keys\" hidden><kbd>/</kbd> search <kbd>↑</kbd> <kbd>↓</kbd> move")
                .raw(" <kbd>Enter</kbd> open <kbd>→</kbd> get <kbd>←</kbd> up</p>\n<p>server-app ")
                .text(Shown.text(status.version()))
                .raw(" · <a href=\"/api/v1/openapi.json\">API</a> · <a href=\"/metrics\">Metrics</a></p>\n</footer>\n");
        dialog(html);
        html.raw("</body>\n</html>\n");
    }

    private static String title(Asked asked) {
        if (asked.search().isPresent()) {
            return "“" + Shown.text(asked.search().get()) + "” – torrentkit";
        }
        return asked.directory().isEmpty()
                ? "torrentkit"
                : Shown.text(String.join("/", asked.directory())) + " – torrentkit";
    }

    private static void state(Html html, ServerStatus status) {
        html.raw("<p id=\"state\" role=\"status\"")
                .attribute("data-ready", String.valueOf(status.notReady().isEmpty()))
                .raw("><a href=\"#live\"><span class=\"dot\" aria-hidden=\"true\"></span><span class=\"words\">")
                .text(status.notReady().map(Shown::text).orElse("Ready"))
                .raw("</span></a></p>\n");
    }

    /** Filled and shown by the script, for one file at a time. */
    private static void dialog(Html html) {
        html.raw("<dialog id=\"get\" aria-labelledby=\"get-name\">\n<div class=\"title\"><h2 id=\"get-name\"></h2>")
                .raw("<button type=\"button\" class=\"close\" aria-label=\"Close\">×</button></div>\n")
                .raw("<ul></ul>\n<p id=\"copied\" role=\"status\"></p>\n</dialog>\n")
                .raw("<template id=\"get-row\"><li><div><h3></h3><code tabindex=\"0\"></code></div>")
                .raw("<button type=\"button\">Copy</button></li></template>\n");
    }
}
