import Testing

@Suite struct GzipTests {}
