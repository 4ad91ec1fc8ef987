package dev.flags.config;

import java.util.List;

/** The attributes that the format knows by name. Every other name is as good. */
public final class Attributes {
    public static final String USER = "user";
    public static final String GROUPS = "groups";
    public static final String TENANT = "tenant";
    public static final String REQUEST = "request";
    public static final String SESSION = "session";

    /** What is bucketed where a flag does not say. */
    static final List<String> DEFAULT_BUCKET_BY = List.of(USER);

    private Attributes() {}
}
