"""What each part of `make harden` gives: figures, each beside its aim, and claims that may not fail."""
import collections

Figure = collections.namedtuple("Figure", "name value aim met")


class Figures:
    def __init__(self):
        self.rows, self.broken = [], []

    def figure(self, name, value, aim, met):
        """`met`: True, False, or None where a share was run and the rest is extrapolated."""
        self.rows.append(Figure(name, value, aim, met))
        print(f"  {'met     ' if met else 'MISSED  ' if met is False else 'share   '}{name:52} {value:40} aim {aim}", flush=True)

    def never(self, name, cases, of, aim="0"):
        """Cases that must not be: any is a failure of the run."""
        cases = list(cases)
        self.figure(name, f"{len(cases)} in {of}", aim, not cases)
        for case in cases[:5]:
            print(f"      {case}", flush=True)
        if cases:
            self.broken.append(name)

    def skip(self, name, why):
        print(f"  skipped {name:52} {why}", flush=True)


def hours(seconds):
    return f"{seconds / 3600:.1f} h" if seconds >= 3600 else f"{seconds / 60:.0f} min" if seconds >= 60 else f"{seconds:.0f} s"
