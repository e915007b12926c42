"""`python -m benchmarks`: the benchmark of the spine; `python -m benchmarks million`: that of a long load."""

import sys

from benchmarks import million, spine

if sys.argv[1:2] == ["million"]:
    million.main(sys.argv[2:])
else:
    spine.main()
