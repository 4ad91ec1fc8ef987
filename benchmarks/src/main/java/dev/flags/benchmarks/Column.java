package dev.flags.benchmarks;

/** A column of the table: what is measured, and in which unit. */
enum Column {
    W1(Workload.W1),
    W2(Workload.W2),
    W3(Workload.W3),
    W3B(Workload.W3B),
    W4(Workload.W4),
    W5(Workload.W5),
    W6_HIT(Workload.W6_HIT),
    W6_MISS(Workload.W6_MISS),
    W7(Workload.W2, "W2 on two threads", "ns"),
    W8_1K(Workload.W8_1K),
    W8_10K(Workload.W8_10K),
    COLD_START(Workload.START, "cold start with 10 000 flags", "ms"),
    HEAP(Workload.START, "heap for a flag", "B");

    private final Workload workload;
    private final String title;
    private final String unit;

    Column(Workload workload) {
        this(workload, workload.title(), "ns");
    }

    Column(Workload workload, String title, String unit) {
        this.workload = workload;
        this.title = title;
        this.unit = unit;
    }

    Workload workload() {
        return workload;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }
}
