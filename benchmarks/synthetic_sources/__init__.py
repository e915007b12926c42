"""Sources made up for benchmarks."""
