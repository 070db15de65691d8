"""`liandong level` as a person types it: what it prints, how it ends, which files it refuses."""
import os
import tempfile

from tap import claim, main, run

SINGLE = """file with basedata            : a.bas
projects                      :  1
jobs (incl. supersource/sink ):  5
horizon                       :  9
RESOURCES
  - renewable                 :  1   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          3           2   3   4
   2        1          1           5
   3        1          1           5
   4        1          1           5
   5        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1
------------------------------------------------------------------------
  1      1     0       0
  2      1     3       2
  3      1     2       2
  4      1     4       1
  5      1     0       0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1
    3
************************************************************************
"""

MULTI = SINGLE.replace("nonrenewable              :  0", "nonrenewable              :  1") \
    .replace("   2        1          1           5", "   2        2          1           5") \
    .replace("R 1\n---", "R 1  N 1\n---").replace("  1      1     0       0", "  1      1     0       0  0") \
    .replace("  2      1     3       2", "  2      1     1       2  9\n         2     3       2  4") \
    .replace("  3      1     2       2", "  3      1     2       2  1") \
    .replace("  4      1     4       1", "  4      1     4       1  1") \
    .replace("  5      1     0       0", "  5      1     0       0  0") \
    .replace("  R 1\n    3", "  R 1  N 1\n    3  6")

PATTERSON = "5 1\n3\n0 0 3 2 3 4\n3 2 1 5\n2 2 1 5\n4 1 1 5\n0 0 0\n"


def level(content, *words, ending=".sm"):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "instance" + ending)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)
        return run("level", "--psplib", path, *words)


def refused(content, line, what, ending=".sm"):
    done = level(content, "--schedules", 10, ending=ending)
    assert done.status == 1, done.status
    assert f"instance{ending}, line {line}: " in done.err and what in done.err, done.err
    assert done.out == ""


@claim
def the_makespan_comes_first_then_the_activities_then_the_proof():
    done = level(SINGLE, "--seconds", 5)
    lines = done.out.splitlines()
    assert done.status == 0, done.err
    assert lines[0] == "makespan 5" and lines[-1] == "optimal", done.out
    assert [line.split()[0] for line in lines[1:-1]] == ["1", "2", "3", "4", "5"]
    assert lines[5] == "5 5 1"


@claim
def without_a_proof_the_last_line_is_an_activity():
    done = level(SINGLE, "--schedules", 1)  # 5 days are optimal, but the way through the network is 4 days
    assert done.status == 0 and "optimal" not in done.out
    assert done.out.splitlines()[-1].startswith("5 ")


@claim
def a_budget_decides_the_mode():
    done = level(MULTI, "--seconds", 5, ending=".mm")
    assert done.status == 0, done.err
    assert done.out.splitlines()[2].split()[2] == "2", done.out
    rich = level(MULTI.replace("    3  6", "    3 99"), "--seconds", 5, ending=".mm")
    assert rich.out.splitlines()[0] == "makespan 4" and rich.out.splitlines()[2].split()[2] == "1"


@claim
def both_formats_give_the_same_schedule():
    assert level(PATTERSON, "--schedules", 50, "--seed", 3, ending=".rcp").out == level(SINGLE, "--schedules", 50, "--seed", 3).out


@claim
def an_instance_without_a_schedule_ends_with_1_and_a_sentence():
    done = level(MULTI.replace("    3  6", "    3  5"), "--seconds", 5, ending=".mm")
    assert done.status == 1 and done.out == "" and "no schedule" in done.err, done.err
    done = level(SINGLE.replace("    3\n***", "    1\n***"), "--schedules", 10)
    assert done.status == 1 and "Activity 2" in done.err, done.err


@claim
def wrong_usage_ends_with_2():
    for words in [(), ("--seconds", 1, "--schedules", 5), ("--seconds", 0), ("--seconds", "x"), ("--seconds", "nan"),
                  ("--schedules", 0), ("--schedules", -1), ("--seconds", 1, "--seed", "x"), ("--seconds", 1, "--else", 1)]:
        assert level(SINGLE, *words).status == 2, words
    assert run("level", "--schedules", 5).status == 2
    assert level(SINGLE, "--schedules", 5, ending=".txt").status == 2


@claim
def a_malformed_file_is_refused_with_its_line():
    refused(SINGLE.replace("  4      1     4       1", "  4      1     x       1"), 24, "the duration is not a number: x")
    refused(SINGLE.replace("  4      1     4       1", "  4      1     4"), 24, "a demand is missing")
    refused(SINGLE.replace("  4      1     4       1", "  4      1     4       1  7"), 24, "more stands on the line")
    refused(SINGLE.replace("  4      1     4       1", "  6      1     4       1"), 24, "the job is 6")
    refused(SINGLE.replace("  4      1     4       1", "  4      1    -4       1"), 24, "the duration is -4")
    refused(SINGLE.replace("   2        1          1           5", "   2        1          1           9"), 13, "a successor is 9")
    refused(SINGLE.replace("   2        1          1           5", "   2        1          1           2"), 13, "follows itself")
    refused(SINGLE.replace("   2        1          1           5", "   2        1          2           5 5"), 13, "stands twice")
    refused(SINGLE.replace("   2        1          1           5", "   2        1          2           5"), 13, "a successor is missing")
    refused(SINGLE.replace("doubly constrained        :  0", "doubly constrained        :  1"), 8, "doubly constrained")
    refused(PATTERSON + "7\n", 8, "more stands in the file", ending=".rcp")
    refused(PATTERSON.replace("4 1 1 5", "4 1 1 z"), 6, "a successor is not a number: z", ending=".rcp")


@claim
def a_circle_and_a_file_that_ends_early_are_refused():
    refused(SINGLE.replace("   5        1          0", "   5        1          1           2"), 0, "circle")
    cut = SINGLE[:SINGLE.index("RESOURCEAVAILABILITIES")]
    done = level(cut, "--schedules", 1)
    assert done.status == 1 and "RESOURCEAVAILABILITIES" in done.err, done.err
    assert level("", "--schedules", 1).status == 1
    assert level("\0\xff", "--schedules", 1).status == 1
    assert level("", "--schedules", 1, ending=".rcp").status == 1


@claim
def every_beginning_of_a_file_is_refused_or_solved():
    for content, ending in [(SINGLE, ".sm"), (PATTERSON, ".rcp")]:
        for length in range(0, len(content), 23):
            assert level(content[:length], "--schedules", 1, ending=ending).status in (0, 1)


@claim
def the_same_seed_prints_the_same():
    assert level(MULTI, "--schedules", 40, "--seed", 9, ending=".mm").out == level(MULTI, "--schedules", 40, "--seed", 9, ending=".mm").out


if __name__ == "__main__":
    main()
