package torrentkit.app.server.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Holds a JSON value against a schema of the description: the part of JSON Schema that the description uses, and no more. */
final class SchemaCheck {
    private static final Set<String> KNOWN = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "minItems",
            "enum",
            "$ref",
            "pattern",
            "minimum",
            "maximum",
            "default",
            "format",
            "description");

    private final Object description;
    private final List<String> problems = new ArrayList<>();

    private SchemaCheck(Object description) {
        this.description = description;
    }

    /** What is wrong with the value; nothing if it is as the schema says. */
    static List<String> problems(Object description, Object schema, Object value) {
        SchemaCheck check = new SchemaCheck(description);
        check.check(schema, value, "$");
        return check.problems;
    }

    /** What a reference within the description stands for. */
    static Object resolve(Object description, Object holder) {
        Object reference = Json.object(holder).get("$ref");
        if (reference == null) {
            return holder;
        }
        return Json.at(
                description, reference.toString().substring("#/".length()).split("/"));
    }

    private void check(Object holder, Object value, String where) {
        Map<String, Object> schema = Json.object(resolve(description, holder));
        if (schema == null || !KNOWN.containsAll(schema.keySet())) {
            problems.add(where + ": the schema " + schema + " is none that can be checked");
            return;
        }
        if (schema.containsKey("enum") && !Json.list(schema.get("enum")).contains(value)) {
            problems.add(where + ": " + value + " is not one of " + schema.get("enum"));
        }
        if (schema.containsKey("type") && !isA(schema.get("type").toString(), value)) {
            problems.add(where + ": " + value + " is no " + schema.get("type"));
        } else if (value instanceof Map) {
            checkObject(schema, Json.object(value), where);
        } else if (value instanceof List<?> list) {
            if (schema.get("minItems") instanceof BigDecimal least && list.size() < least.intValue()) {
                problems.add(where + ": has " + list.size() + " items");
            }
            for (int i = 0; i < list.size(); i++) {
                check(schema.get("items"), list.get(i), where + "[" + i + "]");
            }
        } else if (value instanceof String text) {
            checkText(schema, text, where);
        } else if (value instanceof BigDecimal number) {
            checkNumber(schema, number, where);
        }
    }

    private void checkObject(Map<String, Object> schema, Map<String, Object> object, String where) {
        Map<String, Object> properties = Json.object(schema.getOrDefault("properties", Map.of()));
        for (Object name : Json.list(schema.getOrDefault("required", List.of()))) {
            if (!object.containsKey(name)) {
                problems.add(where + ": " + name + " is missing");
            }
        }
        object.forEach((name, value) -> {
            if (properties.containsKey(name)) {
                check(properties.get(name), value, where + "." + name);
            } else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
                problems.add(where + ": " + name + " is not described");
            }
        });
    }

    private void checkText(Map<String, Object> schema, String text, String where) {
        if (schema.get("pattern") instanceof String pattern
                && !Pattern.compile(pattern).matcher(text).find()) {
            problems.add(where + ": " + text + " does not match " + pattern);
        }
        if ("date-time".equals(schema.get("format"))) {
            try {
                Instant.parse(text);
            } catch (DateTimeParseException e) {
                problems.add(where + ": " + text + " is no time");
            }
        }
    }

    private void checkNumber(Map<String, Object> schema, BigDecimal number, String where) {
        if (schema.get("minimum") instanceof BigDecimal minimum && number.compareTo(minimum) < 0
                || schema.get("maximum") instanceof BigDecimal maximum && number.compareTo(maximum) > 0) {
            problems.add(where + ": " + number + " is out of range");
        }
    }

    private static boolean isA(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "number" -> value instanceof BigDecimal;
            case "integer" ->
                value instanceof BigDecimal number
                        && number.stripTrailingZeros().scale() <= 0;
            default -> false;
        };
    }
}
