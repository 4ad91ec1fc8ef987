package dev.flags.config;

import java.util.List;

/**
 * Units that get a variant whatever the rules say.
 *
 * @param attribute whose value is compared with {@code units}
 */
public record Target(String variant, List<String> units, String attribute) {
    public Target {
        units = List.copyOf(units);
        new Checks().name(variant, "/variant").name(attribute, "/attribute").done();
    }

    /** Users that get a variant. */
    public static Target ofUsers(String variant, List<String> users) {
        return new Target(variant, users, Attributes.USER);
    }

    /** Without the units, which are somebody's ids. */
    @Override
    public String toString() {
        return "Target[" + variant + ", " + units.size() + " units of " + attribute + "]";
    }
}
