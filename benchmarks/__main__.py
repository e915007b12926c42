"""`python -m benchmarks`: the benchmark of the spine."""

from benchmarks.spine import main

main()
