"""`python -m benchmarks [spine|onward|million|rules|alerts] [options]`: what is measured, and beside what."""

import sys

from benchmarks import alerts, million, onward, rules, spine

BENCHMARKS = {
    "spine": spine.main,
    "onward": onward.main,
    "million": million.main,
    "rules": rules.main,
    "alerts": alerts.main,
}

named = sys.argv[1:2]
if named and named[0] in BENCHMARKS:
    BENCHMARKS[named[0]](sys.argv[2:])
elif named and not named[0].startswith("-"):
    sys.exit(f"There is no benchmark {named[0]}. There are: {', '.join(BENCHMARKS)}.")
else:
    spine.main(sys.argv[1:])
